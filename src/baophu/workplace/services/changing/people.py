"""Who people are and where they live: corrections, moves, arrivals, births, deaths."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from baophu.decisions.changes import Change, NewPerson, PersonChange, StayChange
from baophu.law.model import Text
from baophu.pages import sources
from baophu.pages.written import day as day_text
from baophu.registry.errors import NotThere, WrongField
from baophu.registry.models import Entry, Household, Person, Stay, Unit
from baophu.registry.services.households import members, unit_on
from baophu.registry.services.people import check_person
from baophu.registry.services.recording import (
    be_born,
    correct_household,
    correct_person,
    die,
    move,
    move_out,
    new_household,
    new_person,
    settle_in,
    stay_on,
)
from baophu.workplace.services.changing.act import Act
from baophu.workplace.words import born_text, ethnicity_label, field_label

DAY = timedelta(days=1)
SEXES = {"m": Text("Nam", "Male"), "f": Text("Nữ", "Female")}


def correct_act(person: Person, given: Mapping[str, Any]) -> Act:
    """Fields of a person are corrected; WrongField with everything wrong, and where nothing is changed."""
    right, problems = check_person(dict(given), person)
    if problems:
        raise WrongField(problems)
    changed = {f: v for f, v in right.items() if v != getattr(person, f)}
    told = tuple(
        (field_label(f), f"{_shown(f, getattr(person, f))} → {_shown(f, v)}")
        for f, v in changed.items()
        if f != "born_known"
    )
    seen = {"born", "sex", "ethnicity"} & set(changed)
    change = PersonChange(
        person.pk, born=changed.get("born"), sex=changed.get("sex"), ethnicity=changed.get("ethnicity")
    )
    kept = {f: given[f] for f in given if f in changed or (f == "born" and "born_known" in changed)}
    return Act(
        "person", told, (change,) if seen else (), person.born, lambda made: correct_person(person, made, **kept)
    )


def household_act(household: Household, given: Mapping[str, Any]) -> Act:
    """Address, telephone, code or head of a household are corrected."""
    told = []
    for field, value in given.items():
        before = household.head if field == "head" else getattr(household, field)
        if (before or "") != (value or ""):
            told.append((field_label(field), f"{_named(before)} → {_named(value)}"))
    kept = dict(given)
    return Act(
        "household", tuple(told), (), timezone.localdate(), lambda made: correct_household(household, made, **kept)
    )


def move_act(
    persons: list[Person],
    day: date,
    *,
    unit: str | None = None,
    household: Household | None = None,
    alone: bool = False,
    permanent: bool | None = None,
) -> Act:
    """From a day on people live in another unit or household (`alone`: one of their own), together.

    NotThere when one of them lives nowhere on that day, or the household is nowhere.
    """
    stays = {p.pk: stay_on(p, day) for p in persons}
    place = unit or (_place(household, day) if household else None)
    told = [(_("Người chuyển"), ", ".join(p.name for p in persons)), (_("Từ ngày"), day_text(day))]
    if place:
        told.append((_("Đến"), sources.unit_name(place)))
    if household or alone:
        told.append((_("Hộ"), _household_name(household, day) if household else _("hộ mới, riêng")))
    if permanent is not None:
        told.append((_("Cư trú"), _("thường trú") if permanent else _("tạm trú")))
    changes = []
    for person in persons:
        before = stays[person.pk]
        if before is None and (unit is None or household is None):
            raise NotThere(
                Text(
                    f"{person.name} không có nơi cư trú nào ngày {day:%d/%m/%Y}.",
                    f"{person.name} lives nowhere on {day:%d/%m/%Y}.",
                )
            )
        home = household.pk if household else -1 if alone else before.household_id if before else None
        lives = permanent if permanent is not None else bool(before and before.permanent)
        changes.append(StayChange(person.pk, home, place or (before.unit_id if before else None), lives, day))

    def do(made: Entry) -> None:
        home = household or (new_household(made, head=persons[0]) if alone else None)
        for person in persons:
            before = stays[person.pk]
            other = place if before is None or before.unit_id != place else None
            move(person, day, made, unit=other, household=home, permanent=permanent)

    return Act("move", tuple(told), tuple(changes), day, do)


def out_act(persons: list[Person], day: date) -> Act:
    """From a day on people live outside the province."""
    told = (
        (_("Người chuyển"), ", ".join(p.name for p in persons)),
        (_("Từ ngày"), day_text(day)),
        (_("Đến"), _("ngoài tỉnh")),
    )
    changes = tuple(StayChange(p.pk, None, None, False, day) for p in persons)

    def do(made: Entry) -> None:
        for person in persons:
            move_out(person, day, made)

    return Act("move", told, changes, day, do)


def arrive_act(
    known: Person | None,
    given: Mapping[str, Any],
    unit: str,
    household: Household | None,
    permanent: bool,
    day: date,
    address: str = "",
) -> Act:
    """Somebody comes to live here: a person the register knows, or one nobody recorded before. WrongField."""
    if known is not None:
        act = move_act([known], day, unit=unit, household=household, alone=household is None, permanent=permanent)
        born = f"{known.name}, {born_text(known)}"
        return Act("arrive", ((_("Đã có trong sổ"), born), *act.told), act.changes, day, act.do)
    right, problems = check_person(dict(given))
    if problems:
        raise WrongField(problems)
    told = [(field_label(f), _shown(f, v)) for f, v in right.items() if v and f != "born_known"]
    told += [
        (_("Đến"), sources.unit_name(unit)),
        (_("Hộ"), _household_name(household, day) if household else _("hộ mới, riêng")),
        (_("Cư trú"), _("thường trú") if permanent else _("tạm trú")),
        (_("Từ ngày"), day_text(day)),
    ]
    changes: tuple[Change, ...] = (
        NewPerson(-1, right["born"], right["sex"], right.get("ethnicity") or _ethnicity()),
        StayChange(-1, household.pk if household else -1, unit, permanent, day),
    )

    def do(made: Entry) -> Person:
        person = new_person(made, **given)
        home = household or new_household(made, head=person, address=address)
        settle_in(person, home, unit, permanent, day, made)
        return person

    return Act("arrive", tuple(told), changes, day, do, {-1: str(right["name"])})


def birth_act(household: Household, mother: Person | None, given: Mapping[str, Any], permanent: bool) -> Act:
    """A child is born into a household. WrongField; NotThere when the household is nowhere on that day."""
    right, problems = check_person(dict(given))
    if problems:
        raise WrongField(problems)
    born = right["born"]
    place = _place(household, born)
    told = [(field_label(f), _shown(f, v)) for f, v in right.items() if v and f != "born_known"]
    told += [(_("Mẹ"), mother.name)] if mother else []
    told.append((_("Hộ"), _household_name(household, born)))
    changes: tuple[Change, ...] = (
        NewPerson(-1, born, right["sex"], right.get("ethnicity") or _ethnicity()),
        StayChange(-1, household.pk, place, permanent, born),
    )
    return Act(
        "birth",
        tuple(told),
        changes,
        born,
        lambda made: be_born(made, mother=mother, household=household, permanent=permanent, **given),
        {-1: str(right["name"])},
    )


def death_act(person: Person, day: date) -> Act:
    """Somebody died on a day."""
    told = ((_("Người mất"), person.name), (_("Ngày mất"), day_text(day)))
    change = PersonChange(person.pk, died=day)
    return Act("death", told, (change,), day, lambda made: die(person, day, made))


def _ethnicity() -> str:
    """What is taken where nothing is said: the law book's default."""
    return str(sources.book().facts["ethnicity"].default)


