"""Files of visits as they came, kept between preview and booking, and after: each under its hash and its facility."""

from __future__ import annotations

import re
import tempfile
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from django.conf import settings

from baophu.care.errors import WrongFile
from baophu.care.models import Facility
from baophu.care.services.xml1 import LARGEST

DIGEST = re.compile(r"[0-9a-f]{64}")


class Sent(Protocol):
    """A file that arrives piece by piece."""

    def chunks(self, chunk_size: int | None = None) -> object: ...


def keep(sent: Sent, facility: Facility) -> str:
    """Keep a file under its hash, which is given back. WrongFile for one that is too large."""
    folder = _folder(facility)
    folder.mkdir(parents=True, exist_ok=True)
    digest, size = sha256(), 0
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as draft:
        for piece in sent.chunks():  # type: ignore[attr-defined]
            size += len(piece)
            if size > LARGEST:
                Path(draft.name).unlink()
                raise WrongFile(
                    f"Tệp lớn hơn {LARGEST // 1024 // 1024} MB; hãy chia thành nhiều tệp.",
                    f"The file is larger than {LARGEST // 1024 // 1024} MB; divide it.",
                )
            digest.update(piece)
            draft.write(piece)
    Path(draft.name).rename(folder / f"{digest.hexdigest()}.xml")
    return digest.hexdigest()


def place(digest: str, facility: Facility) -> Path | None:
    """Where a kept file of a facility is; None for none of that hash, and for another facility's."""
    file = _folder(facility) / f"{digest}.xml"
    return file if DIGEST.fullmatch(digest) and file.is_file() else None


def _folder(facility: Facility) -> Path:
    return Path(settings.HOME) / "claims" / facility.code
