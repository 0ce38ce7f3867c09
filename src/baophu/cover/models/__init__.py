"""The tables of cover and money, one file a subject."""

from baophu.cover.models.issued import IssuedCard
from baophu.cover.models.ledger import Allocation, Charge, Payment, Series
from baophu.cover.models.queue import RefundProposal, Unmatched
from baophu.cover.models.quote import Quote, QuoteLine
from baophu.cover.models.settlement import Appropriation, Settlement, SettlementLine

__all__ = [
    "Allocation",
    "Appropriation",
    "Charge",
    "IssuedCard",
    "Payment",
    "Quote",
    "QuoteLine",
    "RefundProposal",
    "Series",
    "Settlement",
    "SettlementLine",
    "Unmatched",
]
