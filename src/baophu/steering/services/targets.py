"""Coverage targets: assigned by a decision to units, agencies and years.

`assign` takes a whole decision at once, all of it or nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from baophu.accounts.models import User
from baophu.law.model import Book, Group, Text
from baophu.law.model import Target as LawTarget
from baophu.registry.models import Document
from baophu.registry.services.recording import entry as begin
from baophu.steering.errors import Problem, WrongTargets
from baophu.steering.models import Agency, Target
from baophu.steering.services import agencies
from baophu.steering.services.agencies import Named
from baophu.steering.services.sources import book as in_use

WHOLE = 10_000
"""Everybody, in hundredths of a percent."""
FIRST_YEAR, LAST_YEAR = 2008, 2100
WHAT = "steering_target"


@dataclass(frozen=True, slots=True)
class Decided:
    """The decision that assigns targets."""

    number: str
    issued: date | None
    issuer: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Assignment:
    """One target to assign. `unit` empty: the province, or the agency's own. `coverage` in hundredths of a percent.

    `row` is its row in the table it came from.
    """

    unit: str
    year: int
    coverage: int
    agency: Named | None = None
    group: str = ""
    row: int | None = None


def assign(
    rows: Sequence[Assignment], decided: Decided, by: User | None, *, replace: bool = False, book: Book | None = None
) -> tuple[Target, ...]:
    """Assign targets by a decision; with `replace`, those there already for the same unit and year are retracted.

    WrongTargets with every problem: a unit the law book does not list, a share not above 0 or above 100 %, a year that
    cannot be, a group there is not, two rows for one unit and year, a target there already (without `replace`).
    """
    book = book or in_use()
    check(rows, decided, replace=replace, book=book)
    problems: list[Problem] = []
    with transaction.atomic():
        document = Document.objects.create(
            kind="steering_targets",
            number=decided.number.strip(),
            issued=decided.issued,
            issuer=decided.issuer.strip(),
            name=decided.name.strip(),
        )
        entry = begin(WHAT, by, document)
        found: list[Target] = []
        for row in rows:
            agency = agencies.agency(row.agency, entry) if row.agency is not None else None
            earlier = there_already(row.unit, agency, row.group, row.year)
            if earlier is not None and not replace:
                problems.append(_is_there(earlier, row, book))
                continue
            if earlier is not None:
                earlier.retracted = entry
                earlier.save(update_fields=["retracted"])
            target = Target(
                unit=row.unit, agency=agency, group=row.group, year=row.year, coverage=row.coverage,
                document=document, entry=entry,
            )  # fmt: skip
            target.save()
            found.append(target)
        if problems:
            raise WrongTargets(problems)
    return tuple(found)


def check(rows: Sequence[Assignment], decided: Decided, *, replace: bool = False, book: Book | None = None) -> None:
    """Whether a decision could be assigned now; WrongTargets as for `assign`. Nothing is written."""
    book = book or in_use()
    problems = [*_of_decision(decided), *(p for row in rows for p in _of_row(row, book)), *_twice(rows, book)]
    if not rows:
        problems.append(Problem("", Text("Không có chỉ tiêu nào.", "There is no target.")))
    if not replace:
        for row in rows:
            agency = agencies.find(row.agency.name) if row.agency is not None else None
            if row.unit or row.agency is None or agency is not None:
                earlier = there_already(row.unit, agency, row.group, row.year)
                problems += [_is_there(earlier, row, book)] if earlier is not None else []
    if problems:
        raise WrongTargets(problems)


def others(target: Target) -> list[Target]:
    """Targets for the same unit or agency, group and year that hold no longer, or took this one's place."""
    rows = Target.objects.filter(unit=target.unit, group=target.group, year=target.year).exclude(pk=target.pk)
    if not target.unit:
        rows = rows.filter(agency=target.agency)
    return list(rows.select_related("document", "entry").order_by("-id"))


def withdraw(target: Target, by: User | None, reason: str) -> None:
    """Take a target back, saying why; WrongTargets where no reason is given or it holds no longer."""
    if not reason.strip():
        raise WrongTargets([Problem("reason", Text("Hãy nêu lý do rút chỉ tiêu.", "Say why it is withdrawn."))])
    with transaction.atomic():
        held = Target.objects.select_for_update().get(pk=target.pk)
        if held.retracted_id is not None:
            raise WrongTargets(
                [Problem("", Text("Chỉ tiêu này đã được rút hoặc thay.", "It was withdrawn or replaced already."))]
            )
        held.retracted = begin(WHAT, by, None, reason.strip())
        held.save(update_fields=["retracted"])


