"""Targets are assigned by a decision, whole or not at all, and never overwritten."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from baophu.engine.months import month_of
from baophu.law.model import Book
from baophu.steering.errors import WrongTargets
from baophu.steering.models import Agency, Contact, Kept, PeopleCount, Target
from baophu.steering.services import actions, reading
from baophu.steering.services.agencies import Named
from baophu.steering.services.progress import progress
from baophu.steering.services.reading import Count
from baophu.steering.services.targets import Assignment, Decided, assign, in_force, others, withdraw, years

from .conftest import DAY

pytestmark = pytest.mark.django_db
DECISION = Decided("12/QĐ-BCĐ", date(2026, 1, 15), "Ban Chỉ đạo")
HA_TU, BINH_LIEU = "06652", "06838"


def wrong(*rows: Assignment, decided: Decided = DECISION, replace: bool = False) -> list[str]:
    before = Target.objects.count()
    with pytest.raises(WrongTargets) as caught:
        assign(rows, decided, None, replace=replace)
    assert Target.objects.count() == before, "nothing is half-written"
    return [str(p) for p in caught.value.problems]


def test_a_decision_assigns_units_and_agencies(book: Book) -> None:
    rows = [
        Assignment("", 2026, 9650),
        Assignment(HA_TU, 2026, 9600, Named("UBND phường Hà Tu", "committee", "Trần Văn Bình", "0912345678")),
        Assignment("", 2026, 10_000, Named("Sở Giáo dục và Đào tạo", "department"), "pupil"),
    ]
    made = assign(rows, DECISION, None, book=book) if "pupil" in _groups(book) else assign(rows[:2], DECISION, None)
    assert [t.unit for t in in_force(2026)][:2] == ["", HA_TU]
    assert made[1].agency is not None
    assert Contact.objects.get(agency=made[1].agency).person == "Trần Văn Bình"
    assert {t.document.number for t in made} == {"12/QĐ-BCĐ"}
    assert len({t.entry_id for t in made}) == 1
    assert years() == [2026]


def _groups(book: Book) -> dict[str, str]:
    from baophu.steering.services.targets import groups_of

    return groups_of(book)


def test_what_a_target_cannot_be(db: None) -> None:
    assert "101 %" in wrong(Assignment(HA_TU, 2026, 10_100))[0]
    assert "0 %" in wrong(Assignment(HA_TU, 2026, 0))[0]
    assert "99999" in wrong(Assignment("99999", 2026, 9500))[0]
    assert "1999" in wrong(Assignment(HA_TU, 1999, 9500))[0]
    assert "nobody" in wrong(Assignment(HA_TU, 2026, 9500, group="nobody"))[0]
    assert wrong() == ["Không có chỉ tiêu nào."]
    missing = wrong(Assignment(HA_TU, 2026, 9500), decided=Decided("", None))
    assert missing == ["Hãy ghi số quyết định giao chỉ tiêu.", "Hãy ghi ngày quyết định."]


def test_every_problem_is_told_at_once_and_nothing_is_written(db: None) -> None:
    told = wrong(
        Assignment(HA_TU, 2026, 9500), Assignment("99999", 2026, 10_100, row=3), Assignment("", 1999, 9500, row=4)
    )
    assert len(told) == 3
    assert told[0].startswith("Dòng 3: ")
    assert not Agency.objects.exists()


def test_two_targets_for_one_unit_and_year(db: None) -> None:
    told = wrong(Assignment(HA_TU, 2026, 9500, row=2), Assignment(HA_TU, 2026, 9600, row=9))
    assert told == ["Dòng 9: Phường Hà Tu có hai chỉ tiêu cho năm 2026 (dòng 2); hãy giữ một."]
    assign([Assignment(HA_TU, 2026, 9500)], DECISION, None)
    (told,) = wrong(Assignment(HA_TU, 2026, 9600), decided=Decided("30/QĐ-BCĐ", date(2026, 6, 1)))
    assert "đã có chỉ tiêu 95 % cho năm 2026 theo 12/QĐ-BCĐ" in told
    # another year and the province's own are others
    assign([Assignment(HA_TU, 2027, 9600), Assignment("", 2026, 9500)], DECISION, None)


def test_another_decision_may_take_its_place_and_both_stay_known(db: None) -> None:
    (first,) = assign([Assignment(HA_TU, 2026, 9500)], DECISION, None)
    (second,) = assign([Assignment(HA_TU, 2026, 9600)], Decided("30/QĐ-BCĐ", date(2026, 6, 1)), None, replace=True)
    first.refresh_from_db()
    assert first.retracted == second.entry
    assert in_force(2026) == [second]
    assert others(second) == [first]


def test_one_agency_has_one_target_a_group_and_year_however_it_is_written(db: None) -> None:
    assign([Assignment("", 2026, 9900, Named("Sở Giáo dục và Đào tạo"))], DECISION, None)
    (told,) = wrong(Assignment("", 2026, 9800, Named("SỞ GIÁO DỤC VÀ  ĐÀO TẠO")))
    assert "đã có chỉ tiêu 99 %" in told
    assert Agency.objects.count() == 1


def test_another_person_takes_the_place_of_the_one_responsible(db: None) -> None:
    assign([Assignment(HA_TU, 2026, 9500, Named("UBND phường Hà Tu", person="Lan", phone="0912"))], DECISION, None)
    later = Decided("5/QĐ", date(2027, 1, 5))
    assign([Assignment(HA_TU, 2027, 9600, Named("UBND Phường Hà Tu", person="Minh"))], later, None)
    assert [(c.person, c.retracted_id is None) for c in Contact.objects.order_by("id")] == [
        ("Lan", False),
        ("Minh", True),
    ]


def test_withdrawing_says_why(db: None) -> None:
    (target,) = assign([Assignment(HA_TU, 2026, 9500)], DECISION, None)
    with pytest.raises(WrongTargets, match="lý do"):
        withdraw(target, None, " ")
    withdraw(target, None, "Giao nhầm đơn vị")
    target.refresh_from_db()
    assert target.retracted is not None
    assert target.retracted.reason == "Giao nhầm đơn vị"
    with pytest.raises(WrongTargets, match="đã được rút"):
        withdraw(target, None, "lần nữa")
    assign([Assignment(HA_TU, 2026, 9600)], DECISION, None)


def test_progress_is_counted_on_who_lives_there_now(kept: Kept) -> None:
    PeopleCount.objects.filter(kept=kept, dimension="all", unit=HA_TU, month=kept.month).update(
        living=1000, insured=941
    )
    (target,) = assign([Assignment(HA_TU, 2026, 9555)], DECISION, None)
    (p,) = progress(kept, [target])
    assert (p.count, p.asked) == (Count(1000, 941), Fraction(9555, 10_000))
    assert p.gap == 956 - 941  # 955.5 people are 956
    assert p.months_left == 4
    assert p.pace == 4  # 15 people in four months
    assert p.foreseen is not None
    assert p.foreseen.month == 2026 * 12 + 11


def test_outlook_is_where_the_target_lies_against_the_interval(kept: Kept) -> None:
    expected = reading.foreseen(kept)[""]
    assert expected.low is not None
    assert expected.high is not None
    low, high = (int(share * 10_000) for share in (expected.low, expected.high))
    (target,) = assign([Assignment("", 2026, min(10_000, high + 20))], DECISION, None)

    def outlook(coverage: int) -> str:
        Target.objects.filter(pk=target.pk).update(coverage=coverage)
        target.refresh_from_db()
        (p,) = progress(kept, [target])
        return p.outlook

    now = reading.total(kept, kept.month)
    assert now.rate is not None
    assert outlook(min(10_000, high + 20)) == "unlikely"
    assert outlook(9000) == "reached"
    if low > int(now.rate * 10_000) + 1:
        assert outlook(low) == "likely"
    between = (low + high) // 2
    assert outlook(between) in ("open", "reached")


def test_a_target_of_a_group_is_counted_on_those_who_pay_in_it(kept: Kept) -> None:
    group, count = max(reading.by_key(kept, kept.month, "group").items(), key=lambda g: g[1].living)
    rows = [
        Assignment("", 2026, 9900, Named("Liên đoàn doanh nghiệp"), group),
        Assignment(HA_TU, 2026, 9900, None, group),
    ]
    of_agency, of_unit = progress(kept, assign(rows, DECISION, None))
    assert of_agency.count == count
    assert of_unit.count == reading.by_unit(kept, kept.month, "group", group).get(HA_TU)
    assert of_agency.outlook in ("reached", "unknown")


def test_a_unit_without_people_and_years_out_of_reach(kept: Kept) -> None:
    PeopleCount.objects.filter(kept=kept, unit=BINH_LIEU).delete()
    rows = [Assignment(BINH_LIEU, 2026, 9900), Assignment(BINH_LIEU, 2030, 9900), Assignment(BINH_LIEU, 2024, 9900)]
    now, later, before = progress(kept, assign(rows, DECISION, None))
    assert (now.count, now.count.rate, now.gap) == (Count(0, 0), None, 0)
    assert now.change is None
    assert later.months_left == 2030 * 12 + 11 - month_of(DAY)
    assert (before.months_left, before.pace) == (0, None)


def test_who_acts_next(kept: Kept) -> None:
    (target,) = assign([Assignment(HA_TU, 2026, 9900)], DECISION, None)
    with pytest.raises(WrongTargets) as caught:
        actions.note(target, " ", "", None, None)
    assert [p.field for p in caught.value.problems] == ["what", "person", "due"]
    late = actions.note(target, "Rà soát hộ", "Lan", date(2026, 9, 30), None)
    soon = actions.note(target, "Gọi điện", "Minh", date(2026, 9, 1), None)
    (p,) = progress(kept, [target])
    assert p.next_action == soon
    actions.close(soon, "Đã gọi 40 hộ", None)
    (p,) = progress(kept, [target])
    assert p.next_action == late
    with pytest.raises(WrongTargets, match="đã được khép"):
        actions.close(soon, "lần nữa", None)
    assert [a.pk for a in actions.history(target)] == [late.pk, soon.pk]
    # actions hang on the unit and year: another decision's target keeps them
    (other,) = assign([Assignment(HA_TU, 2026, 9950)], DECISION, None, replace=True)
    assert progress(kept, [other])[0].next_action == late
