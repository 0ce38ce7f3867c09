"""The tables of accounts, one file a subject."""

from baophu.accounts.models.look import Look
from baophu.accounts.models.proposal import Proposal, ProposalUnit
from baophu.accounts.models.user import Entrusted, Role, User

__all__ = ["Entrusted", "Look", "Proposal", "ProposalUnit", "Role", "User"]
