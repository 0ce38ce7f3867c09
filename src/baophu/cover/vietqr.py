"""VietQR: a transfer with amount and purpose that every Vietnamese banking app reads.

The payload is EMVCo's merchant-presented code as NAPAS narrows it: fields of tag (two digits), length (two) and value,
closed by a CRC16-CCITT of everything before it. Drawn by segno.
"""

from __future__ import annotations

import binascii
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO

import segno
from django.conf import settings

from baophu.accounts.services.demonstration import is_demonstration
from baophu.cover.errors import CoverError
from baophu.registry.services.origin import simulated

GUID = "A000000727"
TO_ACCOUNT = "QRIBFTTA"
DONG, COUNTRY = "704", "VN"
PURPOSE = 25
"""Letters of a purpose that every bank keeps."""


class NoAccount(CoverError):
    """No bank account is named, or one that cannot be."""


class NoTransfer(CoverError):
    """An amount or purpose that no code can carry."""


@dataclass(frozen=True, slots=True)
class Account:
    """Where money goes: the bank's BIN (six digits), the account, in whose name; `simulated` where there is none."""

    bin: str
    number: str
    name: str
    simulated: bool = False


SIMULATED = Account("999999", "0000000000", "TAI KHOAN MO PHONG", simulated=True)
"""The account of a demonstration: no bank has this BIN, so no money can go anywhere."""


def account() -> Account:
    """The account of this installation (`BAOPHU_BANK="BIN:ACCOUNT:NAME"`); where people are simulated, a simulated
    one, whatever is set. NoAccount where none is named or it cannot be read.
    """
    if is_demonstration() or simulated():
        return SIMULATED
    return read_account(settings.BANK)


def read_account(text: str) -> Account:
    """`BIN:ACCOUNT:NAME` as an account; NoAccount says what is wrong."""
    if not text:
        raise NoAccount(
            'Chưa có tài khoản nhận tiền; người quản trị đặt BAOPHU_BANK="BIN:SỐ TÀI KHOẢN:TÊN".',
            'No bank account is named; the administrator sets BAOPHU_BANK="BIN:ACCOUNT:NAME".',
        )
    bank, _, rest = text.partition(":")
    number, _, name = rest.partition(":")
    if not re.fullmatch(r"\d{6}", bank) or not re.fullmatch(r"[0-9A-Za-z]{1,19}", number) or not name.strip():
        raise NoAccount(
            "BAOPHU_BANK phải là sáu chữ số BIN, số tài khoản và tên, ngăn bằng dấu hai chấm.",
            "BAOPHU_BANK must be a BIN of six digits, an account and a name, with colons between.",
        )
    return Account(bank, number, name.strip())


def payload(to: Account, amount: int, purpose: str) -> str:
    """The text of the code: `amount` whole đồng, `purpose` as banks carry it. NoTransfer for what cannot be."""
    if not 0 < amount < 10**13:
        raise NoTransfer(f"Không chuyển được {amount} đồng.", f"{amount} đồng cannot be transferred.")
    told = plain(purpose)[:PURPOSE].strip()
    if not told:
        raise NoTransfer("Nội dung chuyển khoản trống.", "The purpose of the transfer is empty.")
    bank = _fields((("00", to.bin), ("01", to.number)))
    body = _fields(
        (
            ("00", "01"),
            ("01", "12"),  # of one payment
            ("38", _fields((("00", GUID), ("01", bank), ("02", TO_ACCOUNT)))),
            ("53", DONG),
            ("54", str(amount)),
            ("58", COUNTRY),
            ("62", _fields((("08", told),))),
        )
    )
    return f"{body}6304{crc(f'{body}6304')}"


def crc(text: str) -> str:
    """CRC16-CCITT from 0xFFFF, four hexadecimal digits."""
    return f"{binascii.crc_hqx(text.encode('ascii'), 0xFFFF):04X}"


def reference(quote: int) -> str:
    """What stands in the purpose of a transfer that pays a quote."""
    return f"BHYT BG{quote}"


def quoted(purpose: str) -> int | None:
    """The quote named in the purpose of a transfer as banks pass it on; None where none is."""
    found = re.search(r"BHYT[ .]?BG(\d{1,18})(?!\d)", plain(purpose).upper())
    return int(found.group(1)) if found else None


def plain(text: str) -> str:
    """Letters without accents, digits and spaces."""
    spread = unicodedata.normalize("NFKD", text.replace("đ", "d").replace("Đ", "D"))
    kept = "".join(c if c.isascii() and c.isalnum() else " " for c in spread if not unicodedata.combining(c))
    return " ".join(kept.split())


def svg(code: str) -> bytes:
    """The code as SVG with its quiet zone, dark on white, as large as the place it is put in."""
    out = BytesIO()
    _drawn(code).save(out, kind="svg", border=4, scale=4, light="#ffffff", dark="#000000", xmldecl=False, omitsize=True)
    return out.getvalue()


def png(code: str, scale: int = 8) -> bytes:
    """The code as PNG."""
    out = BytesIO()
    _drawn(code).save(out, kind="png", border=4, scale=scale)
    return out.getvalue()


def _drawn(code: str) -> segno.QRCode:
    return segno.make(code, error="m", micro=False, boost_error=False)


def _fields(parts: Iterable[tuple[str, str]]) -> str:
    return "".join(f"{tag}{len(value):02d}{value}" for tag, value in parts)
