"""What differs between two books, and between two days of one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from baophu.law.diff import compare_books, compare_days, difference_text
from baophu.law.draft import apply_draft
from baophu.law.model import Book
from baophu.law.read import read_book

from .helpers import TOY


def test_a_book_does_not_differ_from_itself(toy: Book) -> None:
    same = compare_books(toy, read_book(TOY))
    assert (same.provisions, same.parameters) == ((), ())
    assert difference_text(same, toy, "vi") == "không có gì khác"


def test_what_a_draft_changes(toy: Book) -> None:
    tried = apply_draft(toy, TOY / "keep-the-elderly.draft.yaml")
    assert difference_text(compare_books(toy, tried), toy, "en").splitlines() == [
        "1/2014/LAW#state-near-poor@2025-01-01  changes 2025-01-01",
        "  effect: State fills up to 80% for near_poor → State fills up to 85% for near_poor",
        "4/2024/RES#elderly  changes",
        "  to: 2026-12-31 → 2028-12-31",
        "4/2024/RES#near-poor  changes",
        "  to: 2026-12-31 → 2028-12-31",
        "4/2024/RES#escaped  changes",
        "  to: 2026-12-31 → 2025-06-30",
        "DRAFT-1#pupils  starts 2026-01-01",
        "  Something on top for pupils",
        "elderly_age  2024-07-01: 65 → 70",
    ]


def test_what_a_book_loses(toy: Book, copy_of_toy: Path) -> None:
    (copy_of_toy / "instruments" / "4-2024-resolution.yaml").unlink()
    difference = compare_books(toy, read_book(copy_of_toy))
    kinds = {change.ref: (change.kind, change.keys) for change in difference.provisions}
    assert kinds["4/2024/RES#elderly"] == ("ends", ())
    assert kinds["3/2021/RES#elderly"] == ("changes", ("to",))
    assert "4/2024/RES#elderly  hết hiệu lực sau 31/12/2026" in difference_text(difference, toy, "vi")


def test_what_is_different_on_a_later_day(toy: Book) -> None:
    difference = compare_days(toy, date(2021, 6, 30), date(2022, 1, 1))
    assert [(c.kind, c.ref) for c in difference.provisions] == [
        ("changes", "1/2014/LAW#state-near-poor@2021-07-01"),
        ("starts", "3/2021/RES#near-poor"),
        ("starts", "3/2021/RES#elderly"),
        ("starts", "3/2021/RES#fisher"),
        ("starts", "3/2021/RES#fisher-with-children"),
        ("starts", "3/2021/RES#lately-hard"),
    ]
    assert [(c.parameter.name, c.old, c.new) for c in difference.parameters] == [
        ("elderly_age", None, 70),
        ("grace_months", None, 12),
        ("list_from", 2015 * 12, 2022 * 12),
    ]


def test_what_has_ended_by_a_later_day(toy: Book) -> None:
    text = difference_text(compare_days(toy, date(2024, 6, 30), date(2024, 7, 1)), toy, "en")
    assert "3/2021/RES#fisher  ends after 2024-06-30\n  Something on top for fishers" in text
    assert "4/2024/RES#escaped  starts 2024-07-01" in text
    assert "reference  2024-07-01: 1200000 → 1500000" in text


def test_conditions_exceptions_and_wording(toy: Book, copy_of_toy: Path) -> None:
    file = copy_of_toy / "instruments" / "3-2021-resolution.yaml"
    text = file.read_text("utf-8").replace(
        "when: [children >= 3]\n    except: fisher", "when: [children >= 4, veteran]"
    )
    file.write_text(text.replace("Something on top for fishers", "On top"), "utf-8")
    (copy_of_toy / "book.yaml").write_text(
        (TOY / "book.yaml").read_text("utf-8").replace('RES#elderly"]', 'RES#elderly", 3/2021/RES#fisher]'), "utf-8"
    )
    lines = difference_text(compare_books(toy, read_book(copy_of_toy)), toy, "en").splitlines()
    assert lines == [
        "3/2021/RES#fisher  changes",
        "  says: Something on top for fishers → On top",
        "3/2021/RES#fisher-with-children  changes",
        "  when: permanent_resident; children >= 3 → permanent_resident; children >= 4; veteran",
        "  except: 3/2021/RES#fisher → -",
    ]
