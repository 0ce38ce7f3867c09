"""How imports read in a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from baophu.accounts.models import Proposal, User
from baophu.cli.importing_words import FIELDS, HOW, TITLES, pick, said, tell
from baophu.imports.catalogue import ListType, list_type
from baophu.imports.models import Import, Pair, Row
from baophu.imports.reading.mapping import Mapping
from baophu.imports.sentences import KINDS, STATES
from baophu.imports.services import shown_rows
from baophu.imports.services.deciding import Doubt
from baophu.imports.services.previewing import Preview
from baophu.imports.words import from_data
from baophu.law.model import FactDeclaration
from baophu.registry.law import book
from baophu.registry.models import Unit

FIRST = 5
"""Rows shown of each kind."""

ORDER = ("new", "changed", "ended", "doubtful", "unknown", "refused", "skipped", "unchanged")


def mapping(imp: Import, found: Mapping, lang: str) -> None:
    """Each column of the list, the file's column it is read from, by what that was told, and what stands there."""
    kind = list_type(imp.kind)
    tell(lang, "list", title=kind.title, file=imp.file_name, sheet=found.sheet)
    table = _table("mapping", lang)
    for column in kind.columns.values():
        label = f"{pick(column.label, lang)} ({column.name})"
        if places := found.columns.get(column.name):
            headers = " + ".join(f"{place + 1}. {found.labels[place].label}" for place in places)
            samples = ", ".join(found.labels[places[0]].samples[:3])
            table.add_row(label, headers, pick(HOW[found.how.get(column.name, "given")], lang), samples)
        elif text := found.constants.get(column.name):
            table.add_row(label, "", pick(HOW["constant"], lang), text)
        elif column.needed and not column.otherwise:
            table.add_row(label, said(lang, "not found"), f"--set {column.name}=…", "")
    Console().print(table)
    taken = {place for places in found.columns.values() for place in places}
    unread = [f"{p + 1}. {c.label}" for p, c in enumerate(found.labels) if c.label and p not in taken]
    if unread:
        tell(lang, "unread", columns=", ".join(unread))


def preview(imp: Import, found: Preview, by: User, lang: str) -> None:
    """Totals by kind, for whom support begins and ends, notes, and the first rows of each kind."""
    table = Table(box=None, show_header=False, pad_edge=False)
    for kind in ORDER:
        if found.counts.get(kind):
            table.add_row(f"{found.counts[kind]:>7,}".replace(",", "."), pick(KINDS[kind], lang))
    Console().print(table)
    seen = found.foresight
    tell(lang, "foresight", begins=seen.begins, ends=seen.ends, less=seen.pays_less, more=seen.pays_more)
    if found.passed:
        more = "…" if len(found.passed) > 12 else ""
        tell(lang, "passed", rows=", ".join(str(number) for number in found.passed[:12]) + more)
    for note in found.notes:
        print(f"! {pick(note, lang)}")
    for kind in ORDER[:-1]:
        if found.counts.get(kind):
            _rows(list_type(imp.kind), kind, shown_rows(imp, by, kind, 0, FIRST), found.counts[kind], lang)


def _rows(of: ListType, kind: str, rows: Sequence[Row], count: int, lang: str) -> None:
    table = Table(box=None, pad_edge=False, show_header=False)
    for row in rows:
        told = [*(_change(change, lang) for change in row.changes), *(_message(m, of, lang) for m in row.messages)]
        if kind == "doubtful":
            told.append(said(lang, "perhaps", count=len(row.candidates), best=row.candidates[0]["score"]))
        turn = {"begins": "+", "ends": "−"}.get(row.foreseen, "")
        table.add_row(str(row.number or ""), turn, row.name, "; ".join(told))
    more = f" ({len(rows)}/{count})" if count > len(rows) else ""
    Console().print(f"\n{pick(KINDS[kind], lang)}{more}", style="bold", highlight=False)
    Console(soft_wrap=True).print(table)


def _change(change: dict[str, Any], lang: str) -> str:
    what, days = change["what"], ""
    if change["from"]:
        key = "from to" if change["to"] else "on" if what == "died" else "from"
        days = said(lang, key, start=_day(change["from"]), end=_day(change["to"]))
    label, before, after = what, change["before"], change["after"]
    if what in FIELDS:
        label = pick(FIELDS[what], lang)
    elif what in book().facts:
        fact = book().facts[what]
        label = pick(fact.label, lang)
        before, after = (_value(v, fact, lang) for v in (before, after))
    if what == "stay":
        before, after = (_unit(code, lang) for code in (before, after))
    moved = f"{before} → {after or '∅'}" if before else after
    return " ".join(part for part in (f"{label}:", moved, days) if part)


def _value(value: str, fact: FactDeclaration, lang: str) -> str:
    if value == "true":
        return said(lang, "yes")
    return pick(fact.values[value], lang) if value in fact.values else value


def _day(text: str | None) -> str:
    return f"{text[8:10]}/{text[5:7]}/{text[:4]}" if text else ""


def _unit(code: str, lang: str) -> str:
    if code == Unit.OUTSIDE:
        return said(lang, "outside")
    return book().areas[code].full_name if code in book().areas else code


