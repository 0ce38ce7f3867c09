"""What a person's page tells: how they stand, who pays, what comes next, the family, and everything recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pyarrow.compute as pc
from django.db.models import Q
from django.utils.translation import gettext as _

from baophu.accounts.models import User
from baophu.accounts.services import units_of
from baophu.cover.errors import CoverError
from baophu.cover.services.foreseeing import asked, foresee
from baophu.decisions.models import Current
from baophu.decisions.services import lawbooks
from baophu.decisions.services.deciding import decided
from baophu.decisions.services.facts import gather
from baophu.engine.months import first_day, last_day, month_of
from baophu.engine.outcome import Outcome
from baophu.engine.source import FactsError
from baophu.insight.causes import CAUSES
from baophu.insight.labels import group_label
from baophu.law.model import Book, Text
from baophu.pages import sources
from baophu.pages.texts import said
from baophu.pages.written import money
from baophu.registry.models import (
    Card,
    Entry,
    Household,
    HouseholdStatus,
    Person,
    PersonAmount,
    PersonChange,
    PersonStatus,
    Spell,
    Stay,
)
from baophu.workplace.services import quotes
from baophu.workplace.services.timeline import Said, Track, Years, shown, track
from baophu.workplace.words import fact_label, field_label, payer_label, value_of

SOON = 60
"""Days ahead in which the end of a card is told as near."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Months `a` to `b` (inclusive) in which a person is decided alike."""

    a: int
    b: int
    outcome: Outcome
    rank: int
    insured: bool
    premium: int
    amounts: Mapping[str, int]

    @property
    def own(self) -> int:
        return next(reversed(list(self.amounts.values())), 0)


@dataclass(frozen=True, slots=True)
class Decided:
    """A person's decisions over the years of a timeline; `problem` why there are none."""

    rows: tuple[Decision, ...] = ()
    problem: str = ""

    def at(self, month: int) -> Decision | None:
        """The decision of a month."""
        return next((row for row in self.rows if row.a <= month <= row.b), None)


def decisions_of(person: int, years: Years) -> Decided:
    """The decisions of a person over some years, as known now and by the law in use."""
    law = lawbooks.compiled(lawbooks.active(), years.first.year * 12, years.last.year * 12 + 11)
    try:
        gathered = gather((), [person], book=law.book, since=years.first)
        if person in gathered.missing:
            return Decided(problem=_("Không có nơi cư trú nào được ghi trong những năm này."))
        found = decided(law, gathered.facts)
    except FactsError as error:
        return Decided(problem=str(error))
    mine = found.intervals.filter(pc.equal(found.intervals["person"], person)).to_pylist()
    payers = law.book.payers
    return Decided(
        tuple(
            Decision(
                r["a"], r["b"], found.outcomes[r["outcome"]], r["rank"], r["card"] == 1, r["premium"],
                {p: r[p] for p in payers},
            )
            for r in sorted(mine, key=lambda r: r["a"])
        )
    )  # fmt: skip


# ---- drawn -----------------------------------------------------------------------------------------------------------


def tracks_of(person: Person, decided_: Decided, years: Years, book: Book) -> tuple[Track, ...]:
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


def _groups(decided_: Decided, book: Book) -> list[Said]:
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


# ---- who pays, what comes next ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Payer:
    """Who pays how much a month; `part` of 120 columns; `ref` the provision of a support."""

    name: str
    label: str
    amount: int
    part: int
    ref: str


def payers_of(premium: int, amounts: Mapping[str, int], supports: Sequence[Sequence[str]], book: Book) -> list[Payer]:
    """Who pays a premium, in the order of the law book; the amounts add up to it."""
    by = {pair[0]: pair[1] for pair in supports}
    return [
        Payer(
            p,
            payer_label(book, p),
            amounts[p],
            _part(amounts[p], premium),
            by.get(p, ""),
        )
        for p in book.payers
        if amounts.get(p)
    ]


def _part(amount: int, premium: int) -> int:
    """How many of 120 columns an amount is of a premium: at least one, so that it is seen."""
    return max(1, round(amount * 120 / premium)) if premium else 1


@dataclass(frozen=True, slots=True)
class Cover:
    """Whether somebody is insured on a day, and until when: `state` insured, ending, ahead, ended, never."""

    state: str
    first: date | None = None
    last: date | None = None
    days: int | None = None


def cover_of(current: Current | None, today: date) -> Cover:
    """How somebody is insured today, from the decision of today."""
    if current is None or current.insured_from is None:
        return Cover("never")
    first, last = current.insured_from, current.insured_to
    if first > today:
        return Cover("ahead", first, last)
    if last is not None and last < today:
        return Cover("ended", first, last, (today - last).days)
    days = (last - today).days if last is not None else None
    return Cover("ending" if days is not None and days <= SOON else "insured", first, last, days)


@dataclass(frozen=True, slots=True)
class Coming:
    """Something that happens by itself: on a day, what, and why; `ref` the provision it hangs on."""

    day: date
    text: str
    why: str = ""
    ref: str = ""
    bad: bool = False


def coming(current: Current | None, decided_: Decided, today: date, book: Book) -> list[Coming]:
    """What happens next, the first first: cards that end, decisions that turn."""
    found: list[Coming] = []
    cover = cover_of(current, today)
    if cover.last is not None and cover.state in ("insured", "ending", "ahead"):
        found.append(Coming(cover.last, _("Ngày cuối cùng của thẻ"), "", "", True))
    month = month_of(today)
    before = decided_.at(month)
    for row in decided_.rows:
        if row.a <= month or before is None:
            continue
        text = _turn(before, row, book)
        if text:
            mine = current is not None and current.next_month == row.a
            why = said(CAUSES[current.next_cause]) if mine and current and current.next_cause in CAUSES else ""
            ref = current.next_ref if mine and current else ""
            found.append(Coming(first_day(row.a), text, why, ref, row.own > before.own))
        before = row
    return sorted(found, key=lambda c: c.day)[:6]


