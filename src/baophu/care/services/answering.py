"""Is this person insured today, and for how much: the answer of a counter, and its check-in.

`answer` reads, `check_in` records. A clinic's page, the interface for other systems and places without a line ask here.
"""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import timezone

from baophu.care.models import Facility
from baophu.care.services import rules, tables
from baophu.care.services.answer import Answer, RouteShare
from baophu.care.services.checking_in import check_in
from baophu.care.services.fetching import CardHeld, Found, Records, records
from baophu.care.services.looking_up import Sought, disagreements, seek
from baophu.care.services.reading import NOTHING, read
from baophu.care.services.rules import Counted, Question, Told, ruled
from baophu.care.services.standing import State, as_engine_sees, five_years_on, state_of
from baophu.decisions.services.lawbooks import active
from baophu.engine.cards import RuleError
from baophu.law.model import Book
from baophu.registry.models import Card
from baophu.registry.services.origin import simulated

__all__ = ["Answer", "RouteShare", "answer", "answer_of", "check_in"]

ROUTES = ("right", "wrong", "emergency")
DIGEST = 32
FRESH = 5.0
"""Seconds for which a process takes the register to be simulated or not, as it was."""

_simulated = (False, -FRESH)


def answer(
    text: str,
    facility: Facility | None,
    on: date | None = None,
    *,
    name: str = "",
    born: str = "",
    unit: str = "",
    care: str = "outpatient",
    route: str = "right",
    serious_disease: bool = False,
) -> Answer:
    """The cover of whoever a text is of, on a day (today) at a facility. Nothing is written and nothing is refused.

    `text`: what a scanner read off an ID card or a paper card, a personal ID (12), social-insurance number (10), card
    number (15) or old ID (9). `name` and `born` are compared where the text does not say them; with the number of a
    mother, or with none, they find a child under six. `care` (outpatient, inpatient) and `route` (right, wrong,
    emergency) are facts of a visit (docs/cards-and-visits.md). Log the look: `check_in` does.
    """
    book, day = active(), on or timezone.localdate()
    sought = seek(book, read(text), day, name, born, unit)
    base: dict[str, Any] = {
        "on": day,
        "way": sought.read.way,
        "digest": _digest(text, name, born),
        "simulated": _is_simulated(),
        "care": care,
        "route": route,
        "shown_name": sought.read.shown_name or "",
    }
    if sought.situation or not sought.people:
        return _told(sought.situation or "not_found", base, certain=sought.situation.startswith("bad_card"))
    person = sought.people[0]
    known = records(person.id, day)
    told: Told = {
        **(facility.told() if facility else {}),
        "care": care,
        "route": route,
        "serious_disease": serious_disease,
    }
    return _of(book, person, known, sought, base, told)


def answer_of(
    person: Found,
    known: Records,
    facility: Facility | None,
    on: date | None = None,
    *,
    care: str = "outpatient",
    route: str = "right",
) -> Answer:
    """The same for somebody who is known already (`fetching.find`, `fetching.records` of the day), with nothing shown
    to compare: for answers made ahead, where there is no line.
    """
    day = on or timezone.localdate()
    sought = Sought(NOTHING, (person,))
    base: dict[str, Any] = {
        "on": day,
        "way": sought.read.way,
        "digest": "",
        "simulated": _is_simulated(),
        "care": care,
        "route": route,
    }
    told: Told = {**(facility.told() if facility else {}), "care": care, "route": route}
    return _of(active(), person, known, sought, base, told)


def _of(book: Book, person: Found, known: Records, sought: Sought, base: dict[str, Any], told: Told) -> Answer:
    """The answer for somebody who was found."""
    day: date = base["on"]
    valid = next((c for c in known.cards if _covers(c, day)), None)
    shown = valid or _next_or_last(known.cards, day)
    base |= _identity(person, sought) | _card(person, shown, sought, day)
    differs: tuple[str, ...] = base["disagreements"]
    if person.died is not None and person.died < day:
        return _told("dead", base, died=person.died, as_of=timezone.now())
    if "name" in differs and sought.people:
        alike = (sought.read.name or " ")[0] == person.name_key[0]
        return _told("wrong_name_first_letter_right" if alike else "wrong_name", base, as_of=timezone.now())
    if "born" in differs:
        return _told("wrong_birth_date", base, as_of=timezone.now())
    state = state_of(book, person, known, day)
    if state.unsure or state.benefit is None:
        return _told(state.unsure or "not_decided", base, certain=False, as_of=state.as_of)
    child = valid is None and not known.cards and rules.is_child(book, person.born, day)
    if _contradicts(person, valid, day):
        return _told("contradictory", base, certain=False, as_of=state.as_of)
    if valid is None and not child:
        return _told(_without_card(person, known.cards, day), base, as_of=state.as_of)
    situation = "child_without_card" if child else _valid(valid, sought, known.cards, day)
    try:
        rights = _rights(book, person, known, state, day, told, child)
    except RuleError:  # the law book is not clear about such a visit
        return _told("not_decided", base, certain=False, as_of=state.as_of)
    return _told(situation, base, **rights, as_of=state.as_of)


