"""Conditions and effects as sentences."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from baophu.law.model import Book
from baophu.law.read import read_book
from baophu.law.spoken import spoken, unfolded
from baophu.law.spoken_effects import spoken_effect
from baophu.law.tree import All, Any, Builtin, Compare, Fact, Literal, Named, Not

BOOKS = Path(__file__).parents[2] / "src" / "baophu" / "lawbook"
AGE = Builtin("age")
POOR = Compare("=", Fact("living_standard"), Literal("poor"))
SAID = {
    "age >= 65": ("Từ đủ 65 tuổi", "Aged 65 or over"),
    "age < 6": ("Dưới 6 tuổi", "Under 6"),
    "age between 70 and 79": ("Từ đủ 70 đến hết 79 tuổi", "Aged 70 to 79"),
    "social_pension": ("Trợ cấp hưu trí xã hội", "Social pension"),
    "not poor_commune": ("Không phải: xã nghèo (trước đây huyện nghèo)", "Not: poor commune (before: poor district)"),
    "study = 'pupil'": ("Việc học: Học sinh", "Study: Pupil"),
    "study <> 'none'": ("Việc học: Học sinh hoặc Sinh viên", "Study: Pupil or Student"),
    "livelihood in ('agriculture', 'forestry', 'fishery')": (
        "Sinh kế chính của hộ: Nông nghiệp, Lâm nghiệp hoặc Ngư nghiệp",
        "Main livelihood of the household: Agriculture, Forestry or Fishery",
    ),
    "month - left_hardship < em_support_months": (
        "Chưa đủ 36 tháng kể từ: tháng ra khỏi danh sách khó khăn",
        "Less than 36 months since: month in which it left the list of difficult areas",
    ),
    "month <= qn_em_state_share_valid_to": ("Đến hết tháng 06/2025", "Up to 06/2025"),
    "ethnic_minority": ("Người dân tộc thiểu số", "Of an ethnic minority"),
    "(age >= 75) or ((age >= 70) and (near_poor_by_nation))": (
        "Từ đủ 75 tuổi hoặc (từ đủ 70 tuổi và hộ cận nghèo theo chuẩn quốc gia)",
        "Aged 75 or over or (aged 70 or over and near-poor by the national standard)",
    ),
}


@pytest.fixture(scope="module")
def book() -> Book:
    return read_book(BOOKS / "quang_ninh")


@pytest.fixture(scope="module")
def said(book: Book) -> dict[str, tuple[str, str]]:
    """Every condition of the book as written, in both languages."""
    return {
        c.text: (spoken(c.node, book, "vi", p.start), spoken(c.node, book, "en", p.start))
        for p in book.provisions()
        for c in p.conditions
    }


@pytest.mark.parametrize("text", SAID)
def test_a_condition_is_a_sentence(said: dict[str, tuple[str, str]], text: str) -> None:
    assert said[text] == SAID[text]


def test_no_condition_shows_the_name_of_a_fact(said: dict[str, tuple[str, str]]) -> None:
    for text, sentences in said.items():
        for sentence in sentences:
            assert not re.search(r"[a-z]_[a-z]|[{}<>=]|'", sentence.replace("'s", "")), (text, sentence)


@pytest.mark.parametrize(
    ("node", "vi"),
    [
        (Not(Not(POOR)), "Mức sống: Hộ nghèo"),
        (Not(All((POOR, Compare(">=", AGE, Literal(65))))), "hoặc dưới 65 tuổi"),
        (Not(Any((POOR, Compare("<", AGE, Literal(6))))), "và từ đủ 6 tuổi"),
        (All(()), "Mọi trường hợp"),
        (Any(()), "Không trường hợp nào"),
        (Compare("<", Literal(6), AGE), "Trên 6 tuổi"),
        (Compare("<>", Fact("left_hardship"), Literal(0)), "Đã có: tháng ra khỏi danh sách khó khăn"),
        (Compare(">=", Fact("left_hardship"), Literal(2021 * 12)), "khó khăn từ tháng 01/2021 trở đi"),
        (Compare("<>", Fact("ethnicity"), Literal("kinh")), "Dân tộc: khác Kinh"),
        (Compare("=", Fact("social_pension"), Literal(False)), "Không phải: trợ cấp hưu trí xã hội"),
    ],
)
def test_a_denial_is_said_by_its_contrary(book: Book, node: All, vi: str) -> None:
    assert vi in spoken(node, book, "vi")


def test_a_definition_can_be_unfolded(book: Book) -> None:
    definition = book.definitions["poor_by_nation"]
    node = Named(definition.name, definition.body)
    assert unfolded(node, book, "vi") == (
        ("Hộ nghèo theo chuẩn quốc gia", "Mức sống: Hộ nghèo và chuẩn nghèo áp dụng: Chuẩn quốc gia"),
    )


@pytest.mark.parametrize(
    ("ref", "vi", "en"),
    [
        (
            "91/2025/NQ-HĐND#elderly-65",
            "Tỉnh bảo đảm 100 % mức đóng cho các nhóm khoản 5",
            "Tỉnh fills up to 100 % for the groups of clause 5",
        ),
        ("91/2025/NQ-HĐND#near-poor", "Tỉnh hỗ trợ thêm 30 % mức đóng cho nhóm 4a", "Tỉnh adds 30 % for group 4a"),
        (
            "51/2024/QH15#card-waits",
            "Thẻ bắt đầu từ ngày đóng, sau 30 ngày",
            "The card begins on the day of payment, 30 days later",
        ),
    ],
)
def test_an_effect_is_a_sentence(book: Book, ref: str, vi: str, en: str) -> None:
    from baophu.law.model import Text

    provision = book.provision(ref)
    payers = {"province": Text("tỉnh", "tỉnh")}
    said = [spoken_effect(provision.effect, book, lang, payers, provision.start) for lang in ("vi", "en")]
    assert [s.replace("\N{NO-BREAK SPACE}", " ") for s in said] == [vi, en]


@pytest.mark.parametrize("name", ["quang_ninh", "toy"])
def test_every_effect_can_be_said(name: str) -> None:
    read = read_book(BOOKS / name)
    for provision in read.provisions():
        for lang in ("vi", "en"):
            sentence = spoken_effect(provision.effect, read, lang, {}, max(provision.start, date(2021, 1, 1)))
            assert sentence
            assert "{" not in sentence
