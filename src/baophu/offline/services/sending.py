"""Check-ins made without a line come in later: each once, none lost, and compared with what is known now."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from baophu.accounts.errors import Refused
from baophu.accounts.models import User
from baophu.accounts.services import require
from baophu.care.models import Facility
from baophu.care.services import tables
from baophu.care.services.answering import answer, check_in
from baophu.offline.errors import BadCheckIn
from baophu.offline.models import SentCheckIn, Snapshot

MOST = 200
"""Check-ins taken at a time."""

AHEAD = timedelta(minutes=10)
"""By how much a device's clock may run ahead of ours."""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one: `kept` now, `again` (it was there), or `refused` with the reason: it stays in the browser.

    `known` is the situation known now of that day; `differs` says that it is another than the snapshot told.
    """

    key: str
    state: str
    told: str = ""
    known: str = ""
    differs: bool = False
    refused: Refused | None = None


def take(rows: Iterable[Mapping[str, Any]], facility: Facility, by: User) -> list[Result]:
    """Take check-ins that were kept while there was no line, each in a transaction of its own, so that a line that
    drops in the middle loses none. NotAllowed for who may not check cover.
    """
    require(by, "check_cover")
    found = []
    for row in rows:
        key = str(row.get("key", ""))
        try:
            found.append(_take(row, facility, by))
        except Refused as refused:
            found.append(Result(key, "refused", refused=refused))
    return found


def _take(row: Mapping[str, Any], facility: Facility, by: User) -> Result:
    key, at = _key(row), _moment(row)
    told = _text(row, "situation", 32)
    if told not in tables.words():
        raise BadCheckIn("Không rõ bản chụp đã trả lời gì.", "It does not say what the snapshot told.")
    before = SentCheckIn.objects.filter(facility=facility, key=key).first()
    if before is not None:
        return _result(before, "again")
    snapshot = _snapshot(row, facility)
    now = answer(
        _text(row, "text", 2000),
        facility,
        timezone.localdate(at),
        name=_text(row, "name", 120),
        born=_text(row, "born", 20),
    )
    word = tables.word(told)
    given = replace(
        now,
        situation=told,
        code=word.code,
        word=word.word,
        tone=word.tone,
        says=word.says,
        treat=word.treat,
        certain=False,
        as_of=snapshot.as_of,
    )
    with transaction.atomic():
        made = check_in(given, facility, by, str(key), at=at, page="offline")
        kept, new = SentCheckIn.objects.get_or_create(
            facility=facility,
            key=key,
            defaults={
                "snapshot": snapshot,
                "at": at,
                "sent_at": timezone.now(),
                "by": by,
                "told": told,
                "known": now.situation,
                "check_in": made,
            },
        )
    return _result(kept, "kept" if new else "again")


def _result(kept: SentCheckIn, state: str) -> Result:
    return Result(str(kept.key), state, kept.told, kept.known, kept.told != kept.known)


def _key(row: Mapping[str, Any]) -> uuid.UUID:
    try:
        return uuid.UUID(str(row.get("key")))
    except ValueError as error:
        raise BadCheckIn("Lượt đón tiếp không có khóa.", "The check-in has no key.") from error


def _moment(row: Mapping[str, Any]) -> datetime:
    try:
        at = datetime.fromisoformat(str(row.get("at")))
    except ValueError as error:
        raise BadCheckIn("Không rõ lúc đón tiếp.", "It does not say when the person came.") from error
    if at.tzinfo is None or at > timezone.now() + AHEAD:
        raise BadCheckIn(
            "Đồng hồ của máy chạy nhanh: lúc đón tiếp ở tương lai.",
            "The device's clock is ahead: it lies in the future.",
        )
    return at


def _snapshot(row: Mapping[str, Any], facility: Facility) -> Snapshot:
    try:
        number = uuid.UUID(str(row.get("snapshot")))
    except ValueError as error:
        raise BadCheckIn("Không rõ bản chụp nào.", "It does not say which snapshot.") from error
    found = Snapshot.objects.filter(number=number, facility=facility).first()
    if found is None:
        raise BadCheckIn(
            "Bản chụp này không phải của cơ sở bạn đang làm.", "The snapshot is not of the facility you work at."
        )
    return found


def _text(row: Mapping[str, Any], field: str, most: int) -> str:
    value = row.get(field, "")
    if not isinstance(value, str) or len(value) > most:
        raise BadCheckIn(f"Trường “{field}” không đọc được.", f"'{field}' cannot be read.")
    return value.encode("utf-8", "replace").decode().replace("\x00", "")
