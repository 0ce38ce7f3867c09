"""The stand-in's signing key and our secret with it, made on first use and kept in `BAOPHU_HOME`."""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path
from typing import TypedDict, cast

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.conf import settings


class Kept(TypedDict):
    """What is kept: the RSA key as PEM text, the client's secret."""

    key: str
    secret: str


def kept() -> Kept:
    """Read what is kept; made by whichever process comes first, readable by its owner alone."""
    file = Path(settings.HOME) / "simulated-vneid.json"
    if not file.exists():
        _make(file)
    return cast("Kept", json.loads(file.read_text(encoding="utf-8")))


def _make(file: Path) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    made: Kept = {
        "key": key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode(),
        "secret": secrets.token_urlsafe(40),
    }
    draft = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(made), encoding="utf-8")
    try:
        os.link(draft, file)  # fails if another process was first: then its key is the key
    except FileExistsError:
        pass
    finally:
        draft.unlink()
