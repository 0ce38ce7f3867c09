"""Take a file in: kept under its hash, too large ones refused while they are read, the same one told."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from baophu.accounts.models import User
from baophu.accounts.services import require, units_of
from baophu.imports import limits
from baophu.imports.catalogue import list_type
from baophu.imports.errors import AlreadyApplied, FileRefused, NotYours
from baophu.imports.files.opening import sheets_of
from baophu.imports.models import Import

State = Import.State
OPEN = (State.UPLOADED, State.MAPPED, State.PREVIEWED, State.WAITING)
"""States in which an import has not come to an end."""

_CHUNK = 1 << 20


def sources() -> Path:
    """Where files are kept as they came, each under its hash."""
    return Path(settings.HOME) / "sources"


def source_of(imp: Import) -> Path:
    """The file of an import as it came."""
    return sources() / imp.digest


def upload(
    file: Path | BinaryIO,
    list: str,
    by: User,
    *,
    name: str = "",
    sender: str = "",
    full: bool = False,
    units: Iterable[str] = (),
) -> Import:
    """Keep a file and begin an import of a list type. The same file again goes on where it was left.

    `sender` is who made the list (a school, an employer, a commune): columns are remembered for it. `full`: whoever
    is not on it any more loses what it gives, among the `units` it speaks for (left out: the officer's). FileRefused:
    too large or no list; AlreadyApplied; NotAllowed for somebody who brings no lists in; NotYours beyond their units.
    """
    require(by, "import")
    kind = list_type(list)
    named = name or (file.name if isinstance(file, Path) else Path(getattr(file, "name", "") or "list").name)
    own = units_of(by)
    spoken_for = sorted(set(units)) or sorted(own or ())
    if own is not None and not set(spoken_for) <= own:
        raise NotYours("units not yours", units=", ".join(sorted(set(spoken_for) - own)))
    digest, size = _keep(file)
    known = Import.objects.filter(kind=kind.name, digest=digest)
    if applied := known.filter(state=State.APPLIED).first():
        at = timezone.localtime(applied.applied_at) if applied.applied_at else None
        raise AlreadyApplied(
            "applied already", number=applied.pk, day=f"{at:%d/%m/%Y}" if at else "", by=str(applied.applied_by)
        )
    sheets_of(sources() / digest, named)
    with transaction.atomic():
        if begun := known.filter(state__in=OPEN, by=by).order_by("-id").first():
            return begun
        return Import.objects.create(
            kind=kind.name,
            kind_digest=kind.digest,
            file_name=named[-200:],
            digest=digest,
            size=size,
            sender=" ".join(sender.split())[:200] or by.get_username(),
            full=full and kind.absent is not None,
            units=spoken_for,
            by=by,
            at=timezone.now(),
        )


def imports_of(user: User) -> QuerySet[Import]:
    """Imports a user may see: all of the province, else one's own and those of one's units; the last first."""
    require(user, "import")
    own = units_of(user)
    found = Import.objects.select_related("by", "applied_by").order_by("-id")
    if own is None:
        return found
    # Units are few and kept as a list: colleagues of a unit are found by what is entrusted to them.
    return found.filter(Q(by=user) | Q(by__entrusted__unit__in=own, by__role=user.role)).distinct()


def _keep(file: Path | BinaryIO) -> tuple[str, int]:
    """Copy a file under its hash, a megabyte at a time; FileRefused as soon as it is larger than allowed, or empty."""
    folder = sources()
    folder.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(prefix=".incoming-", dir=folder)
    try:
        with os.fdopen(handle, "wb") as copy:
            digest, size = _copied(file, copy)
            copy.flush()
            os.fsync(copy.fileno())
        if size == 0:
            raise FileRefused("empty file")
        os.replace(draft, folder / digest)
    finally:
        Path(draft).unlink(missing_ok=True)
    return digest, size


def _copied(file: Path | BinaryIO, copy: BinaryIO) -> tuple[str, int]:
    if isinstance(file, Path):
        try:
            with file.open("rb") as source:
                return _copied(source, copy)
        except OSError as error:
            raise FileRefused("cannot open", file=file, error=error.strerror or str(error)) from error
    allowed, seen, digest = limits.file_bytes(), 0, hashlib.sha256()
    while chunk := file.read(_CHUNK):
        seen += len(chunk)
        if seen > allowed:
            raise FileRefused("too large", allowed=allowed // (1 << 20), rows=limits.rows())
        digest.update(chunk)
        copy.write(chunk)
    return digest.hexdigest(), seen
