"""A notification at the door: whose it is, kept as it came, then booked. Told a thousand times it is one."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from baophu.till.errors import BadSignature, Unreadable
from baophu.till.models import BankKey, Notice, Outcome, Refusal
from baophu.till.services import keys, signing
from baophu.till.services.booking import process
from baophu.till.services.reading import Told, read

LONGEST = 64 * 1024
"""Bytes of a notification; a real one has some hundreds."""

WINDOW = timedelta(minutes=5)
"""How far a signature's moment may lie from ours, either way."""


@dataclass(frozen=True, slots=True)
class Received:
    """What a notification came to; `again` where the same was told before. `problem` says why it cannot be read."""

    outcome: Outcome
    again: bool
    problem: Unreadable | None = None


def receive(headers: Mapping[str, str], body: bytes, address: str = "") -> Received:
    """Take a notification: BadSignature where it is not shown to be the bank's (noted, nothing kept); else it is kept
    as it came before anything is done with it, and whatever it says ends in a state of `Outcome`.
    """
    key, signed_at = _whose(headers, body, address)
    told: Told | None = None
    problem: Unreadable | None = None
    try:
        told = read(body)
    except Unreadable as error:
        problem = error
    outcome, again = _kept(key, signed_at, body, told, problem)
    if outcome.state == Outcome.State.ARRIVED:
        outcome = process(outcome.pk)
    return Received(outcome, again, problem)


def unfinished() -> list[Outcome]:
    """Notices that were kept and not booked, because a process died in between; `process` finishes each."""
    return list(Outcome.objects.filter(state=Outcome.State.ARRIVED).order_by("id"))


def _whose(headers: Mapping[str, str], body: bytes, address: str) -> tuple[BankKey, datetime]:
    """The key that signed, and when; BadSignature, noted, otherwise. A key is asked before its end is told, so that
    nobody learns which keys there were.
    """
    now = timezone.now()
    if len(body) > LONGEST:
        raise _refused(Refusal.Reason.SIZE, "", address, now)
    key = BankKey.objects.filter(name=headers.get(signing.KEY, "")[:40]).first()
    moment, given = headers.get(signing.TIME, ""), headers.get(signing.SIGNATURE, "")
    if key is None:
        signing.agrees(b"nobody", moment, body, given)
        raise _refused(Refusal.Reason.NO_KEY, "", address, now)
    if not signing.agrees(keys.secret_of(key), moment, body, given):
        raise _refused(Refusal.Reason.SIGNATURE, key.name, address, now)
    if not moment.isascii() or not moment.isdigit() or len(moment) > 11:
        raise _refused(Refusal.Reason.TIME, key.name, address, now)
    signed_at = datetime.fromtimestamp(int(moment), tz=UTC)
    if abs(now - signed_at) > WINDOW:
        raise _refused(Refusal.Reason.STALE, key.name, address, now)
    if key.valid_to is not None and key.valid_to < now:
        raise _refused(Refusal.Reason.ENDED, key.name, address, now)
    if key.valid_from > now:
        raise _refused(Refusal.Reason.EARLY, key.name, address, now)
    return key, signed_at


def refused_size(address: str) -> BadSignature:
    """Note a body that is too long to be read at all."""
    return _refused(Refusal.Reason.SIZE, "", address, timezone.now())


def _refused(reason: Refusal.Reason, key: str, address: str, now: datetime) -> BadSignature:
    last = {"last_at": now, "last_from": address[:45]}
    where = {"day": timezone.localdate(now), "reason": reason, "key": key}
    if not Refusal.objects.filter(**where).update(times=F("times") + 1, **last):
        try:
            with transaction.atomic():
                Refusal.objects.create(**where, **last)
        except IntegrityError:  # somebody else was first
            Refusal.objects.filter(**where).update(times=F("times") + 1, **last)
    return BadSignature(f"Không nhận: {reason.label}.", f"Refused: {reason.value.replace('_', ' ')}.")


def _kept(
    key: BankKey, signed_at: datetime, body: bytes, told: Told | None, problem: Unreadable | None
) -> tuple[Outcome, bool]:
    """The notice as it is kept, written now or before."""
    meaning = told.meaning if told else hashlib.sha256(body).hexdigest()
    known = Outcome.objects.filter(notice__bank=key.bank, notice__meaning=meaning).select_related("notice")
    now = timezone.now()
    if (found := known.first()) is None:
        for differs in (False, True):  # the number was told before, with something else
            try:
                with transaction.atomic():
                    return _written(key, signed_at, body, meaning, told, problem, differs=differs), False
            except IntegrityError:
                if (found := known.first()) is not None:
                    break
    assert found is not None
    Outcome.objects.filter(pk=found.pk).update(told=F("told") + 1, last_told=now)
    return found, True


def _written(
    key: BankKey,
    signed_at: datetime,
    body: bytes,
    meaning: str,
    told: Told | None,
    problem: Unreadable | None,
    *,
    differs: bool,
) -> Outcome:
    now = timezone.now()
    said = (
        {"kind": Notice.Kind.UNREADABLE}
        if told is None
        else {name: getattr(told, name) for name in Told.__slots__ if name != "meaning"}
    )
    notice = Notice.objects.create(
        at=now, key=key, bank=key.bank, signed_at=signed_at, body=body, meaning=meaning, differs=differs, **said
    )
    if told is None:
        state, why, note = Outcome.State.UNREADABLE, "unreadable", str(problem)
    elif differs:
        state, why, note = Outcome.State.CONFLICT, "differs", ""
    else:
        state, why, note = Outcome.State.ARRIVED, "", ""
    return Outcome.objects.create(notice=notice, state=state, why=why, note=note, last_told=now)
