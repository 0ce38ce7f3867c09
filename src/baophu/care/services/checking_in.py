"""A check-in recorded: the answer that was given, and that the record was looked at, in one transaction."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from baophu.accounts.models import Look, User
from baophu.care.errors import KeyTaken
from baophu.care.models import CheckIn, Facility
from baophu.care.services.answer import Answer
from baophu.law.scalars import share_text

WHY = "đón tiếp khám chữa bệnh"


def check_in(
    answer: Answer, facility: Facility, by: User | str, key: str = "", *, at: datetime | None = None, page: str = ""
) -> CheckIn:
    """Record that somebody came and what was answered; the look at their record is logged with it.

    `by` is a user, or the name of a system. The same `key` of a facility again gives the check-in that is there, and
    writes nothing; KeyTaken where it stands for another question. `at` is when the person came, for what was kept
    while there was no line (now).
    """
    if key and (there := _there(facility, key, answer)) is not None:
        return there
    row = _row(answer, facility, by, key, at or timezone.now())
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            if answer.person is not None:
                _look(answer.person, facility, row, by, page).save(force_insert=True)
    except IntegrityError:
        if key and (there := _there(facility, key, answer)) is not None:
            return there
        raise
    return row


def _there(facility: Facility, key: str, answer: Answer) -> CheckIn | None:
    """The check-in of a key; KeyTaken where it is of another person or question."""
    found = CheckIn.objects.filter(facility=facility, key=key).first()
    if found is not None and (found.person_id != answer.person or found.digest != answer.digest):
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


def _look(person: int, facility: Facility, row: CheckIn, by: User | str, page: str) -> Look:
    """The look, written with the check-in itself: neither is there without the other."""
    user = by if isinstance(by, User) else None
    return Look(
        person=person, user=user, who=row.who, at=timezone.now(), why=f"{WHY}: {facility.code}"[:200], page=page[:200]
    )