def _rights(
    book: Book, person: Found, known: Records, state: State, day: date, told: Told, child: bool
) -> dict[str, Any]:
    """Level, share and limits of a visit that is no small one, as the engine gives them."""
    assert state.benefit is not None
    seen = as_engine_sees(book, person, known, day)
    five = None if child else five_years_on(book, known, day)
    paid = rules.year(book, known.copays, day)
    counted = Counted(
        card_valid=True, small=False, five_years=five is not None and five <= day, limit_passed=paid.passed
    )
    found = {way: ruled(book, seen, day, {**told, "route": way}, counted, state.benefit) for way in ROUTES}
    mine = found.get(str(told["route"])) or ruled(book, seen, day, told, counted, state.benefit)
    small = ruled(book, seen, day, told, replace(counted, small=True), state.benefit)
    rights: dict[str, Any] = {
        "five_year_on": five,
        "copay_left": paid.left,
        "copay_paid": sum(money for _, money in known.copays),
        "routes": tuple(
            RouteShare(route, None, None, one)
            if isinstance(one, Question)
            else RouteShare(route, one.level, one.share, None)
            for route, one in found.items()
        ),
    }
    if isinstance(mine, Question):
        return rights | {"level": state.benefit.level, "level_ref": state.benefit.by, "question": mine}
    if not isinstance(small, Question) and small.level > mine.level:
        rights["small_visit_limit"] = rules.small_limit(book, day)
    return rights | {
        "level": mine.level,
        "level_ref": mine.by_level,
        "why": mine.why,
        "share": mine.share,
        "exempt": mine.exempt_to is not None,
        "exempt_to": mine.exempt_to,
    }


def _told(situation: str, base: dict[str, Any], *, certain: bool | None = None, **more: Any) -> Answer:
    """An answer as the table tells its situation; without `certain` whatever is not told as unsure is."""
    told = tables.word(situation)
    sure = told.tone != "unsure" if certain is None else certain
    return Answer(
        situation=situation,
        code=told.code,
        word=told.word,
        tone=told.tone,
        says=told.says,
        treat=told.treat,
        certain=sure,
        **base,
        **more,
    )


def _identity(person: Found, sought: Sought) -> dict[str, Any]:
    return {
        "person": person.id,
        "name": person.name,
        "born": person.born,
        "born_known": person.born_known,
        "sex": person.sex,
        "personal_id": person.personal_id,
        "social_number": person.social_number,
        "unit": person.unit,
        "unit_name": person.unit_name,
        "disagreements": disagreements(sought.read, person),
    }


def _card(person: Found, shown: CardHeld | None, sought: Sought, day: date) -> dict[str, Any]:
    """The card that is valid, else the next, else the last; the number shown where it is another."""
    number = (shown.number if shown else "") or person.card_number or ""
    asked = sought.read.number if sought.read.kind == "card_number" else ""
    return {
        "card_number": number,
        "old_card": asked if asked and asked != number else "",
        "valid_from": shown.start if shown else None,
        "valid_to": shown.end if shown else None,
        "starts_on": shown.start if shown and shown.start > day else None,
    }


def _valid(valid: CardHeld | None, sought: Sought, cards: Sequence[CardHeld], day: date) -> str:
    """Valid; or valid, but the number shown is that of an older card."""
    read_ = sought.read
    if read_.kind != "card_number" or valid is None or not valid.number or read_.number == valid.number:
        return "valid"
    old = next((c for c in cards if c.number == read_.number), None)
    return "new_card_old_expired" if old is not None and not _covers(old, day) else "new_card_old_valid"


def _without_card(person: Found, cards: Sequence[CardHeld], day: date) -> str:
    """Why no card is valid: it waits, it ended, it was taken back, or there never was one."""
    if any(c.start > day for c in cards):
        return "waiting"
    if _revoked(person, day):
        return "revoked"
    return "expired" if cards else "no_card"


def _revoked(person: Found, day: date) -> bool:
    """Whether a card of this day was taken back as if it had never been."""
    return Card.objects.on(day).filter(person=person.id, retracted__what="void_card").exists()


def _contradicts(person: Found, valid: CardHeld | None, day: date) -> bool:
    """Whether the stretch kept with the decision says otherwise of the day than the cards do."""
    kept = person.decided
    if kept is None or day != timezone.localdate():
        return False
    insured = kept.insured_from is not None and kept.insured_from <= day <= (kept.insured_to or date.max)
    return insured != (valid is not None)


def _covers(card: CardHeld, day: date) -> bool:
    return card.start <= day and (card.end is None or day <= card.end)


def _next_or_last(cards: Sequence[CardHeld], day: date) -> CardHeld | None:
    return next((c for c in cards if c.start > day), cards[-1] if cards else None)


def _digest(*texts: str) -> str:
    """A keyed hash of what was asked: the same question gives the same, and nobody can read it back."""
    told = "\x1f".join(texts).encode()
    return hmac.new(settings.SECRET_KEY.encode(), told, hashlib.sha256).hexdigest()[:DIGEST]


def _is_simulated() -> bool:
    global _simulated
    value, asked = _simulated
    if time.monotonic() - asked > FRESH:
        value = simulated()
        _simulated = (value, time.monotonic())
    return value
