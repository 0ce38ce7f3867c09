"""Making and changing users: what an administrator does."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from allauth.core.internal import ratelimit
from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from axes.utils import reset
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from baophu.accounts.acts import UNBOUND
from baophu.accounts.address import password_failures_of
from baophu.accounts.errors import UserRefused
from baophu.accounts.models import Entrusted, Role, User

ONE_TIME_DAYS = 3
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that are read for another


@dataclass(frozen=True, slots=True)
class HandedOut:
    """A user with a password that works once, until a moment: it is shown now and never again."""

    user: User
    password: str


def find(name: str) -> User:
    """An officer by name, in any case. UserRefused if there is none."""
    user = User.objects.filter(username=name.strip().lower()).exclude(role=Role.CITIZEN).first()
    if user is None:
        raise UserRefused(
            f"Không có tài khoản cán bộ “{name}”; xem danh sách bằng baophu user list.",
            f"There is no officer's account “{name}”; list them with baophu user list.",
        )
    return user


def add(
    name: str, role: str, units: Iterable[str] = (), since: date | None = None, until: date | None = None
) -> HandedOut:
    """Make an officer with units entrusted from a day (today if none is given), and a one-time password.

    UserRefused for a bad or taken name, an unknown role, citizens (they come through VNeID), units that a role does
    not have, or a role that needs a unit and gets none.
    """
    codes = sorted(set(units))
    _check(name, role, codes)
    with transaction.atomic():
        user = User(username=name.lower(), role=role, until=until)
        handed = _hand_out(user)
        for code in codes:
            entrust(user, code, since)
    return handed


def entrust(user: User, unit: str, since: date | None = None, until: date | None = None) -> Entrusted:
    """Entrust a unit between two days, both inclusive (today and without end, if none are given).

    UserRefused if it ends before it begins, overlaps what is entrusted already, or the role has no units.
    """
    first = since or timezone.localdate()
    if user.role in UNBOUND or not user.is_officer:
        raise UserRefused(
            f"Vai trò {user.get_role_display()} không gắn với đơn vị nào.", f"The role {user.role} has no units."
        )
    if until is not None and until < first:
        raise UserRefused(
            f"Ngày cuối {until:%d/%m/%Y} trước ngày đầu {first:%d/%m/%Y}.", f"{until} is before {first}, its first day."
        )
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        for other in user.entrusted.filter(unit=unit):
            if (other.valid_to is None or other.valid_to >= first) and (until is None or other.valid_from <= until):
                raise UserRefused(
                    f"Đơn vị {unit} đã được giao từ {other.valid_from:%d/%m/%Y}; hãy kết thúc lần giao đó trước.",
                    f"Unit {unit} is already entrusted from {other.valid_from}; end that first.",
                )
        return Entrusted.objects.create(user=user, unit=unit, valid_from=first, valid_to=until)


def end_entrusted(user: User, unit: str, last: date | None = None) -> None:
    """End what is entrusted: `last` (today if none is given) is the last day. UserRefused if it is not entrusted."""
    day = last or timezone.localdate()
    changed = user.entrusted.filter(unit=unit, valid_from__lte=day, valid_to=None).update(valid_to=day)
    if not changed:
        raise UserRefused(
            f"Đơn vị {unit} không đang được giao cho {user.username}.",
            f"Unit {unit} is not entrusted to {user.username}.",
        )


def disable(user: User) -> None:
    """Disable an account. Its sessions end with its next request, and do not come back if it is enabled again."""
    user.is_active = False
    user.set_unusable_password()
    user.save(update_fields=["is_active", "password"])


def renew(user: User) -> HandedOut:
    """Hand out a new one-time password and take the device off: for a lost phone, a lost password, or to enable again.

    UserRefused for a citizen.
    """
    if not user.is_officer:
        raise UserRefused("Người dân đăng nhập qua VNeID, không có mật khẩu.", "Citizens have no password.")
    with transaction.atomic():
        Authenticator.objects.filter(user=user).delete()
        user.is_active = True
        return _hand_out(user)


def unlock(name: str) -> int:
    """Forget the wrong tries of a name from every address; how many rows of them there were."""
    attempted = name.strip().lower()
    for seen in AccessAttempt.objects.filter(username=attempted).values_list("ip_address", flat=True):
        _forget(password_failures_of(attempted, seen))
    for user in User.objects.filter(username=attempted):
        _forget(f"mfa-auth-user-{user.pk}")
    return int(reset(username=attempted))


def _forget(key: str) -> None:
    """Forget what allauth counted under a key."""
    of = {"app": "allauth.account", "action": "login_failed"}
    for rate in ratelimit.get_rates(**of):
        if rate.per == "key":
            cache.delete(ratelimit.get_cache_key(None, rate=rate, key=key, **of))


def _hand_out(user: User) -> HandedOut:
    password = "-".join("".join(secrets.choice(LETTERS) for _ in range(5)) for _ in range(3))
    user.set_password(password)
    user.one_time_until = timezone.now() + timedelta(days=ONE_TIME_DAYS)
    user.save()
    return HandedOut(user, password)


def _check(name: str, role: str, units: list[str]) -> None:
    if not re.fullmatch(r"[a-z0-9][a-z0-9._-]{1,39}", name.lower()):
        raise UserRefused(
            f"Tên đăng nhập “{name}” không dùng được: từ 2 đến 40 chữ cái không dấu, chữ số, dấu chấm, gạch.",
            f"“{name}” cannot be a user name: 2 to 40 letters without accents, digits, dots, dashes.",
        )
    if User.objects.filter(username=name.lower()).exists():
        raise UserRefused(f"Tên đăng nhập “{name}” đã có.", f"The user name “{name}” is taken.")
    if role not in Role.values or role == Role.CITIZEN:
        known = ", ".join(r for r in Role.values if r != Role.CITIZEN)
        raise UserRefused(
            f"Không có vai trò cán bộ “{role}”; có: {known}.", f"“{role}” is no officer's role; there are: {known}."
        )
    if units and role in UNBOUND:
        raise UserRefused(f"Vai trò {role} không gắn với đơn vị nào.", f"The role {role} has no units.")
    if not units and role not in UNBOUND:
        raise UserRefused(
            f"Vai trò {role} cần ít nhất một đơn vị (--unit).", f"The role {role} needs at least one unit (--unit)."
        )
