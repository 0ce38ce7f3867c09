"""What a book holds once it is read: the toy country, part by part."""

from __future__ import annotations

import shutil
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from baophu.law.dated import parameters_on, provisions_on, value_on
from baophu.law.model import (
    Ahead,
    Benefit,
    Book,
    Choose,
    Group,
    Order,
    Premium,
    Rule,
    Support,
    Taper,
    Text,
)
from baophu.law.read import read_book
from baophu.law.scalars import month_of
from baophu.law.tree import All, Any, Builtin, Compare, Fact, Literal, Parameter

from .helpers import TOY, Spoil


def test_the_head_of_the_book(toy: Book) -> None:
    assert toy.name == "toy"
    assert toy.title == Text("Đảo Mây", "Cloud Island")
    assert toy.payers == ("employer", "employee", "pension_fund", "state", "province", "own")
    assert toy.texts["own"].en == "The person"
    assert toy.place.file == TOY / "book.yaml"
    assert TOY / "facts.yaml" in toy.files
    assert not [file for file in toy.files if file.name.endswith((".cases.yaml", ".draft.yaml"))]


def test_facts(toy: Book) -> None:
    work = toy.facts["work"]
    assert (work.level, work.type, work.default, tuple(work.values)) == (
        "person",
        "choice",
        "none",
        ("none", "employee", "fisher"),
    )
    assert toy.facts["wage"].default == 0
    assert toy.facts["veteran"].default is False
    assert toy.facts["people"].default == "lowland"
    assert toy.facts["left_hardship"].default == 0
    assert toy.facts["escaped_since"].since == "escaped_poverty"
    copy = toy.facts["escaped_in_month"]
    assert (copy.reads, copy.whole_month, copy.type, copy.default) == ("escaped_poverty", True, "flag", False)


def test_definitions_may_use_each_other(toy: Book) -> None:
    lately = toy.definitions["lately_hard"].body
    assert isinstance(lately, All)
    assert len(lately.items) == 2


def test_parameters_follow_each_other(toy: Book) -> None:
    reference = toy.parameters["reference"].values
    assert [(v.start, v.end, v.value) for v in reference] == [
        (date(2015, 1, 1), date(2020, 6, 30), 1_000_000),
        (date(2020, 7, 1), date(2024, 6, 30), 1_200_000),
        (date(2024, 7, 1), None, 1_500_000),
    ]
    on = parameters_on(toy, date(2022, 1, 1))
    assert on["premium_rate"] == Fraction(45, 1000)
    assert on["open_to_hill_people"] is True
    assert on["list_from"] == month_of("2022-01")
    assert value_on(toy.parameters["elderly_age"], date(2021, 12, 31)) is None
    unknown = value_on(toy.parameters["grace_months"], date(2022, 1, 1))
    assert unknown is not None
    assert (unknown.sure, unknown.alternative) == ("?", 24)


def test_every_kind_of_effect(toy: Book) -> None:
    def effect(ref: str) -> object:
        return toy.provision(ref).effect

    assert effect("1/2014/LAW#employee") == Group("employee", "1a", 1, "EM")
    assert effect("1/2014/LAW#pension-first") == Ahead(("pensioner",), ("employee",))
    assert effect("1/2014/LAW#best-of-four") == Choose(("section 4",))
    assert effect("1/2014/LAW#taper") == Taper(
        ("household",), (Fraction(1), Fraction(7, 10), Fraction(3, 5), Fraction(1, 2), Fraction(2, 5))
    )
    assert effect("1/2014/LAW#full-cover") == Benefit(100, ("child", "veteran", "poor", "hill"))
    assert effect("1/2014/LAW#state-pupil") == Support("state", False, "pupil_share", ("pupil",))
    assert effect("3/2021/RES#near-poor") == Support("province", True, Fraction(15, 100), ("near_poor",))
    assert isinstance(effect("1/2014/LAW#order"), Order)
    premium = effect("1/2014/LAW#premium-employee")
    assert isinstance(premium, Premium)
    assert premium.shares == (("employer", Fraction(2, 3)), ("employee", Fraction(1, 3)))
    assert premium.of_text == "least(wage, wage_cap_times * reference)"


def test_conditions_of_the_instrument_stand_first_in_each_provision(toy: Book) -> None:
    conditions = toy.provision("3/2021/RES#elderly").conditions
    assert [c.text for c in conditions] == ["permanent_resident", "age >= elderly_age", "not pension"]
    assert conditions[0].place.line == 7
    assert conditions[1].node == Compare(">=", Builtin("age"), Parameter("elderly_age"))


def test_a_condition_may_carry_its_article_and_be_a_choice_of_several(toy: Book) -> None:
    _, first, second = toy.provision("4/2024/RES#escaped").conditions
    assert (first.node, first.article) == (Fact("escaped_in_month"), "Article 4.1")
    assert isinstance(second.node, Any)
    assert second.text == "(month - escaped_since < 24) or (month < '2024-10')"


def test_unknown_is_inherited_with_its_note_or_said_anew(spoiled: Spoil, toy: Book) -> None:
    assert toy.provision("3/2021/RES#lately-hard").sure == "?"
    assert toy.provision("3/2021/RES#elderly").sure == "V"
    book = read_book(spoiled("instruments/4-2024-resolution.yaml", "sure: V", 'sure: "?"\nnote: {vi: nháp, en: draft}'))
    assert book.provision("4/2024/RES#elderly").sure == "?"
    assert book.provision("4/2024/RES#elderly").note == Text("nháp", "draft")


