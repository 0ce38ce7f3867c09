"""Whatever was recorded can be undone, unless something later stands on it; then it says what."""

from __future__ import annotations

from typing import Any

import pytest

from baophu.law.model import Text
from baophu.registry.errors import BuiltOn, NotThere
from baophu.registry.models import Household, Person, PersonStatus, Stay, Unit, UnitSuccession
from baophu.registry.services.finding import by_name
from baophu.registry.services.recording import (
    correct_person,
    die,
    end_status,
    leave,
    merge_units,
    move,
    new_person,
    record_status,
    set_status,
)
from baophu.registry.services.telling import entries_of, person_on
from baophu.registry.services.undoing import undo
from baophu.registry.signals import undoing
from tests.builders import BINH_LIEU, HONG_GAI, a_card, a_household, a_person, a_status, day, recording

pytestmark = pytest.mark.django_db


def rows() -> list[tuple[str, str, str]]:
    found = PersonStatus.objects.known().order_by("fact", "valid_from").values_list("value", "valid_from", "valid_to")
    return [(value, str(a), str(b or "")) for value, a, b in found]


def test_a_status_is_undone_and_done_again() -> None:
    an = a_person()
    with recording() as e:
        set_status(an, "study", "pupil", day("2026-01-01"), None, e)
    back = undo(e, reason="nhầm người")
    assert rows() == []
    assert (back.undoes, back.what) == (e, "undo")
    again = undo(back)
    assert rows() == [("pupil", "2026-01-01", "")]
    undo(again)
    assert rows() == []


def test_undone_once() -> None:
    row = a_status(a_person(), "deputy")
    undo(row.entry)
    with pytest.raises(NotThere):
        undo(row.entry)


def test_done_again_it_can_be_undone_by_its_first_name() -> None:
    row = a_status(a_person(), "deputy")
    undo(undo(row.entry))
    assert len(rows()) == 1
    undo(row.entry)
    assert rows() == []


def test_what_is_built_on_is_not_undone() -> None:
    row = a_status(a_person(), "study", "pupil")
    with recording("end") as e:
        end_status(row, day("2026-05-31"), e)
    with pytest.raises(BuiltOn) as refused:
        undo(row.entry)
    assert refused.value.later == (e,)
    assert f"{e.pk} (end" in refused.value.text.en
    undo(e)
    undo(row.entry)
    assert rows() == []


def test_days_taken_since_are_not_undone_over() -> None:
    an = a_person()
    row = a_status(an, "study", "pupil", "2020-01-01")
    with recording() as ended:
        end_status(row, day("2023-12-31"), ended)
    later = a_status(an, "study", "student", "2024-09-01")
    with pytest.raises(BuiltOn) as refused:
        undo(ended)
    assert refused.value.later == (later.entry,)
    assert rows()[0] == ("pupil", "2020-01-01", "2023-12-31")


def test_a_correction_of_a_person_is_undone() -> None:
    an = a_person(personal_id="022080000001")
    with recording() as e:
        correct_person(an, e, name="Nguyễn Văn Bình", personal_id="022080000002")
    undo(e)
    an.refresh_from_db()
    assert (an.name, an.name_key, an.personal_id) == ("Nguyễn Văn An", "nguyen van an", "022080000001")


def test_a_field_corrected_again_stands_in_the_way() -> None:
    an = a_person()
    with recording() as first:
        correct_person(an, first, name="Nguyễn Văn Bình")
    with recording() as second:
        correct_person(an, second, name="Nguyễn Văn Châu")
    with pytest.raises(BuiltOn):
        undo(first)
    undo(second)
    undo(first)
    an.refresh_from_db()
    assert an.name == "Nguyễn Văn An"


def test_a_new_person_is_taken_back_and_found_no_more() -> None:
    with recording() as e:
        an = new_person(e, name="Lò Văn Lạ", born="1980", sex="m", personal_id="022080000007")
    row = a_status(an, "deputy")
    with pytest.raises(BuiltOn):
        undo(e)
    undo(row.entry)
    back = undo(e)
    assert by_name("lo van la") == []
    with recording() as other:
        new_person(other, name="Trần Văn Hai", born="1980", sex="m", personal_id="022080000007")
    undo(other)
    undo(back)
    assert by_name("lo van la") == [Person.objects.get(personal_id="022080000007")] == [an]


