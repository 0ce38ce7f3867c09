"""What the till does for the apps above it."""

from baophu.till.services.requests import Request, payment_request, receipt_of_quote

__all__ = ["Request", "payment_request", "receipt_of_quote"]
