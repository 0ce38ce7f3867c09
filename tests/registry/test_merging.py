"""Two records of one person: merged with choices where they contradict each other, and two again when undone."""

from __future__ import annotations

from typing import Any

import pytest

from baophu.accounts.models import Role, User
from baophu.accounts.services import approve
from baophu.registry.errors import InConflict, WrongFact
from baophu.registry.four_eyes import propose_merge
from baophu.registry.models import Household, Person, PersonStatus, Stay
from baophu.registry.services.finding import by_number
from baophu.registry.services.merging import Side, merge, preview_merge
from baophu.registry.services.recording import correct_person
from baophu.registry.services.undoing import undo
from tests.builders import BINH_LIEU, HONG_GAI, a_card, a_person, a_status, an_amount, day, recording

pytestmark = pytest.mark.django_db


def told(person: Person) -> dict[str, Any]:
    """Everything said of a person now."""
    person.refresh_from_db()
    rows = {
        "statuses": person.statuses.known().values_list("fact", "value", "valid_from", "valid_to"),
        "amounts": person.amounts.known().values_list("fact", "value", "valid_from", "valid_to"),
        "stays": person.stays.known().values_list("unit", "household", "valid_from", "valid_to"),
        "cards": person.cards.known().values_list("number", "valid_from", "valid_to"),
    }
    fields = ("name", "personal_id", "social_number", "old_id", "phone", "merged_into_id", "unit_id", "died")
    return {**{k: sorted(v, key=str) for k, v in rows.items()}, **{f: getattr(person, f) for f in fields}}


@pytest.fixture
def pair() -> tuple[Person, Person]:
    """One person, recorded twice: the second with another number and, since 2026, another place."""
    kept = a_person(personal_id="022080000001")
    other = a_person("NGUYEN VAN AN", social_number="2212345678", phone="0912345678", unit=None)
    return kept, other


def test_rows_and_numbers_move(pair: tuple[Person, Person]) -> None:
    kept, other = pair
    a_status(kept, "employment", "employee", "2020-01-01", "2022-12-31")
    a_status(other, "employment", "employee", "2022-01-01", "2024-12-31")
    a_status(other, "deputy", "true", "2020-01-01")
    an_amount(other, "wage", 5_000_000)
    a_card(other)
    with recording("merge") as e:
        merge(kept, other, e)
    kept.refresh_from_db()
    other.refresh_from_db()
    assert (kept.social_number, kept.phone, other.social_number) == ("2212345678", "+84912345678", None)
    assert other.merged_into == kept
    rows = kept.statuses.known().order_by("fact", "valid_from").values_list("fact", "valid_from", "valid_to")
    assert [(f, str(a), str(b)) for f, a, b in rows] == [
        ("deputy", "2020-01-01", "None"),
        ("employment", "2020-01-01", "2022-12-31"),
        ("employment", "2023-01-01", "2024-12-31"),
    ]
    assert not other.statuses.known().exists()
    assert not other.cards.known().exists()
    assert kept.cards.known().count() == kept.amounts.known().count() == 1
    assert [f.person for f in by_number("2212345678")] == [kept]


def test_contradictions_are_listed_and_nothing_is_done(pair: tuple[Person, Person]) -> None:
    kept, other = pair
    a_status(kept, "study", "pupil", "2020-01-01")
    a_status(other, "study", "student", "2021-01-01")
    with recording() as e, pytest.raises(InConflict) as refused:
        merge(kept, other, e)
    assert [c.key for c in refused.value.conflicts] == ["personstatus:study"]
    assert "student 2021-01-01" in refused.value.text.en
    other.refresh_from_db()
    assert other.merged_into is None
    assert PersonStatus.objects.known().count() == 2


