"""Searches for duplicates: from the page, the command or after a run; pairs and what became of them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from baophu.accounts.models import Look, Proposal
from baophu.accounts.services import reject
from baophu.imports.models import Pair
from baophu.workplace.models import Search
from baophu.workplace.services import duplicates, searches
from baophu.workplace.signals import after_a_run
from tests.builders import HONG_GAI, a_person
from tests.workplace.builders import Family, signed_in, words


@pytest.fixture
def twins(family: Family) -> Family:
    """An of the family, once more without a number, here; and two of one name in another unit."""
    a_person("Nguyễn Văn An", "1980-03-02", "m")
    a_person("Lê Thị Hoa", "1990-01-01", "f", HONG_GAI, personal_id="022190000001")
    a_person("Lê Thị Hoa", "1990-01-01", "f", HONG_GAI)
    return family


def test_an_officer_has_their_units_searched_with_progress(twins: Family) -> None:
    client, user = signed_in()
    assert "Chưa tìm lần nào" in words(client.get("/ho-so-trung/"))
    assert "chưa tìm lần nào" in words(client.get("/don-vi-cua-toi/"))
    client.post("/ho-so-trung/")
    client.post("/ho-so-trung/")  # once more while it waits
    search = Search.objects.get()
    assert (search.by, search.units, search.state) == (user, ["06838"], "waiting")
    page = client.get("/ho-so-trung/")
    assert 'hx-trigger="every 2s"' in page.content.decode()
    part = client.get("/ho-so-trung/", headers={"HX-Request": "true", "HX-Target": "search-job"})
    assert part.content.decode().lstrip().startswith('<section id="search-job"')
    searches.carry_out(search.pk)
    searches.carry_out(search.pk)  # of two who try, one does
    search.refresh_from_db()
    assert (search.state, search.done, search.found) == ("done", 1.0, 1)
    text = words(client.get("/ho-so-trung/"))
    assert "Tìm lần cuối lúc" in text
    assert text.count("Nguyễn Văn An, 02/03/1980") == 2
    assert "Lê Thị Hoa" not in text
    home = words(client.get("/don-vi-cua-toi/"))
    assert "1 Hồ sơ có thể trùng" in home
    assert "tìm lần cuối ngày" in home


def test_a_search_that_nobody_takes_up_is_done_here(twins: Family) -> None:
    client, _ = signed_in()
    client.post("/ho-so-trung/")
    Search.objects.update(asked=timezone.now() - timedelta(minutes=1))
    assert "Làm ngay tại đây" in words(client.get("/ho-so-trung/"))
    client.post("/ho-so-trung/", {"go": "here"})
    assert Search.objects.get().state == "done"
    assert Pair.objects.count() == 1


def test_after_a_run_the_province_is_searched(twins: Family) -> None:
    after_a_run(None)
    search = Search.objects.get()
    assert (search.by, search.units) == (None, [])
    searches.carry_out(search.pk)
    assert Pair.objects.count() == 2
    client, _ = signed_in()  # an officer of one unit sees that it was searched, and their own pairs
    text = words(client.get("/ho-so-trung/"))
    assert "Tìm lần cuối lúc" in text
    assert "Lê Thị Hoa" not in text


def test_a_search_whose_process_is_gone_is_noted(twins: Family) -> None:
    client, user = signed_in()
    asked = searches.ask(user)
    Search.objects.filter(pk=asked.pk).update(state="running", beat=timezone.now() - timedelta(hours=1))
    assert "Tiến trình đã dừng giữa chừng" in words(client.get("/ho-so-trung/"))


def test_those_who_record_nothing_search_nothing(twins: Family) -> None:
    client, _ = signed_in("committee")
    assert client.post("/ho-so-trung/").status_code == 403
    assert not Search.objects.exists()


def test_what_became_of_a_pair_is_told_and_remembered(twins: Family) -> None:
    client, user = signed_in()
    searches.carry_out(searches.ask(user).pk)
    pair = Pair.objects.get()
    made = duplicates.propose(pair.first, pair.second, user, {"stay": "kept"}, "cùng người")
    assert "Không còn cặp" in words(client.get("/ho-so-trung/"))
    assert user.username in words(client.get("/ho-so-trung/", {"tinh-trang": "proposed"}))
    _second, other = signed_in()
    reject(made, other, "chưa chắc")
    assert "Nguyễn Văn An" in words(client.get("/ho-so-trung/"))  # rejected: to be looked at again
    duplicates.different(pair.first, pair.second, user)
    assert "Không còn cặp" in words(client.get("/ho-so-trung/"))
    assert "Nguyễn Văn An" in words(client.get("/ho-so-trung/", {"tinh-trang": "different"}))
    searches.carry_out(searches.ask(user).pk)
    assert duplicates.pairs(user).count() == 0  # remembered
    assert Proposal.objects.count() == 1


def test_whoever_takes_pairs_out_has_looked_at_both(twins: Family) -> None:
    client, user = signed_in()
    searches.carry_out(searches.ask(user).pk)
    client.get("/ho-so-trung/", {"as": "csv"})
    pair = Pair.objects.get()
    assert set(Look.objects.filter(user=user).values_list("person", flat=True)) == {pair.first_id, pair.second_id}