def _turn(before: Decision, after: Decision, book: Book) -> str:
    parts = []
    if before.outcome.group != after.outcome.group:
        parts.append(_("sang nhóm %(group)s") % {"group": said(group_label(book, after.outcome.group, after.a))})
    if before.own != after.own:
        parts.append(_("tự đóng %(a)s thành %(b)s mỗi tháng") % {"a": money(before.own), "b": money(after.own)})
    if before.outcome.benefit != after.outcome.benefit:
        values = {"a": before.outcome.benefit, "b": after.outcome.benefit}
        parts.append(_("mức hưởng %(a)s %% thành %(b)s %%") % values)
    text = "; ".join(parts)
    return text[:1].upper() + text[1:]


def if_paid(person: int, today: date) -> date | None:
    """The first day of the card somebody would get who pays today for the longest time; None where none is to be had
    by paying."""
    months = quotes.months(today)
    if not months:
        return None
    try:
        return foresee(person, asked(paid_on=today, months=max(months))).dated.valid_from
    except CoverError:
        return None


# ---- the family ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of a household today, how they stand; `mine`: of one's units, so that they may be opened."""

    person: Person
    stay: Stay
    current: Current | None
    cover: Cover
    head: bool
    mine: bool

    @property
    def missing(self) -> bool:
        """Not insured today."""
        return self.cover.state not in ("insured", "ending")


def family(household: Household, today: date, user: User) -> list[Member]:
    """Who lives in a household today, the head first, then the eldest."""
    stays = list(Stay.objects.known().on(today).filter(household=household).select_related("person", "unit"))
    standing = Current.objects.select_related("outcome").in_bulk([stay.person_id for stay in stays])
    units = units_of(user)
    found = [
        Member(
            stay.person, stay, standing.get(stay.person_id), cover_of(standing.get(stay.person_id), today),
            household.head_id == stay.person_id, units is None or stay.unit_id in units,
        )
        for stay in stays
    ]  # fmt: skip
    return sorted(found, key=lambda m: (not m.head, m.person.born, m.person.pk))


# ---- everything recorded ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """A row an act added or took back: what it says, and its days."""

    what: str
    value: str
    first: date | None = None
    last: date | None = None
    added: bool = True


@dataclass(frozen=True, slots=True)
class Recorded:
    """One act of recording, as far as it concerns a person; `undone`: taken back since; `can_undo`: it may be."""

    entry: Entry
    lines: tuple[Line, ...]
    undone: bool
    can_undo: bool = field(default=False)


UNDOABLE = frozenset(("record", "end", "correct", "person", "household", "move", "arrive", "birth", "death", "undo"))
"""Kinds of acts an officer undoes on the person's page; others (imports, cards, merges) have a way of their own."""

_MODELS: tuple[type[Spell], ...] = (PersonStatus, PersonAmount, Stay, Card)


def history(person: Person) -> list[Recorded]:
    """Every act that concerned a person, or a household lived in, the latest first."""
    lines: dict[int, list[Line]] = {}
    for model in _MODELS:
        for row in model._default_manager.filter(Q(person=person)).order_by("valid_from"):
            _row(lines, row)
    homes = set(Stay.objects.filter(person=person).values_list("household", flat=True))
    for status in HouseholdStatus.objects.filter(household__in=homes).order_by("valid_from"):
        _row(lines, status)
    for change in PersonChange.objects.filter(person=person).order_by("id"):
        text = f"{_plain(change.field, change.before)} → {_plain(change.field, change.after)}"
        lines.setdefault(change.entry_id, []).append(Line(field_label(change.field), text))
    lines.setdefault(person.entry_id, []).insert(0, Line(_("Lập hồ sơ"), person.name))
    entries = Entry.objects.filter(pk__in=lines).select_related("by", "document", "undone_by").order_by("-id")
    return [
        Recorded(e, tuple(lines[e.pk]), _undone(e), e.what in UNDOABLE and e.pk != Entry.LOADED and not _undone(e))
        for e in entries
    ]


def _row(lines: dict[int, list[Line]], row: Any) -> None:
    what, value = _said(row)
    lines.setdefault(row.entry_id, []).append(Line(what, value, row.valid_from, row.valid_to))
    if row.retracted_id is not None:
        lines.setdefault(row.retracted_id, []).append(Line(what, value, row.valid_from, row.valid_to, added=False))


def _said(row: Any) -> tuple[str, str]:
    if isinstance(row, Stay):
        kind = _("thường trú") if row.permanent else _("tạm trú")
        return _("Nơi ở"), f"{sources.unit_name(row.unit_id)}, {_('hộ')} {row.household_id}, {kind}"
    if isinstance(row, Card):
        return _("Thẻ"), row.number or _("có thẻ")
    return fact_label(row.fact), value_of(row.fact, row.value)


def _undone(entry: Entry) -> bool:
    return hasattr(entry, "undone_by") and not hasattr(entry.undone_by, "undone_by")


def _plain(name: str, value: str) -> str:
    if not value:
        return "–"
    if name in ("born", "died"):
        year, month, day = value.split("-")
        return f"{day}/{month}/{year}"
    if name in ("sex",):
        return said({"m": Text("Nam", "Male"), "f": Text("Nữ", "Female")}.get(value, Text(value, value)))
    return value_of("ethnicity", value) if name == "ethnicity" else value
