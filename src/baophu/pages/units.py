"""The unit an officer looks at: one of those entrusted, kept in the session."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from baophu.accounts.models import Entrusted, Role, User
from baophu.pages import sources

KEPT = "unit"
WHOLE = ""
PROVINCE_WIDE = frozenset({Role.PROVINCE, Role.COMMITTEE, Role.ADMINISTRATOR})


def units_of(user: User | AnonymousUser, day: date | None = None) -> frozenset[str] | None:
    """The units somebody may see on a day; None: the whole province."""
    if not isinstance(user, User):
        return frozenset()
    if user.role in PROVINCE_WIDE:
        return None
    day = day or timezone.localdate()
    still = Q(valid_to=None) | Q(valid_to__gte=day)
    return frozenset(Entrusted.objects.filter(still, user=user, valid_from__lte=day).values_list("unit", flat=True))


def choices(user: User | AnonymousUser) -> tuple[tuple[str, str], ...]:
    """Codes and names to switch between, by name; with the whole province first for who may see it."""
    mine = units_of(user)
    codes = sources.book().areas if mine is None else mine
    return tuple(sorted(((c, sources.unit_name(c)) for c in codes), key=lambda pair: pair[1]))


def chosen(request: HttpRequest) -> str | None:
    """The code of the unit looked at: the one switched to, else the only one there is; None: all that one may see."""
    mine = units_of(request.user)
    kept = request.session.get(KEPT, WHOLE)
    if kept and (mine is None or kept in mine):
        return str(kept)
    return next(iter(mine)) if mine is not None and len(mine) == 1 else None


def choose(request: HttpRequest, code: str) -> bool:
    """Switch to a unit (empty: to all); False when it is none of the user's."""
    mine = units_of(request.user)
    known = sources.book().areas if mine is None else mine
    if code != WHOLE and code not in known:
        return False
    request.session[KEPT] = code
    return True
