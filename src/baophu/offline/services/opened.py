"""A snapshot that is open answers: looking up and comparing days, nothing is decided here.

The browser's page does the same (`static/offline/answering.js`); the two are held against each other in the tests.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from baophu.care.services.reading import Read, read
from baophu.offline.services.content import Lookup
from baophu.registry.dates import read_born
from baophu.registry.errors import Problem
from baophu.registry.names import fold

WARN = "warn"


@dataclass(frozen=True, slots=True)
class Told:
    """What a snapshot tells: the situation of care's table, the person and stretch it was found in, how old the state
    is. `here` is false where the snapshot knows nobody of this number."""

    situation: str
    person: Mapping[str, Any] | None
    stretch: tuple[Any, ...] | None
    told: Mapping[str, Any] | None
    age: timedelta
    old: bool
    here: bool = True


class Opened:
    """A snapshot's head and content."""

    def __init__(self, head: Mapping[str, Any], content: Mapping[str, Any]) -> None:
        self.head, self.content = head, content
        self.as_of = datetime.fromisoformat(head["as_of"])
        self.hashed = Lookup(base64.b64decode(content["key"]))

    def answer(self, text: str, name: str = "", born: str = "", now: datetime | None = None) -> Told:
        """What is known of whoever a text is of. Before the snapshot was made, and past its last day: nothing."""
        moment = now or timezone.now()
        age = moment - self.as_of
        if age > timedelta(days=self.head["last_days"]) or age < -timedelta(hours=1):
            return self._told("too_old", age)
        shown = read(text)
        day = timezone.localdate(moment)
        given = read_born(born) if born.strip() else None
        birth = shown.born or (None if isinstance(given, Problem) else given)
        key = shown.name or fold(name) or None
        child = self._child(key, birth.day if birth else None)
        if shown.way == "nothing":
            return self._one_of(
                child, shown, key, birth, day, age, nothing="not_found" if key and birth else "bad_format"
            )
        if shown.kind == "card_number" and (wrong := self._wrong_part(shown.number)):
            return self._told(wrong, age)
        rows = self._rows(shown)
        if len({row[0] for row in rows}) > 1 and key:
            rows = [row for row in rows if self.content["people"][row[0]]["key"] == key] or rows
        places = list(dict.fromkeys(row[0] for row in rows))
        if len(places) == 1 and child and child != places:
            home = self.content["people"][places[0]]["home"]
            at_home = [c for c in child if home >= 0 and self.content["people"][c]["home"] == home]
            if len(at_home) == 1:
                return self._of(at_home[0], shown, key, birth, day, age, ())
        return self._one_of(places, shown, key, birth, day, age, rows=rows)

    def _one_of(
        self, places: list[int], shown: Read, key: Any, birth: Any, day: date, age: timedelta, *,
        nothing: str = "not_found", rows: Any = (),
    ) -> Told:  # fmt: skip
        if not places:
            return self._told(nothing, age, here=nothing != "not_found")
        if len(places) > 1:
            return self._told("several", age)
        return self._of(places[0], shown, key, birth, day, age, rows)

    def _of(self, place: int, shown: Read, key: Any, birth: Any, day: date, age: timedelta, rows: Any) -> Told:
        person = self.content["people"][place]
        stretch = next((s for s in person["days"] if s[0] <= day.isoformat() <= s[1]), None)
        if stretch is None:
            return self._told("too_old", age)
        told = self.content["told"][stretch[2]]
        situation = told["situation"]
        if situation != "dead":
            if key and key not in (person["key"], shown.other_name):
                situation = "wrong_name_first_letter_right" if key[0] == person["key"][0] else "wrong_name"
            elif birth and _otherwise(birth, person):
                situation = "wrong_birth_date"
            elif situation == "valid" and shown.kind == "card_number" and stretch[3] and shown.number != stretch[3]:
                old = next((r for r in rows if len(r) > 1), None)
                over = old is not None and not (old[1] <= day.isoformat() and (not old[2] or day.isoformat() <= old[2]))
                situation = "new_card_old_expired" if over else "new_card_old_valid"
        return self._told(situation, age, person, tuple(stretch), told)

    def _told(
        self, situation: str, age: timedelta, person: Any = None, stretch: Any = None, told: Any = None, *,
        here: bool = True,
    ) -> Told:  # fmt: skip
        old = age > timedelta(days=self.head["warn_days"])
        return Told(situation, person, stretch, told, age, old, here)

    def _rows(self, shown: Read) -> list[list[Any]]:
        numbers = self.content["numbers"]
        rows = numbers.get(self.hashed(shown.kind, shown.number), [])
        if not rows and shown.way == "scan" and shown.old_id:
            rows = numbers.get(self.hashed("old_id", shown.old_id), [])
        if not rows and shown.kind == "card_number":
            rows = numbers.get(self.hashed("social_number", shown.number[-10:]), [])
        return list(rows)

    def _child(self, key: str | None, born: date | None) -> list[int]:
        if not key or born is None:
            return []
        return list(self.content["children"].get(self.hashed("child", f"{key}|{born.isoformat()}"), []))

    def _wrong_part(self, number: str) -> str:
        if number[:2] not in self.content["card_codes"]:
            return "bad_card_code"
        if number[2] not in "12345":
            return "bad_card_digit"
        if not number[3:5].isdigit() or number[3:5] == "00":
            return "bad_card_province"
        return "" if number[5:].isdigit() else "bad_card_code"


def _otherwise(birth: Any, person: Mapping[str, Any]) -> bool:
    known = {birth.known, person["known"]}
    parts = 4 if "year" in known else 7 if "month" in known else 10
    return bool(birth.day.isoformat()[:parts] != person["born"][:parts])
