"""Records that may be of one person: searched over the register, kept, and proposed to be merged or told apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from baophu.accounts.models import Proposal, User
from baophu.accounts.services import narrowed, require, units_of
from baophu.imports.errors import NotNow, NotYours
from baophu.imports.matching import duplicates, linked
from baophu.imports.matching.duplicates import Twin
from baophu.imports.models import Pair
from baophu.imports.words import as_data
from baophu.registry.four_eyes import propose_merge

State = Pair.State


def search(
    by: User | None,
    units: Iterable[str] | None = None,
    progress: Callable[[float], None] | None = None,
    splink: bool = True,
) -> int:
    """Search the units (left out: all of the officer's) for duplicates; how many pairs are open there now.

    `by` None is the machine at night: nobody's rights narrow it.

    With splink where it is installed (and wanted), else by own rules. Pairs decided before keep what was decided; open
    ones that are no longer found go.
    """
    if by is not None:
        require(by, "record")
    asked = _asked(by, units)
    found = list(linked.twins(asked) if splink and linked.installed() else duplicates.twins(asked, progress))
    if progress:
        progress(0.95)
    with transaction.atomic():
        old = Pair.objects.filter(state=State.OPEN)
        (old if asked is None else old.filter(unit__in=asked)).delete()
        decided = set(Pair.objects.values_list("first_id", "second_id"))
        now = timezone.now()
        Pair.objects.bulk_create(
            (_pair(twin, now) for twin in found if (twin.first.id, twin.second.id) not in decided), batch_size=2_000
        )
    if by is not None:
        return pairs_of(by).filter(state=State.OPEN).count()
    left = Pair.objects.filter(state=State.OPEN)
    return (left if asked is None else left.filter(unit__in=asked)).count()


def _pair(twin: Twin, now: datetime) -> Pair:
    why = [as_data(text) for text in twin.candidate.why]
    first, second = twin.first, twin.second
    unit = first.unit or second.unit
    return Pair(first_id=first.id, second_id=second.id, score=twin.score, why=why, unit=unit, found_at=now)


def _asked(by: User | None, units: Iterable[str] | None) -> frozenset[str] | None:
    own = units_of(by) if by is not None else None
    asked = frozenset(units) if units else own
    if own is not None and asked is not None and not asked <= own:
        raise NotYours("units not yours", units=", ".join(sorted(asked - own)))
    return asked


def pairs_of(by: User) -> QuerySet[Pair]:
    """Pairs both of whose people live in the officer's units, the likeliest first."""
    require(by, "record")
    found = narrowed(narrowed(Pair.objects.all(), by, "first__unit"), by, "second__unit")
    return found.select_related("first", "second").order_by("-score", "first_id", "second_id")


def propose(pair: int, by: User, keep: int | None = None, reason: str = "") -> Proposal:
    """Propose to merge the two records of a pair (by its number); a second officer approves.

    `keep` is the number of the record to stay (left out: the one with a personal ID). NotNow when the pair was decided
    before; the register's errors when the two cannot be merged.
    """
    with transaction.atomic():
        now = _open(pair, by)
        first, second = now.first, now.second
        stays = (
            second if (keep == second.pk or (keep is None and second.personal_id and not first.personal_id)) else first
        )
        other = first if stays is second else second
        proposal = propose_merge(stays, other, by, "kept", reason)
        _decide(now, by, State.PROPOSED, proposal.pk)
    return proposal


def tell_apart(pair: int, by: User) -> Pair:
    """Say that the two are different people; they are not shown again."""
    with transaction.atomic():
        now = _open(pair, by)
        _decide(now, by, State.DIFFERENT, None)
    return now


def _open(pair: int, by: User) -> Pair:
    now = pairs_of(by).select_for_update(of=("self",)).filter(pk=pair).first()
    if now is None:
        raise NotYours("pair not yours", number=pair)
    if now.state != State.OPEN:
        raise NotNow("pair decided", number=pair)
    return now


def _decide(pair: Pair, by: User, state: str, proposal: int | None) -> None:
    pair.state, pair.by, pair.at, pair.proposal = state, by, timezone.now(), proposal
    pair.save(update_fields=["state", "by", "at", "proposal"])
