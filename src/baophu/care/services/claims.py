"""Files of visits (XML1) as facilities send them: read, checked row by row, booked in one act, withdrawn.

A file that comes twice changes nothing; a record that is booked already is passed over; one that says something else of
a booked visit is refused, as is a visit that comes under two numbers. Good rows are booked, the others are given back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import IO

from django.db import transaction
from django.db.models import QuerySet

from baophu.accounts.models import User
from baophu.accounts.services.looks import log_looks
from baophu.care.errors import AlreadyBooked
from baophu.care.models import ClaimFile, Facility, Visit
from baophu.care.services import rules, tables, xml1
from baophu.care.services.claim_rows import Fault, Row, row_of
from baophu.care.services.fetching import find, records
from baophu.care.services.standing import as_engine_sees
from baophu.care.services.visits import mirrored, standing
from baophu.decisions.services.lawbooks import active
from baophu.law.model import Text
from baophu.registry.models import Card, Person
from baophu.registry.services.entries import entry as new_entry
from baophu.registry.services.merging import standing as stands_for
from baophu.registry.services.whereabouts import batches

WHY = "ghi lần khám từ tệp XML1"
SOCIAL_DIGITS = 10


@dataclass(frozen=True, slots=True)
class Read:
    """A file made out: rows that can be booked, and everything said of the others (`notes` among them are booked)."""

    facility: Facility
    digest: str
    name: str
    count: int
    rows: tuple[Row, ...]
    errors: tuple[Fault, ...]

    @property
    def refused(self) -> int:
        """Records that are not booked because something is wrong with them."""
        return len({e.row for e in self.errors if not e.note and not e.there})

    @property
    def there(self) -> int:
        """Records that are booked already, as they are."""
        return len({e.row for e in self.errors if e.there})


def read_xml1(file: IO[bytes], facility: Facility, name: str = "") -> Read:
    """Read and check a file of a facility. WrongFile where it cannot be read; what is wrong with rows is told."""
    found, digest = xml1.records(file)
    errors: list[Fault] = []
    rows: list[Row] = []
    for place, record in enumerate(found, 1):
        row, faults = row_of(record, place, facility.code)
        errors += faults
        if row is not None:
            rows.append(row)
    rows = _with_people(rows, errors)
    rows = _new(_once(rows, errors), facility, errors)
    return Read(facility, digest, name[:200], len(found), tuple(rows), tuple(sorted(errors, key=lambda e: e.row)))


def book(read: Read, by: User | None) -> ClaimFile:
    """Book the rows of a file that was read, in one act; the same file again is the file that is there.

    AlreadyBooked where what the file was checked against has changed meanwhile: read it again.
    """
    with transaction.atomic():
        act = new_entry("xml1", by=by, reason=read.name)
        there = ClaimFile.objects.filter(facility=read.facility, digest=read.digest, withdrawn=None).first()
        if there is not None:
            return there
        if _new(list(read.rows), read.facility, []) != list(read.rows):
            raise AlreadyBooked(
                "Có lần khám vừa được ghi từ nơi khác; hãy xem trước lại tệp.",
                "Visits of this file were booked meanwhile; preview the file again.",
            )
        file = ClaimFile.objects.create(
            facility=read.facility,
            name=read.name,
            digest=read.digest,
            rows=read.count,
            booked=len(read.rows),
            refused=read.refused,
            entry=act,
        )
        counted = _counted(read.rows, read.facility)
        rows = [
            _visit(row, read.facility, file, act.pk, counts) for row, counts in zip(read.rows, counted, strict=True)
        ]
        Visit.objects.bulk_create(rows, batch_size=500)
    return file


def log(read: Read, user: User, page: str = "") -> None:
    """Note that the people of a file were looked at."""
    log_looks(user, sorted({row.person for row in read.rows}), WHY, page)


def _visit(row: Row, facility: Facility, file: ClaimFile, entry: int, counted: bool) -> Visit:
    return Visit(
        facility=facility,
        person_id=row.person,
        link=row.link,
        date_in=row.start.date(),
        date_out=row.end.date(),
        care=row.care,
        route=row.route,
        diagnosis=row.diagnosis,
        sensitive=tables.is_sensitive(row.diagnosis),
        total=row.total,
        scope=row.scope,
        fund=row.fund,
        copay=row.copay,
        own=row.own,
        other=row.other,
        counted=counted,
        source=Visit.Source.XML1,
        file=file,
        entry_id=entry,
    )


def _counted(rows: Sequence[Row], facility: Facility) -> list[bool]:
    """Whether the copayment of each visit counts towards the exemption, by the engine; unknown counts do not."""
    return [_counts(row, facility) for row in rows]


def _counts(row: Row, facility: Facility) -> bool:
    book, day = active(), row.end.date()
    if row.route != "wrong":
        return rules.counts_by_route(book, row.route, day)
    told: rules.Told = {**facility.told(), "care": row.care, "route": row.route}
    for person in find("id", row.person):
        seen = as_engine_sees(book, person, records(person.id, day), day)
        return rules.counts(book, seen, day, told) is True
    return False


def _with_people(rows: Sequence[Row], errors: list[Fault]) -> list[Row]:
    """The rows with their people: found by a number, and of the same name and birth date."""
    by_number = _people_by_number({n for row in rows for n in row.numbers})
    kept = []
    for row in rows:
        person = next((by_number[n] for n in row.numbers if n in by_number), None)
        if person is None:
            errors.append(_fault(row, "SO_CCCD", "không có người nào mang số này", "nobody has this number"))
        elif person.name_key != row.name_key:
            errors.append(_fault(row, "HO_TEN", "khác với sổ của tỉnh", "differs from the register"))
        elif _born_otherwise(row, person):
            errors.append(_fault(row, "NGAY_SINH", "khác với sổ của tỉnh", "differs from the register"))
        elif person.died is not None and person.died < row.start.date():
            errors.append(
                _fault(
                    row,
                    "NGAY_VAO",
                    f"người này đã mất ngày {person.died:%d/%m/%Y}",
                    f"the person died on {person.died}",
                )
            )
        else:
            kept.append(replace(row, person=person.pk))
    return kept


def _born_otherwise(row: Row, person: Person) -> bool:
    known = {row.born.known, person.born_known}
    parts = 1 if "year" in known else 2 if "month" in known else 3
    return row.born.day.timetuple()[:parts] != person.born.timetuple()[:parts]


def _people_by_number(numbers: set[str]) -> dict[str, Person]:
    """People by every number they are asked by: personal ID, social-insurance number, card number of any time."""
    found: dict[str, Person] = {}
    people = Person.objects.filter(withdrawn=False).select_related("merged_into")
    for field, length in (("personal_id", 12), ("social_number", 10), ("card_number", 15)):
        for some in batches(sorted(n for n in numbers if len(n) == length)):
            for person in people.filter(**{f"{field}__in": some}):
                found[getattr(person, field)] = stands_for(person)
    left = sorted(n for n in numbers if len(n) == 15 and n not in found)
    for some in batches(left):
        for card in Card.objects.filter(number__in=some).select_related("person__merged_into"):
            found.setdefault(card.number, stands_for(card.person))
    tails = {n[-SOCIAL_DIGITS:]: n for n in left if n not in found}
    for some in batches(sorted(tails)):
        for person in people.filter(social_number__in=some):
            found[tails[person.social_number or ""]] = stands_for(person)
    return found


def _once(rows: Sequence[Row], errors: list[Fault]) -> list[Row]:
    """Each visit once: not twice under one number, nor under two."""
    kept: list[Row] = []
    links: dict[str, Row] = {}
    visits: dict[tuple[object, ...], Row] = {}
    for row in rows:
        if (first := links.get(row.link)) is not None:
            errors.append(
                _fault(
                    row,
                    "MA_LK",
                    f"đã có ở bản ghi {first.row} của tệp này",
                    f"stands in record {first.row} of this file",
                )
            )
        elif (first := visits.get((*row.alike, row.start, row.end))) is not None:
            errors.append(
                _fault(
                    row,
                    "MA_LK",
                    f"cùng lần khám với bản ghi {first.row} ({first.link})",
                    f"is the visit of record {first.row} ({first.link})",
                )
            )
        else:
            links[row.link] = row
            visits[(*row.alike, row.start, row.end)] = row
            kept.append(row)
    return kept


def _new(rows: Sequence[Row], facility: Facility, errors: list[Fault]) -> list[Row]:
    """Rows that are not booked yet; of the others it is said whether they are booked as they are, or otherwise."""
    booked = _booked(standing().filter(facility=facility), "link", [r.link for r in rows])
    by_link = {visit.link: visit for visit in booked}
    alike: dict[tuple[object, ...], Visit] = {}
    for visit in _booked(standing().filter(facility=facility), "person", sorted({r.person for r in rows})):
        alike[visit.person_id, visit.date_in, visit.date_out, visit.total, visit.scope, visit.copay] = visit
    kept = []
    for row in rows:
        there, other = by_link.get(row.link), alike.get(row.alike)
        if there is not None and _says(there) == _told(row):
            fault = _fault(row, "MA_LK", "đã ghi trước đây, không đổi", "is booked already, unchanged")
            errors.append(replace(fault, there=True))
        elif there is not None:
            errors.append(
                _fault(
                    row,
                    "MA_LK",
                    f"đã ghi với nội dung khác (quỹ chi {there.fund}); hãy rút lại hoặc sửa lần khám đó trước",
                    f"is booked with other content (fund {there.fund}); withdraw or correct that one first",
                )
            )
        elif other is not None:
            errors.append(
                _fault(
                    row, "MA_LK", f"lần khám này đã ghi với mã {other.link}", f"this visit is booked as {other.link}"
                )
            )
        else:
            kept.append(row)
    return kept


def _booked(visits: QuerySet[Visit], field: str, values: Sequence[object]) -> Iterable[Visit]:
    for some in batches(list(values)):
        yield from visits.filter(**{f"{field}__in": some})


def _says(visit: Visit) -> tuple[object, ...]:
    return (
        visit.person_id, visit.date_in, visit.date_out, visit.care, visit.route, visit.diagnosis,
        visit.total, visit.scope, visit.fund, visit.copay, visit.own, visit.other,
    )  # fmt: skip


def _told(row: Row) -> tuple[object, ...]:
    return (
        row.person, row.start.date(), row.end.date(), row.care, row.route, row.diagnosis,
        row.total, row.scope, row.fund, row.copay, row.own, row.other,
    )  # fmt: skip


def _fault(row: Row, field: str, vi: str, en: str) -> Fault:
    return Fault(row.row, row.link, row.name, field, Text(f"{field}: {vi}.", f"{field}: {en}."))


def withdraw(file: ClaimFile, by: User | None, reason: str) -> int:
    """Take back every visit of a file that still stands; how many. AlreadyBooked where it was withdrawn before."""
    with transaction.atomic():
        act = new_entry("withdraw_visits", by=by, reason=reason)
        file.refresh_from_db()
        if file.withdrawn_id is not None:
            raise AlreadyBooked("Tệp này đã được rút lại.", "This file was withdrawn already.")
        rows = [mirrored(visit, act.pk) for visit in standing().filter(file=file)]
        Visit.objects.bulk_create(rows, batch_size=500)
        file.withdrawn = act
        file.save(update_fields=["withdrawn"])
    return len(rows)
