"""Coverage targets: assigned by a decision to units, agencies and years; and how far each is.

`assign` takes a whole decision at once, all of it or nothing. `progress` answers from kept figures: people insured over
people living there now (a group's: those who pay in it), the people missing to the target, how many a month that is to
the year's end, what is foreseen, and who answers for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from django.db import transaction

from baophu.accounts.models import User
from baophu.law.model import Book, Group, Text
from baophu.law.model import Target as LawTarget
from baophu.registry.models import Document
from baophu.registry.services.recording import entry as begin
from baophu.steering.errors import Problem, WrongTargets
from baophu.steering.models import Action, Agency, Contact, Kept, Target
from baophu.steering.services import agencies, reading
from baophu.steering.services.agencies import Named
from baophu.steering.services.reading import NOBODY, Count, Foreseen
from baophu.steering.services.sources import book as in_use

WHOLE = 10_000
"""Everybody, in hundredths of a percent."""
FIRST_YEAR, LAST_YEAR = 2008, 2100
DECEMBER = 11
WHAT = "steering_target"

Outlook = Literal["reached", "likely", "open", "unlikely", "unknown"]
OUTLOOK: Mapping[str, Text] = {
    "reached": Text("đã đạt", "reached"),
    "likely": Text("có thể đạt", "likely to be reached"),
    "open": Text("chưa chắc", "may or may not be reached"),
    "unlikely": Text("khó đạt", "unlikely to be reached"),
    "unknown": Text("chưa dự báo", "not foreseen"),
}


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


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a target is. `gap` is people still to be insured (0: reached), `pace` people a month to the year's end.

    `change` is the rate's change since the end of the year before; None where that is not in the figures.
    """

    target: Target
    unit_name: str
    contact: Contact | None
    count: Count
    change: Fraction | None
    gap: int
    months_left: int
    foreseen: Foreseen | None
    outlook: Outlook
    actions: tuple[Action, ...]

    @property
    def asked(self) -> Fraction:
        """The share asked for."""
        return Fraction(self.target.coverage, WHOLE)

    @property
    def pace(self) -> int | None:
        """People a month to close the gap by the year's end, rounded up; None: the year is over."""
        return None if self.months_left < 1 else -(-self.gap // self.months_left)

    @property
    def next_action(self) -> Action | None:
        """What is to be done first."""
        return self.actions[0] if self.actions else None

    @property
    def outlook_text(self) -> Text:
        return OUTLOOK[self.outlook]


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


def progress(kept: Kept, targets: Iterable[Target], *, book: Book | None = None) -> list[Progress]:
    """How far each of some targets is, by the figures kept; asked together, so that one page is a few queries."""
    book, held = book or in_use(), list(targets)
    months = {t.year: min(kept.month, t.year * 12 + DECEMBER) for t in held}
    counts, before = _counts(kept, held, months), _counts(kept, held, {y: y * 12 - 1 for y in months})
    ahead, contacts, actions = reading.foreseen(kept), agencies.contacts(), _open_actions({t.year for t in held})
    return [
        _progress(kept, t, months[t.year], counts[t.pk], before[t.pk], ahead, contacts, actions, book) for t in held
    ]


def _progress(
    kept: Kept,
    target: Target,
    month: int,
    count: Count,
    before: Count,
    ahead: Mapping[str, Foreseen],
    contacts: Mapping[int, Contact],
    actions: Mapping[tuple[int, str, int | None], tuple[Action, ...]],
    book: Book,
) -> Progress:
    end = target.year * 12 + DECEMBER
    asked = Fraction(target.coverage, WHOLE)
    gap = max(0, -(-count.living * target.coverage // WHOLE) - count.insured)
    foreseen = ahead.get(target.unit) if not target.group else None
    if foreseen is not None and foreseen.month != end:
        foreseen = None
    change = count.rate - before.rate if count.rate is not None and before.rate is not None else None
    area = book.areas.get(target.unit)
    return Progress(
        target=target,
        unit_name=area.full_name if area else target.unit,
        contact=contacts.get(target.agency_id) if target.agency_id else None,
        count=count,
        change=change,
        gap=gap,
        months_left=max(0, end - month),
        foreseen=foreseen,
        outlook=_outlook(count, asked, gap, foreseen, over=end <= month),
        actions=actions.get((target.year, target.unit, target.agency_id if not target.unit else None), ()),
    )


def _outlook(count: Count, asked: Fraction, gap: int, foreseen: Foreseen | None, *, over: bool) -> Outlook:
    """Reached where it is now; else by where the target lies against the interval of the forecast."""
    if count.living and gap == 0 and (over or foreseen is None or (foreseen.low or Fraction(0)) >= asked):
        return "reached"
    if over:
        return "unlikely"
    if foreseen is None or foreseen.rate is None:
        return "unknown"
    if foreseen.low is not None and foreseen.low >= asked:
        return "likely"
    if foreseen.high is not None and foreseen.high < asked:
        return "unlikely"
    return "open"


def _counts(kept: Kept, targets: Sequence[Target], months: Mapping[int, int]) -> dict[int, Count]:
    """The people of each target in the month of its year; nobody where the figures do not have that month."""
    known: dict[tuple[int, str], dict[str, Count]] = {}
    found: dict[int, Count] = {}
    for target in targets:
        month = months[target.year]
        place = (month, target.group)
        if place not in known:
            dimension = "group" if target.group else "all"
            known[place] = {
                **reading.by_unit(kept, month, dimension, target.group),
                "": reading.by_key(kept, month, dimension).get(target.group, NOBODY),
            }
        found[target.pk] = known[place].get(target.unit, NOBODY)
    return found


def _open_actions(years: set[int]) -> dict[tuple[int, str, int | None], tuple[Action, ...]]:
    found: dict[tuple[int, str, int | None], list[Action]] = {}
    rows = Action.objects.filter(year__in=years, closed=None).select_related("entry").order_by("due", "id")
    for action in rows:
        key = (action.year, action.unit, action.agency_id if not action.unit else None)
        found.setdefault(key, []).append(action)
    return {key: tuple(held) for key, held in found.items()}


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
