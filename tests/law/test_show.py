"""The book for reading, in both languages."""

from __future__ import annotations

from datetime import date

from baophu.law.model import Book
from baophu.law.show import show_book, show_instrument, show_parameter, show_provision


def test_a_provision_in_vietnamese(toy: Book) -> None:
    assert show_provision(toy, toy.provision("3/2021/RES#fisher-with-children"), "vi").plain == (
        "3/2021/RES#fisher-with-children  Article 3.2\n"
        "  Ngư dân có từ ba con được hỗ trợ nhiều hơn\n"
        "  → Ngân sách tỉnh hỗ trợ thêm 40% mức đóng của fisher\n"
        "    - permanent_resident\n"
        "    - children >= 3\n"
        "  thay cho 3/2021/RES#fisher khi áp dụng\n"
        "  từ 01/01/2022 đến hết 30/06/2024, bị thay bởi 4/2024/RES"
    )


def test_a_provision_in_english(toy: Book) -> None:
    assert show_provision(toy, toy.provision("1/2014/LAW#premium-employee"), "en").plain == (
        "1/2014/LAW#premium-employee  Article 5.1\n"
        "  4.5 % of the wage, at most of twenty base salaries\n"
        "  → premium of employee: premium_rate × least(wage, wage_cap_times * reference);"
        " Employer pays 2/3; Employee pays 1/3\n"
        "  from 2015-01-01"
    )


def test_every_effect_has_its_line(toy: Book) -> None:
    lines = {p.id: show_provision(toy, p, "en").plain.split("→ ")[1].split("\n")[0] for p in toy.provisions()}
    assert lines["hill"] == "group 3d (hill), section 3"
    assert lines["order"].startswith("order of the groups: employee, pensioner")
    assert lines["pension-first"] == "pensioner before employee"
    assert lines["best-of-four"] == "among section 4: the group that leaves least to pay"
    assert lines["taper"] == "household pay 100%, 70%, 60%, 50%, 40% in turn"
    assert lines["state-pupil"] == "State fills up to pupil_share for pupil"
    assert lines["cover"] == "80% is covered for employee, pupil, household"


def test_what_is_unknown_stands_out_wherever_it_decides(toy: Book) -> None:
    text = show_provision(toy, toy.provision("3/2021/RES#lately-hard"), "en")
    assert "UNKNOWN: How long is unclear (see grace_months)" in text.plain
    assert (
        "UNKNOWN grace_months: The resolution only says “for a time”; 12 months are assumed (may be 24)" in text.plain
    )
    assert any(span.style == "bold yellow" for span in text.spans)


def test_a_parameter(toy: Book) -> None:
    assert show_parameter(toy.parameters["pupil_share"], "en").plain == (
        "pupil_share  Support of pupils\n"
        "  30%  from 2015-01-01 to 2023-06-30 inclusive  1/2014/LAW Article 7\n"
        "  50%  from 2023-07-01  9/2023/DEC"
    )
    on = show_parameter(toy.parameters["list_from"], "vi", date(2020, 1, 1)).plain
    assert on.splitlines()[1:] == ["  2015-01  từ 01/01/2015 đến hết 31/12/2021  1/2014/LAW"]
    assert "  false  " in show_parameter(toy.parameters["open_to_hill_people"], "en").plain


def test_an_instrument_on_a_day(toy: Book) -> None:
    law = toy.instruments["1/2014/LAW"]
    before, after = (show_instrument(toy, law, "en", day).plain for day in (date(2017, 1, 1), date(2018, 1, 1)))
    assert "1/2014/LAW#order  " in before
    assert "1/2014/LAW#order@2018-01-01  " in after
    assert "1/2014/LAW#order  " not in after
    assert before.splitlines()[:3] == [
        "1/2014/LAW  Health Insurance Act of Cloud Island",
        "Parliament, issued 2014-10-01",
        "from 2015-01-01",
    ]


def test_a_whole_book(toy: Book) -> None:
    everything = show_book(toy, "vi").plain
    assert all(p.ref in everything for p in toy.provisions())
    assert "thay thế 3/2021/RES" in everything
    today = show_book(toy, "en", date(2016, 1, 1)).plain
    assert "3/2021/RES" not in today
    assert "elderly_age  Age from which the province supports" in today
