"""What is asked of a search: parameters read strictly, unknown ones ignored or refused as the caller prefers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest, QueryDict

from baophu.api.errors import Fault, NotAcceptable, WrongInput, WrongMedia
from baophu.api.fhir.outcome import MEDIA
from baophu.api.services.cursors import MOST
from baophu.law.model import Text

COUNT, CURSOR = 20, "_cursor"
OF_EVERY = ("_id", "_count", "_format", "_pretty", CURSOR)
READ = (MEDIA, "application/json", "text/json", "json", "application/fhir json")
ANY = ("*/*", "application/*", "")
PREFIXES = ("eq", "ge", "le", "gt", "lt")
_DATE = re.compile(r"(eq|ge|le|gt|lt)?(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:T[0-9:.+Z-]*)?")
_ID = re.compile(r"[0-9]{1,18}")


@dataclass(frozen=True, slots=True)
class Search:
    """A search as understood: values by parameter, how many on a page (0: only counted), behind which row it begins."""

    values: Mapping[str, tuple[str, ...]]
    count: int
    after: int

    def one(self, name: str) -> str | None:
        """The one value of a parameter that may stand once."""
        told = self.values.get(name, ())
        if len(told) > 1:
            raise WrongInput([Fault(name, "twice", Text("chỉ được có một lần.", "may stand once only."))])
        return told[0] if told else None

    def ids(self) -> list[int] | None:
        """The numbers asked for by `_id`; None when it was not asked."""
        told = self.one("_id")
        if told is None:
            return None
        return [int(part) for part in told.split(",") if _ID.fullmatch(part)]


def search(request: HttpRequest, told: QueryDict, known: Iterable[str], cursor: int | None) -> Search:
    """Read a search. WrongInput for values of another shape, and with `Prefer: handling=strict` for unknown names."""
    allowed = {*known, *OF_EVERY}
    unknown = [name for name in told if name not in allowed]
    if unknown and "handling=strict" in request.headers.get("Prefer", ""):
        text = Text("không có tham số tìm kiếm này.", "there is no such search parameter.")
        raise WrongInput([Fault(name, "unknown", text) for name in unknown])
    values = {name: tuple(v for v in told.getlist(name) if v) for name in told if name in allowed}
    for name, listed in values.items():
        if any("\x00" in v or len(v) > 200 for v in listed):
            raise WrongInput([Fault(name, "value", Text("không dùng được.", "cannot be used."))])
    count = values.get("_count", (str(COUNT),))[-1:] or (str(COUNT),)
    if not re.fullmatch("[0-9]{1,6}", count[0]):
        raise WrongInput([Fault("_count", "value", Text("phải là số nguyên.", "must be a whole number."))])
    return Search({n: v for n, v in values.items() if v}, min(int(count[0]), MOST), cursor or 0)


def days(name: str, told: str) -> tuple[date | None, date | None]:
    """The first and last day a value such as `ge2026-01` stands for. WrongInput for another shape."""
    found = _DATE.fullmatch(told)
    try:
        if found is None:
            raise ValueError(told)
        prefix, year, month, day = found.groups()
        first = date(int(year), int(month or 1), int(day or 1))
        last = first if day else _last(first, month is not None)
    except ValueError:
        text = Text("phải là ngày dạng 2026-07-01.", "must be a day like 2026-07-01.")
        raise WrongInput([Fault(name, "value", text)]) from None
    match prefix:
        case "ge":
            return first, None
        case "gt":
            return _after(last), None
        case "le":
            return None, last
        case "lt":
            return None, first - timedelta(days=1) if first > date.min else date.min
        case _:
            return first, last


def _after(day: date) -> date:
    return day + timedelta(days=1) if day < date.max else day


def _last(first: date, of_month: bool) -> date:
    """The last day of a month or year."""
    if not of_month or first.month == 12:
        return date(first.year, 12, 31)
    return date(first.year, first.month + 1, 1) - timedelta(days=1)


def referred(name: str, told: str, kind: str = "Patient") -> int:
    """The number of a reference such as `Patient/12` or `12`. WrongInput for another shape."""
    plain = told.rstrip("/").rsplit("/", 1)
    of = told.rstrip("/").split("/")[-2] if "/" in told else kind
    if of != kind or not _ID.fullmatch(plain[-1]):
        text = Text(f"phải là tham chiếu {kind}/SỐ.", f"must be a reference {kind}/NUMBER.")
        raise WrongInput([Fault(name, "value", text)])
    return int(plain[-1])


def check_format(request: HttpRequest, told: QueryDict) -> None:
    """NotAcceptable unless JSON is asked for, by `_format` or `Accept`."""
    wanted = told.get("_format")
    if wanted is not None:
        if _plain(wanted) not in READ:
            raise NotAcceptable(MEDIA)
        return
    accepted = request.headers.get("Accept", "*/*")
    if not any(_plain(one) in (*READ, *ANY) and _version(one) for one in accepted.split(",")):
        raise NotAcceptable(MEDIA)


def check_body(request: HttpRequest) -> None:
    """WrongMedia unless the body is JSON."""
    if request.content_type not in (MEDIA, "application/json"):
        raise WrongMedia(MEDIA)


def _plain(media: str) -> str:
    return media.split(";")[0].strip().lower()


def _version(media: str) -> bool:
    """Whether the version asked for, if any, is R4."""
    told = re.search(r"fhirversion\s*=\s*\"?([0-9.]+)", media.lower())
    return told is None or told.group(1).startswith("4.0")
