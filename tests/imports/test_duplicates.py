"""Records that may be of one person."""

from __future__ import annotations

import pytest

from baophu.accounts.services import approve
from baophu.imports.errors import NotNow, NotYours
from baophu.imports.matching import linked
from baophu.imports.models import Pair
from baophu.imports.services.duplicates import pairs_of, propose, search, tell_apart
from baophu.registry.models import Person
from tests.builders import HONG_GAI, a_person
from tests.imports.builders import commune_officer, province_officer

pytestmark = pytest.mark.django_db


def found(units: list[str] | None = None) -> set[frozenset[int]]:
    search(province_officer(), units, splink=False)
    return {frozenset((p.first_id, p.second_id)) for p in Pair.objects.all()}


def test_the_same_name_and_birth_date_twice() -> None:
    one, other = a_person(personal_id="022080000001"), a_person("NGUYỄN VĂN AN")
    assert found() == {frozenset((one.pk, other.pk))}
    why = [w["en"] for w in Pair.objects.get().why]
    assert why == ["same name", "same birth date", "same unit"]


def test_a_slip_of_the_pen_and_exchanged_dates_in_one_unit() -> None:
    one, other = (
        a_person("Nguyễn Thị Thanh Huyền", "1980-03-02", "f"),
        a_person("Nguyễn Thị Thanh Huyềnn", "1980-03-02", "f"),
    )
    two, another = a_person("Lê Văn Tư", "1985-03-02"), a_person("Lê Văn Tư", "1985-02-03")
    assert found() == {frozenset((one.pk, other.pk)), frozenset((two.pk, another.pk))}


def test_two_ids_two_sexes_and_far_names_are_two_people() -> None:
    a_person(personal_id="022080000001")
    a_person(personal_id="022080000002")
    a_person("Lê Ánh", "1990-01-02", "m")
    a_person("Lê Ánh", "1990-01-02", "f")
    a_person("Trần Quốc Toản", "1980-03-02")
    assert found() == set()


def test_like_names_of_other_units_are_two_people() -> None:
    a_person("Nguyễn Thị Thanh Huyền", sex="f")
    a_person("Nguyễn Thị Thanh Huyềnn", sex="f", unit=HONG_GAI)
    assert found() == set()


def test_a_pair_is_proposed_to_be_merged_and_a_second_officer_approves() -> None:
    one, other = a_person(), a_person(personal_id="022080000001")
    by, second = commune_officer(), commune_officer()
    assert search(by, splink=False) == 1
    proposal = propose(pairs_of(by).get().pk, by)
    with pytest.raises(NotNow):
        tell_apart(Pair.objects.get().pk, by)
    approve(proposal, second)
    one.refresh_from_db()
    assert one.merged_into_id == other.pk
    assert search(by, splink=False) == 0
    assert Person.objects.standing().count() == 1


def test_different_people_are_not_shown_again() -> None:
    a_person()
    a_person()
    by = commune_officer()
    search(by, splink=False)
    tell_apart(pairs_of(by).get().pk, by)
    assert search(by, splink=False) == 0


def test_an_officer_sees_pairs_of_their_own_units_alone() -> None:
    a_person()
    a_person(unit=HONG_GAI)
    search(province_officer(), splink=False)
    pair = Pair.objects.get()
    by = commune_officer()
    assert not pairs_of(by).exists()
    with pytest.raises(NotYours):
        propose(pair.pk, by)
    with pytest.raises(NotYours):
        search(by, [HONG_GAI])


@pytest.mark.skipif(not linked.installed(), reason="splink is an extra: pip install baophu[dedup]")
def test_splink_finds_them_too() -> None:
    surnames, middles = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng"), ("Văn", "Đức", "Quang", "Minh")
    given = ("An", "Bình", "Cường", "Dũng", "Giang", "Hải")
    for place, name in enumerate(f"{s} {m} {g}" for s in surnames for m in middles for g in given):
        a_person(name, f"{1960 + place % 40}-{place % 12 + 1:02d}-{place % 28 + 1:02d}")
    one = Person.objects.order_by("id")[7]
    other = a_person(one.name, one.born)
    assert search(province_officer()) >= 1
    assert frozenset((one.pk, other.pk)) in {frozenset((p.first_id, p.second_id)) for p in Pair.objects.all()}
