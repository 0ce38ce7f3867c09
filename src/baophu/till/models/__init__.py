"""The tables of the till, one file a subject."""

from baophu.till.models.keys import BankKey, Refusal
from baophu.till.models.notices import Notice, Outcome
from baophu.till.models.takings import Closing, Handover, Taking

__all__ = ["BankKey", "Closing", "Handover", "Notice", "Outcome", "Refusal", "Taking"]
