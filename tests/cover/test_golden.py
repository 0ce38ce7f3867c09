"""The golden vectors of the fact base (§10) as quotes and cards of people in the register, to the đồng."""

from __future__ import annotations

from datetime import date

import pytest

from baophu.cover.services.foreseeing import asked, foresee
from baophu.cover.services.quoting import Priced, price
from baophu.registry.models import Person
from tests.builders import a_card, a_household, a_person, a_status, day

pytestmark = pytest.mark.django_db


def home_of(person: Person) -> int:
    return int(person.stays.get().household_id)


def priced(person: Person, on: str, months: int = 12) -> Priced:
    return price(home_of(person), day(on), months)


def parts(found: Priced, person: Person) -> tuple[int, int, int]:
    """State, province, own of a card."""
    amounts = found.line(person.pk).amounts
    return amounts.get("state", 0), amounts.get("province", 0), amounts.get("own", 0)


def test_1_the_first_member_pays_in_full() -> None:
    an = a_person(permanent=False)
    # 2.340.000 × 4.5 % = 105.300 a month, × 12
    assert priced(an, "2025-03-10").total == 1_263_600


def test_2_five_members_taper() -> None:
    an = a_person(born="1970-01-01", permanent=False)
    for n, name in enumerate(("Bình", "Chi", "Dũng", "Em")):
        a_person(f"Nguyễn Văn {name}", born=f"198{n}-01-01", household=an.stays.get().household, permanent=False)
    found = priced(an, "2025-03-10")
    # 105.300 × 12 × (100 + 70 + 60 + 50 + 40) %
    assert [line.own for line in found.lines] == [1_263_600, 884_520, 758_160, 631_800, 505_440]
    assert found.total == 4_043_520


def test_6_near_poor_in_2025() -> None:
    an = a_person()
    a_status(an.stays.get().household, "living_standard", "near_poor", "2025-01-01", "2025-12-31")
    foreseen = foresee(an.pk, asked(listed_on=day("2025-01-01"), months=12))
    # State 70 % of 1.263.600, province 30 %, nothing left: no quote, a card from the list's day
    assert foreseen.price.times(12) == {"state": 884_520, "province": 379_080}
    assert foreseen.dated.valid_from == day("2025-01-01")
    assert not foreseen.price.fixed
    (line,) = priced(an, "2025-01-01").lines
    assert (line.joins, line.reason) == (False, "supported")


def test_7_near_poor_before_resolution_35() -> None:
    an = a_person()
    a_status(an.stays.get().household, "living_standard", "near_poor", "2023-01-01", "2023-12-31")
    # base 1.800.000: 972.000 a year, State 70 %
    assert parts(priced(an, "2023-09-04"), an) == (680_400, 0, 291_600)


def test_8_farming_household_of_average_standard() -> None:
    an = a_person(unit="06652")
    home = an.stays.get().household
    a_status(home, "living_standard", "average", "2025-01-01")
    a_status(home, "livelihood", "agriculture", "2020-01-01")
    # 1.263.600: State 30 %, province 50 %, the rest
    assert parts(priced(an, "2025-02-03"), an) == (379_080, 631_800, 252_720)


def test_11_out_of_poverty_and_near_poverty_at_once() -> None:
    an = a_person(unit="06652")
    a_status(an.stays.get().household, "escaped_poverty", "both", "2026-03-05")
    # province 80 % of 1.263.600 from the month of recognition, whatever the day in it
    assert parts(priced(an, "2026-03-20"), an) == (0, 1_010_880, 252_720)
    assert parts(priced(an, "2026-03-02"), an) == (0, 1_010_880, 252_720)


def test_15_supported_from_the_day_after_the_current_card() -> None:
    an = a_person(born="1960-02-10", unit="06652")
    a_card(an, "2025-05-21", "2026-05-20", paid_on=day("2025-05-21"))
    foreseen = foresee(an.pk, asked(listed_on=day("2026-01-15"), months=12))
    assert foreseen.dated.valid_from == day("2026-05-21")
    assert foreseen.price.amounts["province"] == 105_300
    assert "91/2025/NQ-HĐND#card-after-the-valid-one" in foreseen.dated.why


def test_25_and_26_a_pupil_of_a_poor_household_stands_with_the_poor_and_other_pupils_do_not_taper() -> None:
    an = a_person(born="2012-01-01")
    a_status(an, "study", "pupil", "2018-09-01")
    a_status(an.stays.get().household, "living_standard", "poor", "2026-01-01", "2026-12-31")
    assert foresee(an.pk, asked(listed_on=day("2026-01-01"), months=12)).standing.decision.outcome.letter == "3o"
    mother, child = a_person(born="1985-01-01", unit=None), a_person("Nguyễn Thị Bé", "2012-01-01", unit=None)
    home = a_household("06652", mother, child)
    a_status(child, "study", "pupil", "2018-09-01")
    found = price(home.pk, day("2026-02-02"), 12)
    # the pupil pays half of 1.263.600 and neither gets nor counts for tapering
    assert {line.person: line.own for line in found.lines} == {mother.pk: 1_263_600, child.pk: 631_800}


def test_27_a_first_card_waits_thirty_days() -> None:
    an = a_person(unit="06652", permanent=False)
    line = priced(an, "2026-02-01").line(an.pk)
    assert line.card is not None
    assert line.card.dated.valid_from == day("2026-03-03")


@pytest.mark.parametrize(("born", "last"), [("2020-09-30", "2026-09-30"), ("2020-10-01", "2026-10-31")])
def test_29_children_under_six(born: str, last: str) -> None:
    child = a_person(born=born)
    foreseen = foresee(child.pk, asked(on=date(2025, 12, 1)))
    assert foreseen.dated.valid_to == day(last)


def test_the_base_of_the_payment_day_is_kept_over_the_change() -> None:
    an = a_person(unit="06652", permanent=False)
    # paid on 30 June 2026: 12 × 105.300, though seven of the months cost 113.850 (trap 11)
    assert priced(an, "2026-06-30").total == 1_263_600
    # 2.530.000 × 4.5 % = 113.850 × 12
    assert priced(an, "2026-07-01").total == 1_366_200
    assert priced(an, "2026-06-15").valid_until == day("2026-06-30")
