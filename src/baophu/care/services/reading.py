"""What was typed or scanned, made out: an ID card's code, a paper card's code, or a number.

Scanners that act as keyboards send tabs and line ends; some send a code twice, or in capitals; a code may be cut; a
reader set to the wrong code page turns UTF-8 into other letters. What can be put right without guessing is put right;
a name that cannot be read is left out of the comparison, never compared wrongly.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Literal

from baophu.registry.dates import Born, read_born
from baophu.registry.errors import Problem
from baophu.registry.names import fold
from baophu.registry.numbers import bare
from baophu.registry.services.scanning import SEPARATOR, SEXES, read_scan

Way = Literal["personal_id", "old_id", "social_number", "card_number", "scan", "paper_card", "name", "nothing"]
LONGEST = 2000
"""Characters of a scan; more is no card."""

ID_FIELDS = 7
PAPER_NUMBERS = (10, 15)
PAPER_END = "$"
CODE_PAGES = ("cp1258", "cp1252", "latin-1")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff]")
_LINE = re.compile(r"[\r\n]+")
_HEX = re.compile(r"(?:[0-9a-fA-F]{2})+")
_LOST = re.compile(r"[?\ufffd]")
_SHAPES: dict[int, Way] = {9: "old_id", 10: "social_number", 12: "personal_id", 15: "card_number"}
_PAPER_SEX = {"1": "m", "2": "f", "0": "f"}
_DATE = re.compile(r"\d{8}|\d{2}/\d{2}/\d{4}")


@dataclass(frozen=True, slots=True)
class Read:
    """What was made out. `number` is of the kind `kind` (of a scan: the personal ID; of a paper card: what its first
    field is); `name` is folded, and so is `other_name`, the same by the code page that scanners mistake; fields that
    were missing or could not be read are None.
    """

    way: Way
    number: str = ""
    kind: Way = "nothing"
    old_id: str | None = None
    name: str | None = None
    shown_name: str | None = None
    other_name: str | None = None
    born: Born | None = None
    sex: str | None = None


NOTHING = Read("nothing")


def read(text: str) -> Read:
    """What a text stands for; `nothing` when it is no scan and no number of a known length."""
    cleaned = clean(text)
    if cleaned is None:
        return NOTHING
    if SEPARATOR in cleaned:
        return _scanned(cleaned)
    number = bare(cleaned)
    way = _SHAPES.get(len(number), "nothing")
    if not number.isascii() or not number.isalnum() or (way != "card_number" and not number.isdigit()):
        return NOTHING
    if way == "card_number" and number.isdigit():
        return NOTHING
    return Read(way, number, way)


def clean(text: str) -> str | None:
    """The text of one card: without control characters, once where it came twice; None for two different ones."""
    if len(text) > LONGEST:
        return None
    plain = _CONTROL.sub("", text).strip()
    if SEPARATOR not in plain and plain.count("\t") >= 2:
        plain = plain.replace("\t", SEPARATOR)
    lines = {line.strip() for line in _LINE.split(plain) if line.strip()}
    if len(lines) > 1:
        return None
    return _once(lines.pop().replace("\t", " ").strip()) if lines else ""


def _once(text: str) -> str:
    """A code that was sent twice, end to end or with a space or bar between, once."""
    half, odd = divmod(len(text), 2)
    if not odd and half and text[:half] == text[half:]:
        return text[:half]
    if odd and half and text[:half] == text[half + 1 :] and text[half] in " |":
        return text[:half]
    return text


def _scanned(text: str) -> Read:
    fields = [field.strip() for field in text.split(SEPARATOR)]
    first = bare(fields[0])
    if len(first) in PAPER_NUMBERS or PAPER_END in fields:
        return _paper(first, fields)
    scan = read_scan(SEPARATOR.join(fields))
    if scan is None:
        return NOTHING
    name = repaired(fields[2]) if len(fields) > 2 else None
    born = _born(fields[3]) if len(fields) > 3 else None
    sex = SEXES.get((repaired(fields[4]) or "").casefold()) if len(fields) > 4 else None
    # the last field of a cut code may be cut itself
    whole = len(fields) >= ID_FIELDS or (len(fields) == ID_FIELDS - 1 and _DATE.fullmatch(fields[-1]) is not None)
    if not whole:
        name = None if len(fields) <= 3 else name
        born = born if len(fields) > 4 or len(fields[-1]) >= 8 else None
    return Read(
        "scan",
        scan.personal_id,
        "personal_id",
        old_id=scan.old_id,
        name=fold(name) if name else None,
        other_name=_in_1258(name),
        shown_name=name,
        born=born,
        sex=sex,
    )


def _paper(first: str, fields: list[str]) -> Read:
    """`number|name in hex|birth|sex|address in hex|…|$`, as paper cards have it (fact base 6.1, K)."""
    kind = _SHAPES.get(len(first), "nothing")
    if kind == "nothing" or not first.isascii() or not first.isalnum():
        return NOTHING
    if fields[-1] != PAPER_END:  # cut: the last field may be cut, too
        fields = fields[:-1]
    fields = fields + [""] * (5 - len(fields))
    name = unhexed(fields[1])
    return Read(
        "paper_card",
        first,
        kind,
        name=fold(name) if name else None,
        shown_name=name,
        born=_born(fields[2]),
        sex=_PAPER_SEX.get(fields[3]) or SEXES.get(fields[3].casefold()),
    )


def unhexed(text: str) -> str | None:
    """A name written as the hex of its UTF-8 bytes; as it is where it is no hex; None where it cannot be read."""
    if not _HEX.fullmatch(text):
        return repaired(text)
    try:
        return bytes.fromhex(text).decode("utf-8").strip() or None
    except UnicodeDecodeError:
        return None


def repaired(text: str) -> str | None:
    """A text whose UTF-8 was read in another code page, put right; None where letters are lost."""
    if not text or _LOST.search(text):
        return None
    for page in CODE_PAGES if not text.isascii() else ():
        with suppress(UnicodeEncodeError, UnicodeDecodeError):
            return _bytes(text, page).decode("utf-8")
    return text


def _in_1258(name: str | None) -> str | None:
    """A name written in Windows-1258 and read as a Western page, folded; None where it is no such thing."""
    if name is None or name.isascii():
        return None
    try:
        return fold(_bytes(name, "cp1252").decode("cp1258"))
    except (UnicodeEncodeError, UnicodeDecodeError):
        return None


def _bytes(text: str, page: str) -> bytes:
    """The bytes a text was read from; code pages leave some bytes out, which then stand as control characters."""
    out = bytearray()
    for letter in text:
        try:
            out += letter.encode(page)
        except UnicodeEncodeError:
            if not 0x80 <= ord(letter) <= 0x9F:
                raise
            out.append(ord(letter))
    return bytes(out)


def _born(text: str) -> Born | None:
    found = read_born(text)
    if isinstance(found, Problem) or found.day > date.max:
        return None
    return found
