"""What stands in a snapshot: for each person what care answers on each day it may be asked, made ahead by care itself.

A browser without a line only looks somebody up and picks the stretch of days; nothing is decided there. Days on which
an answer can turn (a card, a status, an age, the law) begin a stretch of their own.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from baophu.care.models import Facility
from baophu.care.services import tables
from baophu.care.services.answering import Answer, answer_of
from baophu.care.services.fetching import Found, find, records
from baophu.care.services.rules import is_child
from baophu.care.services.standing import five_years_on
from baophu.decisions.services.lawbooks import active
from baophu.insight.labels import provision_of
from baophu.law.dated import Dated, turning_days
from baophu.law.model import Book
from baophu.registry.models import Card, Person
from baophu.registry.numbers import bare
from baophu.registry.services.whereabouts import batches

DAY = timedelta(days=1)
CARES = ("outpatient", "inpatient")
FIELDS = ("personal_id", "old_id", "social_number", "card_number")


class Lookup:
    """Numbers as keyed hashes: whoever looks at the content finds no list of numbers in it."""

    def __init__(self, key: bytes) -> None:
        self.key = key

    def __call__(self, kind: str, value: str) -> str:
        made = hmac.new(self.key, f"{kind}:{value}".encode(), hashlib.sha256).digest()[:16]
        return base64.urlsafe_b64encode(made).decode().rstrip("=")


def content(persons: Sequence[int], facility: Facility, first: date, days: int, key: bytes) -> dict[str, Any]:
    """Everything a facility's desk needs of some people, from `first` for some days. Reads only."""
    return _Content(facility, first, first + timedelta(days=days), Lookup(key)).of(persons, key)


class _Content:
    def __init__(self, facility: Facility, first: date, last: date, hashed: Lookup) -> None:
        self.facility, self.first, self.last, self.hashed = facility, first, last, hashed
        self.book = active()
        self.told: dict[str, int] = {}
        self.refs: dict[str, dict[str, str]] = {}
        self.questions: dict[str, dict[str, str]] = {}
        self.numbers: dict[str, list[Any]] = defaultdict(list)
        self.children: dict[str, list[int]] = defaultdict(list)
        self.law_turns = _law_turns(self.book, first, self.last)
        self.homes: dict[int, int] = {}

    def of(self, persons: Sequence[int], key: bytes) -> dict[str, Any]:
        """The content as JSON takes it."""
        cards, merged = _cards(persons), _merged(persons)
        people: list[Any] = []
        for number in persons:
            for found in find("id", number):
                place = len(people)
                people.append(self._person(found))
                self._numbers(found, place, cards.get(found.id, ()), merged.get(found.id, ()))
        return {
            "key": base64.b64encode(key).decode(),
            "words": _words(),
            "card_codes": sorted(tables.card_codes()),
            "told": [json.loads(text) for text in self.told],
            "refs": self.refs,
            "questions": self.questions,
            "people": people,
            "numbers": self.numbers,
            "children": self.children,
        }

    def _person(self, found: Found) -> dict[str, Any]:
        home = found.decided.household if found.decided else 0
        return {
            "id": found.id,
            "name": found.name,
            "key": found.name_key,
            "born": found.born.isoformat(),
            "known": found.born_known,
            "sex": found.sex,
            "pid": self.hashed("personal_id", found.personal_id) if found.personal_id else "",
            "unit": found.unit_name,
            "home": self.homes.setdefault(home, len(self.homes)) if home else -1,
            "days": list(self._stretches(found)),
        }

    def _stretches(self, found: Found) -> Iterator[list[Any]]:
        """`[first day, last day, place in told, card number, from, to]`, without gaps; equal neighbours are one."""
        before: list[Any] | None = None
        for start, end in self._spans(found):
            known = records(found.id, start)
            answers = [answer_of(found, known, self.facility, start, care=care) for care in CARES]
            one = answers[0]
            row = [
                start.isoformat(),
                end.isoformat(),
                self._place(answers),
                one.card_number,
                _day(one.valid_from),
                _day(one.valid_to),
            ]
            if before is not None and before[2:] == row[2:]:
                before[1] = row[1]
                continue
            if before is not None:
                yield before
            before = row
        if before is not None:
            yield before

    def _spans(self, found: Found) -> Iterator[tuple[date, date]]:
        starts = sorted(d for d in {self.first, *self._turns(found)} if self.first <= d <= self.last)
        for start, after in zip(starts, [*starts[1:], self.last + DAY], strict=True):
            yield start, after - DAY

    def _turns(self, found: Found) -> Iterator[date]:
        """Days on which the answer may become another."""
        known = records(found.id, self.first)
        yield from self.law_turns
        for card in known.cards:
            yield from _ends(card.start, card.end)
        for spell in (*known.said, *known.stays):
            yield from _ends(spell.start, spell.end)
        if found.died is not None:
            yield found.died + DAY
        yield from _birthdays(found.born, self.first, self.last)
        for month in _firsts(self.first, self.last):
            if _turns_in(found, month):
                yield month
        if (five := five_years_on(self.book, known, self.first)) is not None:
            yield five
        yield date(self.last.year, 1, 1)

    def _place(self, answers: Sequence[Answer]) -> int:
        """Where what is told stands in the table of all that is told."""
        one = answers[0]
        for ref in filter(None, (one.level_ref, *one.why)):
            self.refs.setdefault(ref, _said(self.book, ref))
        for found in answers:
            for route in found.routes:
                if route.question is not None:
                    self.questions.setdefault(route.question.fact, _asked(self.book, route.question.fact))
        told = {
            "situation": one.situation,
            "certain": one.certain,
            "level": one.level,
            "ref": one.level_ref,
            "why": list(one.why),
            "routes": {a.care: [_route(r) for r in a.routes] for a in answers},
            "starts": _day(one.starts_on),
            "died": _day(one.died),
            "five": _day(one.five_year_on),
            "exempt": _day(one.exempt_to),
            "left": one.copay_left,
            "small": one.small_visit_limit,
        }
        return self.told.setdefault(json.dumps(told, ensure_ascii=False), len(self.told))

    def _numbers(self, found: Found, place: int, cards: Iterable[tuple[str, date, date | None]], merged: Any) -> None:
        own = [(field, getattr(found, field, None)) for field in FIELDS]
        own += [("old_id", old) for old in Person.objects.filter(pk=found.id).values_list("old_id", flat=True)]
        for kind, number in [*own, *merged]:
            if number:
                self._point(kind, bare(number), [place])
        for number, start, end in cards:
            self._point("card_number", bare(number), [place, _day(start), _day(end)])
        if is_child(self.book, found.born, self.first):
            self.children[self.hashed("child", f"{found.name_key}|{found.born.isoformat()}")].append(place)

    def _point(self, kind: str, number: str, row: list[Any]) -> None:
        there = self.numbers[self.hashed(kind, number)]
        if row not in there:
            there.append(row)


