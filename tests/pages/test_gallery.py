"""Every component on one page, to be looked at."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template import engines
from django.urls import include, path

from baophu.pages import sources
from baophu.pages.charts import Bar, Table, bars, lines, steps
from baophu.pages.lists import BY_VALUE, Column, List, choice, day, flag, words
from baophu.pages.tiles import tile_map
from tests.browser import look

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls(__name__)]

PAGE = Path(__file__).with_name("gallery.html")


STANDARDS = [("p", "Hộ nghèo"), ("n", "Hộ cận nghèo")]
PAYERS = {"Nhà nước": 70, "Tỉnh": 42, "Tự đóng": 18}


class ChangeForm(forms.Form):
    name = forms.CharField(label="Họ và tên", max_length=60)
    standard = forms.ChoiceField(
        label="Mức sống", choices=[("p", "Hộ nghèo"), ("n", "Hộ cận nghèo")], widget=forms.RadioSelect
    )
    kind = forms.ChoiceField(label="Loại văn bản", choices=[("q", "Quyết định"), ("d", "Danh sách")])
    sure = forms.BooleanField(label="Tôi đã đối chiếu với bản gốc", required=False)
    since = forms.DateField(label="Từ ngày", help_text="Ví dụ: 25/12/2026")
    note = forms.CharField(label="Ghi chú", required=False, widget=forms.Textarea)


class Ending(List):
    name = "the-sap-het-han"
    title = "Thẻ sắp hết hạn"
    columns = (
        Column("name", "Họ và tên", order=BY_VALUE, link=lambda row: "/"),
        Column("born", "Ngày sinh", kind="day"),
        Column("group", "Nhóm"),
        Column("ends", "Hết hạn", kind="day", order=BY_VALUE),
        Column("own", "Tự đóng một năm", kind="money", order=BY_VALUE),
    )
    filters = (
        words("q", "Tên", lambda rows, text: [r for r in rows if text in r["name"]]),
        choice("group", "Nhóm", [("4a", "4a"), ("5a", "5a")], lambda rows, g: [r for r in rows if r["group"] == g]),
        day("to", "Hết hạn đến ngày", lambda rows, d: [r for r in rows if r["ends"] <= d]),
        flag("phone", "Có điện thoại", lambda rows, _: rows),
    )
    order = "ends"
    per_page = 5


NAMES = ("Đinh Thị Hoà", "Nguyễn Văn Ưởng", "Chíu A Sáng", "Phùn Tắc Mằn", "Lê Hữu Thuận", "Đặng Thị Ngoằn", "Vũ Ỷ")
ROWS = [
    {
        "name": name,
        "born": date(1950 + i, 3, 4),
        "group": ("4a", "5a")[i % 2],
        "ends": date(2026, 12, 20 + i),
        "own": 1_263_600 // (i + 1),
    }
    for i, name in enumerate(NAMES)
]


@login_not_required
def gallery(request: HttpRequest) -> HttpResponseBase:
    shown = Ending(request, ROWS, total=len(ROWS))
    if (file := shown.file()) is not None:
        return file
    book = sources.book()
    plain = Table(("Đơn vị", "Tỷ lệ"), ("text", "percent"), ((("Hạ Long", "/"), Fraction(97, 100)),))
    months = [(date(2025, m, 1), 0.93 + m * 0.002) for m in range(1, 13)]
    context = {
        "form": ChangeForm({"name": "", "since": "31/02/2026"}),
        "list": shown,
        "person": SimpleNamespace(name="Đinh Thị Hoà", born=date(1950, 3, 4), born_known="year", sex="f"),
        "bars": bars(
            "Bao phủ theo đơn vị",
            [Bar("Phường Hạ Long", Fraction(971, 1000), "/x/"), Bar("Đặc khu Vân Đồn", Fraction(942, 1000), "/x/")],
            plain,
            kind="percent",
        ),
        "parts": bars(
            "Tiền theo nguồn",
            [Bar(u, n * 10**9, "", p) for u in ("Hạ Long", "Vân Đồn") for p, n in PAYERS.items()],
            plain,
            kind="money",
            parts=tuple(PAYERS),
        ),
        "lines": lines(
            "Tỷ lệ bao phủ",
            {"Toàn tỉnh": months, "Đơn vị của tôi": [(d, v - 0.01) for d, v in months]},
            plain,
            kind="percent",
            zero=False,
            target=[(d, 0.955) for d, _ in months],
        ),
        "steps": steps(
            "Mức tham chiếu", [(date(2024, 7, 1), 2_340_000), (date(2026, 7, 1), 2_530_000)], plain, kind="money",
            until=date(2027, 1, 1), mark=date(2026, 8, 1),
        ),
        "map": tile_map(
            "Bao phủ theo đơn vị", "Tỷ lệ", book, {c: Fraction(880 + i * 2, 1000) for i, c in enumerate(book.areas)},
            href=lambda code: f"/{code}/", chosen="06652",
        ),
    }  # fmt: skip
    return HttpResponse(engines["django"].from_string(PAGE.read_text(encoding="utf-8")).render(context, request))


urlpatterns = [path("gallery/", gallery), path("", include("baophu.site.urls"))]


def test_components(page: Any) -> None:
    page.goto("/gallery/")
    look(page, "components", charts=True)


def test_a_print(page: Any) -> None:
    page.goto("/gallery/?as=print")
    look(page, "print")
    page.goto("/gallery/")
    page.emulate_media(media="print")
    page.screenshot(path="build/screens/components-on-paper.png", full_page=True)
