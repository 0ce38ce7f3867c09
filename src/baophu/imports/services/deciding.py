"""The queue of the doubtful: rows that may be somebody of the register, and what an officer says to each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from baophu.accounts.models import User
from baophu.accounts.services import log_looks, units_of
from baophu.accounts.services.reasons import kept
from baophu.imports.errors import WrongChoice
from baophu.imports.matching import people
from baophu.imports.models import Decided, Import, Row
from baophu.imports.services.states import State, locked, may_handle, must_be
from baophu.imports.words import from_data
from baophu.law.model import Text

Kind = Row.Kind


@dataclass(frozen=True, slots=True)
class Shown:
    """A candidate as the officer may see it. Of people of other units only the unit is told."""

    person: int | None
    score: int
    name: str
    born: date | None
    sex: str
    unit: str
    personal_id: str
    why: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Doubt:
    """A row to be decided: as it stood in the file, whom it may be, and what was decided already."""

    row: Row
    candidates: tuple[Shown, ...]
    decided: Decided | None


def doubtful(imp: Import, by: User, first: int = 0, count: int = 50) -> list[Doubt]:
    """Rows of the last preview that are doubtful or of nobody known. Each candidate shown is logged as looked at."""
    may_handle(imp, by)
    must_be(imp, State.PREVIEWED, State.WAITING, State.APPLIED)
    rows = list(
        Row.objects.filter(of=imp, kind__in=(Kind.DOUBTFUL, Kind.UNKNOWN)).order_by("number")[first : first + count]
    )
    decided = {d.number: d for d in Decided.objects.filter(of=imp, number__in=[row.number for row in rows])}
    known = people.by_ids({c["person"] for row in rows for c in row.candidates})
    own = units_of(by)
    found = [Doubt(row, tuple(_shown(c, known, own) for c in row.candidates), decided.get(row.number)) for row in rows]
    seen = sorted({c.person for doubt in found for c in doubt.candidates if c.person is not None})
    if seen:
        log_looks(by, seen, kept(_("danh sách đang nhập"), imp.pk, _("dòng chưa chắc là ai")), "imports")
    return found


def _shown(kept: dict[str, object], known: dict[int, people.Known], own: frozenset[str] | None) -> Shown:
    why = tuple(from_data(text) for text in kept["why"])  # type: ignore[attr-defined]
    person = known.get(kept["person"])  # type: ignore[call-overload]
    score = int(str(kept["score"]))
    if person is None or (own is not None and person.unit not in own):
        return Shown(None, score, "", None, "", str(kept["unit"]), "", why)
    return Shown(person.id, score, person.name, person.born, person.sex, person.unit, person.personal_id, why)


def decide(imp: Import, row: int, choice: int | str, by: User) -> Decided:
    """Say who a row is: the number of a person, "new" or "skip". The next preview plans it so.

    WrongChoice: no such row waits for a decision, or the person is none an officer of these units may choose.
    """
    may_handle(imp, by)
    with transaction.atomic():
        now = locked(imp)
        must_be(now, State.PREVIEWED, State.MAPPED)
        waits = Row.objects.filter(of=now, number=row, kind__in=(Kind.DOUBTFUL, Kind.UNKNOWN)).exists()
        if not waits and not Decided.objects.filter(of=now, number=row).exists():
            raise WrongChoice("row does not wait", row=row)
        what, person = _choice(choice, units_of(by))
        kept, _ = Decided.objects.update_or_create(
            of=now,
            number=row,
            defaults={"choice": what, "person_id": person, "by": by, "at": timezone.now()},
        )
        now.seen = ""
        now.save(update_fields=["seen"])
    imp.refresh_from_db()
    return kept


def undecide(imp: Import, row: int, by: User) -> None:
    """Take a decision on a row back."""
    may_handle(imp, by)
    with transaction.atomic():
        now = locked(imp)
        must_be(now, State.PREVIEWED, State.MAPPED)
        Decided.objects.filter(of=now, number=row).delete()
        now.seen = ""
        now.save(update_fields=["seen"])
    imp.refresh_from_db()


def _choice(choice: int | str, own: frozenset[str] | None) -> tuple[str, int | None]:
    if choice in (Row.Choice.NEW, Row.Choice.SKIP):
        return str(choice), None
    if not str(choice).isdigit():
        raise WrongChoice("no such choice", choice=choice)
    number = int(choice)
    person = people.by_ids([number]).get(number)
    if person is None or (own is not None and person.unit not in own):
        raise WrongChoice("no such person", number=number)
    return Row.Choice.PERSON, person.id
