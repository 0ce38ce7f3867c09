"""Charts: drawn without styles, linked to our own pages only, with a table."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

import pytest

from baophu.pages import sources
from baophu.pages.charts import Bar, Table, bars, lines, own, steps
from baophu.pages.drawing import UnfitDrawing, themed
from baophu.pages.tiles import tile_map

TABLE = Table(("Ngày", "Mức"), ("day", "money"), ((date(2024, 7, 1), 2_340_000), (date(2026, 7, 1), 2_530_000)))
STEPS = [(date(2024, 7, 1), 2_340_000), (date(2026, 7, 1), 2_530_000)]


def test_a_step_chart_is_inline_with_tokens_for_colours() -> None:
    page = steps("Mức tham chiếu", STEPS, TABLE, kind="money", until=date(2027, 1, 1), mark=date(2026, 8, 1)).__html__()
    assert page.count("<svg ") == 2
    assert 'stroke="var(--c1)"' in page
    assert not re.search(r"\sstyle=|#fe00|<script", page)
    assert "2.530.000" in page
    assert 'aria-label="Mức tham chiếu"' in page


def test_marks_lead_to_our_own_pages() -> None:
    table = Table(("Đơn vị", "Tỷ lệ"), ("text", "percent"), ((("Hạ Long", "/don-vi/1/"), Fraction(97, 100)),))
    page = bars("Bao phủ", [Bar("Hạ Long", Fraction(97, 100), "/don-vi/1/?a=1&b=2")], table, kind="percent").__html__()
    hrefs = set(re.findall(r'href="([^"]*)"', page))
    assert hrefs == {"/don-vi/1/?a=1&amp;b=2", "/don-vi/1/"}
    assert "97,00\N{NO-BREAK SPACE}%" in page


@pytest.mark.parametrize("href", ["https://vega.github.io/", "//elsewhere/", "javascript:alert(1)", "don-vi/1/"])
def test_a_link_elsewhere_is_refused(href: str) -> None:
    with pytest.raises(UnfitDrawing):
        own(href)
    with pytest.raises(UnfitDrawing):
        themed(f'<svg class="marks" width="1" height="1"><a xlink:href="{href}"></a></svg>', "x")


@pytest.mark.parametrize("evil", ['<rect style="fill:red"/>', "<script>1</script>", '<rect onclick="x()"/>'])
def test_a_style_or_a_script_is_refused(evil: str) -> None:
    with pytest.raises(UnfitDrawing):
        themed(f"<svg>{evil}</svg>", "x")


def test_names_are_escaped() -> None:
    table = Table(("A",), ("text",), (("<b>x</b>",),))
    page = bars("<i>Tên</i>", [Bar("<b>x</b>", 1)], table).__html__()
    assert "<b>x</b>" not in page
    assert "<i>Tên</i>" not in page


def test_lines_have_a_legend_and_a_target() -> None:
    series = {"Tỉnh": [(date(2025, 1, 1), 0.95), (date(2026, 1, 1), 0.96)], "Xã": [(date(2025, 1, 1), 0.9)]}
    page = lines("Tỷ lệ", series, TABLE, kind="percent", zero=False, target=[(date(2025, 1, 1), 0.97)]).__html__()
    assert "Tỉnh" in page
    assert "var(--c6)" in page


@pytest.mark.django_db
def test_the_map_has_every_unit_and_a_key() -> None:
    book = sources.book()
    values = {code: n for n, code in enumerate(book.areas)}
    values.pop(next(iter(book.areas)))
    page = tile_map("Bản đồ", "Số", book, values, kind="number", href=lambda code: f"/don-vi/{code}/").__html__()
    assert page.count('class="tile ') == 54
    assert page.count('class="tile none') == 1
    assert page.count("key-q") == 7
    assert 'width="70"' in page
    assert "1.0" not in re.sub(r">[^<]*<", "><", page)


def test_what_was_drawn_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    import vl_convert

    from baophu.pages import drawing

    steps("Một lần", STEPS, TABLE)
    drawing._drawn.cache_clear()
    monkeypatch.setattr(vl_convert, "vegalite_to_svg", lambda *a, **k: pytest.fail("drawn twice"))
    steps("Một lần", STEPS, TABLE)