def test_areas_their_facts_and_targets(toy: Book) -> None:
    zone = toy.areas["00003"]
    assert (zone.kind, zone.name, zone.km2, zone.point, zone.tile) == ("zone", "Mây", "40.25", (107.6, 20.8), (1, 1))
    island, hardship, left = toy.area_facts
    assert (island.fact, island.value, island.units, island.end) == ("island", True, ("00003",), None)
    assert hardship.value == "very_hard"
    assert left.value == month_of("2022-03")
    assert [t.coverage for t in toy.targets] == [Fraction(9, 10), Fraction(975, 1000), None]


def test_what_stands_on_a_day(toy: Book) -> None:
    standing = {p.ref for p in provisions_on(toy, date(2024, 6, 30))}
    assert "3/2021/RES#elderly" in standing
    assert "4/2024/RES#elderly" not in standing


def test_a_provision_that_is_not_there(toy: Book) -> None:
    with pytest.raises(KeyError):
        toy.provision("1/2014/LAW#nothing")


def test_rules_on_cards_are_kept_as_written(spoiled: Spoil) -> None:
    rule = (
        '- id: waiting\n    article: Article 9\n    says: {vi: Chờ, en: Waiting}\n    when: ["age >= 6"]\n'
        '    card: {waits: {days: 30, unless: [renewal, "06"]}, from: 2015-01-01,\n'
        "      share: 80%, free: true, until: null}\n  "
    )
    book = read_book(spoiled("instruments/1-2014-law.yaml", "- id: employee\n", f"{rule}- id: employee\n"))
    assert book.provision("1/2014/LAW#waiting").effect == Rule(
        "card",
        {
            "waits": {"days": 30, "unless": ["renewal", "06"]},
            "from": "2015-01-01",
            "share": "80%",
            "free": True,
            "until": None,
        },
    )


def test_a_provision_may_narrow_its_instrument_or_reach_back(spoiled: Spoil) -> None:
    file, find = "instruments/4-2024-resolution.yaml", "    when: [age >= elderly_age, not pension]\n"
    spoiled(file, find, f"{find}    from: 2025-01-01\n    to: 2025-06-30\n")
    book = spoiled(
        "instruments/2-2017-decree.yaml", "issued: 2017-12-01\n", "issued: 2017-12-01\napplied_from: 2017-07-01\n"
    )
    read = read_book(book)
    narrowed = read.provision("4/2024/RES#elderly")
    assert (narrowed.start, narrowed.end) == (date(2025, 1, 1), date(2025, 6, 30))
    assert read.provision("2/2017/DEC#fisher").start == date(2017, 7, 1)
    assert read.instruments["2/2017/DEC"].start == date(2018, 1, 1)
    assert read.provision("1/2014/LAW#order").end == date(2017, 6, 30)


def test_a_book_stands_on_another(tmp_path: Path, copy_of_toy: Path) -> None:
    province = tmp_path / "province"
    province.mkdir()
    (province / "book.yaml").write_text("book: province\nname: {vi: Tỉnh, en: Province}\nextends: ../toy\n", "utf-8")
    (copy_of_toy / "instruments" / "4-2024-resolution.yaml").rename(province / "4-2024-resolution.yaml")
    both = read_book(province)
    assert both.name == "province"
    assert both.payers[0] == "employer"
    assert both.provision("3/2021/RES#elderly").ended_by == "4/2024/RES"
    assert read_book(copy_of_toy).provision("3/2021/RES#elderly").end == date(2026, 12, 31)


def test_the_digest_is_that_of_the_files(spoiled: Spoil, toy: Book, tmp_path: Path) -> None:
    same = shutil.copytree(TOY, tmp_path / "elsewhere" / "toy")
    assert read_book(same).digest == toy.digest
    assert read_book(spoiled("targets.yaml", "90%", "91%")).digest != toy.digest
    (same / "more.cases.yaml").write_text("- case: none\n", "utf-8")
    assert read_book(same).digest == toy.digest


def test_a_literal_keeps_its_type(toy: Book) -> None:
    (condition,) = toy.provision("1/2014/LAW#child").conditions
    assert condition.node == Compare("<", Builtin("age"), Literal(6))


def test_an_instrument_may_go_on_in_another_file(tmp_path: Path, copy_of_toy: Path) -> None:
    province = tmp_path / "province"
    province.mkdir()
    (province / "book.yaml").write_text("book: province\nname: {vi: Tỉnh, en: Province}\nextends: ../toy\n", "utf-8")
    (province / "more.yaml").write_text(
        "instrument_part: 3/2021/RES\nprovisions:\n  - {id: pupils, article: Article 9, says: {vi: a, en: a},"
        " support: {payer: province, on_top: 10%, for: [pupil]}, when: [age >= 6]}\n",
        "utf-8",
    )
    part = read_book(province).provision("3/2021/RES#pupils")
    assert [c.text for c in part.conditions] == ["permanent_resident", "age >= 6"]
    assert (part.start, part.end, part.ended_by, part.sure) == (
        date(2022, 1, 1),
        date(2024, 6, 30),
        "4/2024/RES",
        "V",
    )
    assert part.place.file == province / "more.yaml"
    assert read_book(copy_of_toy).digest != read_book(province).digest
