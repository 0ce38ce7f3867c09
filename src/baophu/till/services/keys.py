"""Keys of banks: made, ended and found. A secret is shown once, and kept encrypted."""

from __future__ import annotations

import base64
import re
import secrets
from dataclasses import dataclass
from datetime import datetime

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from baophu.accounts.models import User
from baophu.accounts.services import require
from baophu.till.errors import NoSuchKey
from baophu.till.models import BankKey

NAME = re.compile(r"[a-z0-9][a-z0-9.-]{1,39}")
BANK = re.compile(r"[A-Za-z0-9]{2,8}")
"""A bank's short name or BIN: it stands before the bank's numbers in the ledger's keys."""


@dataclass(frozen=True, slots=True)
class HandedOut:
    """A new key and its secret, which is shown now and never again."""

    key: BankKey
    secret: str


def make(
    name: str, bank: str, by: User, valid_from: datetime | None = None, valid_to: datetime | None = None
) -> HandedOut:
    """Make a key for a bank; only an administrator does (NotAllowed). NoSuchKey for a name that cannot be or is taken,
    or an end before the beginning. Other keys of the bank go on counting until they end or are revoked.
    """
    require(by, "administer")
    return _made(name, bank, by, valid_from, valid_to)


def _made(name: str, bank: str, by: User | None, valid_from: datetime | None, valid_to: datetime | None) -> HandedOut:
    begins = valid_from or timezone.now()
    if not NAME.fullmatch(name) or not BANK.fullmatch(bank):
        raise NoSuchKey(
            "Tên khóa gồm chữ thường, chữ số, dấu chấm, gạch nối (icb-2026); ngân hàng là tên tắt hoặc BIN (ICB).",
            "A key's name has small letters, digits, dots, dashes (icb-2026); the bank is a short name or BIN (ICB).",
        )
    if valid_to is not None and valid_to < begins:
        raise NoSuchKey("Khóa hết hiệu lực trước khi bắt đầu.", "The key ends before it begins.")
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        key, made = BankKey.objects.get_or_create(
            name=name,
            defaults={
                "bank": bank,
                "secret": _box().encrypt(secret.encode()).decode(),
                "valid_from": begins,
                "valid_to": valid_to,
                "made_at": timezone.now(),
                "made_by": by,
            },
        )
    if not made:
        raise NoSuchKey(f"Đã có khóa {name}; hãy đặt tên khác.", f"There is a key {name} already; take another name.")
    return HandedOut(key, secret)


def of_stand_in(name: str, bank: str) -> BankKey:
    """The key of a demonstration's simulated bank; nobody is told its secret."""
    try:
        return _made(name, bank, None, None, None).key
    except NoSuchKey:  # made by another process meanwhile
        return BankKey.objects.get(name=name)


def revoke(name: str, by: User, at: datetime | None = None) -> BankKey:
    """End a key, now or at a later moment; only an administrator does (NotAllowed). NoSuchKey where there is none, or
    it has ended before.
    """
    require(by, "administer")
    now = timezone.now()
    ends = at or now
    with transaction.atomic():
        key = BankKey.objects.select_for_update(of=("self",)).filter(name=name).first()
        if key is None:
            raise NoSuchKey(f"Không có khóa {name}.", f"There is no key {name}.")
        if key.valid_to is not None and key.valid_to <= min(ends, now):
            raise NoSuchKey(f"Khóa {name} đã hết hiệu lực.", f"The key {name} has ended already.")
        key.valid_to, key.revoked_at, key.revoked_by = max(ends, key.valid_from), now, by
        key.save(update_fields=["valid_to", "revoked_at", "revoked_by"])
    return key


def secret_of(key: BankKey) -> bytes:
    """The secret of a key, for checking a signature."""
    return _box().decrypt(key.secret.encode())


def _box() -> Fernet:
    key = HKDF(SHA256(), 32, salt=None, info=b"baophu bank keys").derive(settings.SECRET_KEY.encode())
    return Fernet(base64.urlsafe_b64encode(key))
