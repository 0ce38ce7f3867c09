"""Residents of a demonstration whom a visitor may be: found for what their pages show."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from baophu.accounts.people import Example
from baophu.decisions.models import Current

LOOKED_AT = 300
SOON = timedelta(days=60)


def residents() -> tuple[Example, ...]:
    """Somebody insured in whose household somebody is not, somebody whose paid card ends soon, somebody paid for in
    whole; none of them twice, and fewer where the register has no such."""
    today = timezone.localdate()
    rows = Current.objects.filter(person__personal_id__isnull=False, problem="").select_related("person")
    without = Current.objects.filter(covered=False, own__gt=0).order_by("person").values_list("household", flat=True)
    wanted = (
        (rows.filter(household__in=list(without[:LOOKED_AT]), covered=True), _("trong hộ còn người chưa có thẻ")),
        (rows.filter(covered=True, own__gt=0, insured_to__range=(today, today + SOON)), _("thẻ sắp hết hạn")),
        (rows.filter(covered=True, own=0, premium__gt=0, insured_to__gt=today), _("được đóng toàn bộ")),
    )
    found: dict[str, Example] = {}
    for people, what in wanted:
        one = people.exclude(person__personal_id__in=list(found)).order_by("person").first()
        if one is not None and (number := one.person.personal_id):
            found[number] = Example(number, one.person.name, what)
    return tuple(found.values())
