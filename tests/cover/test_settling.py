"""Months charged from decisions, the quarterly account, and quarters that stay closed."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
from django.db import DatabaseError, transaction

from baophu.cover.errors import AlreadyDone, NoSuchThing, NotReady
from baophu.cover.form import write_account
from baophu.cover.models import Charge, Settlement
from baophu.cover.services.appropriations import money_left, record_appropriation
from baophu.cover.services.cards import issue
from baophu.cover.services.collective import charge_quarter
from baophu.cover.services.foreseeing import asked
from baophu.cover.services.ledger import allocate_oldest, receive
from baophu.cover.services.quarters import accounted_in, parse, shown
from baophu.cover.services.settling import account, close, total
from baophu.registry.models import Entry
from baophu.registry.services.recording import die, entry, withdraw_status
from tests.builders import a_card, a_person, a_status, an_amount, day, recording
from tests.cover.builders import WARD, a_family, balanced, charged, paid
from tests.cover.runs import a_run

pytestmark = pytest.mark.django_db
Q1, Q2, Q3 = parse("2026Q1"), parse("2026Q2"), parse("2026Q3")


def close_on(quarter: int, on: str) -> Settlement:
    """A quarter closed on a day, as the second officer's approval does it."""
    year, month, number = map(int, on.split("-"))
    with transaction.atomic():
        act = entry("settlement")
        act.at = datetime(year, month, number, 12, tzinfo=UTC)
        return close(quarter, act)


def state_paid(name: str = "Nguyễn Bé", since: str = "2026-01-01", **more: str) -> object:
    """A child under six with a card since a day."""
    child = a_person(name, "2022-05-05", unit=WARD)
    a_card(child, since, None, group="child_under_6")
    return child


def test_state_paid_months_follow_the_base_of_each_month(tmp_path: Path) -> None:
    state_paid()
    run = a_run(tmp_path)
    assert charge_quarter(run, Q2).amounts == {"state": 3 * 105_300}
    # 2.530.000 × 4.5 % from July
    assert charge_quarter(run, Q3).amounts == {"state": 3 * 113_850}
    assert charge_quarter(run, Q3).rows == 0
    row = Charge.objects.filter(quarter=Q3).first()
    assert row is not None
    assert (row.group, row.provision, row.heads) == ("child_under_6", "188/2025/NĐ-CP#premium-state", 1)
    balanced()


def test_employers_pay_two_thirds_by_the_month(tmp_path: Path) -> None:
    an = a_person(unit=WARD)
    a_status(an, "employment", "employee", "2020-01-01")
    an_amount(an, "wage", 10_000_000, "2020-01-01")
    a_card(an, "2026-01-01", None)
    # 10.000.000 × 4.5 % = 450.000: 300.000 and 150.000, three months
    assert charge_quarter(a_run(tmp_path), Q1).amounts == {"employer": 900_000, "employee": 450_000}


def test_a_card_charged_at_issue_is_not_charged_by_the_month_too(tmp_path: Path) -> None:
    home, _ = a_family("1970-01-01")
    a_status(home, "living_standard", "average", "2025-01-01")
    a_status(home, "livelihood", "agriculture", "2020-01-01")
    paid(home, "2026-01-05")
    assert charge_quarter(a_run(tmp_path), Q1).rows == 0


def test_a_partly_supported_card_from_elsewhere_is_charged_in_the_month_it_begins(tmp_path: Path) -> None:
    home, (an,) = a_family("1970-01-01")
    a_status(home, "living_standard", "average", "2025-01-01")
    a_status(home, "livelihood", "agriculture", "2020-01-01")
    a_card(an, "2026-02-10", "2026-08-09")
    found = charge_quarter(a_run(tmp_path), Q1)
    # six months × 105.300: State 30 %, province 50 %; what the person pays was paid elsewhere
    assert found.amounts == {"state": 6 * 31_590, "province": 6 * 52_650}


