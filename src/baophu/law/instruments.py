"""One instrument and its provisions, as written: dates narrowed, conditions typed, nothing yet repealed or amended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from baophu.law.conditions import read_conditions
from baophu.law.effects import EFFECTS, Context, read_effect
from baophu.law.errors import a, did_you_mean, listed, shown
from baophu.law.fields import Fields
from baophu.law.model import Effect, Instrument, Order, Place, Provision, Rule
from baophu.law.tree import facts_read
from baophu.law.yaml_file import Listing, Table

NO_DAY = date.min
CARD_LEVELS = ("card", "visit")


@dataclass(frozen=True)
class Change:
    """A repeal or an amendment as written: what it reaches, from when, and the mapping of new words (None: it ends)."""

    target: str
    start: date
    new: Table | None
    by: str
    place: Place


def read_instrument(fields: Fields, context: Context) -> tuple[Instrument, list[Change]]:
    """The instrument and what it does to others."""
    number = fields.word("instrument")
    start, end = _in_force(fields)
    applied = fields.day("applied_from", required=False)
    sure, note = fields.sure()
    instrument = Instrument(
        number=number,
        title=fields.text("title"),
        issuer=fields.text("issuer"),
        issued=fields.day("issued") or NO_DAY,
        start=start,
        end=end,
        applied_from=applied,
        repeals=(),
        sure=sure,
        note=note,
        source=fields.word("source", required=False) or None,
        conditions=read_conditions(fields, "when", context.vocabulary),
        provisions=(),
        place=fields.place,
    )
    changes = [*_repeals(fields, instrument), *_amendments(fields, instrument)]
    provisions = read_provisions(fields, instrument, context, required=not changes)
    fields.done()
    repeals = tuple(change.target for change in changes if change.new is None)
    return replace(instrument, repeals=repeals, provisions=provisions), changes


def read_part(fields: Fields, instruments: Mapping[str, Instrument], context: Context) -> Instrument | None:
    """The instrument named by `instrument_part`, with the provisions of that file behind its own; None if unknown."""
    number = fields.word("instrument_part")
    instrument = instruments.get(number)
    if instrument is None:
        near = did_you_mean(number, instruments)
        fields.refuse(f"no instrument is called '{number}'{near}", fields.place_of("instrument_part"))
        return None
    provisions = read_provisions(fields, instrument, context)
    fields.done()
    return replace(instrument, provisions=(*instrument.provisions, *provisions))


def read_provisions(
    fields: Fields, instrument: Instrument, context: Context, *, required: bool = True
) -> tuple[Provision, ...]:
    """The provisions of a file; none may be called as another of the instrument."""
    known = {provision.id: provision for provision in instrument.provisions}
    found: dict[str, Provision] = {}
    for table in fields.tables("provisions", required=required):
        provision = read_provision(Fields(table, instrument.number, fields.problems), instrument, context)
        if provision is None:
            continue
        if other := known.get(provision.id):
            same = other.place.file == provision.place.file
            where = f"on line {other.place.line}" if same else f"in {shown(other.place.file)}:{other.place.line}"
            message = f"two provisions are called '{provision.id}'; the first is {where}"
            context.problems.add(provision.place, provision.ref, message)
        known[provision.id] = found[provision.id] = provision
    return tuple(found.values())


def _in_force(fields: Fields) -> tuple[date, date | None]:
    table = fields.mapping("in_force")
    if table is None:
        return NO_DAY, None
    inner = fields.inner(table, "in_force")
    start, end = inner.day("from") or NO_DAY, inner.day("to", required=False)
    inner.done()
    if end is not None and end < start:
        fields.refuse(f"it ends on {end}, before it begins on {start}", fields.place_of("in_force"))
    return start, end


def first_day(instrument: Instrument) -> date:
    """The day from which an instrument's provisions apply, backdating included."""
    return min(instrument.applied_from or instrument.start, instrument.start)


def read_provision(fields: Fields, instrument: Instrument, context: Context) -> Provision | None:
    """One provision; None when it has no id to speak of it by."""
    id_ = fields.word("id")
    if not id_:
        return None
    ref = f"{instrument.number}#{id_}"
    fields.about = ref
    if "@" in id_ or "#" in id_:
        fields.refuse("an id has no # and no @ in it", fields.place_of("id"))
    effect = _effect(fields, context)
    sure, note = fields.sure(instrument.sure, instrument.note)
    provision = Provision(
        ref=ref,
        instrument=instrument.number,
        id=id_,
        article=fields.word("article"),
        says=fields.text("says"),
        start=_start(fields, instrument),
        end=_end(fields, instrument),
        conditions=(*instrument.conditions, *read_conditions(fields, "when", context.vocabulary)),
        effect=effect or Order(()),
        excepts=excepts(fields, instrument.number),
        sure=sure,
        note=note,
        place=fields.place,
    )
    fields.done()
    refuse_a_span_that_ends_before_it_begins(provision, fields)
    refuse_facts_of_the_card_elsewhere(provision, context)
    return provision


