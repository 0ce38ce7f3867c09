"""Who may do what, and for which units."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from baophu.accounts.acts import ACTS, UNBOUND, WHOLE_PROVINCE, Act
from baophu.accounts.errors import NotAllowed
from baophu.accounts.models import User

Anybody = User | AnonymousUser
M = TypeVar("M", bound=Model)


def units_of(user: Anybody, day: date | None = None) -> frozenset[str] | None:
    """Codes of the units a user answers for on a day (today if none is given); None: the whole province.

    Empty for somebody not signed in, disabled or past the last day of service (that is always asked of today), for
    citizens and administrators, and for officers to whom nothing is entrusted on that day.
    """
    if not isinstance(user, User) or not user.serves():
        return frozenset()
    if user.role in WHOLE_PROVINCE:
        return None
    on = day or timezone.localdate()
    rows = user.entrusted.filter(Q(valid_to=None) | Q(valid_to__gte=on), valid_from__lte=on)
    return frozenset(rows.values_list("unit", flat=True))


def acts_of(user: Anybody) -> frozenset[Act]:
    """Everything a user may do today; empty for a unit's officer to whom no unit is entrusted today."""
    if not isinstance(user, User) or not user.serves():
        return frozenset()
    if user.role not in UNBOUND and not units_of(user):
        return frozenset()
    return ACTS[user.role]


def may(user: Anybody, act: Act) -> bool:
    """Whether a user may do something today. Acts are named in `baophu.accounts.acts`."""
    return act in acts_of(user)


def require(user: Anybody, act: Act) -> None:
    """Raise NotAllowed unless the user may do this."""
    if not may(user, act):
        raise NotAllowed(
            f"Tài khoản này không có quyền làm việc này ({act}); hãy nhờ người có thẩm quyền.",
            f"This account may not do this ({act}); ask somebody who may.",
        )


def narrowed(queryset: QuerySet[M], user: Anybody, path: str, day: date | None = None) -> QuerySet[M]:
    """The rows of a queryset that lie in the user's units; `path` leads from a row to its unit's code or key.

    The narrowing is part of the query. `path` should lead to one unit a row (`"unit"`, `"household__unit"`): over a
    relation to many rows, ask with `Exists` of a narrowed queryset of those rows instead, or rows come twice.
    """
    scope = units_of(user, day)
    if scope is None:
        return queryset
    if not scope:
        return queryset.none()
    return queryset.filter(**{f"{path}__in": scope})
