"""Visits an organisation may read: those of its own facility, and of people of its units."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from baophu.api.services.callers import Caller
from baophu.care.models import Visit


def readable(who: Caller) -> QuerySet[Visit]:
    """The visits a caller may read, without those taken back; sensitive ones only with the scope for them."""
    visits = Visit.objects.filter(reverses=None, reversed_by=None)
    if who.units is not None:
        visits = visits.filter(Q(facility__code=who.facility) | Q(person__unit__in=who.units))
    if "read_sensitive" not in who.scopes:
        visits = visits.filter(sensitive=False)
    return visits