def _ends(start: date, end: date | None) -> Iterator[date]:
    yield start
    if end is not None and end < date.max:
        yield end + DAY


def _birthdays(born: date, first: date, last: date) -> Iterator[date]:
    for year in range(first.year, last.year + 1):
        yield date(year, 3, 1) if (born.month, born.day) == (2, 29) else born.replace(year=year)


def _firsts(first: date, last: date) -> Iterator[date]:
    day = (first.replace(day=1) + timedelta(days=32)).replace(day=1)
    while day <= last:
        yield day
        day = (day + timedelta(days=32)).replace(day=1)


def _turns_in(found: Found, month: date) -> bool:
    """Whether the decision kept beside somebody is another in a month."""
    kept = found.decided
    at = month.year * 12 + month.month - 1
    return kept is not None and kept.next_month is not None and kept.next_month <= at


def _law_turns(book: Book, first: date, last: date) -> list[date]:
    """Days on which anything of the law book begins or ends, within some days."""
    things: list[Dated] = [*book.provisions(), *(v for p in book.parameters.values() for v in p.values)]
    return [d for d in turning_days(things) if first < d <= last]


def _cards(persons: Sequence[int]) -> dict[int, list[tuple[str, date, date | None]]]:
    found: dict[int, list[tuple[str, date, date | None]]] = defaultdict(list)
    for some in batches(list(persons)):
        rows = Card.objects.known().filter(person__in=some).exclude(number="")
        for person, number, start, end in rows.values_list("person", "number", "valid_from", "valid_to"):
            found[person].append((number, start, end))
    return found


def _merged(persons: Sequence[int]) -> dict[int, list[tuple[str, str]]]:
    """The numbers of records that were merged into those of some people."""
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for some in batches(list(persons)):
        for row in Person.objects.filter(merged_into__in=some).values_list("merged_into", *FIELDS):
            found[row[0]] += [(kind, n) for kind, n in zip(FIELDS, row[1:], strict=True) if n]
    return found


def _route(one: Any) -> list[Any]:
    """`[route, level, numerator, denominator, question]`."""
    share = one.share
    return [
        one.route,
        one.level,
        share.numerator if share is not None else None,
        share.denominator if share is not None else None,
        one.question.fact if one.question is not None else None,
    ]


def _said(book: Book, ref: str) -> dict[str, str]:
    found = provision_of(book, ref)
    return {"vi": found.says.vi, "en": found.says.en} if found else {"vi": ref, "en": ref}


def _asked(book: Book, fact: str) -> dict[str, str]:
    found = book.facts.get(fact)
    return {"vi": found.label.vi, "en": found.label.en} if found else {"vi": fact, "en": fact}


def _words() -> dict[str, dict[str, Any]]:
    return {
        name: {
            "code": one.code,
            "tone": one.tone,
            **{
                part: {"vi": text.vi, "en": text.en}
                for part, text in (("word", one.word), ("says", one.says), ("treat", one.treat))
            },
        }
        for name, one in tables.words().items()
    }


def _day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()
