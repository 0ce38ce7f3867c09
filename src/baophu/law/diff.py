"""What differs between two books, or between two days of one book: provisions that start, end or change; parameters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal as OneOf

from baophu.law.dated import provisions_on, value_on
from baophu.law.model import Book, ParameterDeclaration, ParameterValue, Provision, Text
from baophu.law.scalars import day_before
from baophu.law.words import KEYS, Language, day_words, effect_words, in_language, say, value_words

Value = int | bool | Fraction | None


@dataclass(frozen=True, slots=True)
class ProvisionChange:
    """A provision that starts, ends or changes on a day; `keys` are what changes, as they are written in the book."""

    kind: OneOf["starts", "ends", "changes"]
    ref: str
    day: date | None
    old: Provision | None
    new: Provision | None
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ParameterChange:
    """A parameter that is worth something else from a day on; None where it has no value."""

    parameter: ParameterDeclaration
    day: date
    old: Value
    new: Value


@dataclass(frozen=True, slots=True)
class Difference:
    """All that differs."""

    provisions: tuple[ProvisionChange, ...]
    parameters: tuple[ParameterChange, ...]


def compare_books(old: Book, new: Book) -> Difference:
    """What the new book says differently, over all time."""
    before = {p.ref: p for p in old.provisions()}
    after = {p.ref: p for p in new.provisions()}
    changes = [*_gone(before, after), *_altered(before, after)]
    return Difference(tuple(changes), tuple(_parameters(old, new)))


def compare_days(book: Book, first: date, second: date) -> Difference:
    """What is different in a book on the second of two days."""
    before = {_base(p): p for p in provisions_on(book, first)}
    after = {_base(p): p for p in provisions_on(book, second)}
    changes: list[ProvisionChange] = []
    for name, provision in before.items():
        other = after.get(name)
        if other is None:
            changes.append(ProvisionChange("ends", provision.ref, provision.end, provision, None, ()))
        elif other is not provision:
            keys = tuple(key for key in changed_keys(provision, other) if key not in ("from", "to"))
            changes.append(ProvisionChange("changes", other.ref, other.start, provision, other, keys))
    for name, provision in after.items():
        if name not in before:
            changes.append(ProvisionChange("starts", provision.ref, provision.start, None, provision, ()))
    return Difference(tuple(changes), tuple(_turned(book, first, second)))


def _turned(book: Book, first: date, second: date) -> Iterator[ParameterChange]:
    """The parameters worth something else on the second day."""
    for parameter in book.parameters.values():
        old, new = value_on(parameter, first), value_on(parameter, second)
        if _value(old) != _value(new):
            day = new.start if new is not None else second
            yield ParameterChange(parameter, day, _value(old), _value(new))


def changed_keys(old: Provision, new: Provision) -> tuple[str, ...]:
    """The keys under which two wordings of a provision differ."""
    return tuple(key for key in KEYS if key != "value" and _of(old, key) != _of(new, key))


def difference_text(difference: Difference, book: Book, language: Language) -> str:
    """A difference as lines; `book` names the payers."""
    lines = [line for change in difference.provisions for line in _provision_lines(change, book, language)]
    for change in difference.parameters:
        old, new = (_value_text(change.parameter, v, language) for v in (change.old, change.new))
        lines.append(f"{change.parameter.name}  {day_words(change.day, language)}: {old} → {new}")
    return "\n".join(lines) or say("nothing", language)


def _gone(before: dict[str, Provision], after: dict[str, Provision]) -> Iterator[ProvisionChange]:
    for ref, provision in before.items():
        if ref not in after:
            yield ProvisionChange("ends", ref, None, provision, None, ())


def _altered(before: dict[str, Provision], after: dict[str, Provision]) -> Iterator[ProvisionChange]:
    """Provisions that are new or not as they were; a new wording is compared with the one it follows."""
    rewritten = {(_base(p), p.start) for ref, p in after.items() if ref not in before and "@" in ref}
    for ref, provision in after.items():
        old = before.get(ref)
        if old is not None:
            followed = any(base == _base(provision) and provision.end == day_before(day) for base, day in rewritten)
            if old != provision and (keys := changed_keys(old, provision)) and not (followed and keys == ("to",)):
                yield ProvisionChange("changes", ref, None, old, provision, keys)
        elif earlier := [p for p in before.values() if _base(p) == _base(provision) and p.start < provision.start]:
            keys = tuple(key for key in changed_keys(earlier[-1], provision) if key != "from")
            yield ProvisionChange("changes", ref, provision.start, earlier[-1], provision, keys)
        else:
            yield ProvisionChange("starts", ref, provision.start, None, provision, ())


def _parameters(old: Book, new: Book) -> Iterator[ParameterChange]:
    """For every parameter the days from which its worth differs."""
    for name in {**old.parameters, **new.parameters}:
        before, after = old.parameters.get(name), new.parameters.get(name)
        declared = after or before
        if before == after or declared is None:
            continue
        days = sorted({v.start for p in (before, after) if p for v in p.values})
        last: tuple[Value, Value] = (None, None)
        for day in days:
            pair = _worth(before, after, day)
            if pair[0] != pair[1] and pair != last:
                yield ParameterChange(declared, day, *pair)
            last = pair


def _worth(before: ParameterDeclaration | None, after: ParameterDeclaration | None, day: date) -> tuple[Value, Value]:
    """What a parameter is worth on a day in two books."""
    old, new = (_value(value_on(p, day)) if p else None for p in (before, after))
    return old, new


def _value(value: ParameterValue | None) -> Value:
    return value.value if value is not None else None


def _value_text(parameter: ParameterDeclaration, value: Value, language: Language) -> str:
    return say("open", language) if value is None else value_words(parameter, value)


def _base(provision: Provision) -> str:
    return f"{provision.instrument}#{provision.id}"


def _of(provision: Provision, key: str) -> object:
    """What stands under a key of a provision, for comparing."""
    match key:
        case "from":
            return provision.start
        case "to":
            return provision.end
        case "when":
            return tuple(c.node for c in provision.conditions)
        case "except":
            return provision.excepts
        case _:
            return getattr(provision, key)


def _provision_lines(change: ProvisionChange, book: Book, language: Language) -> Iterator[str]:
    if change.kind == "changes" and change.old is not None and change.new is not None:
        day = f" {day_words(change.day, language)}" if change.day else ""
        yield f"{change.ref}  {say('changes', language)}{day}"
        for key in change.keys:
            old, new = (_shown(p, key, book, language) for p in (change.old, change.new))
            yield f"  {in_language(KEYS[key], language)}: {old} → {new}"
    else:
        provision = change.new or change.old
        ends = change.day or (provision.end if provision else None)
        yield f"{change.ref}  {say(change.kind, language, day=day_words(ends, language))}"
        if provision is not None:
            yield f"  {in_language(provision.says, language)}"


def _shown(provision: Provision, key: str, book: Book, language: Language) -> str:
    match key:
        case "when":
            return "; ".join(c.text for c in provision.conditions) or "-"
        case "effect":
            return effect_words(provision.effect, book, language)
    found = _of(provision, key)
    match found:
        case Text():
            return in_language(found, language)
        case None | date():
            return day_words(found, language)
        case tuple():
            return ", ".join(map(str, found)) or "-"
        case _:
            return str(found)
