"""A snapshot is made, kept as a file, and given to its facility."""

from __future__ import annotations

import hashlib
import os
import uuid
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from baophu.accounts.models import User
from baophu.accounts.services import log_looks, units_of
from baophu.accounts.services.reasons import kept
from baophu.care.models import Facility
from baophu.decisions.services.lawbooks import active
from baophu.offline.errors import NobodyThere, NotSeen
from baophu.offline.models import Snapshot
from baophu.offline.services import secrets
from baophu.offline.services.content import content
from baophu.offline.services.sealing import seal
from baophu.registry.models import Person, Unit
from baophu.registry.services.origin import simulated

WARN_DAYS, LAST_DAYS = 7, 31
"""From how many days on the age of a snapshot is warned of loudly, and after how many nothing is told from it any more.
Settings of the installation (`OFFLINE_WARN_DAYS`, `OFFLINE_LAST_DAYS`), not of the law: how old a state may be is
written nowhere (`?`). A month is what the law decides at a time."""


AT_ONCE = 400
"""People of whom a snapshot is made while a page is waited for: two seconds."""


def ask(units: Iterable[str], facility: Facility, by: User) -> Snapshot | None:
    """Make a snapshot now, or where it is long have a worker make it (None). Errors as of `make`."""
    wanted = _allowed(units, by)
    secrets.code_of(facility)
    if Person.objects.standing().filter(unit__in=wanted).count() <= AT_ONCE:
        return make(wanted, facility, by)
    from baophu.offline.tasks import make_snapshot

    make_snapshot.enqueue(wanted, facility.pk, by.pk)
    return None


def make(units: Iterable[str], facility: Facility, by: User | None = None) -> Snapshot:
    """Make a snapshot of everybody who lives in some units for a facility. Each look is logged.

    NobodyThere for units not of whoever asks, or without people; NoCode where the facility has no opening code.
    """
    wanted = _allowed(units, by)
    code, signer = secrets.code_of(facility), secrets.signing_key()
    persons = list(Person.objects.standing().filter(unit__in=wanted).order_by("pk").values_list("pk", flat=True))
    if not persons:
        raise NobodyThere("Không có ai sống trong các đơn vị này.", "Nobody lives in these units.")
    why = kept(_("đưa vào bản chụp ngoại tuyến"), facility.code)
    log_looks(by or "baophu", persons, why, "offline")
    now, number = timezone.now(), uuid.uuid4()
    last = int(getattr(settings, "OFFLINE_LAST_DAYS", LAST_DAYS))
    names = dict(Unit.objects.filter(code__in=wanted).values_list("code", "name"))
    is_simulated = simulated()
    head = {
        "format": 1,
        "number": str(number),
        "facility": {"code": facility.code, "name": facility.name},
        "units": [{"code": c, "name": names.get(c, c)} for c in wanted],
        "as_of": now.isoformat(timespec="seconds"),
        "warn_days": int(getattr(settings, "OFFLINE_WARN_DAYS", WARN_DAYS)),
        "last_days": last,
        "people": len(persons),
        "book": {"name": active().name, "digest": active().digest[:12]},
        "simulated": is_simulated,
    }
    told = content(persons, facility, timezone.localdate(now), last, os.urandom(32))
    file = seal(head, told, secrets.text_of(code), signer)
    _write(_path(number), file)
    return Snapshot.objects.create(
        number=number,
        facility=facility,
        units=wanted,
        as_of=now,
        people=len(persons),
        size=len(file),
        digest=hashlib.sha256(file).hexdigest(),
        code=code,
        signer=signer,
        by=by,
        simulated=is_simulated,
    )


def _allowed(units: Iterable[str], by: User | None) -> list[str]:
    wanted = sorted(set(units))
    scope = units_of(by) if by is not None else None
    if not wanted or (scope is not None and not scope.issuperset(wanted)):
        raise NobodyThere("Chỉ chụp được đơn vị trong địa bàn của bạn.", "Only units of your own can be taken.")
    return wanted


def latest(facility: Facility) -> Snapshot | None:
    """The newest snapshot of a facility whose file is there."""
    for one in Snapshot.objects.filter(facility=facility).order_by("-as_of")[:5]:
        if _path(one.number).exists():
            return one
    return None


def file_of(facility: Facility, number: uuid.UUID) -> bytes:
    """The bytes of a snapshot of a facility. NotSeen for another facility's, and where the file is not as it was."""
    found = Snapshot.objects.filter(facility=facility, number=number).first()
    gone = NotSeen("Không có bản chụp này của cơ sở.", "The facility has no such snapshot.")
    if found is None or not _path(number).exists():
        raise gone
    file = _path(number).read_bytes()
    if hashlib.sha256(file).hexdigest() != found.digest:
        raise gone
    return file


def name_of(snapshot: Snapshot) -> str:
    """`bao-phu-22901-20261127-0800.baophu`, marked where people are simulated."""
    at = timezone.localtime(snapshot.as_of)
    return f"bao-phu-{snapshot.facility.code}-{at:%Y%m%d-%H%M}{'-mo-phong' if snapshot.simulated else ''}.baophu"


def _path(number: uuid.UUID) -> Path:
    return Path(settings.HOME) / "offline" / f"{number}.baophu"


def _write(path: Path, file: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.touch(mode=0o600)
    part.write_bytes(file)
    part.replace(path)
