"""What of the register waits for a second officer: merging two records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from baophu.accounts.models import Proposal, User
from baophu.accounts.services import handler, propose
from baophu.accounts.services.four_eyes import Json
from baophu.law.model import Text
from baophu.registry.models import Person
from baophu.registry.services.entries import entry
from baophu.registry.services.merging import Side, merge, preview_merge


def propose_merge(
    kept: Person, other: Person, by: User, choices: Mapping[str, Side] | Side | None = None, reason: str = ""
) -> Proposal:
    """Lay a merge before a second officer. WrongFact when the two cannot be merged; NotAllowed beyond one's units."""
    preview_merge(kept, other)
    units = {person.unit_id for person in (kept, other) if person.unit_id}
    chosen: Json = choices if choices is None or isinstance(choices, str) else dict(choices)
    return propose(
        "merge",
        {"kept": kept.pk, "other": other.pk, "choices": chosen},
        by,
        Text(
            f"Gộp hồ sơ {other.pk} ({other.name}) vào hồ sơ {kept.pk} ({kept.name})",
            f"Merge record {other.pk} ({other.name}) into record {kept.pk} ({kept.name})",
        ),
        units or None,
        reason,
    )


@handler("merge")
def merge_people(proposal: Proposal, approver: User) -> Json:
    """Carry out an approved merge; the entry it stands on is the proposal's result."""
    told = cast("dict[str, int]", proposal.payload)
    kept, other = Person.objects.get(pk=told["kept"]), Person.objects.get(pk=told["other"])
    made = entry("merge", by=proposal.by, reason=proposal.reason)
    merge(kept, other, made, cast("Mapping[str, Side] | Side | None", told["choices"]))
    return {"entry": made.pk, "approved_by": approver.get_username()}
