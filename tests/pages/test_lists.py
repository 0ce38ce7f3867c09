"""Lists: pages without counting, filters, files no spreadsheet can be hurt by."""

from __future__ import annotations

import csv
from datetime import date
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest
from django.test import RequestFactory

from baophu.accounts.models import Entrusted, Role, User
from baophu.pages import keyset, sources
from baophu.pages.lists import BY_VALUE, Column, List, choice, day, exported, flag, words

pytestmark = pytest.mark.django_db


class Spells(List):
    """Units entrusted: a queryset with a column that may be empty."""

    name = "don-vi-phu-trach"
    title = "Đơn vị phụ trách"
    columns = (
        Column("unit", "Đơn vị", order=("unit",), link=lambda e: f"/don-vi/{e.unit}/"),
        Column("valid_from", "Từ ngày", kind="day", order=("valid_from", "unit")),
        Column("valid_to", "Đến ngày", kind="day", order=("valid_to",), empty=True),
        Column("user", "Người", "user.username", only="export"),
    )
    filters = (
        words("q", "Đơn vị", lambda rows, text: rows.filter(unit__contains=text)),
        choice(
            "user", "Người", lambda: [("an", "An"), ("binh", "Bình")], lambda rows, n: rows.filter(user__username=n)
        ),
        flag("open", "Chưa kết thúc", lambda rows, _: rows.filter(valid_to=None)),
        day("since", "Từ ngày", lambda rows, d: rows.filter(valid_from__gte=d)),
    )
    order = "valid_from"
    per_page = 4


class Things(List):
    """A sequence."""

    name = "viec"
    title = "Việc"
    columns = (Column("name", "Tên", order=BY_VALUE), Column("n", "Số", kind="number", order=BY_VALUE))
    per_page = 2


def asked(query: str = "", **headers: str) -> HttpRequest:
    request = RequestFactory().get(f"/x/{query}", headers=headers)
    request.user = AnonymousUser()
    request.session = {}  # type: ignore[assignment]
    return request


