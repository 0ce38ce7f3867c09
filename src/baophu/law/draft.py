"""A draft tried on a book: `apply_draft` gives the book as it would read if the draft were law.

The draft's changes are made in the order written. Only what they touch is read and checked anew, so that an analyst may
try one after another.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from baophu.law.amend import apply_changes, with_all_wordings
from baophu.law.check import check_book, parameters_of
from baophu.law.declarations import joined_values, read_parameter_values
from baophu.law.effects import Context
from baophu.law.errors import Problems, did_you_mean
from baophu.law.fields import Fields
from baophu.law.instruments import Change, read_instrument, target
from baophu.law.model import Book, Instrument, ParameterDeclaration, Place, Text
from baophu.law.scalars import day_before
from baophu.law.vocabulary import Vocabulary
from baophu.law.yaml_file import Table, read_yaml


@dataclass
class _Draft:
    """A draft on its way: the book's parts as changed so far."""

    name: str
    instruments: dict[str, Instrument]
    parameters: dict[str, ParameterDeclaration]
    context: Context


def apply_draft(book: Book, path: Path) -> Book:
    """The book with the changes of a draft file; LawError when the draft or what comes of it is wrong."""
    return apply_draft_text(book, path, path.read_bytes())


def apply_draft_text(book: Book, path: Path, content: bytes) -> Book:
    """The same for a draft that is not (yet) a file; `path` only names it in problems."""
    problems = Problems()
    fields = _head(path, content, problems)
    title = fields.text("title")
    draft = _Draft(fields.word("reform"), dict(book.instruments), dict(book.parameters), _context(book, problems))
    for table in fields.tables("changes"):
        _change(Fields(table, draft.name, problems), draft)
        problems.raise_any()
    changed = replace(
        book,
        title=Text(f"{book.title.vi}: {title.vi}", f"{book.title.en}: {title.en}"),
        instruments=with_all_wordings(draft.instruments),
        parameters=draft.parameters,
        support_order=(*book.support_order, *fields.words("support_order", required=False)),
        files=(*book.files, path),
        digest=hashlib.sha256(book.digest.encode() + content).hexdigest(),
    )
    fields.done()
    problems.raise_any()
    check_book(changed, problems, only=_touched(book, changed))
    problems.raise_any()
    return changed


def draft_title(path: Path) -> Text:
    """What a draft is called; LawError when the file is no draft."""
    problems = Problems()
    title = _head(path, path.read_bytes(), problems).text("title")
    problems.raise_any()
    return title


def _head(path: Path, content: bytes, problems: Problems) -> Fields:
    table = read_yaml(path, content, problems)
    problems.raise_any()
    if not isinstance(table, Table) or "reform" not in table.entries:
        problems.add(Place(path, 1), "", "this is no draft; a draft begins with the key 'reform'")
        problems.raise_any()
    assert isinstance(table, Table)
    return Fields(table, "reform", problems)


def _context(book: Book, problems: Problems) -> Context:
    types = {name: parameter.type for name, parameter in book.parameters.items()}
    return Context(Vocabulary(book.facts, types, dict(book.definitions)), book.payers, problems)


def _change(fields: Fields, draft: _Draft) -> None:
    kinds = [kind for kind in CHANGES if fields.has(kind)]
    if len(kinds) != 1:
        fields.refuse(f"a change is exactly one of {', '.join(CHANGES)}")
        return
    (kind,) = kinds
    table = fields.mapping(kind)
    if table is not None:
        inner = Fields(table, f"{draft.name}: {kind}", fields.problems)
        CHANGES[kind](inner, draft)
        inner.done()
    fields.done()


def _extend(fields: Fields, draft: _Draft) -> None:
    """A later last day for a provision, or for an instrument and every provision that ended with it."""
    reached, end = target(fields), fields.day("to")
    number, _, name = reached.partition("#")
    instrument = draft.instruments.get(number)
    if instrument is None or end is None:
        if instrument is None and reached:
            fields.refuse(f"no instrument is called '{number}'{did_you_mean(number, draft.instruments)}")
        return
    if name:
        wordings = [p for p in instrument.provisions if p.ref == reached or p.id == name]
        if not wordings:
            near = did_you_mean(name, [p.id for p in instrument.provisions])
            fields.refuse(f"{number} has no provision '{name}'{near}")
            return
        extended = {wordings[-1].ref}
        old = wordings[-1].end
    else:
        old = instrument.end
        extended = {p.ref for p in instrument.provisions if p.end == old}
    if old is None or end <= old:
        fields.refuse(f"{reached} {f'runs until {old} as it is' if old else 'has no end as it is'}")
        return
    provisions = tuple(replace(p, end=end, ended_by=None) if p.ref in extended else p for p in instrument.provisions)
    whole = replace(instrument, provisions=provisions)
    draft.instruments[number] = whole if name else replace(whole, end=end, ended_by=None)


def _repeal(fields: Fields, draft: _Draft) -> None:
    reached, start = target(fields), fields.day("from")
    if reached and start:
        change = Change(reached, start, None, draft.name, fields.place)
        draft.instruments = apply_changes(draft.instruments, [change], draft.context)


def _change_something(fields: Fields, draft: _Draft) -> None:
    if fields.has("parameter"):
        _change_parameter(fields, draft)
        return
    reached, new, start = fields.word("provision"), fields.mapping("set"), fields.day("from")
    if reached and new is not None and start:
        change = Change(reached, start, new, draft.name, fields.place)
        draft.instruments = apply_changes(draft.instruments, [change], draft.context)


def _change_parameter(fields: Fields, draft: _Draft) -> None:
    """New values from the first of their days on; what was before stays."""
    name = fields.word("parameter")
    parameter = draft.parameters.get(name)
    if parameter is None:
        near = did_you_mean(name, draft.parameters)
        fields.refuse(f"no parameter is called '{name}'{near}", fields.place_of("parameter"))
        fields.has("values")
        return
    values = read_parameter_values(fields, parameter.type, by=draft.name)
    if values:
        first = values[0].start
        before = [replace(v, end=_earlier(v.end, day_before(first))) for v in parameter.values if v.start < first]
        draft.parameters[name] = replace(parameter, values=joined_values([*before, *values], fields))


def _earlier(one: date | None, other: date) -> date:
    return other if one is None else min(one, other)


def _add(fields: Fields, draft: _Draft) -> None:
    instrument, changes = read_instrument(fields, draft.context)
    if instrument.number in draft.instruments:
        fields.refuse(f"there is an instrument {instrument.number} already; a draft has a number of its own")
    draft.instruments[instrument.number] = instrument
    fields.problems.raise_any()
    draft.instruments = apply_changes(draft.instruments, changes, draft.context)


CHANGES: dict[str, Callable[[Fields, _Draft], None]] = {
    "extend": _extend,
    "repeal": _repeal,
    "change": _change_something,
    "add": _add,
}


def _touched(old: Book, new: Book) -> frozenset[str]:
    """The provisions that are not as they were, or read a parameter that is not."""
    before = {p.ref: p for p in old.provisions()}
    parameters = {name for name, p in new.parameters.items() if p is not old.parameters.get(name)}
    return frozenset(
        p.ref for p in new.provisions() if p is not before.get(p.ref) or not parameters.isdisjoint(parameters_of(p))
    )