def there_already(unit: str, agency: Agency | None, group: str, year: int) -> Target | None:
    """The target that holds for a unit, an agency or the province in a year."""
    rows = Target.objects.filter(retracted=None, unit=unit, group=group, year=year).select_related("document")
    return (rows if unit else rows.filter(agency=agency)).first()


def in_force(year: int) -> list[Target]:
    """The targets that hold for a year: the province's first, then units, then agencies."""
    rows = Target.objects.filter(retracted=None, year=year).select_related("document", "agency", "entry")
    return sorted(rows, key=lambda t: (bool(t.unit or t.agency_id), not t.unit, t.unit, t.agency_id or 0, t.group))


def years() -> list[int]:
    """Years for which targets hold, the latest first."""
    return list(Target.objects.filter(retracted=None).order_by("-year").values_list("year", flat=True).distinct())


def of_law(book: Book, year: int) -> list[LawTarget]:
    """Targets the law book has for a year and the nation, the province or its units."""
    return [t for t in book.targets if t.year == year]


def groups_of(book: Book) -> dict[str, str]:
    """Stable names of participant groups and their latest letter."""
    return {p.effect.name: p.effect.letter for p in book.provisions() if isinstance(p.effect, Group)}


# ---- what is wrong


def _of_decision(decided: Decided) -> list[Problem]:
    found = []
    if not decided.number.strip():
        text = Text("Hãy ghi số quyết định giao chỉ tiêu.", "Give the number of the decision that assigns them.")
        found.append(Problem("number", text))
    if decided.issued is None:
        found.append(Problem("issued", Text("Hãy ghi ngày quyết định.", "Give the day of the decision.")))
    return found


def _of_row(row: Assignment, book: Book) -> list[Problem]:
    found = []
    if row.unit and row.unit not in book.areas:
        text = Text(
            f"Không có đơn vị mã {row.unit} trong sổ luật; hãy dùng một trong {len(book.areas)} đơn vị hiện nay.",
            f"The law book lists no unit {row.unit}; use one of its {len(book.areas)} units.",
        )
        found.append(Problem("unit", text, row.row))
    if not 0 < row.coverage <= WHOLE:
        shown = f"{row.coverage / 100:g}".replace(".", ",")
        text = Text(
            f"Chỉ tiêu {shown} % không thể có: tỷ lệ bao phủ lớn hơn 0 và không quá 100 %.",
            f"A target of {shown} % cannot be: coverage is above 0 and at most 100 %.",
        )
        found.append(Problem("coverage", text, row.row))
    if not FIRST_YEAR <= row.year <= LAST_YEAR:
        text = Text(f"Năm {row.year} không thể có chỉ tiêu.", f"There can be no target for the year {row.year}.")
        found.append(Problem("year", text, row.row))
    if row.group and row.group not in groups_of(book):
        text = Text(f"Không có nhóm đối tượng {row.group}.", f"There is no participant group {row.group}.")
        found.append(Problem("group", text, row.row))
    return found


def _twice(rows: Sequence[Assignment], book: Book) -> list[Problem]:
    from baophu.registry.names import fold

    seen: dict[tuple[str, str, str, int], Assignment] = {}
    found = []
    for row in rows:
        who = "" if row.unit or row.agency is None else fold(row.agency.name)
        key = (row.unit, who, row.group, row.year)
        first = seen.setdefault(key, row)
        if first is not row:
            name = _called(row, book)
            at = f" (dòng {first.row})" if first.row else ""
            at_en = f" (row {first.row})" if first.row else ""
            text = Text(
                f"{name} có hai chỉ tiêu cho năm {row.year}{at}; hãy giữ một.",
                f"{name} has two targets for {row.year}{at_en}; keep one.",
            )
            found.append(Problem("unit", text, row.row))
    return found


def _called(row: Assignment, book: Book) -> str:
    if row.unit:
        area = book.areas.get(row.unit)
        return area.full_name if area else row.unit
    return row.agency.name if row.agency is not None else book.title.vi


def _is_there(earlier: Target, row: Assignment, book: Book) -> Problem:
    share = f"{earlier.coverage / 100:g}".replace(".", ",")
    number = earlier.document.number
    text = Text(
        f"{_called(row, book)} đã có chỉ tiêu {share} % cho năm {row.year} theo {number};"
        " nếu quyết định này thay quyết định đó, hãy chọn thay.",
        f"{_called(row, book)} has a target of {share} % for {row.year} by {number} already;"
        " if this decision takes its place, say so.",
    )
    return Problem("unit", text, row.row)
