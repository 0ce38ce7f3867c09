"""What accounts does for the apps above it."""

from baophu.accounts.services.four_eyes import approve, handler, proposals, propose, reject, waiting_for, withdraw
from baophu.accounts.services.looks import keep_looks, log_look, log_looks, looks_at
from baophu.accounts.services.scope import acts_of, may, narrowed, require, units_of

__all__ = [
    "acts_of",
    "approve",
    "handler",
    "keep_looks",
    "log_look",
    "log_looks",
    "looks_at",
    "may",
    "narrowed",
    "proposals",
    "propose",
    "reject",
    "require",
    "units_of",
    "waiting_for",
    "withdraw",
]
