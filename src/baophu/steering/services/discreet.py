"""Counts as a reader may see them, the same on every page.

What is hidden on one page must not stand on another: so a unit's own page, the map, targets and the report all show of
a unit what the table of all units shows of it that month, and of a group in a unit what the table of its groups shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache

from baophu.steering.models import Kept
from baophu.steering.services import reading
from baophu.steering.services.reading import Count
from baophu.steering.services.small_cells import Shown, numbers, shown, shown_rows

NOTHING = Shown(0, 0, 0, None)
Series = list[tuple[int, Shown]]


def units(kept: Kept, month: int, hide: bool) -> dict[str, Shown]:
    """Each unit's people in a month."""
    return _table(reading.by_unit(kept, month), hide)


def keys(kept: Kept, month: int, dimension: str, unit: str, hide: bool) -> dict[str, Shown]:
    """A unit's people (empty: the province's) in a month by group, age or ethnicity, all or none of which are hidden
    where the unit's own count is."""
    found = _table(reading.by_key(kept, month, dimension, unit), hide)
    if unit and hide and units(kept, month, hide).get(unit, NOTHING).hidden:
        return {key: _withheld(count) for key, count in found.items()}
    return found


def series(kept: Kept, unit: str, hide: bool) -> Series:
    """A unit's (empty: the province's) people month by month."""
    if not hide or not unit:
        return [(month, shown(count, hide)) for month, count in reading.series(kept, unit)]
    return [(m, found[unit]) for m, found in _units_over_time(kept.pk, kept.at) if unit in found]


def keys_over_time(kept: Kept, dimension: str, unit: str, hide: bool) -> dict[int, dict[str, Shown]]:
    """A unit's people (empty: the province's) by group, age or ethnicity, month by month."""
    found = {m: _table(counts, hide) for m, counts in reading.keys_over_time(kept, dimension, unit).items()}
    if not unit or not hide:
        return found
    withheld = {m for m, of in _units_over_time(kept.pk, kept.at) if of.get(unit, NOTHING).hidden}
    return {m: {k: _withheld(c) for k, c in t.items()} if m in withheld else t for m, t in found.items()}


def counted(kept: Kept, month: int, unit: str, group: str, hide: bool) -> Shown:
    """The people a target is about: a unit's (empty: the province's), or those of them who pay in a group."""
    if group:
        return keys(kept, month, "group", unit, hide).get(group, NOTHING)
    if unit:
        return units(kept, month, hide).get(unit, NOTHING)
    return shown(reading.total(kept, month), hide)


def lapsing_by_unit(found: Mapping[str, reading.Lapsing], areas: Iterable[str], hide: bool) -> dict[str, int | None]:
    """People of each unit who are about to lose something."""
    names = list(areas)
    return dict(zip(names, numbers(names, lambda u: found[u].people if u in found else 0, hide), strict=True))


def _withheld(count: Shown) -> Shown:
    """The insured go with the unit's: they would add up to it."""
    return Shown(count.living, None, None, None, True)


def _table(counts: Mapping[str, Count], hide: bool) -> dict[str, Shown]:
    return dict(shown_rows(sorted(counts.items()), hide))


@lru_cache(maxsize=4)
def _units_over_time(kept: int, _at: datetime) -> tuple[tuple[int, dict[str, Shown]], ...]:
    """What may be seen of each unit month by month by readers who may see no people; kept figures never change."""
    known = reading.units_over_time(Kept.objects.get(pk=kept))
    return tuple((month, _table(counts, hide=True)) for month, counts in known.items())
