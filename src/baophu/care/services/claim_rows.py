"""One record of XML1, checked by itself: fields, dates, sums. What the register knows is checked in `claims`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import cache
from typing import Any

from django.utils import timezone

from baophu.care.services import tables
from baophu.law.model import Text
from baophu.registry.dates import Born
from baophu.registry.names import fold

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a record: its place in the file (from 1), its number, the field, and what would do.

    `note`: only said; the record is booked. `there`: it is booked already, and nothing is to be done.
    """

    row: int
    link: str
    name: str
    field: str
    text: Text
    note: bool = False
    there: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A record made out: whole đồng, days, and the facts of a visit it stands for. `person` is found later."""

    row: int
    link: str
    name: str
    name_key: str
    born: Born
    sex: str | None
    numbers: tuple[str, ...]
    start: datetime
    end: datetime
    care: str
    route: str
    diagnosis: str
    total: int
    scope: int
    fund: int
    copay: int
    own: int
    other: int
    person: int = 0
    counted: bool = True

    @property
    def alike(self) -> tuple[object, ...]:
        """What tells a visit from another of the same person."""
        return (self.person, self.start.date(), self.end.date(), self.total, self.scope, self.copay)


def row_of(record: Mapping[str, str], place: int, facility: str) -> tuple[Row | None, list[Fault]]:
    """A record as a row, or None; and everything wrong with it."""
    reader = _Reader(record, place)
    values = {name: reader.value(name, field) for name, field in _fields().items()}
    if reader.faults:
        return None, reader.faults
    reader.check(values, facility)
    care = _by_code("care", values["MA_LOAI_KCB"])
    route = _by_start("route", values["MA_DOITUONG_KCB"])
    if care is None:
        reader.fault(
            "MA_LOAI_KCB", "mã này không đọc được là nội trú hay ngoại trú", "this code says neither in- nor outpatient"
        )
    if route is None:
        reader.fault("MA_DOITUONG_KCB", "mã này không đọc được là đúng tuyến hay không", "this code says no route")
    if any(not fault.note for fault in reader.faults) or care is None or route is None:
        return None, reader.faults
    scope, copay = _dong(values["T_TONGCHI_BH"]), _dong(values["T_BNCCT"])
    row = Row(
        row=place,
        link=values["MA_LK"],
        name=values["HO_TEN"],
        name_key=fold(values["HO_TEN"]),
        born=values["NGAY_SINH"],
        sex={1: "m", 2: "f"}.get(values["GIOI_TINH"] or 0),
        numbers=_numbers(values),
        start=values["NGAY_VAO"],
        end=values["NGAY_RA"],
        care=care,
        route=route,
        diagnosis=values["MA_BENH_CHINH"].upper(),
        total=_dong(values["T_TONGCHI_BV"]),
        scope=scope,
        fund=scope - copay,
        copay=copay,
        own=_dong(values["T_BNTT"] or Decimal(0)),
        other=_dong(values["T_NGUONKHAC"] or Decimal(0)),
    )
    return row, reader.faults


class _Reader:
    """Reads the fields of one record and keeps what is wrong."""

    def __init__(self, record: Mapping[str, str], place: int) -> None:
        self.record, self.place = record, place
        self.faults: list[Fault] = []

    def fault(self, field: str, vi: str, en: str, note: bool = False) -> None:
        link, name = self.record.get("MA_LK", "")[:100], self.record.get("HO_TEN", "")[:255]
        self.faults.append(Fault(self.place, link, name, field, Text(f"{field}: {vi}.", f"{field}: {en}."), note))

    def value(self, name: str, field: Mapping[str, Any]) -> Any:
        """The value of a field by its type; None where it is empty or wrong."""
        text = self.record.get(name, "")
        if not text:
            if field.get("need"):
                self.fault(name, "thiếu", "is missing")
            return "" if field["type"] == "text" else None
        found = _TYPES[field["type"]](text, field)
        if isinstance(found, Text):
            self.fault(name, found.vi, found.en)
            return None
        return found

    def check(self, v: Mapping[str, Any], facility: str) -> None:
        """Sums, dates, and whose record it is."""
        if v["MA_CSKCB"] != facility:
            self.fault(
                "MA_CSKCB",
                f"{v['MA_CSKCB']} không phải cơ sở này ({facility})",
                f"{v['MA_CSKCB']} is not this facility ({facility})",
            )
        if v["NGAY_RA"] < v["NGAY_VAO"]:
            self.fault("NGAY_RA", "trước NGAY_VAO", "is before NGAY_VAO")
        if v["NGAY_RA"].date() > timezone.localdate():
            self.fault("NGAY_RA", "sau hôm nay", "is after today")
        if not (v["SO_CCCD"] or v["MA_THE_BHYT"]):
            self.fault("SO_CCCD", "thiếu cả SO_CCCD và MA_THE_BHYT", "neither SO_CCCD nor MA_THE_BHYT is there")
        if v["T_BHTT"] != v["T_TONGCHI_BH"] - v["T_BNCCT"]:
            right = v["T_TONGCHI_BH"] - v["T_BNCCT"]
            self.fault(
                "T_BHTT",
                f"phải bằng T_TONGCHI_BH − T_BNCCT = {right}, không phải {v['T_BHTT']}",
                f"is T_TONGCHI_BH − T_BNCCT = {right}, not {v['T_BHTT']}",
            )
        if v["T_BNCCT"] > v["T_TONGCHI_BH"]:
            self.fault("T_BNCCT", "lớn hơn T_TONGCHI_BH", "is more than T_TONGCHI_BH")
        if v["T_TONGCHI_BH"] > v["T_TONGCHI_BV"]:
            self.fault("T_TONGCHI_BH", "lớn hơn T_TONGCHI_BV", "is more than T_TONGCHI_BV")
        rest = v["T_TONGCHI_BV"] - v["T_TONGCHI_BH"] - (v["T_BNTT"] or 0)
        if rest not in (0, v["T_NGUONKHAC"] or 0):
            self.fault(
                "T_BNTT",
                f"T_TONGCHI_BV − T_TONGCHI_BH − T_BNTT còn {rest}; vẫn ghi, hãy xem lại",
                f"T_TONGCHI_BV − T_TONGCHI_BH − T_BNTT leaves {rest}; booked, look again",
                note=True,
            )


def _text(text: str, field: Mapping[str, Any]) -> str | Text:
    longest = field["longest"]
    if len(text) > longest:
        return Text(f"dài hơn {longest} ký tự", f"is longer than {longest} characters")
    return text


def _number(text: str, field: Mapping[str, Any]) -> int | Text:
    if not (text.isascii() and text.isdigit()) or len(text) > 9:
        return Text(f"“{text[:40]}” không phải số", f"'{text[:40]}' is no number")
    return int(text)


def _money(text: str, field: Mapping[str, Any]) -> Decimal | Text:
    try:
        value = Decimal(text) if text.isascii() and len(text) <= 18 else None
    except InvalidOperation:
        value = None
    if value is None or not value.is_finite() or value < 0 or value != value.quantize(CENT):
        return Text(f"“{text[:40]}” không phải số tiền (ví dụ 125000)", f"'{text[:40]}' is no amount (such as 125000)")
    return value


def _moment(text: str, field: Mapping[str, Any]) -> datetime | Text:
    for shape in ("%Y%m%d%H%M", "%Y%m%d"):
        if text.isdigit() and len(text) == (12 if shape.endswith("%M") else 8):
            try:
                return datetime.strptime(text, shape)
            except ValueError:
                break
    return Text(f"“{text[:40]}” không phải thời điểm (yyyymmddHHMM)", f"'{text[:40]}' is no moment (yyyymmddHHMM)")


def _birth(text: str, field: Mapping[str, Any]) -> Born | Text:
    try:
        if not text.isdigit() or len(text) not in (4, 8, 12):
            raise ValueError(text)
        year, month, day = int(text[:4]), int(text[4:6] or 0), int(text[6:8] or 0)
        known = "day" if day and month else "month" if month else "year"
        return Born(date(year, month or 1, (day or 1) if month else 1), known)  # type: ignore[arg-type]
    except ValueError:
        return Text(f"“{text[:40]}” không phải ngày sinh (yyyymmdd)", f"'{text[:40]}' is no birth date (yyyymmdd)")


_TYPES: Mapping[str, Callable[[str, Mapping[str, Any]], Any]] = {
    "text": _text,
    "number": _number,
    "money": _money,
    "moment": _moment,
    "birth": _birth,
}


def _dong(value: Decimal) -> int:
    """Whole đồng: claims may have two decimals, the register has none; half a đồng is rounded up."""
    return int(value.quantize(Decimal(1), ROUND_HALF_UP))


def _numbers(values: Mapping[str, Any]) -> tuple[str, ...]:
    """The numbers a person may be found by, the ID first; several cards stand with semicolons between."""
    cards = [part.strip().upper() for part in values["MA_THE_BHYT"].split(";")]
    return tuple(dict.fromkeys(n for n in (values["SO_CCCD"], *cards) if n))


@cache
def _fields() -> Mapping[str, Mapping[str, Any]]:
    found: Mapping[str, Mapping[str, Any]] = tables.table("xml1.yaml")["fields"]
    return found


@cache
def _codes(of: str) -> Mapping[str, str]:
    told = tables.table("xml1.yaml")[of]
    return {code: word for word, codes in told.items() if word != "sure" for code in codes}


def _by_code(of: str, code: str) -> str | None:
    return _codes(of).get(code)


def _by_start(of: str, code: str) -> str | None:
    return _codes(of).get(code[:1])
