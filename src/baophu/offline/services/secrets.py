"""Keys and codes: made on first need, kept encrypted, a code shown once."""

from __future__ import annotations

import base64
import secrets
from typing import Any

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from baophu.accounts.models import User
from baophu.care.models import Facility
from baophu.offline.errors import NoCode
from baophu.offline.models import OpeningCode, SigningKey
from baophu.registry.services.recording import entry as new_entry

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Letters and digits that nobody mistakes for one another."""

GROUPS, EACH = 4, 5
ITERATIONS = 300_000
HALF = 32
"""Bytes of each half of a signature."""


def make_code(facility: Facility, by: User | None = None) -> str:
    """A new opening code for a facility (100 bits), shown this once."""
    code = "-".join("".join(secrets.choice(LETTERS) for _ in range(EACH)) for _ in range(GROUPS))
    OpeningCode.objects.create(
        facility=facility, code=_box().encrypt(code.encode()).decode(), made_at=timezone.now(), made_by=by
    )
    return code


def code_of(facility: Facility) -> OpeningCode:
    """The code that counts for new snapshots; NoCode where none was made."""
    found = OpeningCode.objects.filter(facility=facility).order_by("-id").first()
    if found is None:
        raise NoCode(
            "Cơ sở chưa có mã mở; hãy tạo mã và cất giữ ở quầy.", "The facility has no opening code; make one first."
        )
    return found


def text_of(code: OpeningCode) -> str:
    """A code in the clear, to encrypt with."""
    return _box().decrypt(code.code.encode()).decode()


def key_from(code: str, salt: bytes, iterations: int = ITERATIONS) -> bytes:
    """The key that a code stands for; dashes, spaces and small letters do not matter."""
    typed = "".join(c for c in code.upper() if c.isalnum())
    return PBKDF2HMAC(hashes.SHA256(), 32, salt, iterations).derive(typed.encode())


def signing_key() -> SigningKey:
    """The key that signs now; made when there is none."""
    found = SigningKey.objects.filter(ended_at=None).order_by("id").first()
    if found is not None:
        return found
    with transaction.atomic():
        new_entry("offline_key")  # one after another
        found = SigningKey.objects.filter(ended_at=None).order_by("id").first()
        return found or _made()


def _made() -> SigningKey:
    private = ec.generate_private_key(ec.SECP256R1())
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    point = private.public_key().public_numbers()
    return SigningKey.objects.create(
        name=secrets.token_hex(8),
        private=_box().encrypt(pem).decode(),
        public={"kty": "EC", "crv": "P-256", "x": _coordinate(point.x), "y": _coordinate(point.y), "ext": True},
        made_at=timezone.now(),
    )


def sign(key: SigningKey, content: bytes) -> bytes:
    """The signature of a content, its two halves side by side as browsers take it."""
    private = load_pem_private_key(_box().decrypt(key.private.encode()), None)
    assert isinstance(private, ec.EllipticCurvePrivateKey)
    r, s = utils.decode_dss_signature(private.sign(content, ec.ECDSA(hashes.SHA256())))
    return r.to_bytes(HALF, "big") + s.to_bytes(HALF, "big")


def public_key(public: dict[str, Any]) -> ec.EllipticCurvePublicKey:
    """A public key as it stands in a page."""
    x, y = (int.from_bytes(base64.urlsafe_b64decode(public[c] + "=="), "big") for c in ("x", "y"))
    return ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()


def signers() -> dict[str, dict[str, Any]]:
    """Every public key of this installation, by name."""
    signing_key()
    return dict(SigningKey.objects.order_by("id").values_list("name", "public"))


def _coordinate(number: int) -> str:
    return base64.urlsafe_b64encode(number.to_bytes(HALF, "big")).decode().rstrip("=")


def _box() -> Fernet:
    key = HKDF(hashes.SHA256(), 32, salt=None, info=b"baophu offline").derive(settings.SECRET_KEY.encode())
    return Fernet(base64.urlsafe_b64encode(key))