def test_a_death_is_undone() -> None:
    an = a_person()
    a_status(an, "employment", "employee")
    a_status(an, "artisan", "true", "2026-09-01")
    a_card(an)
    home = Household.objects.get(head=an)
    before = rows()
    with recording() as e:
        die(an, day("2026-05-10"), e)
    undo(e)
    an.refresh_from_db()
    home.refresh_from_db()
    assert (an.died, home.head, rows()) == (None, an, before)
    card = an.cards.known().get()
    assert (str(card.valid_to), card.ended) == ("2026-12-31", "")


def test_leaving_a_household_is_undone() -> None:
    an = a_person()
    with recording() as e:
        own = leave(an, day("2026-01-01"), e)
    undo(e)
    own.refresh_from_db()
    assert own.withdrawn
    assert Stay.objects.known().get().household != own


def test_units_merged_move_their_people_and_back() -> None:
    old, gone = (Unit.objects.create(code=f"old:X.{n}", kind="commune", name=n, full_name=f"X.{n}") for n in "AB")
    an, binh = a_person(unit=None), a_person("Trần Thị Bình", "1990-01-01", "f", unit=None)
    a_household(old.code, an)
    a_household(gone.code, binh)
    into = {old.code: [BINH_LIEU], gone.code: [BINH_LIEU, HONG_GAI]}
    with recording() as e:
        assert merge_units(day("2025-07-01"), into, e, choose=lambda stay: HONG_GAI) == 2
    stay = an.stays.known().on(day("2025-07-01")).get()
    assert (stay.unit_id, stay.old_unit) == (BINH_LIEU, old)
    assert an.stays.known().on(day("2025-06-30")).get().unit == old
    assert binh.stays.known().on(day("2026-01-01")).get().unit_id == HONG_GAI
    with recording() as late, pytest.raises(Exception, match=r"Bình Liêu"):
        move(binh, day("2026-01-01"), late, unit=old.code)
    undo(e)
    old.refresh_from_db()
    assert old.until is None
    assert an.stays.known().get().unit == old
    assert not UnitSuccession.objects.filter(old=old, retracted=None).exists()


def test_a_split_unit_needs_a_choice() -> None:
    old = Unit.objects.create(code="old:X.A", kind="commune", name="A", full_name="X.A")
    an = a_person(unit=None)
    a_household(old.code, an)
    with recording() as e, pytest.raises(Exception, match=r"old:X\.A \(1\)"):
        merge_units(day("2025-07-01"), {old.code: [BINH_LIEU, HONG_GAI]}, e)
    assert an.stays.known().get().unit == old


def test_others_may_refuse() -> None:
    row = a_status(a_person(), "deputy")

    def refuse(entry: Any, **_: Any) -> None:
        raise BuiltOn(Text("đã thu tiền", "money was taken"), [])

    undoing.connect(refuse, weak=False)
    try:
        with pytest.raises(BuiltOn, match="đã thu tiền"):
            undo(row.entry)
    finally:
        undoing.disconnect(refuse)
    assert len(rows()) == 1


def test_as_of_one_day_as_known_on_another() -> None:
    an = a_person(personal_id="022080000001")
    first = a_status(an, "study", "pupil", "2020-01-01").entry
    with recording() as second:
        correct_person(an, second, name="Nguyễn Văn Bình", personal_id="022080000002")
        record_status(an, "deputy", "true", day("2021-01-01"), None, second)
    with recording() as third:
        end_status(an.statuses.known().get(fact="study"), day("2023-12-31"), third)
    then = person_on(an, day("2024-01-01"), first.at)
    assert then is not None
    assert (then.person.name, then.person.personal_id) == ("Nguyễn Văn An", "022080000001")
    assert {f: s.value for f, s in then.statuses.items()} == {"study": "pupil"}
    now = person_on(an, day("2024-01-01"))
    assert now is not None
    assert (now.person.name, set(now.statuses), now.unit_id) == ("Nguyễn Văn Bình", {"deputy"}, BINH_LIEU)
    assert person_on(an, day("2024-01-01"), an.entry.at.replace(year=2000)) is None
    assert entries_of(an)[0] == third
