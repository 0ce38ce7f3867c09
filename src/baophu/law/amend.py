"""Repeals and amendments, applied in the order of the days on which they take effect."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from baophu.law.effects import Context
from baophu.law.errors import did_you_mean
from baophu.law.fields import Fields
from baophu.law.instruments import Change, changed
from baophu.law.model import Instrument, Provision
from baophu.law.scalars import day_before

# keys of `set` that correct a provision as it stands; any other begins a new wording on the day of the change
WITHOUT_NEW_WORDING = {"from", "to", "sure", "note", "article"}


def apply_changes(
    instruments: dict[str, Instrument], changes: Iterable[Change], context: Context
) -> dict[str, Instrument]:
    """The instruments after every change; what a change cannot reach is noted."""
    found = dict(instruments)
    for change in sorted(changes, key=lambda c: c.start):
        number, _, name = change.target.partition("#")
        instrument = found.get(number)
        if instrument is None:
            _refuse(change, context, f"no instrument is called '{number}'{did_you_mean(number, found)}")
        elif change.new is not None:
            found[number] = _amended(instrument, change, context)
        elif name:
            found[number] = _without_provision(instrument, change, context)
        else:
            found[number] = _without_instrument(instrument, change, context)
    return found


def with_all_wordings(instruments: dict[str, Instrument]) -> dict[str, Instrument]:
    """The instruments with every exception from a provision reaching all of its wordings."""
    refs: dict[str, list[str]] = {}
    for instrument in instruments.values():
        for provision in instrument.provisions:
            refs.setdefault(f"{instrument.number}#{provision.id}", []).append(provision.ref)

    def reaching_all(provision: Provision) -> Provision:
        names = dict.fromkeys(name.partition("@")[0] for name in provision.excepts)
        excepts = tuple(ref for name in names for ref in refs.get(name, [name]))
        return provision if excepts == provision.excepts else replace(provision, excepts=excepts)

    return {
        number: replace(i, provisions=tuple(reaching_all(p) for p in i.provisions))
        if any(p.excepts for p in i.provisions)
        else i
        for number, i in instruments.items()
    }


def _amended(instrument: Instrument, change: Change, context: Context) -> Instrument:
    wording = _in_force_on(instrument, change, context)
    if wording is None or change.new is None:
        return instrument
    fields = Fields(change.new, change.target, context.problems)
    new = replace(changed(wording, fields, instrument, context), place=change.place)
    parts: tuple[Provision, ...] = (new,)
    if change.start > wording.start and not change.new.entries.keys() <= WITHOUT_NEW_WORDING:
        old = replace(wording, end=day_before(change.start), ended_by=change.by)
        start = new.start if "from" in change.new.entries else change.start
        parts = (old, replace(new, start=start, ref=f"{wording.instrument}#{wording.id}@{change.start}"))
    for part in parts:
        if part.end is not None and part.end < part.start:
            _refuse(change, context, f"{part.ref} would end on {part.end}, before it begins on {part.start}")
    return _with(instrument, wording, *parts)


def _without_provision(instrument: Instrument, change: Change, context: Context) -> Instrument:
    wording = _in_force_on(instrument, change, context)
    if wording is None:
        return instrument
    return _with(instrument, wording, _ended(wording, change, context))


def _without_instrument(instrument: Instrument, change: Change, context: Context) -> Instrument:
    """The instrument with every provision still in force on that day ended the day before."""
    last = day_before(change.start)
    if instrument.end is not None and instrument.end <= last:
        return instrument
    provisions = tuple(
        p if p.end is not None and p.end <= last else _ended(p, change, context) for p in instrument.provisions
    )
    return replace(instrument, provisions=provisions, end=last, ended_by=change.by)


def _ended(provision: Provision, change: Change, context: Context) -> Provision:
    last = day_before(change.start)
    if provision.start > last:
        begins = f"{provision.ref} begins only on {provision.start}"
        _refuse(change, context, f"{begins}; it cannot end on {last}. Repeal it from a later day, or take it out")
    return replace(provision, end=last, ended_by=change.by)


def _in_force_on(instrument: Instrument, change: Change, context: Context) -> Provision | None:
    """The wording of the provision named that stands on the day of the change, or is the first to follow."""
    name = change.target.partition("#")[2]
    wordings = [p for p in instrument.provisions if p.id == name or p.ref == change.target]
    if not wordings:
        near = did_you_mean(name, dict.fromkeys(p.id for p in instrument.provisions))
        what = f"has no provision '{name}'{near}" if name else "is a whole instrument; name a provision of it"
        _refuse(change, context, f"{instrument.number} {what}")
        return None
    standing = [p for p in wordings if p.end is None or p.end >= change.start]
    if not standing:
        _refuse(change, context, f"{change.target} has already ended on {wordings[-1].end}")
        return None
    return standing[0]


def _with(instrument: Instrument, old: Provision, *new: Provision) -> Instrument:
    parts = tuple(part for p in instrument.provisions for part in (new if p is old else (p,)))
    return replace(instrument, provisions=parts)


def _refuse(change: Change, context: Context, message: str) -> None:
    context.problems.add(change.place, change.by, message)
