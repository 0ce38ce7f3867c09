"""What was answered, as it stands in an address: `t=2026-11&o=trong~island.true&d=1&h=…&n=1980-04~study.pupil~viec`.

| key | holds |
|---|---|
| `t` | the month that is asked about |
| `o` | the place: `ngoai` (outside the province), or `trong` and what the law says of the area |
| `d` | 1: registered as permanent residents, 0: not |
| `h` | facts of the household |
| `n` | a member, once each: the month the law counts their age from, their facts, topics answered |

A fact is `name.value` or `name.value.2025-10` (true since that month). No name, no number, no day of birth, no unit.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal
from urllib.parse import urlencode

from django.http import QueryDict

from baophu.citizen.errors import BadLink
from baophu.engine.months import month_of, parse, show
from baophu.law.model import Book, FactDeclaration

Where = Literal["inside", "outside"]
MOST = 12
"""Members of a household asked about at once."""
OLDEST = 130 * 12
"""Months of age."""
KEPT = 24
"""Months for which a link goes on being answered."""
_MONTH = re.compile(r"\d{4}-\d{2}")


@dataclass(frozen=True, slots=True)
class Said:
    """A value of a fact; `since` the month it is true from, where the law asks."""

    value: str
    since: int | None = None


Facts = Mapping[str, Said]


@dataclass(frozen=True, slots=True)
class Member:
    """One of the household. `born`: the month age is counted from, the first whose first day is not before birth."""

    born: int
    said: Facts = field(default_factory=dict)
    topics: frozenset[str] = frozenset()

    def age(self, month: int) -> int:
        """Full years in a month."""
        return (month - self.born) // 12


@dataclass(frozen=True, slots=True)
class State:
    """Everything answered so far. `area` are facts of the area that are not the default."""

    month: int
    where: Where | None = None
    area: tuple[tuple[str, str], ...] = ()
    permanent: bool | None = None
    household: Facts = field(default_factory=dict)
    members: tuple[Member, ...] = ()

    def with_member(self, place: int, member: Member) -> State:
        """The same with one member replaced, or added behind the last."""
        members = list(self.members)
        members[place : place + 1] = [member]
        return replace(self, members=tuple(members))

    def without_member(self, place: int) -> State:
        """The same without a member."""
        return replace(self, members=self.members[:place] + self.members[place + 1 :])


def written(state: State) -> str:
    """The state as the query of an address."""
    parts: list[tuple[str, str]] = [("t", show(state.month))]
    if state.where is not None:
        place = ["ngoai" if state.where == "outside" else "trong", *(f"{f}.{v}" for f, v in state.area)]
        parts.append(("o", "~".join(place)))
    if state.permanent is not None:
        parts.append(("d", str(int(state.permanent))))
    if state.household:
        parts.append(("h", "~".join(_facts(state.household))))
    parts += [("n", "~".join([show(m.born), *_facts(m.said), *sorted(m.topics)])) for m in state.members]
    return urlencode(parts)


def _facts(said: Facts) -> list[str]:
    return [f"{n}.{s.value}" + (f".{show(s.since)}" if s.since is not None else "") for n, s in sorted(said.items())]


def read(query: QueryDict, book: Book, today: date, topics: Sequence[str]) -> State:
    """The state of an address; BadLink names what is not of the law book or cannot be."""
    now = month_of(today)
    asked = {key: str(query[key]) for key in ("t", "o", "d", "h") if query.get(key)}
    month = _month(asked["t"]) if "t" in asked else now
    if not now - KEPT <= month <= now:
        raise BadLink(asked.get("t", ""))
    state = State(month)
    if "o" in asked:
        first, *rest = asked["o"].split("~")
        if first not in ("ngoai", "trong") or (first == "ngoai" and rest):
            raise BadLink(asked["o"])
        area = tuple((n, s.value) for n, s in _said(rest, book, "area").items())
        state = replace(state, where="outside" if first == "ngoai" else "inside", area=area)
    if "d" in asked:
        if asked["d"] not in ("0", "1"):
            raise BadLink(asked["d"])
        state = replace(state, permanent=asked["d"] == "1")
    if "h" in asked:
        state = replace(state, household=_said(asked["h"].split("~"), book, "household"))
    members = query.getlist("n")
    if len(members) > MOST:
        raise BadLink(f"n × {len(members)}")
    return replace(state, members=tuple(_member(text, book, month, topics) for text in members))


def _member(text: str, book: Book, month: int, topics: Sequence[str]) -> Member:
    first, *rest = text.split("~")
    born = _month(first)
    if not -1 <= month - born <= OLDEST:  # born this month: age is counted from the next
        raise BadLink(first)
    done = frozenset(part for part in rest if "." not in part)
    if not done <= set(topics):
        raise BadLink(", ".join(sorted(done - set(topics))))
    return Member(born, _said([part for part in rest if "." in part], book, "person"), done)


def _month(text: str) -> int:
    if not _MONTH.fullmatch(text):
        raise BadLink(text)
    try:
        return parse(text)
    except ValueError as error:
        raise BadLink(text) from error


def _said(parts: Sequence[str], book: Book, level: str) -> dict[str, Said]:
    found: dict[str, Said] = {}
    for part in parts:
        name, _, rest = part.partition(".")
        value, _, since = rest.partition(".")
        declared = book.facts.get(name)
        if declared is None or declared.level != level or name in found or not _allowed(declared, value):
            raise BadLink(part)
        found[name] = Said(value, _month(since) if since else None)
    return found


def _allowed(declared: FactDeclaration, value: str) -> bool:
    if declared.type == "flag":
        return value in ("true", "false")
    if declared.type == "month":
        return bool(_MONTH.fullmatch(value))
    return declared.type == "choice" and value in declared.values


def default_of(declared: FactDeclaration) -> str:
    """The value a fact has where nothing is said, as text."""
    return str(declared.default).lower() if isinstance(declared.default, bool) else str(declared.default)
