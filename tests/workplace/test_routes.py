"""Ways into a card side by side, as the law book prices them; in a word in the list."""

from __future__ import annotations

import pytest

from baophu.cover.errors import CannotIssue
from baophu.cover.services.comparing import ways
from baophu.cover.services.quoting import price
from baophu.decisions.models import Current
from baophu.decisions.services.redeciding import redecide
from baophu.workplace.services import routes
from tests.builders import a_status
from tests.workplace.builders import Family, day, signed_in, words


def test_each_way_costs_what_a_quote_for_it_says(family: Family) -> None:
    """Bình and Chi have no card and pay: together, alone, behind the other, each against a price asked for it alone."""
    home, today = family.home.pk, day()
    found = ways(home, family.binh.pk, today)
    others = [family.chi.pk, family.dung.pk]
    told = {
        "together": price(home, today, 12),
        "alone": price(home, today, 12, [family.binh.pk]),
        "last": price(home, today, 12, [*others, family.binh.pk]),
    }
    assert {way.joins for way in found.ways} == set(told)
    for way in found.ways:
        line = told[way.joins].line(family.binh.pk)
        assert (way.own * line.months, way.rank) == (line.own, line.rank), way.joins
        if way.joins != "alone":
            assert way.together * 12 == told[way.joins].total
    assert found.cheapest.joins == "last"
    assert found.months == (3, 6, 12)


def test_where_nothing_tapers_there_is_one_way_and_nothing_to_mark(family: Family) -> None:
    a_status(family.chi, "study", "student", "2025-09-01")
    found = ways(family.home.pk, family.chi.pk, day())
    assert [(way.joins, way.rank) for way in found.ways] == [("alone", 0)]
    redecide([family.chi.pk])
    client, _ = signed_in()
    text = words(client.get(f"/nguoi/{family.chi.pk}/"))
    assert "Các cách có thẻ" in text
    assert "rẻ nhất cho người này" not in text


def test_who_has_a_card_has_no_way(family: Family) -> None:
    with pytest.raises(CannotIssue):
        ways(family.home.pk, family.an.pk, day())
    assert routes.routes(family.home.pk, Current.objects.get(person=family.an), day()).problem


def test_the_page_shows_the_ways_and_marks_the_cheapest(family: Family) -> None:
    client, _ = signed_in()
    text = words(client.get(f"/nguoi/{family.binh.pk}/"))
    assert "Các cách có thẻ" in text
    assert "Một mình" in text
    assert "đóng sau cùng (người thứ 2) rẻ nhất cho người này" in text
    assert "Giá này giữ đến hết" in text
    assert "Các cách có thẻ" not in words(client.get(f"/nguoi/{family.an.pk}/"))


def test_the_list_says_the_cheapest_way_in_a_word(family: Family) -> None:
    a_status(family.chi, "study", "student", "2025-09-01")
    redecide([family.chi.pk])
    client, _ = signed_in()
    text = words(client.get("/don-vi-cua-toi/viec/chua-co-the/"))
    assert "Cách rẻ nhất để có thẻ" in text
    assert "theo hộ gia đình, người thứ" in text
    assert "tự đóng một phần, còn lại: Ngân sách nhà nước" in text or "tự đóng một phần, còn lại: Nhà nước" in text


@pytest.mark.parametrize("own", [0, 1])
def test_who_pays_nothing_needs_no_way(own: int) -> None:
    assert routes.wanted(Current(own=own, insured_from=None), day()) == bool(own)
    assert not routes.wanted(None, day())
