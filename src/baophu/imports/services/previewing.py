"""Reckon and keep what an import would do, for people to look at before it is applied."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from baophu.accounts.models import User
from baophu.accounts.services import log_looks, units_of
from baophu.accounts.services.reasons import kept
from baophu.imports import limits
from baophu.imports.catalogue import ListType, list_type
from baophu.imports.collecting import put_off
from baophu.imports.files.opening import open_sheet
from baophu.imports.matching.given import rows_for
from baophu.imports.models import Decided, Import, Row
from baophu.imports.planning.foreseeing import Foresight, foresee
from baophu.imports.planning.people import Choice
from baophu.imports.planning.plan import Plan, PlannedRow
from baophu.imports.planning.planner import Task, plan
from baophu.imports.reading.cells import Reader
from baophu.imports.reading.mapping import from_data
from baophu.imports.reading.rows import Reading, read_rows
from baophu.imports.reading.units import Units
from baophu.imports.services.states import State, locked, may_handle, must_be
from baophu.imports.services.uploading import source_of
from baophu.imports.words import as_data, say
from baophu.imports.words import from_data as text_from
from baophu.law.model import Text
from baophu.registry.law import book
from baophu.registry.services.whereabouts import catch_up

Progress = Callable[[str, float], None]
Kind = Row.Kind
TAKEN = (Kind.NEW, Kind.CHANGED, Kind.ENDED)
"""Kinds of rows that change the register."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do. `counts` by `Row.Kind`; `passed` lines that are no rows of people; `large` why a second
    officer is needed, None when not; `empty`: nothing would change."""

    number: int
    counts: Mapping[str, int]
    households: int
    notes: tuple[Text, ...]
    passed: tuple[int, ...]
    foresight: Foresight
    large: Text | None
    empty: bool

    @property
    def total(self) -> int:
        """Rows of people in the file (and people no longer on a full list)."""
        return sum(self.counts.values())

    def as_data(self) -> dict[str, Any]:
        """As it is kept in JSON."""
        return {
            "counts": dict(self.counts),
            "households": self.households,
            "notes": [as_data(note) for note in self.notes],
            "passed": list(self.passed),
            "foresight": self.foresight.as_data(),
            "large": as_data(self.large) if self.large else None,
            "empty": self.empty,
        }


def preview(imp: Import, by: User, progress: Progress | None = None) -> Preview:
    """Read, match and plan the list, keep every row with what becomes of it, and say what it comes to.

    Writes nothing to the register. MappingRefused and NotNow when the columns were not confirmed.
    """
    may_handle(imp, by)
    must_be(imp, State.MAPPED, State.PREVIEWED)
    with put_off():
        found = _preview(imp, by, progress or (lambda step, done: None))
    imp.refresh_from_db()
    return found


def _preview(imp: Import, by: User, tell: Progress) -> Preview:
    catch_up()
    task, reading = task_of(imp, by, tell)
    planned = plan(task, tell)
    _also_on(imp, planned)
    tell("foresee", 0.0)
    foresight = foresee(planned, task.today)
    tell("keep", 0.0)
    found = _summary(imp, task, planned, reading, foresight)
    with transaction.atomic():
        now = locked(imp)
        must_be(now, State.MAPPED, State.PREVIEWED)
        _keep_rows(now, planned, foresight)
        now.state, now.seen, now.summary = State.PREVIEWED, planned.digest(), found.as_data()
        now.save(update_fields=["state", "seen", "summary"])
    return found


def look(imp: Import) -> Preview:
    """The preview as last kept. NotNow when there is none."""
    must_be(imp, State.PREVIEWED, State.WAITING, State.APPLIED, State.UNDONE)
    kept = imp.summary
    return Preview(
        number=imp.pk,
        counts=kept["counts"],
        households=kept["households"],
        notes=tuple(text_from(note) for note in kept["notes"]),
        passed=tuple(kept["passed"]),
        foresight=Foresight.from_data(kept["foresight"]),
        large=text_from(kept["large"]) if kept["large"] else None,
        empty=kept["empty"],
    )


def task_of(imp: Import, by: User, progress: Progress | None = None) -> tuple[Task, Reading]:
    """What is to be planned for an import, as its file, mapping and decisions stand."""
    kind, mapping, places = list_type(imp.kind), from_data(imp.mapping), Units()
    if progress:
        progress("read", 0.0)
    sheet = open_sheet(source_of(imp), mapping.sheet)
    reading = read_rows(sheet, mapping, kind, Reader(places, book()))
    choices = {d.number: Choice(d.choice, d.person_id) for d in Decided.objects.filter(of=imp)}
    task = Task(
        kind=kind,
        rows=reading.rows,
        choices=choices,
        allowed=units_of(by),
        full=imp.full,
        units=tuple(imp.units),
        before=frozenset(_last_of_sender(imp, kind)),
        today=timezone.localdate(),
        book=book(),
        places=places,
    )
    if imp.full and not imp.units and kind.absent is not None and kind.absent.scope == "unit":
        named = {row.text("unit") for row in reading.rows if row.text("unit")}
        task = replace(task, units=tuple(sorted(named)))
    return task, reading


def _last_of_sender(imp: Import, kind: ListType) -> Iterable[int]:
    """People of the last list of the same sender that was applied."""
    if not imp.full or kind.absent is None or kind.absent.scope != "sender":
        return ()
    last = Import.objects.filter(kind=imp.kind, sender=imp.sender, state=State.APPLIED).order_by("-id").first()
    if last is None:
        return ()
    there = Row.objects.filter(of=last, person__isnull=False, kind__in=(Kind.NEW, Kind.CHANGED, Kind.UNCHANGED))
    return set(there.values_list("person_id", flat=True))


def _also_on(imp: Import, planned: Plan) -> None:
    """Tell rows whose people stand on an applied list of the same type from another sender: of two schools, say."""
    by_person = {one.person: one for one in planned.rows if one.person is not None and one.person > 0}
    sql = (
        "select r.person_id, i.id, i.sender from {given} {join} imports_row r on r.person_id = g.n"
        " join imports_import i on i.id = r.of_id where i.kind = %s and i.state = %s"
        " and i.sender <> %s and r.number > 0"
    )
    asked = [imp.kind, State.APPLIED, imp.sender]
    for person, number, sender in rows_for(sql, {"n": "whole"}, [(p,) for p in sorted(by_person)], asked):
        by_person[person].hints.append(say("also on", sender=sender, number=number))


def _summary(imp: Import, task: Task, planned: Plan, reading: Reading, foresight: Foresight) -> Preview:
    counts = Counter(one.kind for one in planned.rows)
    notes = [*planned.notes, *foresight.notes]
    if task.full and task.kind.absent is not None and task.kind.absent.scope == "unit":
        if task.units:
            notes.append(say("full for", units=", ".join(task.places.name(code) for code in task.units)))
        else:
            notes.append(say("full for nobody"))
    households = {one.household for one in planned.rows if one.kind in TAKEN and one.household is not None}
    return Preview(
        number=imp.pk,
        counts={str(kind): counts[kind] for kind in Kind.values if counts[kind]},
        households=len(households) if task.kind.owner == "household" else 0,
        notes=tuple(notes),
        passed=reading.passed,
        foresight=foresight,
        large=_large(counts, foresight),
        empty=planned.empty(),
    )


def _large(counts: Counter[str], foresight: Foresight) -> Text | None:
    """Why a second officer has to look: many rows, or many who would lose support."""
    changing = sum(counts[kind] for kind in TAKEN)
    if changing > limits.large_rows():
        return say("large rows", rows=changing, allowed=limits.large_rows())
    if foresight.ends > limits.large_losses():
        return say("large losses", people=foresight.ends, allowed=limits.large_losses())
    return None


def _keep_rows(imp: Import, planned: Plan, foresight: Foresight) -> None:
    old = Row.objects.filter(of=imp)
    old._raw_delete(old.db)
    Row.objects.bulk_create((_row(imp, one, foresight) for one in planned.rows), batch_size=2_000)


def _row(imp: Import, one: PlannedRow, foresight: Foresight) -> Row:
    return Row(
        of=imp,
        number=one.number,
        kind=one.kind,
        cells=list(one.read.cells) if one.read else [],
        name=one.name[:120],
        person_id=one.person if one.person is not None and one.person > 0 else None,
        household_id=one.household if one.household is not None and one.household > 0 else None,
        messages=[
            *({"column": f.column, "cell": f.cell, **as_data(f.text)} for f in one.faults),
            *({"column": "", "cell": "", "hint": True, **as_data(hint)} for hint in one.hints),
        ],
        changes=[told.as_data() for told in one.changes],
        candidates=[
            {"person": c.person.id, "score": c.score, "unit": c.person.unit, "why": [as_data(w) for w in c.why]}
            for c in one.candidates
        ]
        if one.kind in (Kind.DOUBTFUL, Kind.REFUSED, Kind.SKIPPED) or one.candidates
        else [],
        foreseen=foresight.of_row(one.person, one.household),
    )


def shown_rows(imp: Import, by: User, kind: str, first: int = 0, count: int = 20) -> list[Row]:
    """Some rows of a kind, for a page or a terminal; that they were looked at is logged for each person shown."""
    may_handle(imp, by)
    found: QuerySet[Row] = Row.objects.filter(of=imp, kind=kind).order_by("number", "id")
    rows = list(found[first : first + count])
    persons = [row.person_id for row in rows if row.person_id is not None]
    if persons:
        log_looks(by, persons, kept(_("danh sách đang nhập"), imp.pk), "imports")
    return rows
