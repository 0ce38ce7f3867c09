"""Drafts tried on the toy country's book."""

from __future__ import annotations

import time
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
import yaml

from baophu.law.draft import apply_draft, apply_draft_text, draft_title
from baophu.law.errors import LawError
from baophu.law.model import Book, Support, Text
from baophu.law.read import read_book

from .helpers import LAWBOOK, TOY

FILE = TOY / "keep-the-elderly.draft.yaml"
HEAD = "reform: try\ntitle: {vi: Thử, en: Try}\n"
BAD = yaml.safe_load(Path(__file__).with_name("bad_drafts.yaml").read_text(encoding="utf-8"))


def draft(book: Book, changes: str) -> Book:
    return apply_draft_text(book, Path("draft.yaml"), f"{HEAD}changes:\n{changes}".encode())


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: str(bad["bad"]).replace(" ", "-"))
def test_the_author_is_told(bad: dict[str, str], toy: Book) -> None:
    text = f"{HEAD}{bad['draft']}" if bad["draft"].startswith("changes") else bad["draft"]
    with pytest.raises(LawError) as error:
        apply_draft_text(toy, Path("draft.yaml"), text.encode())
    assert str(error.value).splitlines() == list(bad["says"])


@pytest.fixture(scope="module")
def tried(toy: Book) -> Book:
    return apply_draft(toy, FILE)


def test_what_a_draft_is_called(tried: Book) -> None:
    assert draft_title(FILE) == Text("Giữ mức 70 tuổi thêm một năm", "Keep the age of 70 for another year")
    assert tried.title.en == "Cloud Island: Keep the age of 70 for another year"


def test_a_file_that_is_no_draft_has_no_title() -> None:
    with pytest.raises(LawError, match="this is no draft"):
        draft_title(TOY / "book.yaml")


def test_new_values_of_a_parameter_replace_the_old_from_their_day_on(tried: Book) -> None:
    values = tried.parameters["elderly_age"].values
    assert [(v.start, v.end, v.value, v.by, v.sure) for v in values] == [
        (date(2022, 1, 1), date(2024, 6, 30), 70, "3/2021/RES", "V"),
        (date(2024, 7, 1), date(2025, 6, 30), 70, "draft", "D"),
        (date(2025, 7, 1), None, 65, "draft", "D"),
    ]


def test_a_value_that_began_before_runs_until_the_new_one(toy: Book) -> None:
    tried = draft(toy, "  - change: {parameter: reference, values: [{from: 2022-01-01, value: 1300000}]}")
    assert [(v.start, v.end, v.by) for v in tried.parameters["reference"].values] == [
        (date(2015, 1, 1), date(2020, 6, 30), "1/2014/LAW"),
        (date(2020, 7, 1), date(2021, 12, 31), "9/2020/DEC"),
        (date(2022, 1, 1), None, "try"),
    ]


def test_a_change_begins_a_new_wording(tried: Book) -> None:
    old = tried.provision("1/2014/LAW#state-near-poor@2021-07-01")
    new = tried.provision("1/2014/LAW#state-near-poor@2025-01-01")
    assert (old.end, old.ended_by) == (date(2024, 12, 31), "keep-the-elderly")
    assert isinstance(new.effect, Support)
    assert new.effect.share == Fraction(85, 100)
    assert new.place.file == FILE


def test_a_repeal_and_an_extension(tried: Book) -> None:
    assert tried.provision("4/2024/RES#escaped").end == date(2025, 6, 30)
    assert tried.provision("4/2024/RES#elderly").end == date(2028, 12, 31)
    assert tried.instruments["4/2024/RES"].end == date(2028, 12, 31)


def test_an_instrument_is_added(tried: Book) -> None:
    assert tried.provision("DRAFT-1#pupils").start == date(2026, 1, 1)


def test_an_added_instrument_may_repeal_and_amend(toy: Book) -> None:
    tried = draft(
        toy,
        "  - add: {instrument: D, title: {vi: a, en: a}, issuer: {vi: a, en: a}, issued: 2025-01-01, sure: D,\n"
        "      in_force: {from: 2025-01-01}, repeals: [4/2024/RES],\n"
        '      amends: [{provision: "1/2014/LAW#veteran", set: {to: 2025-12-31}}]}\n',
    )
    assert tried.instruments["4/2024/RES"].ended_by == "D"
    assert tried.provision("1/2014/LAW#veteran@2018-01-01").end == date(2025, 12, 31)


def test_an_extension_may_lift_a_repeal(toy: Book) -> None:
    order = "support_order: [4/2024/RES, 3/2021/RES]\n"
    text = f"{HEAD}{order}changes:\n  - extend: {{instrument: 3/2021/RES, to: 2025-12-31}}\n"
    tried = apply_draft_text(toy, Path("draft.yaml"), text.encode())
    extended = tried.provision("3/2021/RES#elderly")
    assert (extended.end, extended.ended_by) == (date(2025, 12, 31), None)
    assert tried.instruments["3/2021/RES"].ended_by is None
    assert tried.support_order[-2:] == ("4/2024/RES", "3/2021/RES")


def test_one_provision_is_extended(toy: Book) -> None:
    tried = draft(toy, '  - extend: {provision: "3/2021/RES#fisher", to: 2025-12-31}')
    assert tried.provision("3/2021/RES#fisher").end == date(2025, 12, 31)
    assert tried.provision("3/2021/RES#elderly").end == date(2024, 6, 30)


def test_changes_are_made_in_the_order_written(toy: Book) -> None:
    tried = draft(
        toy,
        '  - repeal: {provision: "4/2024/RES#elderly", from: 2025-01-01}\n'
        '  - extend: {provision: "4/2024/RES#elderly", to: 2027-12-31}\n',
    )
    assert tried.provision("4/2024/RES#elderly").end == date(2027, 12, 31)


def test_the_book_it_was_tried_on_stays_as_it_was(toy: Book, tried: Book) -> None:
    assert toy.digest != tried.digest
    assert toy.provision("4/2024/RES#elderly").end == date(2026, 12, 31)
    assert toy == read_book(TOY)
    assert apply_draft(toy, FILE).digest == tried.digest


def test_a_changed_group_may_make_supports_meet(toy: Book) -> None:
    poor = """
  - add:
      instrument: D
      title: {vi: a, en: a}
      issuer: {vi: a, en: a}
      issued: 2025-01-01
      in_force: {from: 2025-01-01}
      sure: D
      provisions:
        - id: a
          article: a
          says: {vi: a, en: a}
          support: {payer: province, on_top: 80%, for: [near_poor]}
          when: ["living_standard = 'poor'"]
"""
    change = "set: {when: [\"living_standard in ('poor', 'near_poor')\"]}, from: 2025-01-01"
    assert draft(toy, poor)
    with pytest.raises(LawError, match="its 80% on top of 80%"):
        draft(draft(toy, poor), f"  - change: {{provision: 1/2014/LAW#near-poor, {change}}}")


@pytest.mark.parametrize("folder", ["toy", "quang_ninh"])
def test_a_draft_is_tried_while_the_finger_is_on_the_slider(folder: str) -> None:
    book = read_book(LAWBOOK / folder)
    seconds = []
    for amount in (2_600_000, 2_700_000, 2_800_000):
        started = time.perf_counter()
        draft(book, f"  - change: {{parameter: reference, values: [{{from: 2027-01-01, value: {amount}}}]}}")
        seconds.append(time.perf_counter() - started)
    assert min(seconds) < 0.06