def test_who_is_not_insured_costs_nothing(tmp_path: Path) -> None:
    a_person("Nguyễn Bé", "2022-05-05", unit=WARD)
    assert charge_quarter(a_run(tmp_path), Q1).rows == 0


def test_the_account_by_group_resolution_and_unit(tmp_path: Path) -> None:
    state_paid()
    state_paid("Nguyễn Ti", "2026-02-01")
    old = a_person("Nguyễn Già", "1955-01-01", unit=WARD)
    a_card(old, "2026-01-01", "2026-12-31", group="household")
    charge_quarter(a_run(tmp_path), Q1)
    found = account(Q1)
    by = {
        key: (t.cards, t.people, t.months, t.premium, t.state, t.province)
        for key, t in found.by("group", "resolution", "unit")
    }
    assert by == {
        # one child of three months and one of two
        ("child_under_6", "188/2025/NĐ-CP", WARD): (2, 2, 5, 5 * 105_300, 5 * 105_300, 0),
        ("household", "91/2025/NQ-HĐND", WARD): (1, 1, 3, 3 * 105_300, 0, 3 * 105_300),
    }
    assert total(found.lines).people == 3


def test_what_became_known_later_is_an_adjustment_of_the_open_quarter(tmp_path: Path) -> None:
    child = state_paid()
    charge_quarter(a_run(tmp_path), Q1)
    assert total(account(Q1).lines).state == 3 * 105_300
    close_on(Q1, "2026-04-10")
    with recording() as e:
        die(child, day("2026-02-10"), e)  # type: ignore[arg-type]
    found = charge_quarter(a_run(tmp_path), Q2)
    # March was charged and is taken back; the quarter itself has nothing
    assert (found.amounts, found.adjusting) == ({"state": -105_300}, 1)
    second = account(Q2)
    assert [(line.amount, line.own_quarter) for line in second.lines] == [(-105_300, False)]
    assert total(account(Q1).lines).state == 3 * 105_300
    balanced()


def test_a_closed_quarter_is_closed_for_everybody(tmp_path: Path) -> None:
    state_paid()
    charge_quarter(a_run(tmp_path), Q1)
    kept = close_on(Q1, "2026-04-10")
    with pytest.raises(AlreadyDone):
        close_on(Q1, "2026-04-11")
    with pytest.raises(NotReady):
        charge_quarter(a_run(tmp_path), Q1)
    row = Charge.objects.first()
    assert row is not None
    row.pk = None
    with pytest.raises(DatabaseError, match="closed"), transaction.atomic():
        row.save(force_insert=True)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Settlement.objects.filter(pk=kept.pk).update(quarter=1)
    balanced()


def test_quarters_are_closed_in_order_and_when_they_have_ended(tmp_path: Path) -> None:
    state_paid()
    run = a_run(tmp_path)
    with pytest.raises(NotReady, match=r"baophu charge 2026Q1"):
        close_on(Q1, "2026-04-10")
    charge_quarter(run, Q1)
    charge_quarter(run, Q2)
    with pytest.raises(NotReady, match="2026Q1"):
        close_on(Q2, "2026-07-10")
    with pytest.raises(NotReady):
        close_on(Q1, "2026-03-30")
    close_on(Q1, "2026-04-01")
    close_on(Q2, "2026-07-01")


def test_the_year_is_closed_on_15_december(tmp_path: Path) -> None:
    state_paid()
    q4 = parse("2026Q4")
    charge_quarter(a_run(tmp_path), q4)
    with pytest.raises(NotReady):
        close_on(q4, "2026-12-14")
    close_on(q4, "2026-12-15")
    assert accounted_in(day("2026-12-10")) == q4 + 1
    assert accounted_in(day("2025-12-16")) == q4 + 1


def test_before_it_is_closed_a_quarter_takes_what_is_known_in_it() -> None:
    assert accounted_in(day("2026-12-15")) == parse("2026Q4")
    assert accounted_in(day("2026-12-16")) == parse("2027Q1")
    assert accounted_in(day("2026-05-01")) == Q2


