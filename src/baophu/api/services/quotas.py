"""How much an organisation may ask in a minute and a day.

Every process counts for itself and adds what it counted to the database once a second (and when the quota seems used
up), where it reads what all processes counted together. So no request waits for another's lock; for at most a second
the processes may let through together more than the quota. Windows are whole minutes and whole days of Vietnam.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from baophu.api.errors import QuotaUsed
from baophu.api.models import Usage
from baophu.api.services.callers import Caller

EVERY = 1.0
"""Seconds between two times a process tells the database."""
KEPT = 120
"""Minutes for which counts of single minutes are kept."""


@dataclass(slots=True)
class _Count:
    """What is known of one window: `told` of all processes when last asked, `own` counted here since."""

    start: int
    told: int = 0
    own: int = 0


@dataclass(slots=True)
class _Counts:
    minute: _Count
    day: _Count
    at: float = -EVERY


_counts: dict[int, _Counts] = {}
_lock = threading.Lock()


def count(who: Caller) -> None:
    """Count a request. QuotaUsed, with the seconds to wait, when the organisation has had all of its quota."""
    minute, day = _now()
    with _lock:
        known = _counts.setdefault(who.organisation, _Counts(_Count(minute), _Count(day)))
        if known.minute.start != minute:
            known.minute = _Count(minute)
        if known.day.start != day:
            known.day = _Count(day)
        known.minute.own += 1
        known.day.own += 1
        due = time.monotonic() - known.at >= EVERY or _over(known, who)
        if due:
            known.at = time.monotonic()
    if due:
        _tell(who.organisation, known)
    if known.day.told + known.day.own > who.per_day:
        _take_back(known)
        raise QuotaUsed(who.per_day, True, _rest_of_day())
    if known.minute.told + known.minute.own > who.per_minute:
        _take_back(known)
        raise QuotaUsed(who.per_minute, False, 60 - int(time.time()) % 60)


def forget() -> None:
    """Begin to count anew in this process."""
    with _lock:
        _counts.clear()


def today(organisation: int) -> int:
    """Requests of an organisation today, as far as they were told."""
    day = timezone.localdate().toordinal()
    rows = Usage.objects.filter(organisation=organisation, span="day", start=day).values_list("count", flat=True)
    return rows.first() or 0


def _now() -> tuple[int, int]:
    return int(time.time()) // 60, timezone.localdate().toordinal()


def _rest_of_day() -> int:
    now = timezone.localtime()
    return 86400 - (now.hour * 3600 + now.minute * 60 + now.second)


def _take_back(known: _Counts) -> None:
    """A request that was refused does not count: who waits has the whole of the next minute."""
    with _lock:
        known.minute.own -= 1
        known.day.own -= 1


def _over(known: _Counts, who: Caller) -> bool:
    """Whether the quota seems used up by what this process knows and has not asked about."""
    for one, most in ((known.minute, who.per_minute), (known.day, who.per_day)):
        if one.told <= most < one.told + one.own:
            return True
    return False


def _tell(organisation: int, known: _Counts) -> None:
    """Add what was counted here to what all counted, and read it."""
    with _lock:
        minute, day = known.minute, known.day
        added = (minute.own, day.own)
        minute.told, day.told = minute.told + added[0], day.told + added[1]
        minute.own = day.own = 0
    rows = [(organisation, "minute", minute.start, added[0]), (organisation, "day", day.start, added[1])]
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into api_usage (organisation_id, span, start, count) values (%s, %s, %s, %s), (%s, %s, %s, %s) "
            "on conflict (organisation_id, span, start) do update set count = api_usage.count + excluded.count "
            "returning span, count",
            [value for row in rows for value in row],
        )
        found = dict(cursor.fetchall())
        if minute.told == added[0]:  # the first time in this minute
            cursor.execute(
                "delete from api_usage where organisation_id = %s and span = 'minute' and start < %s",
                [organisation, minute.start - KEPT],
            )
    with _lock:
        minute.told, day.told = found["minute"], found["day"]
