"""XML1 files as facilities send them, for tests."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape

from baophu.registry.models import Person


def a_record(person: Person, link: str = "LK1", clinic: str = "22901", **more: object) -> dict[str, object]:
    """A visit of somebody: 1.000.000 đ within the scope, 200.000 of it paid by the person."""
    return {
        "MA_LK": link,
        "STT": 1,
        "MA_BN": "BN1",
        "HO_TEN": person.name.upper(),
        "SO_CCCD": person.personal_id or "",
        "NGAY_SINH": f"{person.born:%Y%m%d}0000",
        "GIOI_TINH": 1 if person.sex == "m" else 2,
        "MA_THE_BHYT": person.card_number or "",
        "MA_BENH_CHINH": "J06",
        "MA_DOITUONG_KCB": "1.1",
        "NGAY_VAO": "202603020800",
        "NGAY_RA": "202603021030",
        "T_TONGCHI_BV": 1_000_000,
        "T_TONGCHI_BH": 1_000_000,
        "T_BNTT": 0,
        "T_BNCCT": 200_000,
        "T_BHTT": 800_000,
        "T_NGUONKHAC": 0,
        "MA_LOAI_KCB": "01",
        "MA_CSKCB": clinic,
        **more,
    }


def one(record: Mapping[str, object]) -> str:
    fields = "".join(f"<{name}>{escape(str(value))}</{name}>" for name, value in record.items())
    return f"<TONG_HOP>{fields}</TONG_HOP>"


def plain(records: Iterable[Mapping[str, object]]) -> bytes:
    """A list of records."""
    return f'<?xml version="1.0" encoding="UTF-8"?><DSACH>{"".join(map(one, records))}</DSACH>'.encode()


def wrapped(records: Iterable[Mapping[str, object]]) -> bytes:
    """A set of claims, each XML1 as base64."""
    files = "".join(
        "<HOSO><FILEHOSO><LOAIHOSO>XML1</LOAIHOSO><NOIDUNGFILE>"
        + base64.b64encode(one(record).encode()).decode()
        + "</NOIDUNGFILE></FILEHOSO>"
        "<FILEHOSO><LOAIHOSO>XML2</LOAIHOSO><NOIDUNGFILE>PGE+</NOIDUNGFILE></FILEHOSO></HOSO>"
        for record in records
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><GIAMDINHHS><DANHSACHHOSO>{files}</DANHSACHHOSO></GIAMDINHHS>'.encode()
    )
