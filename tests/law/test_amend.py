"""Repeals and amendments: what ends, what is reworded, and what the wordings are called."""

from __future__ import annotations

from datetime import date

from baophu.law.model import Book, Group, Order, Support
from baophu.law.read import read_book

from .helpers import Spoil

DECREE = "instruments/2-2017-decree.yaml"
RESOLUTION = "instruments/4-2024-resolution.yaml"
VETERAN = '{provision: 1/2014/LAW#veteran, set: {when: [veteran, "age >= 40"]}}'


def test_a_whole_instrument_is_repealed(toy: Book) -> None:
    old = toy.instruments["3/2021/RES"]
    assert (old.end, old.ended_by) == (date(2024, 6, 30), "4/2024/RES")
    assert {(p.end, p.ended_by) for p in old.provisions} == {(date(2024, 6, 30), "4/2024/RES")}
    assert toy.instruments["4/2024/RES"].repeals == ("3/2021/RES",)


def test_what_had_ended_before_stays_as_it_was(spoiled: Spoil) -> None:
    find = "    support: {payer: province, on_top: 20%, for: [fisher]}\n"
    book = read_book(spoiled("instruments/3-2021-resolution.yaml", find, f"{find}    to: 2022-12-31\n"))
    fisher = book.provision("3/2021/RES#fisher")
    assert (fisher.end, fisher.ended_by) == (date(2022, 12, 31), None)


def test_one_provision_is_repealed(spoiled: Spoil) -> None:
    book = read_book(spoiled(RESOLUTION, "[3/2021/RES]", '["3/2021/RES#near-poor", "3/2021/RES#elderly"]'))
    assert book.provision("3/2021/RES#near-poor").end == date(2024, 6, 30)
    assert book.provision("3/2021/RES#fisher").end == date(2026, 12, 31)
    assert book.instruments["3/2021/RES"].end == date(2026, 12, 31)


def test_a_repeal_may_name_its_day(spoiled: Spoil) -> None:
    book = read_book(spoiled(RESOLUTION, "[3/2021/RES]", "[{instrument: 3/2021/RES, from: 2024-05-01}]"))
    assert book.instruments["3/2021/RES"].end == date(2024, 4, 30)


def test_a_new_wording_begins_when_the_amendment_does(toy: Book) -> None:
    old, new = toy.provision("1/2014/LAW#order"), toy.provision("1/2014/LAW#order@2018-01-01")
    assert (old.start, old.end, old.ended_by) == (date(2015, 1, 1), date(2017, 12, 31), "2/2017/DEC")
    assert (new.start, new.end, new.id) == (date(2018, 1, 1), None, "order")
    assert isinstance(new.effect, Order)
    assert "fisher" in new.effect.groups


def test_or_on_the_day_it_names(toy: Book) -> None:
    old, new = toy.provision("1/2014/LAW#state-near-poor"), toy.provision("1/2014/LAW#state-near-poor@2021-07-01")
    assert isinstance(old.effect, Support)
    assert isinstance(new.effect, Support)
    assert (str(old.effect.share), str(new.effect.share)) == ("7/10", "4/5")
    assert old.end == date(2021, 6, 30)


def test_what_is_not_named_stays(toy: Book) -> None:
    new = toy.provision("1/2014/LAW#veteran@2018-01-01")
    assert new.effect == Group("veteran", "3b", 3, "VE")
    assert [c.text for c in new.conditions] == ["veteran", "age >= 40"]


def test_dates_alone_make_no_new_wording(spoiled: Spoil) -> None:
    book = read_book(spoiled(DECREE, VETERAN, "{provision: 1/2014/LAW#veteran, set: {to: 2019-12-31}}"))
    assert book.provision("1/2014/LAW#veteran").end == date(2019, 12, 31)
    assert len([p for p in book.instruments["1/2014/LAW"].provisions if p.id == "veteran"]) == 1


def test_a_new_wording_may_end(spoiled: Spoil) -> None:
    new = '{provision: 1/2014/LAW#veteran, set: {when: ["age >= 40"], to: 2019-12-31, sure: D, article: Article 9}}'
    book = read_book(spoiled(DECREE, VETERAN, new))
    wording = book.provision("1/2014/LAW#veteran@2018-01-01")
    assert (wording.end, wording.sure, wording.article) == (date(2019, 12, 31), "D", "Article 9")


def test_an_amendment_from_the_first_day_replaces_the_wording(spoiled: Spoil) -> None:
    book = read_book(spoiled(DECREE, VETERAN, VETERAN.replace("set:", "from: 2015-01-01, set:")))
    assert len(book.provision("1/2014/LAW#veteran").conditions) == 2


def test_amendments_follow_each_other_in_time(spoiled: Spoil) -> None:
    second = "{provision: 1/2014/LAW#veteran, from: 2020-01-01, set: {when: [veteran]}}"
    book = read_book(spoiled(DECREE, VETERAN, f"{second}\n  - {VETERAN}"))
    wordings = [p for p in book.provisions() if p.instrument == "1/2014/LAW" and p.id == "veteran"]
    assert [(p.ref, p.end) for p in wordings] == [
        ("1/2014/LAW#veteran", date(2017, 12, 31)),
        ("1/2014/LAW#veteran@2018-01-01", date(2019, 12, 31)),
        ("1/2014/LAW#veteran@2020-01-01", None),
    ]


def test_an_exception_reaches_every_wording(spoiled: Spoil) -> None:
    change = (
        "amends:\n  - provision: 3/2021/RES#fisher\n    from: 2023-01-01\n"
        "    set: {support: {payer: province, on_top: 25%, for: [fisher]}}\nrepeals: [3/2021/RES]"
    )
    book = read_book(spoiled(RESOLUTION, "repeals: [3/2021/RES]", change))
    assert book.provision("3/2021/RES#fisher-with-children").excepts == (
        "3/2021/RES#fisher",
        "3/2021/RES#fisher@2023-01-01",
    )


def test_the_conditions_of_the_instrument_stay_in_a_new_wording(spoiled: Spoil) -> None:
    change = (
        "amends: [{provision: 3/2021/RES#elderly, from: 2023-01-01, set: {when: [age >= 80]}}]\nrepeals: [3/2021/RES]"
    )
    book = read_book(spoiled(RESOLUTION, "repeals: [3/2021/RES]", change))
    wording = book.provision("3/2021/RES#elderly@2023-01-01")
    assert [c.text for c in wording.conditions] == ["permanent_resident", "age >= 80"]
