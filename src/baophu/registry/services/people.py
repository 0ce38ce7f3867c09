"""New people, and corrections of who they are."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from baophu.law.model import Text
from baophu.registry.dates import ELDEST, Born, read_born
from baophu.registry.errors import Problem, WrongField, perhaps
from baophu.registry.law import book
from baophu.registry.models import Entry, Person, PersonChange
from baophu.registry.names import backwards, fold, read_name
from baophu.registry.numbers import READERS, check_personal_id
from baophu.registry.services.entries import touch

FIELDS = (
    "personal_id",
    "old_id",
    "social_number",
    "card_number",
    "name",
    "born",
    "born_known",
    "sex",
    "ethnicity",
    "phone",
)
"""What can be given of a person, and corrected."""

ONCE = ("personal_id", "social_number")
"""Numbers that two people never share."""

_LONGEST_CHANGE = 120


def check_person(given: dict[str, Any], known: Person | None = None) -> tuple[dict[str, Any], list[Problem]]:
    """Fields of a person as they would be kept, and everything wrong with them.

    `given` maps names of FIELDS to texts (`born` also a date or Born); empty is "not known". `known` is the person
    the fields are to correct: what is not given is compared as it stands there.
    """
    right: dict[str, Any] = {}
    problems: list[Problem] = []
    for field, value in given.items():
        if field not in FIELDS:
            raise TypeError(f"a person has no field {field!r}{perhaps(field, FIELDS).en}")
        read = _read(field, value)
        if isinstance(read, Problem):
            problems.append(read)
        else:
            right.update(read)
    if known is None:
        problems += [_needed(f) for f in ("name", "born", "sex") if f not in right and f not in _fields_of(problems)]
    problems += _agreement(right, known)
    problems += _taken(right, known)
    return right, problems


def new_person(entry: Entry, died: date | None = None, **given: Any) -> Person:
    """A person nobody recorded before: `name`, `born`, `sex`, and what is known of FIELDS. WrongField else.

    A stay is recorded besides (`residence.settle_in`); a newborn has a procedure of its own (`births.be_born`).
    """
    right, problems = check_person(given)
    if problems:
        raise WrongField(problems)
    right.setdefault("ethnicity", str(book().facts["ethnicity"].default) if "ethnicity" in book().facts else "")
    with transaction.atomic():
        person = Person(entry=entry, died=died, **right)
        _keys(person)
        person.save(force_insert=True)
        touch(entry, [person.pk])
    return person


def correct_person(person: Person, entry: Entry, **given: Any) -> Person:
    """Correct fields of a person; what stood there is kept as a change. WrongField: with everything that is wrong."""
    right, problems = check_person(given, person)
    if problems:
        raise WrongField(problems)
    with transaction.atomic():
        change(person, entry, **right)
    return person


def change(person: Person, entry: Entry, **fields: Any) -> None:
    """Set fields of a person that were checked before, and keep what stood there."""
    changes = []
    for field, value in fields.items():
        before = as_text(getattr(person, _column(field)))
        setattr(person, _column(field), value)
        after = as_text(getattr(person, _column(field)))
        if before != after:
            changes.append(PersonChange(person=person, field=field, before=before, after=after, entry=entry))
    if not changes:
        return
    _keys(person)
    PersonChange.objects.bulk_create(changes)
    person.save(update_fields=[*(_column(c.field) for c in changes), "name_key", "name_back"])
    touch(entry, [person.pk])


def as_text(value: object) -> str:
    """A field as a change keeps it."""
    if value is None or value is False:
        return ""
    if value is True:
        return "true"
    return value.isoformat() if isinstance(value, date) else str(value)[:_LONGEST_CHANGE]


def from_text(field: str, text: str) -> Any:
    """A field of a person from what a change keeps."""
    if field in ("born", "died"):
        return date.fromisoformat(text) if text else None
    if field == "merged_into":
        return int(text) if text else None
    if field == "withdrawn":
        return text == "true"
    if field in ("personal_id", "old_id", "social_number", "card_number"):
        return text or None
    return text


def _column(field: str) -> str:
    return "merged_into_id" if field == "merged_into" else field


def _keys(person: Person) -> None:
    person.name_key = fold(person.name)
    person.name_back = backwards(person.name_key)


def _read(field: str, value: Any) -> dict[str, Any] | Problem:
    """One field as it is kept; a birth date gives two."""
    if field == "born":
        return _read_born(value)
    text = "" if value is None else str(value).strip()
    if field == "name":
        name = read_name(text)
        return name if isinstance(name, Problem) else {"name": name}
    if field in READERS:
        empty = "" if field == "phone" else None
        number = READERS[field](text) if text else empty
        return number if isinstance(number, Problem) else {field: number}
    if field == "sex":
        return {"sex": text} if text in ("m", "f") else _not_among("sex", text, ["m", "f"])
    if field == "born_known":
        values = [str(v) for v in Person.Known.values]
        return {"born_known": text} if text in values else _not_among(field, text, values)
    groups = list(book().facts["ethnicity"].values) if "ethnicity" in book().facts else [text]
    return {"ethnicity": text} if text in groups else _not_among("ethnicity", text, groups)


def _read_born(value: Any) -> dict[str, Any] | Problem:
    born = value if isinstance(value, Born) else Born(value, "day") if isinstance(value, date) else None
    if born is None:
        read = read_born("" if value is None else str(value))
        if isinstance(read, Problem):
            return read
        born = read
    if born.day.year < ELDEST or born.day > timezone.localdate():
        return Problem(
            "born",
            "range",
            Text(
                f"Ngày sinh {born.day} trước năm {ELDEST} hoặc sau hôm nay; hãy kiểm tra lại.",
                f"birth date {born.day} is before {ELDEST} or after today; check it",
            ),
        )
    return {"born": born.day, "born_known": born.known}


def _agreement(right: dict[str, Any], known: Person | None) -> list[Problem]:
    """Where the personal ID disagrees with sex and year of birth; and a death before birth."""

    def of(field: str) -> Any:
        return right.get(field, getattr(known, field, None))

    problems: list[Problem] = []
    number, born, sex = of("personal_id"), of("born"), of("sex")
    if number and {"personal_id", "born", "sex"} & set(right):
        problems += check_personal_id(number, sex, born)
    died = getattr(known, "died", None)
    if died is not None and born is not None and born > died:
        problems.append(
            Problem(
                "born",
                "died",
                Text(f"Ngày sinh {born} sau ngày mất {died}.", f"born on {born}, after dying on {died}"),
            )
        )
    return problems


def _taken(right: dict[str, Any], known: Person | None) -> list[Problem]:
    """Numbers that somebody else has."""
    problems = []
    for field in ONCE:
        if not right.get(field):
            continue
        others = Person.objects.filter(**{field: right[field]})
        other = (others.exclude(pk=known.pk) if known else others).first()
        if other is not None:
            problems.append(
                Problem(
                    field,
                    "taken",
                    Text(
                        f"Số {right[field]} đã thuộc hồ sơ {other.pk} ({other.name}); nếu là một người, hãy gộp hồ sơ.",
                        f"number {right[field]} is that of record {other.pk} ({other.name}); "
                        "if both are one person, merge the records",
                    ),
                )
            )
    return problems


def _fields_of(problems: list[Problem]) -> set[str]:
    return {problem.field for problem in problems}


def _needed(field: str) -> Problem:
    vi, en = {
        "name": ("họ và tên", "a name"),
        "born": ("ngày sinh", "a birth date"),
        "sex": ("giới tính (m, f)", "a sex (m, f)"),
    }[field]
    return Problem(field, "missing", Text(f"Cần {vi}.", f"{en} is needed"))


def _not_among(field: str, text: str, allowed: list[str]) -> Problem:
    near = perhaps(text, allowed)
    return Problem(field, "value", Text(f"{field} không nhận “{text}”{near.vi}", f"{field} is never '{text}'{near.en}"))
