"""The unit an officer looks at: one of those entrusted, kept in the session."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from baophu.accounts.models import User
from baophu.accounts.services import units_of
from baophu.pages import sources

__all__ = ["choices", "choose", "chosen", "units_of"]

KEPT = "unit"
WHOLE = ""


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
