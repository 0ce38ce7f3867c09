"""How a notification is signed: HMAC-SHA256 over the moment, a dot and the body, in hexadecimal."""

from __future__ import annotations

import hashlib
import hmac

KEY, TIME, SIGNATURE = "X-Bank-Key", "X-Bank-Time", "X-Bank-Signature"
"""Headers: the name of the key, the moment of signing (seconds since 1970), the signature."""


def signature(secret: bytes, moment: str, body: bytes) -> str:
    """The signature of a body signed at a moment, as both sides reckon it."""
    return hmac.new(secret, moment.encode("ascii", "replace") + b"." + body, hashlib.sha256).hexdigest()


def agrees(secret: bytes, moment: str, body: bytes, given: str) -> bool:
    """Whether a signature is right, in the same time whichever letter is wrong."""
    return hmac.compare_digest(signature(secret, moment, body).encode(), given.strip().lower().encode())
