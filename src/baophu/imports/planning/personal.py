"""Fields of people that a list corrects, or fills where the register has nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from baophu.imports.catalogue.model import Correct
from baophu.imports.matching import people
from baophu.imports.matching.people import Known
from baophu.imports.planning.plan import Plan, PlannedRow, Told
from baophu.imports.planning.timeline import Outcome
from baophu.imports.reading.dates import Dated
from baophu.imports.reading.rows import ReadRow
from baophu.imports.words import say
from baophu.registry.numbers import check_personal_id

_FIELDS = ("personal_id", "old_id", "social_number", "card_number", "name", "sex", "ethnicity", "phone")
_UNIQUE = ("personal_id", "social_number")


class Corrections:
    """Corrections of many people; numbers somebody else has are told and left out at the end."""

    def __init__(self, known: Mapping[int, Known]) -> None:
        self.known = known
        self.rows: dict[int, PlannedRow] = {}
        self.fields: dict[int, dict[str, tuple[str, str]]] = {}

    def take(self, one: PlannedRow, person: Known, act: Correct) -> Outcome:
        """Note what a row corrects of a person."""
        assert one.read is not None
        changed = False
        for name in act.columns:
            value = _value(one.read, name)
            before = _as_kept(person, name)
            if not value or value == before or (act.missing_only and before):
                continue
            if name == "personal_id" and check_personal_id(value, person.sex, person.born):
                one.hints.append(say("number not filled", number=value))
                continue
            self.fields.setdefault(person.id, {})[name] = (before, value)
            self.rows[person.id] = one
            changed = True
            known = one.read.values.get("new_born")
            if name == "born" and isinstance(known, Dated) and known.known != person.born_known:
                self.fields[person.id]["born_known"] = (person.born_known, known.known)
        return "changed" if changed else "unchanged"

    def finish(self, plan: Plan) -> None:
        """Leave out numbers that are another's, and tell each row what remains."""
        for name in _UNIQUE:
            asked = {f[name][1]: person for person, f in self.fields.items() if name in f}
            for number, owners in people.by_numbers(name, list(asked)).items():
                if any(owner.id != asked[number] for owner in owners):
                    del self.fields[asked[number]][name]
                    self.rows[asked[number]].hints.append(say("number taken", number=number))
        for person, fields in self.fields.items():
            told = [Told(f"person.{name}", before, after, None) for name, (before, after) in fields.items()]
            self.rows[person].changes += [t for t in told if t.what != "person.born_known"]
            if fields:
                plan.fields[person] = fields
            elif self.rows[person].kind == "changed" and not self.rows[person].changes:
                self.rows[person].kind = "unchanged"


def _value(row: ReadRow, name: str) -> str:
    """What the row says of a field, as a change keeps it: from `new_…` where the list has such a column."""
    found = row.values.get(f"new_{name}")
    if found is None and name not in ("name", "born"):
        found = row.values.get(name)
    if isinstance(found, Dated):
        return found.day.isoformat()
    return found.isoformat() if isinstance(found, date) else str(found or "")


def _as_kept(person: Known, name: str) -> str:
    value = getattr(person, name)
    return value.isoformat() if isinstance(value, date) else str(value or "")


def newcomer_fields(row: ReadRow) -> dict[str, Any]:
    """What is recorded of somebody new, by the register's names of fields."""
    fields: dict[str, Any] = {name: row.values[name] for name in _FIELDS if name in row.values}
    born = row.values.get("born")
    if isinstance(born, Dated):
        fields["born"] = born.day
        if born.known != "day":
            fields["born_known"] = born.known
    return fields