def _message(message: dict[str, Any], of: ListType, lang: str) -> str:
    column = of.columns.get(message["column"])
    text = pick(from_data(message), lang)
    return f"{pick(column.label, lang)}: {text}" if column else text


def outcome(imp: Import, found: Preview, by: User, asked: bool, lang: str) -> None:
    """What became of it, and what to do next."""
    name = by.get_username()
    if imp.state == Import.State.APPLIED:
        tell(lang, "applied", number=imp.pk, by=name)
    elif imp.state == Import.State.WAITING:
        tell(lang, "waiting", number=imp.pk, proposal=imp.proposal)
    elif found.empty:
        tell(lang, "empty")
    else:
        tell(lang, "not applied", number=imp.pk)
        if not asked:
            tell(lang, "add yes")
    if undecided := found.counts.get("doubtful", 0) + found.counts.get("unknown", 0):
        tell(lang, "undecided", count=undecided, number=imp.pk, by=name)
    if left := found.counts.get("refused", 0):
        tell(lang, "refused", count=left)


def as_row(imp: Import) -> dict[str, Any]:
    """An import as plain data."""
    return {
        "number": imp.pk,
        "list": imp.kind,
        "file": imp.file_name,
        "sender": imp.sender,
        "state": imp.state,
        "by": imp.by.get_username(),
        "at": imp.at.isoformat(),
        "counts": imp.summary.get("counts", {}),
    }


def imports(rows: Iterable[Import], lang: str) -> None:
    """Imports, one a line."""
    for imp in rows:
        kept = imp.summary.get("counts", {})
        counts = ", ".join(f"{kept[kind]} {pick(KINDS[kind], lang)}" for kind in ORDER if kind in kept)
        stands = pick(STATES[imp.state], lang)
        print(f"{imp.pk:>4}  {imp.at:%d/%m/%Y}  {imp.kind:<17} {stands:<16} {imp.file_name} ({imp.sender})  {counts}")


def state(imp: Import, lang: str) -> None:
    """The state of an import."""
    print(f"{imp.pk}: {pick(STATES[imp.state], lang)}")


def lists(kinds: Iterable[ListType], lang: str) -> None:
    """List types, with what each is."""
    table = Table(box=None, show_header=False, pad_edge=False)
    for kind in kinds:
        table.add_row(kind.name, pick(kind.title, lang), pick(kind.about, lang))
    Console().print(table)


def columns(kind: ListType, lang: str) -> None:
    """Columns of a list type: name, label, whether needed, headers known, values taken."""
    tell(lang, "about", title=kind.title, about=kind.about, law=kind.law)
    table = _table("columns", lang)
    for column in kind.columns.values():
        values = ", ".join(column.words.values())
        needed = said(lang, "needed") if column.needed and not column.otherwise else ""
        table.add_row(column.name, pick(column.label, lang), needed, ", ".join(column.headers[:3]), values)
    Console().print(table)


def doubtful(imp: Import, doubts: Sequence[Doubt], by: User, lang: str) -> None:
    """Rows to be decided, each with whom it may be."""
    if not doubts:
        tell(lang, "no doubt")
        return
    out = Console(soft_wrap=True, highlight=False)
    for doubt in doubts:
        cells = " | ".join(cell for cell in doubt.row.cells if cell)
        choice = f"  [{doubt.decided.person_id or doubt.decided.choice}]" if doubt.decided else ""
        out.print(f"{doubt.row.number}: {cells}{choice}", style="bold", markup=False)
        for message in doubt.row.messages:
            print(f"     {_message(message, list_type(imp.kind), lang)}")
        for one in doubt.candidates:
            place = _unit(one.unit, lang)
            who = f"{one.person} {one.name}, {one.born:%d/%m/%Y}, {place}" if one.born else place
            out.print(f"     {one.score:>3}  {who}  ({', '.join(pick(why, lang) for why in one.why)})", markup=False)
        if not doubt.candidates:
            print(f"     {said(lang, 'nobody alike')}")
    tell(lang, "decide", number=imp.pk, by=by.get_username())


def pairs(found: Iterable[Pair], count: int, lang: str) -> None:
    """Pairs of records, the likeliest first."""
    out = Console(soft_wrap=True, highlight=False)
    for pair in found:
        why = ", ".join(pick(from_data(text), lang) for text in pair.why)
        two = (f"{p.pk} {p.name}, {p.born:%d/%m/%Y}, {_unit(p.unit_id or '', lang)}" for p in (pair.first, pair.second))
        out.print(f"{pair.pk:>5}  {pair.score:>3}  {' / '.join(two)}  ({why})", markup=False)
    tell(lang, "pairs", count=count)


def pair_decided(proposal: Proposal | None, lang: str) -> None:
    """What became of a pair."""
    if proposal is None:
        tell(lang, "two people")
    else:
        tell(lang, "proposed", number=proposal.pk, summary=proposal.summary)


def _table(titles: str, lang: str) -> Table:
    return Table(*pick(TITLES[titles], lang).split("|"), box=None, pad_edge=False)
