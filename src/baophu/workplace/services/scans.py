"""Scanned documents: taken in by what they are, kept under their hash, shown to those who may see the person.

A file lies in `HOME/documents/<hash>`, outside of what the web server serves, without an ending, never opened by a
program of ours. `baophu backup` copies the database alone: the folder is copied beside it (docs/workplace.md).
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.files.base import File
from django.utils import timezone

from baophu.accounts.models import User
from baophu.registry.models import Document
from baophu.workplace.errors import ScanLost, ScanRefused
from baophu.workplace.models import Scan

LARGEST = 10 * 1024 * 1024
"""Bytes of a scan unless the setting SCAN_BYTES says otherwise."""

SALT = "baophu.workplace.scan"
UNUSED = timedelta(days=7)
"""A scan that belongs to nothing after this time was given up."""


def largest() -> int:
    """The most bytes of a scan."""
    return int(getattr(settings, "SCAN_BYTES", LARGEST))


def folder() -> Path:
    """Where scans are kept."""
    return Path(settings.HOME) / "documents"


def media_of(content: bytes) -> str:
    """What a file is by its content, beginning and end: ScanRefused for anything but a whole PDF, JPEG or PNG."""
    if content.startswith(b"%PDF-") and b"%%EOF" in content[-2048:]:
        return "application/pdf"
    if content.startswith(b"\xff\xd8\xff") and b"\xff\xd9" in content[-1024:]:
        return "image/jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n") and b"IEND" in content[-64:]:
        return "image/png"
    raise ScanRefused(
        "Tệp này không phải là bản quét PDF, JPEG hoặc PNG nguyên vẹn; hãy quét hoặc chụp lại.",
        "This file is no whole PDF, JPEG or PNG; scan or photograph it again.",
    )


def keep(file: File[bytes], by: User) -> str:
    """Keep a scan; a mark that carries it along in a form, good for this user only. ScanRefused: too large, empty, or
    nothing of what may be attached."""
    most = largest()
    if file.size is None or file.size > most:
        raise ScanRefused(
            f"Tệp quá lớn: nhiều nhất {most // 1024**2} MB. Hãy quét với độ phân giải thấp hơn.",
            f"The file is too large: at most {most // 1024**2} MB. Scan it with fewer dots.",
        )
    content = file.read()
    media, digest = media_of(content), hashlib.sha256(content).hexdigest()
    _write(digest, content)
    Scan.objects.get_or_create(
        digest=digest, defaults={"media": media, "size": len(content), "at": timezone.now(), "by": by}
    )
    name = " ".join(Path(file.name or "").name.split())[:120]
    return signing.dumps({"d": digest, "n": name, "u": by.pk}, salt=SALT, compress=True)


def _write(digest: str, content: bytes) -> None:
    """Whole under its name or not at all."""
    folder().mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(prefix=".incoming-", dir=folder())
    try:
        with os.fdopen(handle, "wb") as copy:
            copy.write(content)
            copy.flush()
            os.fsync(copy.fileno())
        os.replace(draft, folder() / digest)
    finally:
        Path(draft).unlink(missing_ok=True)


def carried(mark: str, by: User) -> tuple[str, str] | None:
    """Hash and name of the scan a form carries; None where nothing is carried, or by somebody else's form."""
    if not mark:
        return None
    try:
        told: dict[str, Any] = signing.loads(mark, salt=SALT, max_age=timedelta(days=2))
    except signing.BadSignature:
        return None
    return (told["d"], told["n"]) if told["u"] == by.pk else None


def attached(documents: Iterable[Document]) -> dict[int, bool]:
    """Documents with a scan, by number: whether its file is there."""
    known = {d.pk: d.digest for d in documents if d.digest}
    kept = set(Scan.objects.filter(digest__in=set(known.values())).values_list("digest", flat=True))
    return {pk: (folder() / digest).exists() for pk, digest in known.items() if digest in kept}


def content(document: Document) -> tuple[bytes, str]:
    """The scan of a document and what it is. ScanLost when its file is gone or is not what was kept."""
    scan = Scan.objects.filter(digest=document.digest).first() if document.digest else None
    try:
        found = (folder() / scan.digest).read_bytes() if scan else b""
    except FileNotFoundError:
        found = b""
    if scan is None or hashlib.sha256(found).hexdigest() != scan.digest:
        raise ScanLost
    return found, scan.media


def sweep() -> int:
    """Remove scans that were given up: of no document, some days old; how many."""
    old = Scan.objects.filter(at__lt=timezone.now() - UNUSED)
    unused = old.exclude(digest__in=Document.objects.exclude(digest="").values("digest"))
    digests = list(unused.values_list("digest", flat=True))
    Scan.objects.filter(digest__in=digests).delete()
    for digest in digests:
        (folder() / digest).unlink(missing_ok=True)
    return len(digests)