@pytest.fixture
def many() -> Any:
    """Twenty-three rows with ties and empty ends."""
    an = User.objects.create_user("an", role=Role.COMMUNE)
    for n in range(23):
        start = date(2026, 1, 1 + n // 3)
        end = None if n % 4 == 0 else date(2026, 6, 1 + n % 5)
        Entrusted.objects.create(user=an, unit=f"{10000 + (n * 7) % 23}", valid_from=start, valid_to=end)
    return Entrusted.objects.select_related("user")


def walked(source: Any, query: str, back: bool = False) -> list[list[int]]:
    """The pages of a list as keys, from the first on (from the last page back with `back`)."""
    found = []
    while True:
        shown = Spells(asked(query), source)
        found.append([row.of.pk for row in shown.rows])
        onward = shown.previous if back else shown.next
        if onward is None:
            return found
        query = onward


@pytest.mark.parametrize("sort", ["unit", "-unit", "valid_from", "-valid_from", "valid_to", "-valid_to"])
def test_pages_together_are_the_list_in_order(many: Any, sort: str) -> None:
    pages = walked(many, f"?sort={sort}")
    everything = [row.pk for row in Spells(asked(f"?sort={sort}"), many).everything()]
    assert [pk for page in pages for pk in page] == everything
    assert [len(p) for p in pages] == [4, 4, 4, 4, 4, 3]


@pytest.mark.parametrize("sort", ["unit", "-valid_from", "valid_to", "-valid_to"])
def test_going_back_shows_the_same_pages(many: Any, sort: str) -> None:
    forward = walked(many, f"?sort={sort}")
    place = keyset.token([None, 10**9]) if sort == "valid_to" else None
    if place is None:
        shown, query = Spells(asked(f"?sort={sort}"), many), f"?sort={sort}"
        while shown.next:
            query = shown.next
            shown = Spells(asked(query), many)
        backward = walked(many, query, back=True)
        assert backward[::-1] == forward


def test_empty_values_come_last_both_ways(many: Any) -> None:
    for sort in ("valid_to", "-valid_to"):
        ends = [row.valid_to for row in Spells(asked(f"?sort={sort}"), many).everything()]
        assert ends[-6:] == [None] * 6
        assert None not in ends[:-6]


def test_a_page_asks_one_row_more_and_counts_nothing(many: Any, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1) as asked_for:
        shown = Spells(asked(), many)
        assert len(shown.rows) == 4
        assert shown.next
    assert "COUNT(" not in asked_for.captured_queries[0]["sql"].upper()
    assert "LIMIT 5" in asked_for.captured_queries[0]["sql"]


@pytest.mark.parametrize("token", ["x", "W10", "eyJhIjoxfQ", keyset.token(["a", "b", "c", 4])])
def test_a_place_that_is_none_is_not_found(many: Any, token: str) -> None:
    with pytest.raises(Http404):
        _ = Spells(asked(f"?after={token}"), many).rows


def test_filters_narrow_and_stay_in_the_addresses(many: Any) -> None:
    shown = Spells(asked("?open=on&sort=-unit"), many)
    assert len(list(shown.everything())) == 6
    assert shown.next is not None
    assert "open=on" in shown.next
    assert "sort=-unit" in shown.next
    assert shown.csv == "?open=on&sort=-unit&as=csv"
    assert shown.cleared == "?sort=-unit"
    assert shown.carried == (("sort", "-unit"),)


def test_a_wrong_filter_is_told_and_shows_nothing(many: Any) -> None:
    shown = Spells(asked("?since=31/02/2026"), many)
    assert shown.rows == ()
    assert shown.form.errors["since"]
    page = Spells(asked("?since=31/02/2026"), many).response().content.decode()  # type: ignore[attr-defined]
    assert 'value="31/02/2026"' in page
    assert 'href="#don-vi-phu-trach-since"' in page


def test_a_day_is_read_as_it_is_written_here(many: Any) -> None:
    assert len(list(Spells(asked("?since=05/01/2026"), many).everything())) == 11


def test_htmx_gets_the_list_alone(many: Any) -> None:
    page = Spells(asked(HX_Target="don-vi-phu-trach", HX_Request="true"), many).response().content.decode()  # type: ignore[attr-defined]
    assert page.lstrip().startswith("<section")


def things(*names: str) -> list[dict[str, Any]]:
    return [{"name": name, "n": n} for n, name in enumerate(names)]


def test_a_sequence_is_sorted_and_paged() -> None:
    shown = Things(asked("?sort=-n"), things("a", "b", "c"))
    assert [r.of["name"] for r in shown.rows] == ["c", "b"]
    assert shown.next is not None
    following = Things(asked(shown.next), things("a", "b", "c"))
    assert [r.of["name"] for r in following.rows] == ["a"]
    assert following.previous is not None


EVIL = ("=cmd|' /C calc'!A0", "+84912", "-2+3", "@SUM(A1)", "\t=1", "Trần Thị “Hoa”, Hạ Long")


def test_no_cell_of_a_csv_is_a_formula() -> None:
    answer = Things(asked("?as=csv"), things(*EVIL)).response()
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    rows = list(csv.reader(StringIO(text)))
    assert [r[0] for r in rows[1:]] == [*(f"'{e}" for e in EVIL[:5]), EVIL[5]]
    assert rows[0] == ["Tên", "Số", "Nguồn dữ liệu"]
    assert {r[2] for r in rows[1:]} == {"Dữ liệu mô phỏng"}
    assert "mo-phong.csv" in answer["Content-Disposition"]


def test_no_cell_of_a_workbook_is_a_formula() -> None:
    answer = Things(asked("?as=xlsx"), things(*EVIL)).response()
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active  # type: ignore[attr-defined]
    assert sheet is not None
    assert [sheet.cell(row=6 + n, column=1).value for n in range(6)] == list(EVIL)
    assert {sheet.cell(row=6 + n, column=1).data_type for n in range(6)} == {"s"}
    assert sheet.cell(row=6, column=2).data_type == "n"
    assert "mô phỏng" in str(sheet.cell(row=3, column=1).value)


def test_real_people_are_not_called_simulated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources._IN_USE, "simulated", lambda: False)
    answer = Things(asked("?as=csv"), things("a")).response()
    assert "phỏng" not in b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert "mo-phong" not in answer["Content-Disposition"]


def test_who_takes_a_list_is_told() -> None:
    taken: list[str] = []

    def note(kind: str, **_: Any) -> None:
        taken.append(kind)

    exported.connect(note)
    try:
        for kind in ("csv", "xlsx", "print", "exe"):
            Things(asked(f"?as={kind}"), things("a")).response()
    finally:
        exported.disconnect(note)
    assert taken == ["csv", "xlsx", "print"]


def test_a_print_has_the_columns_of_files_and_no_scripts(many: Any) -> None:
    page = Spells(asked("?as=print"), many).response().content.decode()  # type: ignore[attr-defined]
    assert "Người" in page
    assert "<script" not in page
    assert "Dữ liệu mô phỏng" in page
