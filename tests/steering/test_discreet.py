"""What a committee sees never tells a count that is hidden: not on one page, not on two laid side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from baophu.law.model import Book
from baophu.steering.models import Kept
from baophu.steering.services import discreet, reading
from baophu.steering.services.small_cells import FEWEST, Shown
from baophu.steering.services.targets import Assignment, Decided, assign
from tests.accounts.builders import officer, sign_in

pytestmark = pytest.mark.django_db
MEASURES = ("living", "insured", "uncovered")
Cell = tuple[str, str]


@pytest.fixture
def committee() -> Client:
    return sign_in(Client(), officer("committee", name="ban"))


class Reader:
    """Somebody who writes down every number shown and every sum that must hold, and works out what they can."""

    def __init__(self) -> None:
        self.known: dict[Cell, Fraction] = {}
        self.sums: list[dict[Cell, int]] = []
        self.seen: set[str] = set()

    def see(self, name: str, count: Shown) -> None:
        """A row: its people, those insured, those not."""
        for measure in MEASURES:
            value = getattr(count, measure)
            if value is not None:
                self.known[name, measure] = Fraction(value)
        if count.rate is not None and count.living:
            self.known[name, "insured"] = count.rate * count.living
        if name not in self.seen:
            self.seen.add(name)
            self.sums.append({(name, "living"): 1, (name, "insured"): -1, (name, "uncovered"): -1})

    def add_up(self, names: Iterable[str], total: str) -> None:
        """Rows that come to a total."""
        every = list(names)
        for measure in MEASURES:
            self.sums.append({**{(n, measure): 1 for n in every}, (total, measure): -1})

    def worked_out(self) -> dict[Cell, Fraction]:
        """Every cell that was not shown and can be computed, by elimination."""
        rows: list[dict[Cell | None, Fraction]] = []
        for one in self.sums:
            row: dict[Cell | None, Fraction] = {}
            for cell, factor in one.items():
                key = None if cell in self.known else cell
                row[key] = row.get(key, Fraction(0)) + factor * self.known.get(cell, Fraction(1))
            rows.append(row)
        pivots: list[tuple[Cell, dict[Cell | None, Fraction]]] = []
        for row in rows:
            for cell, pivot in pivots:
                row = _less(row, pivot, cell)
            cells = [c for c, f in row.items() if c is not None and f]
            if cells:
                row = {c: f / row[cells[0]] for c, f in row.items() if f}
                pivots = [(c, _less(p, row, cells[0])) for c, p in pivots]
                pivots.append((cells[0], row))
        alone = [(c, row) for c, row in pivots if not any(f for k, f in row.items() if k not in (c, None))]
        return {c: -row.get(None, Fraction(0)) for c, row in alone}


def _less(
    row: Mapping[Cell | None, Fraction], pivot: Mapping[Cell | None, Fraction], cell: Cell
) -> dict[Cell | None, Fraction]:
    factor = row.get(cell, Fraction(0))
    if not factor:
        return dict(row)
    keys = {*row, *pivot}
    return {k: f for k in keys if (f := row.get(k, Fraction(0)) - factor * pivot.get(k, Fraction(0)))}


def secrets(found: Mapping[Cell, Fraction]) -> dict[Cell, Fraction]:
    """Of what can be worked out, what nobody should: counts of a few. (None of a kind is no secret.)"""
    return {cell: value for cell, value in found.items() if 0 < value < FEWEST}


def test_the_reader_can_subtract() -> None:
    reader = Reader()
    reader.see("a", Shown(100, None, None, None, True))
    reader.see("b", Shown(50, 40, 10, Fraction(4, 5)))
    reader.see("all", Shown(150, 137, 13, Fraction(137, 150)))
    reader.add_up("ab", "all")
    assert secrets(reader.worked_out()) == {("a", "uncovered"): 3}


def context(client: Client, name: str, *args: Any, query: str = "") -> Any:
    answer = client.get(reverse(f"steering:{name}", args=args) + query)
    assert answer.status_code == 200
    return answer.context


def test_a_units_page_tells_no_count_of_a_few(kept: Kept, committee: Client, book: Book) -> None:
    hidden = 0
    for code in sorted(book.areas):
        page = context(committee, "unit", code)
        reader = Reader()
        reader.see("unit", page["count"])
        for n, table in enumerate(page["tables"]):
            names = [f"{n}:{i}" for i in range(len(table["rows"]))]
            for name, row in zip(names, table["rows"], strict=True):
                reader.see(name, row["count"])
                hidden += row["count"].hidden
            reader.add_up(names, "unit")
        assert not secrets(reader.worked_out()), code
    assert hidden > 20, "there are small counts to be kept"


def test_a_page_of_groups_tells_no_count_of_a_few(kept: Kept, committee: Client, book: Book) -> None:
    for code in ("", *sorted(book.areas)[:12]):
        page = context(committee, "groups", query=f"?xa={code}" if code else "")
        reader = Reader()
        reader.see("all", page["total"])
        for row in page["rows"]:
            reader.see(row["group"], row["count"])
            if row["change"] is not None:
                was = row["count"].living - row["change"]
                assert not 0 < was < FEWEST, (code, row["group"])
        reader.add_up([row["group"] for row in page["rows"]], "all")
        assert not secrets(reader.worked_out()), code


def test_all_pages_of_units_together_tell_nothing_of_one(kept: Kept, committee: Client, book: Book) -> None:
    assign([Assignment(code, 2026, 9700) for code in book.areas], Decided("1/QĐ", date(2026, 1, 1)), None, book=book)
    reader = Reader()
    reader.see("all", context(committee, "overview")["count"])
    for code in book.areas:
        page = context(committee, "unit", code)
        reader.see(code, page["count"])
        for points in discreet.series(kept, code, hide=True):
            if points[0] == kept.month:
                reader.see(code, points[1])
    for number in (1, 2, 3):
        for line in context(committee, "targets", query=f"?trang={number}")["units"]:
            if not line["hidden"]:
                reader.see(line["p"].target.unit, Shown(line["p"].count.living, line["p"].count.insured, None, None))
    reader.add_up(book.areas, "all")
    assert not secrets(reader.worked_out())


def test_the_months_before_are_as_discreet(kept: Kept, book: Book) -> None:
    known = {code: dict(discreet.series(kept, code, hide=True)) for code in book.areas}
    for month in range(kept.first, kept.month + 1, 5):
        reader = Reader()
        total = reading.total(kept, month)
        reader.see("all", Shown(total.living, total.insured, total.uncovered, total.rate))
        units = [code for code in book.areas if month in known[code]]
        for code in units:
            reader.see(code, known[code][month])
        reader.add_up(units, "all")
        assert not secrets(reader.worked_out()), month


def test_whoever_may_see_people_sees_everything(kept: Kept, book: Book) -> None:
    now = reading.by_unit(kept, kept.month)
    for code, shown in discreet.units(kept, kept.month, hide=False).items():
        assert (shown.living, shown.insured) == (now[code].living, now[code].insured)
