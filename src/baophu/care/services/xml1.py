"""Records of an XML1 file, one after another: nothing but the record at hand is kept, however long the file is.

A file is a list of records, or a set of claims in which each XML1 stands as base64 (`NOIDUNGFILE`). Entities, document
types and references to elsewhere are refused before they are read (defusedxml); so is a field longer than any may be.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable
from typing import IO
from xml.sax import SAXException, SAXParseException
from xml.sax.handler import ContentHandler

from defusedxml import DefusedXmlException
from defusedxml.sax import make_parser

from baophu.care.errors import WrongFile
from baophu.care.services import tables

LARGEST = 100 * 1024 * 1024
"""Bytes of a file; a larger one is refused unread."""

MOST = 10_000
"""Records of a file."""

LONGEST = 20_000
"""Characters of a field."""

WRAPPED = 1_000_000
"""Characters of one wrapped file."""

PIECE = 64 * 1024
Record = dict[str, str]


class _Stop(SAXException):
    """Reading ends: the file is no file of visits, or too much of it."""


class _Handler(ContentHandler):
    """Gathers the fields of one record at a time."""

    def __init__(self, take: Callable[[Record], None]) -> None:
        super().__init__()
        told = tables.table("xml1.yaml")
        self.take = take
        self.records = {told["record"], *told["also"]}
        self.wrapped = told["wrapped"]
        self.known = frozenset(told["fields"])
        self.record: Record | None = None
        self.kind = ""
        self.text: list[str] | None = None
        self.length = 0
        self.name = ""

    def startElement(self, name: str, attrs: object) -> None:
        name = name.rpartition(":")[2].upper()
        if name in self.records:
            self.record = {}
        elif name in (self.wrapped["kind"], self.wrapped["content"]) or (
            self.record is not None and name in self.known
        ):
            self.name, self.text, self.length = name, [], 0

    def characters(self, content: str) -> None:
        if self.text is None:
            return
        self.length += len(content)
        if self.length > (WRAPPED if self.name == self.wrapped["content"] else LONGEST):
            raise _Stop(f"{self.name}")
        self.text.append(content)

    def endElement(self, name: str) -> None:
        name = name.rpartition(":")[2].upper()
        if name in self.records and self.record is not None:
            self.take(self.record)
            self.record = None
        elif self.text is not None and name == self.name:
            self._field(name, "".join(self.text).strip())
            self.text = None

    def _field(self, name: str, text: str) -> None:
        if name == self.wrapped["kind"]:
            self.kind = text.upper()
        elif name == self.wrapped["content"]:
            if self.kind == self.wrapped["wanted"]:
                self._unwrap(text)
        elif self.record is not None:
            self.record[name] = text

    def _unwrap(self, text: str) -> None:
        try:
            content = base64.b64decode("".join(text.split()), validate=True)
        except (binascii.Error, ValueError):
            raise WrongFile(
                "Nội dung XML1 trong tệp không phải base64; hãy xuất lại tệp.",
                "An XML1 in the file is no base64; export the file again.",
            ) from None
        _parse([content], _Handler(self.take))


def records(file: IO[bytes]) -> tuple[list[Record], str]:
    """The records of a file, and the hash of its bytes. WrongFile says what is wrong with it and where."""
    found: list[Record] = []
    digest = hashlib.sha256()

    def take(record: Record) -> None:
        if len(found) == MOST:
            raise WrongFile(
                f"Tệp có hơn {MOST:,} bản ghi; hãy chia thành nhiều tệp.".replace(",", "."),
                f"The file has more than {MOST:,} records; divide it.",
            )
        found.append(record)

    def pieces() -> object:
        size = 0
        while piece := file.read(PIECE):
            size += len(piece)
            if size > LARGEST:
                raise WrongFile(
                    f"Tệp lớn hơn {LARGEST // 1024 // 1024} MB; hãy chia thành nhiều tệp.",
                    f"The file is larger than {LARGEST // 1024 // 1024} MB; divide it.",
                )
            digest.update(piece)
            yield piece

    _parse(pieces(), _Handler(take))
    if not found:
        raise WrongFile(
            "Tệp không có bản ghi XML1 nào (phần tử TONG_HOP).", "The file holds no XML1 record (element TONG_HOP)."
        )
    return found, digest.hexdigest()


def _parse(pieces: object, handler: _Handler) -> None:
    parser = make_parser()
    parser.forbid_dtd = True
    parser.setContentHandler(handler)
    try:
        for piece in pieces:  # type: ignore[attr-defined]
            parser.feed(piece)
        parser.close()
    except DefusedXmlException:
        raise WrongFile(
            "Tệp có khai báo DTD hoặc thực thể (ENTITY); tệp như vậy không được nhận.",
            "The file declares a document type or entities; such a file is not taken.",
        ) from None
    except _Stop as stop:
        raise WrongFile(
            f"Trường {stop} dài quá mức cho phép.", f"The field {stop} is longer than any may be."
        ) from None
    except SAXParseException as error:
        line = error.getLineNumber()
        raise WrongFile(
            f"Tệp không phải XML đúng (dòng {line}): {_why(error)[0]}.",
            f"The file is no well-formed XML (line {line}): {_why(error)[1]}.",
        ) from None


def _why(error: SAXParseException) -> tuple[str, str]:
    """What the parser found, for somebody who exports files."""
    message = str(error.getMessage())
    if "encoding" in message or "invalid token" in message:
        return (
            "bảng mã không đọc được, hãy xuất bằng UTF-8",
            f"the encoding cannot be read ({message}), export it as UTF-8",
        )
    if "no element found" in message or "unclosed" in message:
        return "tệp bị cắt hoặc rỗng", f"the file is cut or empty ({message})"
    return message, message
