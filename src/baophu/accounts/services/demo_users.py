"""Users of a demonstration: one for each role, two where four eyes are needed, with secrets that are known."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from django.db import transaction

from baophu.accounts.errors import UserRefused
from baophu.accounts.models import Entrusted, Role, User
from baophu.accounts.services.demonstration import is_demonstration, mark_as_demonstration

PASSWORD = "trinh-dien"
SINCE = date(2021, 1, 1)
SECONDS = 30
WANTED: tuple[tuple[str, Role, slice], ...] = (
    ("tinh1", Role.PROVINCE, slice(0)),
    ("tinh2", Role.PROVINCE, slice(0)),
    ("xa1", Role.COMMUNE, slice(1)),
    ("xa2", Role.COMMUNE, slice(1)),
    ("xa3", Role.COMMUNE, slice(1, 4)),
    ("bancd", Role.COMMITTEE, slice(0)),
    ("phongkham", Role.CLINIC, slice(1)),
    ("thu", Role.AGENT, slice(2)),
    ("truong", Role.SCHOOL, slice(1)),
    ("quantri", Role.ADMINISTRATOR, slice(0)),
)
"""Name, role, and which of the units given."""


@dataclass(frozen=True, slots=True)
class DemoUser:
    """A user of the demonstration; the code comes from `code_now`."""

    user: User
    units: tuple[str, ...]
    password: str


def demo_users(units: Sequence[str]) -> list[DemoUser]:
    """Mark the installation as a demonstration and make its users; those who are there get their known password back.

    `units` are codes, at least four. UserRefused where real officers have accounts.
    """
    with transaction.atomic():
        mark_as_demonstration()
        return [_make(name, role, tuple(units[which])) for name, role, which in WANTED]


def code_now(name: str) -> tuple[str, int]:
    """The code of a demonstration's user at this moment, and for how many seconds it goes on being right.

    UserRefused for anybody else, and outside of a demonstration.
    """
    user = User.objects.filter(username=name.lower(), demonstration=True).first()
    device = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first() if user else None
    if not is_demonstration() or device is None:
        raise UserRefused(
            f"“{name}” không phải tài khoản trình diễn; mã của cán bộ chỉ có trong ứng dụng xác thực của họ.",
            f"“{name}” is no user of a demonstration; an officer's code is in their authenticator app alone.",
        )
    now = int(time.time())
    code = format_hotp_value(hotp_value(get_adapter().decrypt(device.data["secret"]), now // SECONDS))
    return code, SECONDS - now % SECONDS


def _make(name: str, role: Role, units: tuple[str, ...]) -> DemoUser:
    user, _ = User.objects.get_or_create(username=name, defaults={"role": role, "demonstration": True})
    user.set_password(PASSWORD)
    user.save()
    for unit in units:
        Entrusted.objects.get_or_create(user=user, unit=unit, valid_from=SINCE)
    secret = get_adapter().encrypt(generate_totp_secret())
    Authenticator.objects.get_or_create(user=user, type=Authenticator.Type.TOTP, defaults={"data": {"secret": secret}})
    RecoveryCodes.activate(user)
    return DemoUser(user, units, PASSWORD)
