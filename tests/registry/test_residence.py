"""Residence, households, births, deaths: stays follow each other, what runs ends, what was known stays known."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from baophu.registry.errors import NotThere, WrongFact, WrongField
from baophu.registry.models import Household, Person, PersonStatus, Stay, Unit
from baophu.registry.services.births import be_born
from baophu.registry.services.deaths import die
from baophu.registry.services.households import join, leave, members, set_head
from baophu.registry.services.residence import (
    correct_stay,
    move,
    move_household,
    move_out,
    register_as,
    settle_in,
    stay_on,
)
from baophu.registry.services.whereabouts import catch_up
from baophu.registry.signals import newborn, recorded
from tests.builders import (
    BINH_LIEU,
    CO_TO,
    HONG_GAI,
    a_card,
    a_household,
    a_person,
    a_status,
    an_amount,
    day,
    recording,
)

pytestmark = pytest.mark.django_db


def stays(person: Person) -> list[tuple[str, bool, str, str]]:
    rows = Stay.objects.known().filter(person=person).order_by("valid_from")
    return [(s.unit_id, s.permanent, str(s.valid_from), str(s.valid_to or "")) for s in rows]


def test_a_move_ends_the_stay_the_day_before() -> None:
    an = a_person()
    with recording() as e:
        move(an, day("2026-03-01"), e, unit=HONG_GAI)
    assert stays(an) == [(BINH_LIEU, True, "2015-01-01", "2026-02-28"), (HONG_GAI, True, "2026-03-01", "")]
    an.refresh_from_db()
    assert an.unit_id == HONG_GAI


def test_somebody_away_for_a_time_comes_back() -> None:
    an = a_person()
    with recording() as e:
        move(an, day("2026-03-01"), e, unit=HONG_GAI, permanent=False, last_day=day("2026-08-31"))
    assert stays(an) == [
        (BINH_LIEU, True, "2015-01-01", "2026-02-28"),
        (HONG_GAI, False, "2026-03-01", "2026-08-31"),
        (BINH_LIEU, True, "2026-09-01", ""),
    ]


def test_a_move_recorded_late_leaves_later_moves_alone() -> None:
    an = a_person()
    with recording() as e:
        move(an, day("2026-06-01"), e, unit=CO_TO)
    with recording() as e:
        move(an, day("2026-02-01"), e, unit=HONG_GAI)
    assert [(unit, start) for unit, _, start, _ in stays(an)] == [
        (BINH_LIEU, "2015-01-01"),
        (HONG_GAI, "2026-02-01"),
        (CO_TO, "2026-06-01"),
    ]


def test_moving_out_and_registering() -> None:
    an = a_person(permanent=False)
    with recording() as e:
        register_as(an, True, day("2025-01-01"), e)
        move_out(an, day("2026-01-01"), e)
    assert stays(an)[1:] == [(BINH_LIEU, True, "2025-01-01", "2025-12-31"), (Unit.OUTSIDE, False, "2026-01-01", "")]


def test_who_lives_nowhere_needs_unit_and_household() -> None:
    an = a_person(unit=None)
    with recording() as e, pytest.raises(NotThere):
        move(an, day("2026-01-01"), e, unit=HONG_GAI)
    home = a_household()
    with recording() as e:
        move(an, day("2026-01-01"), e, unit=HONG_GAI, household=home, permanent=True)
    assert stays(an) == [(HONG_GAI, True, "2026-01-01", "")]


def test_an_unknown_unit_is_refused_with_a_guess() -> None:
    an = a_person()
    with recording() as e, pytest.raises(WrongFact) as refused:
        move(an, day("2026-01-01"), e, unit="06839")
    assert "no unit has the code '06839'; did you mean" in refused.value.text.en


def test_a_stay_is_corrected() -> None:
    an = a_person()
    with recording() as e:
        stay = stay_on(an, day("2026-01-01"))
        assert stay is not None
        correct_stay(stay, e, unit=CO_TO, permanent=False)
    assert stays(an) == [(CO_TO, False, "2015-01-01", "")]
    an.refresh_from_db()
    assert an.unit_id == CO_TO


def test_a_unit_of_today_moves_along_as_days_pass() -> None:
    an = a_person()
    catch_up(day("2026-01-01"))
    with recording() as e:
        move(an, date.today().replace(year=date.today().year + 1), e, unit=HONG_GAI)
    an.refresh_from_db()
    assert an.unit_id == BINH_LIEU
    catch_up(date.today())
    assert catch_up(date.today().replace(year=date.today().year + 2)) == 1
    an.refresh_from_db()
    assert an.unit_id == HONG_GAI


def test_a_household_moves_with_all_its_members() -> None:
    an, binh = a_person(unit=None), a_person("Trần Thị Bình", "1990-01-01", "f", unit=None)
    home = a_household(BINH_LIEU, an, binh)
    with recording() as e:
        move_household(home, HONG_GAI, day("2026-01-01"), e)
    assert {stays(p)[-1][0] for p in (an, binh)} == {HONG_GAI}
    assert members(home, day("2026-01-01")) == [an, binh]


def test_a_household_of_thirty() -> None:
    people = [a_person(f"Nguyễn Văn {'An' * (n % 3 + 1)}", unit=None) for n in range(30)]
    home = a_household(BINH_LIEU, *people)
    assert len(members(home, day("2026-01-01"))) == 30
    with recording() as e:
        assert len(move_household(home, CO_TO, day("2026-02-01"), e)) == 30


def test_joining_leaving_and_the_head() -> None:
    an, binh = a_person(), a_person("Trần Thị Bình", "1990-01-01", "f", unit=HONG_GAI)
    home = Household.objects.get(head=an)
    with recording() as e:
        join(binh, home, day("2026-01-01"), e)
        set_head(home, binh, day("2026-01-01"), e)
    assert stays(binh)[-1][0] == BINH_LIEU
    with recording() as e:
        own = leave(binh, day("2026-06-01"), e)
    home.refresh_from_db()
    assert (home.head, own.head) == (None, binh)
    with recording() as e, pytest.raises(NotThere):
        set_head(home, binh, day("2026-06-01"), e)


def test_a_newborn_lives_with_the_mother_and_others_are_told_on_the_same_entry() -> None:
    mother = a_person("Trần Thị Bình", "1990-01-01", "f")
    heard: list[tuple[int, int]] = []

    def hear(person: Person, entry: Any, **_: Any) -> None:
        heard.append((person.pk, entry.pk))

    newborn.connect(hear, weak=False)
    try:
        with recording("born") as e:
            child = be_born(e, mother=mother, name="Nguyễn Minh Khôi", born="01/06/2026", sex="m")
    finally:
        newborn.disconnect(hear)
    stay = child.stays.get()
    assert (stay.unit_id, stay.household, stay.valid_from) == (BINH_LIEU, mother.stays.get().household, child.born)
    assert {stay.entry_id, child.entry_id} == {e.pk}
    assert heard == [(child.pk, e.pk)]


def test_a_child_born_nowhere_is_refused_whole() -> None:
    with recording() as e, pytest.raises(NotThere):
        be_born(
            e, mother=a_person("Trần Thị Bình", "1990-01-01", "f", unit=None), name="An", born="2026-06-01", sex="m"
        )
    assert not Person.objects.filter(name="An").exists()
    with recording() as e, pytest.raises(WrongField):
        be_born(e, mother=a_person("Trần Thị Bình", "1990-01-01", "f"), name="An", born="2026-06-01", sex="?")


def test_death_ends_what_runs() -> None:
    an = a_person()
    home = Household.objects.get(head=an)
    a_status(an, "employment", "employee", "2020-01-01")
    a_status(an, "deputy", "true", "2020-01-01", "2021-12-31")
    a_status(an, "artisan", "true", "2026-09-01")
    an_amount(an, "wage", 5_000_000)
    a_card(an)
    before = PersonStatus.objects.latest("id").entry.at
    with recording("die") as e:
        die(an, day("2026-05-10"), e)
    rows = PersonStatus.objects.known().filter(person=an).order_by("fact").values_list("fact", "valid_to")
    assert list(rows) == [("deputy", day("2021-12-31")), ("employment", day("2026-05-10"))]
    assert an.amounts.known().get().valid_to == day("2026-05-10")
    card = an.cards.known().get()
    assert (card.valid_to, card.ended) == (day("2026-05-10"), "died")
    assert stays(an)[-1][3] == "2026-05-10"
    home.refresh_from_db()
    assert home.head is None
    assert PersonStatus.objects.known(before).filter(fact="artisan").exists()
    with recording() as e, pytest.raises(WrongFact):
        die(an, day("2026-05-11"), e)
    with recording() as e, pytest.raises(WrongFact):
        a_status(an, "study", "pupil", "2026-01-01")


@pytest.mark.parametrize("on", ["1979-01-01", "2200-01-01"])
def test_no_death_before_birth_or_after_today(on: str) -> None:
    an = a_person()
    with recording() as e, pytest.raises(WrongFact):
        die(an, day(on), e)


def test_what_was_recorded_is_told_once_on_commit(django_capture_on_commit_callbacks: Any) -> None:
    heard: list[tuple[frozenset[int], frozenset[int], int]] = []

    def hear(person_ids: frozenset[int], household_ids: frozenset[int], entry: Any, **_: Any) -> None:
        heard.append((person_ids, household_ids, entry.pk))

    an, home = a_person(), a_household()
    recorded.connect(hear, weak=False)
    try:
        with django_capture_on_commit_callbacks(execute=True), recording() as e:
            move(an, day("2026-01-01"), e, household=home, unit=HONG_GAI)
            settle_in(a := a_person(unit=None), home, HONG_GAI, True, day("2026-01-01"), e)
    finally:
        recorded.disconnect(hear)
    told = next(h for h in heard if h[2] == e.pk)
    assert told[0] == {an.pk, a.pk}
    assert home.pk in told[1]
    assert len([h for h in heard if h[2] == e.pk]) == 1
