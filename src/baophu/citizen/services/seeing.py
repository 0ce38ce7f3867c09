"""Whose record somebody may open: their own, and that of whoever let them; asked in the query, others' logged.

One's own record is opened without a line in the log. Nobody and somebody else's are told alike (`NotYours`), and the
trial is logged with the person it was made on.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_noop

from baophu.accounts.models import User
from baophu.accounts.services import log_look, log_looks, narrowed
from baophu.accounts.services.reasons import kept
from baophu.citizen.errors import NotYours
from baophu.citizen.models import Delegation, Report
from baophu.cover.models import Quote
from baophu.registry.models import Person, Stay
from baophu.registry.services.merging import standing

TRIED = gettext_noop("thử mở hồ sơ của người khác")
TRIED_QUOTE = gettext_noop("thử mở báo giá của người khác")
TRIED_REPORT = gettext_noop("thử mở phản ánh của người khác")
FAMILY = gettext_noop("xem gia đình của mình")
AS_DELEGATE = gettext_noop("thay mặt theo uỷ quyền")


def me(user: User) -> Person:
    """The person a citizen is; of a merged record the one that remains. NotYours for whoever is nobody here."""
    number = user.person or 0
    found = Person.objects.filter(pk=number, withdrawn=False).select_related("merged_into", "unit").first()
    if found is None:
        raise NotYours
    return standing(found)


def somebody(user: User, number: int, what: str, page: str) -> Person:
    """The person of an address: oneself, or who let this user act for them (logged as `what`). NotYours else."""
    mine = me(user)
    if number == mine.pk:
        return mine
    allowed = Delegation.objects.filter(delegate=mine, person=number, state=Delegation.State.ACTIVE)
    found = Person.objects.standing().filter(pk__in=allowed.values("person")).select_related("unit").first()
    if found is None:
        if Person.objects.filter(pk=number).exists():
            log_look(user, number, kept(TRIED), page)
        raise NotYours
    log_look(user, found.pk, kept(AS_DELEGATE, what), page)
    return found


def records_of(person: Person) -> list[int]:
    """Every number a person has had: looks at records that were merged count, too."""
    numbers, new = [person.pk], [person.pk]
    while new:
        new = list(Person.objects.filter(merged_into__in=new).values_list("pk", flat=True))
        numbers += new
    return numbers


def household_of(person: Person) -> int | None:
    """The household a person lives in today."""
    stay = Stay.objects.known().on(timezone.localdate()).filter(person=person).first()
    return None if stay is None else int(stay.household_id)


def quote(user: User, number: int, page: str) -> Quote:
    """A quote of one's own household, or in which one is named; NotYours else, the trial logged."""
    mine = me(user)
    may_pay_for = {mine.pk, *acting_for(mine)}
    found = Quote.objects.filter(pk=number).select_related("household").first()
    if found is None:
        raise NotYours
    named = list(found.lines.values_list("person", flat=True))
    homes = Stay.objects.known().on(timezone.localdate()).filter(person__in=may_pay_for)
    if found.household_id in set(homes.values_list("household", flat=True)) or may_pay_for & set(named):
        family_seen(user, (n for n in named if n != mine.pk), page)
        return found
    log_looks(user, named, kept(TRIED_QUOTE), page)
    raise NotYours


def acting_for(person: Person) -> list[int]:
    """Whom a person may act for today."""
    rows = Delegation.objects.filter(delegate=person, state=Delegation.State.ACTIVE)
    return list(rows.values_list("person", flat=True))


def family_seen(user: User, others: Iterable[int], page: str) -> None:
    """Members of one's household were shown with more than their name."""
    listed = list(others)
    if listed:
        log_looks(user, listed, kept(FAMILY), page)


def reports_of(user: User) -> QuerySet[Report]:
    """Reports of the units of an officer."""
    return narrowed(Report.objects.select_related("person", "unit"), user, "unit")


def report(user: User, number: int, why: str, page: str) -> Report:
    """A report of an officer's units, the look logged; NotYours else, the trial logged."""
    found = reports_of(user).filter(pk=number).first()
    if found is None:
        there = Report.objects.filter(pk=number).first()
        if there is not None:
            log_look(user, there.person_id, kept(TRIED_REPORT), page)
        raise NotYours
    log_look(user, found.person_id, kept(why), page)
    return found
