"""The keys of `card:` and `visit:`: what is wrong is said, synonyms are those of the manual."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from baophu.engine.cards import CardAsked, Cover, NotTold
from baophu.engine.cards.reading import card_asked, visit_asked
from baophu.law.model import Book


def test_a_card_as_written() -> None:
    written = {
        "person": "an",
        "paid_on": "2026-02-01",
        "months": "12",
        "to_december": "true",
        "previous": [{"from": "2025-01-01", "to": "2025-12-31", "paid_on": "2024-12-20"}],
    }
    cover = Cover(date(2025, 1, 1), date(2025, 12, 31), date(2024, 12, 20))
    expected = CardAsked("an", paid_on=date(2026, 2, 1), months=12, to_december=True, previous=(cover,))
    assert card_asked(written, ["an", "binh"]) == expected


def test_values_may_come_typed() -> None:
    typed = {"paid_on": date(2026, 2, 1), "months": 12, "to_december": False}
    assert card_asked(typed, ["an"]) == CardAsked("an", paid_on=date(2026, 2, 1), months=12)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ({"person": "an", "payed_on": "2026-02-01"}, "'payed_on' is not known; did you mean 'paid_on'"),
        ({"person": "an", "paid_on": "1/2/2026"}, "paid_on: '1/2/2026' is not a date"),
        ({"person": "an", "months": "twelve"}, "months: 'twelve' is not a whole number"),
        ({"person": "an", "previous": {"from": "2025-01-01"}}, "previous is a list"),
        ({"person": "an", "previous": ["2025"]}, "an item of previous is a mapping"),
        ({"person": "an", "previous": [{"to": "2025-01-01"}]}, "'previous: from' is missing"),
        ({"person": "an", "previous": [{"from": "2025-02-01", "to": "2025-01-01"}]}, "before it begins"),
        ({"paid_on": "2026-02-01"}, "the key 'person' is missing"),
    ],
)
def test_a_card_that_cannot_be_read_says_why(written: dict[str, Any], said: str) -> None:
    with pytest.raises(NotTold) as caught:
        card_asked(written, ["an", "binh"])
    assert said in str(caught.value)


def test_a_visit_as_written(book: Book) -> None:
    written = {
        "on": "2026-07-01",
        "cost": "379499",
        "facility": "specialised",
        "former_class": "central",
        "points": "55",
        "serious_disease": "true",
        "cards": [{"from": "2026-01-01"}],
        "copays": [{"on": "2026-03-01", "amount": "5", "route": "wrong"}],
    }
    asked = visit_asked(book, written, ["an"])
    told = {"facility": "specialised", "former_class": "central", "points": 55, "serious_disease": True}
    assert asked.told == told
    assert asked.cards == (Cover(date(2026, 1, 1), None),)
    assert asked.copays[0].told == {"route": "wrong"}


def test_a_class_may_stand_for_the_facility(book: Book) -> None:
    asked = visit_asked(book, {"on": "2016-07-01", "cost": "1", "facility": "district"}, ["an"])
    assert asked.told == {"former_class": "district"}


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ({"on": "2026-07-01", "cost": "1", "facility": "hospital"}, "facility is never 'hospital'"),
        ({"on": "2026-07-01", "cost": "1", "small_visit": "true"}, "'small_visit' is not known"),
        ({"on": "2026-07-01"}, "the key 'cost' is missing"),
        ({"cost": "1"}, "the key 'on' is missing"),
        ({"on": "2026-07-01", "cost": "1", "points": "many"}, "points is a whole number"),
        ({"on": "2026-07-01", "cost": "1", "copays": [{"on": "2026-07-01"}]}, "'copays: amount' is missing"),
    ],
)
def test_a_visit_that_cannot_be_read_says_why(book: Book, written: dict[str, Any], said: str) -> None:
    with pytest.raises(NotTold) as caught:
        visit_asked(book, written, ["an"])
    assert said in str(caught.value)