def _place(household: Household, day: date) -> str:
    place = unit_on(household, day)
    if place is None or place.code == Unit.OUTSIDE:
        raise NotThere(
            Text(
                f"Hộ {household.pk} không có ai ở đây ngày {day:%d/%m/%Y}.",
                f"Nobody of household {household.pk} lives here on {day:%d/%m/%Y}.",
            )
        )
    return place.code


def _household_name(household: Household, day: date) -> str:
    listed = members(household, day)
    head = household.head or (listed[0] if listed else None)
    named = head.name if head else str(household.pk)
    return _("hộ của %(name)s (%(count)s người)") % {"name": named, "count": len(listed)}


def _shown(field: str, value: Any) -> str:
    from baophu.pages.texts import said

    if value in (None, ""):
        return "–"
    if field == "born":
        return day_text(value)
    if field == "sex":
        return said(SEXES[value])
    return ethnicity_label(value) if field == "ethnicity" else str(value)


def _named(value: Any) -> str:
    return value.name if isinstance(value, Person) else str(value or "–")


def households_of(units: frozenset[str] | None, text: str, day: date) -> Household | None:
    """The household of a number, or the one somebody with a personal ID lives in; of some units only."""
    digits = "".join(c for c in text if c.isdigit())
    if not digits:
        return None
    stays = Stay.objects.known().on(day)
    if len(digits) == 12:
        stays = stays.filter(person__personal_id=digits)
    else:
        stays = stays.filter(household=int(digits)) if len(digits) < 12 else stays.none()
    if units is not None:
        stays = stays.filter(unit__in=units)
    stay = stays.select_related("household").first()
    return stay.household if stay else None
