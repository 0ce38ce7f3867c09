"""A person's timeline drawn: groups, what they pay, cards, each fact, homes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from baophu.decisions.services.years import Decisions
from baophu.engine.months import first_day, last_day
from baophu.insight.labels import group_label
from baophu.law.model import Book
from baophu.pages import sources
from baophu.pages.texts import said
from baophu.pages.written import money
from baophu.registry.models import (
    Card,
    HouseholdStatus,
    Person,
    PersonAmount,
    PersonStatus,
    Stay,
)
from baophu.workplace.services.timeline import Said, Track, Years, shown, track
from baophu.workplace.words import fact_label, value_of


def tracks_of(person: Person, decided_: Decisions, years: Years, book: Book) -> tuple[Track, ...]:
    """The tracks of a person's timeline: groups, what they pay, cards, then each fact, then homes."""
    stays = list(Stay.objects.known().filter(person=person).select_related("unit").order_by("valid_from"))
    cards = Card.objects.known().filter(person=person).order_by("valid_from")
    pays = [
        (money(d.own) if d.own else _("không phải đóng"), first_day(d.a), last_day(d.b), "", d.outcome.by_premium)
        for d in decided_.rows
    ]
    tracks = [
        track(years, _("Nhóm"), "group", _groups(decided_, book)),
        track(years, _("Tự đóng mỗi tháng"), "pays", pays),
        track(years, _("Thẻ"), "card", [(c.number or _("có thẻ"), c.valid_from, c.valid_to, "", "") for c in cards]),
        *_facts(person, stays, years),
        track(years, _("Nơi ở"), "home", [(s.unit.name, s.valid_from, s.valid_to, "", "") for s in stays]),
    ]
    return shown(tracks)


def _groups(decided_: Decisions, book: Book) -> list[Said]:
    found: list[Said] = []
    for row in decided_.rows:
        label = said(group_label(book, row.outcome.group, row.a))
        found.append((label, first_day(row.a), last_day(row.b), "", row.outcome.by_group))
    return found


def _facts(person: Person, stays: Sequence[Stay], years: Years) -> list[Track]:
    by_fact: dict[str, list[Said]] = {}
    rows: list[Any] = list(PersonStatus.objects.known().filter(person=person))
    rows += PersonAmount.objects.known().filter(person=person)
    for row in sorted(rows, key=lambda r: r.valid_from):
        by_fact.setdefault(row.fact, []).append((value_of(row.fact, row.value), row.valid_from, row.valid_to, "", ""))
    for stay in stays:
        there = HouseholdStatus.objects.known().filter(household=stay.household_id)
        for row in there.within(stay.valid_from, stay.valid_to).order_by("valid_from"):
            start = max(row.valid_from, stay.valid_from)
            ends = [d for d in (row.valid_to, stay.valid_to) if d is not None]
            by_fact.setdefault(row.fact, []).append(
                (value_of(row.fact, row.value), start, min(ends) if ends else None, "", "")
            )
    order = list(sources.book().facts)
    named = sorted(by_fact, key=lambda f: order.index(f) if f in order else len(order))
    return [track(years, fact_label(fact), "fact", sorted(by_fact[fact], key=lambda s: s[1])) for fact in named]
