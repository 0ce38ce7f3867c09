"""Apply an import: what the preview showed, whole or not at all, on one entry that can be undone."""

from __future__ import annotations

from collections import Counter

from django.db import IntegrityError, transaction
from django.utils import timezone

from baophu.accounts.models import Proposal, User
from baophu.accounts.services import four_eyes, units_of
from baophu.imports.catalogue import list_type
from baophu.imports.collecting import put_off
from baophu.imports.errors import NothingToDo, RegisterChanged
from baophu.imports.models import Import
from baophu.imports.planning.planner import Task, plan
from baophu.imports.services.previewing import Progress, look, task_of
from baophu.imports.services.states import State, locked, may_handle, must_be
from baophu.imports.services.writing import write
from baophu.imports.words import say
from baophu.law.model import Text
from baophu.registry.models import Document
from baophu.registry.services.entries import entry

WHAT = "import"
"""What the entries of imports are called."""


def apply(imp: Import, by: User, progress: Progress | None = None) -> Import:
    """Write to the register what the preview showed, or lay a large import before a second officer (`waiting`).

    RegisterChanged when it would no longer be what the preview showed: nothing is written, and it has to be looked at
    again. NothingToDo when nothing would change. Of two officers who apply at once one writes, the other gets NotNow
    (the same import) or RegisterChanged (another import that touches the same).
    """
    may_handle(imp, by)
    must_be(imp, State.PREVIEWED)
    shown = look(imp)
    if not imp.seen:
        raise RegisterChanged("look again")
    if shown.empty:
        raise NothingToDo("nothing to do", number=imp.pk)
    if shown.large is not None:
        return _propose(imp, by, shown.large)
    return carry_out(imp, by, progress)


def carry_out(imp: Import, by: User, progress: Progress | None = None) -> Import:
    """Write the import as it was previewed, for the officer who asked for it; errors as for `apply`."""
    tell = progress or (lambda step, done: None)
    try:
        with put_off():
            task, _ = task_of(imp, by, tell)  # the file is read before anybody has to wait for this transaction
            with transaction.atomic():
                _carry_out(imp, task, by, tell)
    except RegisterChanged:
        _look_again(imp)
        raise
    except IntegrityError as error:
        _look_again(imp)
        raise RegisterChanged("register changed") from error
    imp.refresh_from_db()
    return imp


def _carry_out(imp: Import, task: Task, by: User, tell: Progress) -> None:
    now = locked(imp)
    must_be(now, State.PREVIEWED, State.WAITING)
    if now.seen != imp.seen or now.mapping != imp.mapping:
        raise RegisterChanged("look again")
    document = _document(now, task)
    act = entry(WHAT, by=by, document=document, reason=f"{task.kind.title.vi}: {now.file_name}")
    planned = plan(task, tell)  # after the entry: from here on nobody else records
    if planned.digest() != now.seen:
        raise RegisterChanged("register changed")
    tell("write", 0.0)
    write(planned, act, tell)
    now.state, now.entry, now.document = State.APPLIED, act, document
    now.applied_by, now.applied_at = by, timezone.now()
    now.save(update_fields=["state", "entry", "document", "applied_by", "applied_at"])


def _look_again(imp: Import) -> None:
    """The preview no longer holds: a new one has to be made and looked at."""
    if not transaction.get_connection().in_atomic_block:
        Import.objects.filter(pk=imp.pk, state=State.PREVIEWED).update(state=State.MAPPED, seen="")
        imp.refresh_from_db()


def _document(imp: Import, task: Task) -> Document:
    """The list as a source: the decision most of its rows name, and the file under its hash."""
    numbers = Counter(row.text("decision_number") for row in task.rows if row.text("decision_number"))
    days = Counter(day for row in task.rows if (day := row.day("decision_day")) is not None)
    return Document.objects.create(
        kind=f"list:{imp.kind}",
        number=numbers.most_common(1)[0][0][:80] if numbers else "",
        issued=days.most_common(1)[0][0] if days else None,
        issuer=imp.sender,
        name=imp.file_name,
        digest=imp.digest,
    )


# ---- a second officer ------------------------------------------------------------------------------------------------


def _propose(imp: Import, by: User, why: Text) -> Import:
    """Lay a large import before a second officer."""
    kind, shown = list_type(imp.kind), look(imp)
    counts = {name: shown.counts.get(name, 0) for name in ("new", "changed", "ended")}
    summary = say("large import", number=imp.pk, list=kind.title, file=imp.file_name, why=why, **counts)
    with transaction.atomic():
        now = locked(imp)
        must_be(now, State.PREVIEWED)
        units = units_of(by)
        proposal = four_eyes.propose("large_import", {"import": now.pk, "seen": now.seen}, by, summary, units)
        now.state, now.proposal = State.WAITING, proposal.pk
        now.save(update_fields=["state", "proposal"])
    imp.refresh_from_db()
    return imp


def approved(proposal: Proposal, approver: User) -> four_eyes.Json:
    """What happens when a second officer approves: the import is carried out for the first one."""
    payload = proposal.payload
    imp = Import.objects.get(pk=payload["import"])
    must_be(imp, State.WAITING)
    if imp.seen != payload["seen"] or imp.proposal != proposal.pk:
        raise RegisterChanged("register changed")
    carry_out(imp, proposal.by)
    return {"import": imp.pk, "entry": imp.entry_id or 0}