def test_the_budget_pays_what_is_due_after_netting(tmp_path: Path) -> None:
    child = state_paid()
    state_paid("Nguyễn Ti")
    charge_quarter(a_run(tmp_path), Q1)
    with recording() as e:
        die(child, day("2026-02-10"), e)  # type: ignore[arg-type]
    charge_quarter(a_run(tmp_path), Q1)
    # two children × 3 months, one month taken back
    assert charged("state") == 5 * 105_300
    payment = receive("state", "STC-2026-1", 6 * 105_300, day("2026-04-20"))
    assert allocate_oldest(payment) == 105_300
    assert receive("state", "STC-2026-1", 6 * 105_300, day("2026-04-20")) == payment
    balanced()


def test_money_left_of_a_resolution(tmp_path: Path) -> None:
    old = a_person("Nguyễn Già", "1955-01-01", unit=WARD)
    a_card(old, "2026-01-01", "2026-12-31", group="household")
    run = a_run(tmp_path)
    charge_quarter(run, Q1)
    with recording() as e:
        record_appropriation("91/2025/NQ-HĐND", 2026, 1_200_000, e)
    (left,) = money_left(2026, run)
    # charged 3 × 105.300; to come 3 × 105.300 + 6 × 113.850 = 999.000
    assert (left.voted, left.spent, left.to_come, left.left) == (1_200_000, 315_900, 999_000, -114_900)
    assert left.warning == "over"
    assert money_left(2026)[0].to_come is None
    with recording() as e, pytest.raises(NoSuchThing, match="91/2025/NQ-HĐND"):
        record_appropriation("91/2025", 2026, 5, e)


def test_the_form_as_a_workbook(tmp_path: Path) -> None:
    state_paid()
    charge_quarter(a_run(tmp_path / "runs"), Q1)
    file = write_account(account(Q1), tmp_path / "mau-1.xlsx")
    book = openpyxl.load_workbook(file)
    assert book.sheetnames == ["Mẫu số 1", "Theo đơn vị", "Chi tiết", "Điều chỉnh"]
    rows = [[c for c in row if c is not None] for row in book["Mẫu số 1"].iter_rows(values_only=True)]
    assert ["BẢO HIỂM XÃ HỘI QUẢNG NINH", "Độc lập - Tự do - Hạnh phúc"] in rows
    assert ["Quý I năm 2026"] in rows
    line = next(row for row in rows if row and row[0] == 1)
    assert line[1:] == ["3h · Trẻ em dưới 6 tuổi", "188/2025/NĐ-CP", 1, 1, 3, 315_900, 315_900, 0, 315_900]
    assert any(row and str(row[0]).startswith("Tổng cộng") and row[-1] == 315_900 for row in rows)


def test_a_run_that_does_not_reach_the_quarter(tmp_path: Path) -> None:
    state_paid()
    with pytest.raises(NotReady):
        charge_quarter(a_run(tmp_path, last="2026-02"), Q1)


def test_quarters_as_text() -> None:
    assert shown(Q1) == "2026Q1"
    for wrong in ("2026Q5", "Q1", "2026", "x"):
        with pytest.raises(NoSuchThing):
            parse(wrong)


def test_months_of_one_person_have_one_payer(tmp_path: Path) -> None:
    """A card bought by oneself, then an island: the State pays from its card on, the months before stay own."""
    home, (an,) = a_family("1970-01-01", unit="07192")
    assert Entry.objects.exists()
    status = a_status(home, "living_standard", "poor", "2026-03-01", "2026-12-31")
    issue(an.pk, asked(listed_on=day("2026-03-01"), months=10))
    found = charge_quarter(a_run(tmp_path), Q1)
    assert found.amounts == {"state": 105_300}
    with recording() as e:
        withdraw_status(status, e)
    # Co To has been an island since 2025-12-01: the State pays all the same, under the same group of Article 12
    assert charge_quarter(a_run(tmp_path), Q1).amounts == {"state": 0}
