"""Since when cover is continuous: never later for cover that was longer, gaps as the law of their day measures them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baophu.engine.cards.chain import Cover, bridged, bridges, chain, covers, gap_facts, judging, last_covered
from baophu.engine.cards.errors import NotTold
from baophu.law.model import Book

DAY = timedelta(days=1)
RESUMED = st.dates(date(2015, 2, 1), date(2027, 12, 31))
SPELLS = st.lists(st.tuples(st.integers(1, 130), st.integers(1, 500)), min_size=1, max_size=5)


def held(lengths: list[tuple[int, int]], start: date = date(2016, 1, 1)) -> list[Cover]:
    """Cards of (days before it, days covered), one after another."""
    cards, day = [], start
    for gap, days in lengths:
        day += gap * DAY
        cards.append(Cover(day, day + days * DAY))
        day += days * DAY
    return cards


@pytest.mark.parametrize(
    ("last", "resumed", "kept"),
    [
        (date(2019, 6, 30), date(2019, 9, 30), True),
        (date(2019, 6, 30), date(2019, 10, 1), False),
        (date(2016, 6, 30), date(2016, 9, 30), True),
        (date(2016, 6, 30), date(2016, 10, 1), False),
        (date(2025, 12, 31), date(2026, 3, 31), True),
        (date(2025, 12, 31), date(2026, 4, 1), False),
        (date(2025, 3, 31), date(2025, 6, 30), True),
        (date(2025, 3, 31), date(2025, 7, 1), False),
        (date(2025, 4, 2), date(2025, 7, 1), True),
    ],
)
def test_a_gap_is_measured_by_the_law_of_the_day_that_ends_it(
    book: Book, last: date, resumed: date, kept: bool
) -> None:
    cards = [Cover(date(2015, 1, 1), last), Cover(resumed, resumed + 300 * DAY)]
    found = chain(book, cards)
    assert found is not None
    assert found.since == (date(2015, 1, 1) if kept else resumed)
    assert bool(found.refs) == kept


def test_without_cards_there_is_no_chain(book: Book) -> None:
    assert chain(book, []) is None
    assert last_covered([]) is None


def test_cards_may_overlap_and_stand_in_any_order(book: Book) -> None:
    cards = [Cover(date(2021, 1, 1), date(2021, 12, 31)), Cover(date(2020, 1, 1), date(2021, 6, 30))]
    found = chain(book, cards)
    assert found is not None
    assert (found.since, found.refs) == (date(2020, 1, 1), ())


def test_a_card_still_running_has_no_last_day() -> None:
    running = [Cover(date(2026, 1, 1), None)]
    assert covers(running, date(2030, 1, 1))
    with pytest.raises(NotTold, match="has no end"):
        last_covered(running)


def test_a_gap_before_the_first_rule_breaks_the_chain(book: Book) -> None:
    cards = [Cover(date(2013, 1, 1), date(2013, 12, 31)), Cover(date(2014, 1, 10), date(2015, 12, 31))]
    found = chain(book, cards)
    assert found is not None
    assert found.since == date(2014, 1, 10)


@settings(max_examples=40, deadline=None)
@given(SPELLS, st.data())
def test_longer_cover_never_begins_later(book: Book, lengths: list[tuple[int, int]], data: st.DataObject) -> None:
    cards = held(lengths)
    place = data.draw(st.integers(0, len(cards) - 1))
    room = (cards[place + 1].start - cards[place].start).days if place + 1 < len(cards) else 1000
    end = cards[place].end
    assert end is not None
    longer = [*cards]
    more = data.draw(st.integers(0, room))
    longer[place] = Cover(cards[place].start, max(end, cards[place].start + more * DAY))
    before, after = chain(book, cards), chain(book, longer)
    assert before is not None
    assert after is not None
    assert after.since <= before.since


@settings(max_examples=40, deadline=None)
@given(SPELLS)
def test_an_earlier_card_never_shortens_the_chain(book: Book, lengths: list[tuple[int, int]]) -> None:
    cards = held(lengths)
    whole, rest = chain(book, cards), chain(book, cards[1:])
    assert whole is not None
    assert whole.since in {c.start for c in cards}
    if rest is not None:
        assert whole.since <= rest.since


@given(st.dates(date(2016, 1, 1), date(2030, 1, 1)), st.integers(2, 800))
def test_the_counts_of_a_gap_agree(last: date, days: int) -> None:
    facts = gap_facts(last, last + days * DAY)
    assert facts["uncovered_days"] == days
    assert int(facts["uncovered_months_in_year"]) <= int(facts["uncovered_months_begun"])
    assert int(facts["uncovered_months_in_year"]) <= 12
    assert not facts["unbroken"]
    assert not facts["first_card"]


@given(
    st.dates(date(2015, 2, 1), date(2027, 12, 31)), st.dates(date(2015, 2, 1), date(2027, 12, 31)), st.integers(1, 400)
)
@settings(max_examples=60, deadline=None)
def test_gaps_judged_by_the_same_are_bridged_alike(book: Book, one: date, other: date, days: int) -> None:
    found = {}
    for resumed in (one, other):
        gap = (resumed - days * DAY, resumed)
        judged = judging(book, resumed)
        refs = bridges(book, [gap])[gap]
        assert bridged(book, judged, judged.of(gap)) == refs
        assert found.setdefault((judged, judged.of(gap)), refs) == refs
