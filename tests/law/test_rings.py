"""Rings: what is refused is told in bad_books.yaml; here is what may stand."""

from __future__ import annotations

from baophu.law.read import read_book
from baophu.law.rings import rings

from .helpers import Spoil

LAW = "instruments/1-2014-law.yaml"
NEXT = "  - id: best-of-four\n"
WORK_FIRST = (
    "  - id: work-first\n    article: Article 4.2\n    says: {vi: Làm việc trước, en: Work first}\n"
    "    ahead: {groups: [employee], of: [section 2]}\n"
)


def test_groups_may_stand_before_each_other_for_different_people(spoiled: Spoil) -> None:
    assert read_book(spoiled(LAW, NEXT, WORK_FIRST + "    when: [age < 70]\n" + NEXT))


def test_groups_may_stand_before_each_other_at_different_times(spoiled: Spoil) -> None:
    earlier = "    ahead: {groups: [pensioner], of: [employee]}\n"
    spoiled(LAW, earlier, earlier + "    to: 2020-12-31\n")
    assert read_book(spoiled(LAW, NEXT, WORK_FIRST + "    from: 2021-01-01\n" + NEXT))


def test_the_shortest_ring_through_a_name_is_found_once() -> None:
    assert list(rings({"a": "b", "b": "c", "c": "ad", "d": "d"})) == [("a", "b", "c"), ("d",)]
    assert list(rings({"a": "bc", "b": "c"})) == []
