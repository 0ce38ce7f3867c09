"""A check-in recorded: the answer that was given, and that the record was looked at, neither without the other.

Written as SQL, for this is done hundreds of times a second: on PostgreSQL both rows in one statement, on SQLite in one
transaction. A key that is there already writes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from baophu.accounts.models import Look, User
from baophu.care.errors import KeyTaken
from baophu.care.models import CheckIn, Facility
from baophu.care.services.answer import Answer
from baophu.care.services.planned import rows
from baophu.law.scalars import share_text

WHY = "đón tiếp khám chữa bệnh"
CHECK_IN = (
    "facility_id", "person_id", "by_id", "who", "at", "way", "digest", "key", "situation", "code", "certain",
    "valid_from", "valid_to", "level", "share", "route", "as_of",
)  # fmt: skip
LOOK = ("person", "user_id", "who", "at", "why", "page")


def check_in(
    answer: Answer, facility: Facility, by: User | str, key: str = "", *, at: datetime | None = None, page: str = ""
) -> CheckIn:
    """Record that somebody came and what was answered; the look at their record is logged with it.

    `by` is a user, or the name of a system. The same `key` of a facility again gives the check-in that is there, and
    writes nothing; KeyTaken where it stands for another question. `at` is when the person came, for what was kept
    while there was no line (now).
    """
    row = _row(answer, facility, by, key, at or timezone.now())
    look = None if answer.person is None else _look(answer.person, facility, row, page)
    number = _write([getattr(row, name) for name in CHECK_IN], look)
    if number is None:
        return _there(facility, key, answer)
    row.pk = number
    row._state.adding = False
    return row


def _there(facility: Facility, key: str, answer: Answer) -> CheckIn:
    """The check-in of a key; KeyTaken where it is of another person or question."""
    found = CheckIn.objects.get(facility=facility, key=key)
    if found.person_id != answer.person or found.digest != answer.digest:
        raise KeyTaken(
            f"Khóa “{key}” đã dùng cho một lần đón tiếp khác; hãy dùng khóa mới.",
            f"The key '{key}' stands for another check-in; use a new one.",
        )
    return found


def _row(answer: Answer, facility: Facility, by: User | str, key: str, at: datetime) -> CheckIn:
    user = by if isinstance(by, User) else None
    return CheckIn(
        facility_id=facility.pk,
        person_id=answer.person,
        by_id=user.pk if user else None,
        who=(user.get_username() if user else str(by))[:160],
        at=at,
        way=answer.way,
        digest=answer.digest,
        key=key,
        situation=answer.situation,
        code=answer.code,
        certain=answer.certain,
        valid_from=answer.valid_from,
        valid_to=answer.valid_to,
        level=answer.level if answer.certain else None,
        share="" if answer.share is None else share_text(answer.share),
        route=answer.route,
        as_of=answer.as_of,
    )


def _look(person: int, facility: Facility, row: CheckIn, page: str) -> list[Any]:
    return [person, row.by_id, row.who, timezone.now(), f"{WHY}: {facility.code}"[:200], page[:200]]


def _write(row: Sequence[Any], look: Sequence[Any] | None) -> int | None:
    """Write both rows; the number of the check-in, None where its key is there already."""
    values = [_adapted(value) for value in row]
    if look is None:
        found = rows(_insert_alone(), values)
    elif connection.vendor == "postgresql":
        found = rows(_insert_both(), [*values, *look])
    else:
        with transaction.atomic():
            found = rows(_insert_alone(), values)
            if found:
                with connection.cursor() as cursor:
                    cursor.execute(_insert(Look._meta.db_table, LOOK), [_adapted(value) for value in look])
    return int(found[0][0]) if found else None


@cache
def _insert_alone() -> str:
    return f"{_insert(CheckIn._meta.db_table, CHECK_IN)} on conflict do nothing returning id"


@cache
def _insert_both() -> str:
    columns = ", ".join(f'"{name}"' for name in LOOK)
    types = ("bigint", "bigint", "text", "timestamptz", "text", "text")
    values = ", ".join(f"cast(%s as {kind})" for kind in types)
    return (
        f"with made as ({_insert_alone()}), looked as"
        f" (insert into {Look._meta.db_table} ({columns}) select {values} from made)"
        " select id from made"
    )


def _insert(table: str, columns: Sequence[str]) -> str:
    named, marks = ", ".join(f'"{name}"' for name in columns), ", ".join(["%s"] * len(columns))
    return f"insert into {table} ({named}) values ({marks})"


def _adapted(value: Any) -> Any:
    """Days and moments as the database keeps them."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value