def changed(provision: Provision, fields: Fields, instrument: Instrument, context: Context) -> Provision:
    """The provision with the keys of a `set` mapping in place of its own."""
    new: dict[str, Any] = {}
    if kinds := [kind for kind in EFFECTS if fields.has(kind)]:
        old = kind_of(provision.effect)
        if kinds != [old]:
            fields.refuse(f"the provision is {a(old)}; it cannot become {a(listed(kinds))}")
        elif (effect := read_effect(old, fields, context)) is not None:
            new["effect"] = effect
    if fields.has("when"):
        new["conditions"] = (*instrument.conditions, *read_conditions(fields, "when", context.vocabulary))
    if fields.has("except"):
        new["excepts"] = excepts(fields, instrument.number)
    for key in ("article", "sure"):
        if fields.has(key):
            new[key] = fields.word(key)
    if fields.has("says"):
        new["says"] = fields.text("says")
    if fields.has("note"):
        new["note"] = fields.text("note")
    if fields.has("from"):
        new["start"] = fields.day("from") or provision.start
    if fields.has("to"):
        new["end"] = fields.day("to")
    fields.done()
    return replace(provision, **new)


def kind_of(effect: Effect) -> str:
    """`group`, `support`, …: the key an effect is written under."""
    return effect.kind if isinstance(effect, Rule) else type(effect).__name__.lower()


def _effect(fields: Fields, context: Context) -> Effect | None:
    kinds = [kind for kind in EFFECTS if fields.has(kind)]
    if len(kinds) == 1:
        return read_effect(kinds[0], fields, context)
    if kinds:
        fields.refuse(f"it is {listed(kinds)} at once; a provision does one thing")
    else:
        fields.refuse(f"it does nothing; it needs one of {', '.join(EFFECTS)}")
    return None


def _start(fields: Fields, instrument: Instrument) -> date:
    applied = fields.day("applied_from", required=False)
    start = fields.day("from", required=False)
    first = first_day(instrument)
    if start is not None and start < first:
        fields.refuse(
            f"it begins on {start}, before the instrument on {first}; a backdated provision says applied_from",
            fields.place_of("from"),
        )
    return applied or start or instrument.applied_from or instrument.start


def _end(fields: Fields, instrument: Instrument) -> date | None:
    end = fields.day("to", required=False)
    if end is not None and instrument.end is not None and end > instrument.end:
        fields.refuse(f"it ends on {end}, after the instrument on {instrument.end}", fields.place_of("to"))
    return end or instrument.end


def excepts(fields: Fields, number: str) -> tuple[str, ...]:
    """The provisions that do not hold where this one does, by full name; one or a list of them."""
    node = fields.node("except", required=False)
    if node is None:
        return ()
    names = fields.words("except") if isinstance(node, Listing) else (fields.word("except"),)
    return tuple(name if "#" in name else f"{number}#{name}" for name in names)


def refuse_a_span_that_ends_before_it_begins(provision: Provision, fields: Fields) -> None:
    written = fields.has("from") or fields.has("to") or fields.has("applied_from")
    if written and provision.end is not None and provision.end < provision.start:
        fields.refuse(f"it ends on {provision.end}, before it begins on {provision.start}")


def refuse_facts_of_the_card_elsewhere(provision: Provision, context: Context) -> None:
    """Facts of a card or a visit are known only to the rules on cards and routes."""
    if isinstance(provision.effect, Rule):
        return
    for condition in provision.conditions:
        for name in sorted(facts_read(condition.node)):
            level = context.vocabulary.facts[name].level
            if level in CARD_LEVELS:
                message = f"{name} is a fact of the {level}; only a card or route provision can read it"
                context.problems.add(condition.place, provision.ref, message)


def _repeals(fields: Fields, instrument: Instrument) -> list[Change]:
    found: list[Change] = []
    for node in fields.items("repeals", required=False):
        if isinstance(node, Table):
            inner = fields.inner(node, "repeals")
            found.append(Change(target(inner), _change_day(inner, instrument), None, instrument.number, node.place))
            inner.done()
        else:
            name = fields.read_scalar(node, "repeals", str, "")
            found.append(Change(name, first_day(instrument), None, instrument.number, node.place))
    return found


def _amendments(fields: Fields, instrument: Instrument) -> list[Change]:
    found: list[Change] = []
    for table in fields.tables("amends", required=False):
        inner = fields.inner(table, "amends")
        new = inner.mapping("set")
        change = Change(inner.word("provision"), _change_day(inner, instrument), new, instrument.number, table.place)
        inner.done()
        found.append(change)
    return found


def _change_day(fields: Fields, instrument: Instrument) -> date:
    return fields.day("from", required=False) or first_day(instrument)


def target(fields: Fields) -> str:
    """What a change reaches: a whole `instrument` or one `provision`."""
    keys = [key for key in ("instrument", "provision") if fields.has(key)]
    if len(keys) != 1:
        fields.refuse("it names either an instrument or a provision")
        return ""
    return fields.word(keys[0])
