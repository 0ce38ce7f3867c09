"""Who does what about a target, by when, and what came of it."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from baophu.accounts.models import User
from baophu.law.model import Text
from baophu.registry.services.recording import entry as begin
from baophu.steering.errors import Problem, WrongTargets
from baophu.steering.models import Action, Target

WHAT = "steering_action"


def note(target: Target, what: str, person: str, due: date | None, by: User | None) -> Action:
    """Note what somebody is to do about a target; WrongTargets where something is missing."""
    problems = [
        *([] if what.strip() else [Problem("what", Text("Hãy ghi việc cần làm.", "Say what is to be done."))]),
        *([] if person.strip() else [Problem("person", Text("Hãy ghi người làm.", "Say who does it."))]),
        *([] if due else [Problem("due", Text("Hãy ghi hạn xong.", "Say by when."))]),
    ]
    if problems or due is None:
        raise WrongTargets(problems)
    with transaction.atomic():
        return Action.objects.create(
            year=target.year,
            unit=target.unit,
            agency=None if target.unit else target.agency,
            what=" ".join(what.split())[:300],
            person=" ".join(person.split())[:120],
            due=due,
            entry=begin(WHAT, by),
        )


def close(action: Action, outcome: str, by: User | None) -> Action:
    """Note what came of an action; WrongTargets where nothing is said or it was closed already."""
    if not outcome.strip():
        raise WrongTargets([Problem("outcome", Text("Hãy ghi kết quả.", "Say what came of it."))])
    with transaction.atomic():
        held = Action.objects.select_for_update().get(pk=action.pk)
        if held.closed_id is not None:
            raise WrongTargets([Problem("outcome", Text("Việc này đã được khép lại.", "It was closed already."))])
        held.outcome = " ".join(outcome.split())[:300]
        held.closed = begin(WHAT, by)
        held.save(update_fields=["outcome", "closed"])
    return held


def history(target: Target) -> list[Action]:
    """All actions about a target's unit or agency and year, open ones first."""
    rows = Action.objects.filter(year=target.year, unit=target.unit).select_related("entry", "entry__by", "closed")
    if not target.unit:
        rows = rows.filter(agency=target.agency)
    return sorted(rows, key=lambda a: (a.closed_id is not None, a.due, a.pk))
