"""The file of a snapshot: a head that anybody reads, a content for whoever has the code, a signature over both.

    BAOPHU1\\n | length of the head (4 bytes) | head, JSON | AES-256-GCM of gzipped JSON | signature (64 bytes)

The head is bound to the content (it is what AES-GCM calls associated data) and signed with it.
"""

from __future__ import annotations

import base64
import gzip
import json
import os
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.utils import timezone

from baophu.offline.errors import NoSnapshot, NotOurs, TooOld, WrongCode
from baophu.offline.models import SigningKey
from baophu.offline.services import secrets

MAGIC = b"BAOPHU1\n"
SIGNATURE = 64
LONGEST_HEAD = 64 * 1024


def seal(head: Mapping[str, Any], content: Mapping[str, Any], code: str, signer: SigningKey) -> bytes:
    """A file of a head and a content."""
    salt, nonce = os.urandom(16), os.urandom(12)
    told = {
        **head,
        "signer": signer.name,
        "salt": base64.b64encode(salt).decode(),
        "nonce": base64.b64encode(nonce).decode(),
        "iterations": secrets.ITERATIONS,
    }
    top = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    packed = gzip.compress(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode(), 6, mtime=0)
    box = AESGCM(secrets.key_from(code, salt)).encrypt(nonce, packed, top)
    body = MAGIC + len(top).to_bytes(4, "big") + top + box
    return body + secrets.sign(signer, body)


def head_of(file: bytes) -> dict[str, Any]:
    """What stands in the head, not proven yet. NoSnapshot where the bytes are no snapshot."""
    top, _ = _parts(file)
    return dict(json.loads(top))


def unseal(
    file: bytes, code: str, signers: Mapping[str, dict[str, Any]], now: datetime | None = None
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Head and content of a file. NotOurs where no known key signed it, NoSnapshot where a byte was changed, WrongCode
    where the code does not open it, TooOld past its last day.
    """
    top, box = _parts(file)
    head = json.loads(top)
    public = signers.get(str(head.get("signer")))
    if public is None:
        raise NotOurs("Bản chụp do nơi khác ký, không phải hệ thống này.", "Another installation signed this snapshot.")
    _proven(public, file)
    moment = now or timezone.now()
    ends = datetime.fromisoformat(head["as_of"]) + timedelta(days=head["last_days"])
    if moment > ends:
        raise TooOld(
            f"Bản chụp đã quá cũ (tin được đến {ends:%d/%m/%Y}); hãy lấy bản mới.",
            f"The snapshot is too old (to be believed until {ends:%d/%m/%Y}); get a new one.",
        )
    salt, nonce = base64.b64decode(head["salt"]), base64.b64decode(head["nonce"])
    try:
        packed = AESGCM(secrets.key_from(code, salt, int(head["iterations"]))).decrypt(nonce, box, top)
    except InvalidTag as error:
        raise WrongCode("Mã mở không đúng với bản chụp này.", "This code does not open the snapshot.") from error
    return head, json.loads(gzip.decompress(packed))


def _parts(file: bytes) -> tuple[bytes, bytes]:
    start = len(MAGIC) + 4
    size = int.from_bytes(file[len(MAGIC) : start], "big")
    if not file.startswith(MAGIC) or size > LONGEST_HEAD or len(file) < start + size + SIGNATURE:
        raise NoSnapshot("Đây không phải tệp bản chụp, hoặc tệp bị cắt.", "This is no snapshot, or it was cut.")
    top = file[start : start + size]
    try:
        json.loads(top)
    except ValueError as error:
        raise NoSnapshot("Tệp bản chụp đã bị thay đổi.", "The snapshot was changed.") from error
    return top, file[start + size : -SIGNATURE]


def _proven(public: dict[str, Any], file: bytes) -> None:
    body, given = file[:-SIGNATURE], file[-SIGNATURE:]
    r, s = (int.from_bytes(half, "big") for half in (given[: secrets.HALF], given[secrets.HALF :]))
    try:
        secrets.public_key(public).verify(utils.encode_dss_signature(r, s), body, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature as error:
        raise NoSnapshot(
            "Chữ ký không đúng: tệp bản chụp đã bị thay đổi.", "The signature is wrong: the snapshot was changed."
        ) from error