@pytest.mark.parametrize(
    ("side", "expected"),
    [
        ("kept", [("pupil", "2020-01-01", "None")]),
        ("other", [("pupil", "2020-01-01", "2020-12-31"), ("student", "2021-01-01", "None")]),
    ],
)
def test_a_choice_settles_it(pair: tuple[Person, Person], side: Side, expected: list[tuple[str, str, str]]) -> None:
    kept, other = pair
    a_status(kept, "study", "pupil", "2020-01-01")
    a_status(other, "study", "student", "2021-01-01")
    with recording() as e:
        merge(kept, other, e, {"personstatus:study": side})
    rows = kept.statuses.known().order_by("valid_from").values_list("value", "valid_from", "valid_to")
    assert [(v, str(a), str(b)) for v, a, b in rows] == expected


def test_two_places_at_once_and_two_ids_are_contradictions() -> None:
    kept = a_person(personal_id="022080000001", unit=BINH_LIEU)
    other = a_person(personal_id="022080000002", unit=HONG_GAI)
    assert {c.key for c in preview_merge(kept, other).conflicts} == {"personal_id", "stay"}
    with recording() as e:
        merge(kept, other, e, {"personal_id": "other", "stay": "other"})
    kept.refresh_from_db()
    assert (kept.personal_id, kept.unit_id) == ("022080000002", HONG_GAI)
    assert Stay.objects.known().get().unit_id == HONG_GAI


def test_an_id_of_another_sex_is_a_contradiction() -> None:
    kept = a_person(unit=None)
    other = a_person("Nguyễn Thị An", sex="f", personal_id="022180000001", unit=None)
    assert [c.key for c in preview_merge(kept, other).conflicts] == ["personal_id"]


def test_who_died_in_one_record(pair: tuple[Person, Person]) -> None:
    kept, other = pair
    a_status(kept, "deputy")
    with recording() as e:
        from baophu.registry.services.recording import die

        die(other, day("2026-02-01"), e)
    with recording() as e, pytest.raises(InConflict):
        merge(kept, other, e)
    with recording() as e:
        merge(kept, other, e, "other")
    kept.refresh_from_db()
    assert kept.died == day("2026-02-01")
    assert kept.statuses.known().get().valid_to == day("2026-02-01")


def test_a_head_of_household_stays_one(pair: tuple[Person, Person]) -> None:
    kept, _ = pair
    twin = a_person("Nguyễn Văn Ân", since=day("2016-01-01"))
    home = Household.objects.get(head=twin)
    with recording() as e:
        merge(kept, twin, e, "other")
    home.refresh_from_db()
    assert home.head == kept


def test_undone_they_are_two_again(pair: tuple[Person, Person]) -> None:
    kept, other = pair
    a_status(kept, "study", "pupil", "2020-01-01")
    a_status(other, "study", "student", "2021-01-01")
    a_card(other)
    before = told(kept), told(other)
    with recording() as e:
        merge(kept, other, e, "other")
    undo(e)
    assert (told(kept), told(other)) == before


def test_a_record_is_merged_once_and_not_with_itself(pair: tuple[Person, Person]) -> None:
    kept, other = pair
    with recording() as e:
        merge(kept, other, e)
    for a, b in ((kept, other), (other, kept), (kept, kept)):
        with recording() as e, pytest.raises(WrongFact):
            merge(a, b, e)
    with recording() as e, pytest.raises(WrongFact):
        a_status(other, "deputy")


def test_a_second_officer_carries_it_out(pair: tuple[Person, Person]) -> None:
    kept, other = pair
    one = User.objects.create(username="mot", role=Role.PROVINCE)
    two = User.objects.create(username="hai", role=Role.PROVINCE)
    proposal = propose_merge(kept, other, one, reason="cùng một người")
    assert other.merged_into is None
    approve(proposal, two)
    other.refresh_from_db()
    assert other.merged_into == kept


def test_correcting_before_merging(pair: tuple[Person, Person]) -> None:
    kept, other = pair
    with recording() as e:
        correct_person(other, e, personal_id="022080000009")
    assert "personal_id" in {c.key for c in preview_merge(kept, other).conflicts}
