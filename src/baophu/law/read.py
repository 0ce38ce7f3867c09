"""Reads a law book: a folder of YAML files, and the book it extends, into one checked `Book`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from baophu.law.amend import apply_changes, with_all_wordings
from baophu.law.check import check_book
from baophu.law.declarations import Definitions, linked, read_facts, read_parameter
from baophu.law.effects import Context
from baophu.law.errors import Problems, did_you_mean, shown
from baophu.law.fields import Fields
from baophu.law.gazetteer import read_area_facts, read_areas, read_targets
from baophu.law.instruments import Change, read_instrument, read_part
from baophu.law.model import (
    Area,
    AreaSpell,
    Book,
    FactDeclaration,
    Instrument,
    ParameterDeclaration,
    Place,
    Target,
    Text,
)
from baophu.law.vocabulary import Vocabulary
from baophu.law.yaml_file import Scalar, Table, YamlNode, described, read_yaml

BOOK_FILE = "book.yaml"
BESIDE_THE_BOOK = (".cases.yaml", ".draft.yaml", "claims.yaml")
ALONE = ("parameter", "instrument", "instrument_part")
TOGETHER = ("facts", "definitions", "areas", "area_facts", "targets")


@dataclass
class Folder:
    """A book's folder as found: its `book.yaml`, and its other files as what their keys say they are."""

    path: Path
    head: Fields
    files: list[tuple[Path, bytes]]
    contents: list[tuple[str, YamlNode]]


def read_book(path: Path) -> Book:
    """The law book in a folder, with the one it extends; LawError with every problem found when there is any."""
    problems = Problems()
    folders = _folders(path.resolve(), problems)
    problems.raise_any()
    book = _assembled(folders, problems)
    problems.raise_any()
    check_book(book, problems)
    problems.raise_any()
    return book


def _folders(path: Path, problems: Problems, above: tuple[Path, ...] = (), called: str = "") -> list[Folder]:
    """The folders a book is stacked from, the base first."""
    head_file = path / BOOK_FILE
    if path in above:
        problems.add(Place(above[-1] / BOOK_FILE, 1), "extends", f"the book {path.name} extends itself")
        return []
    if not head_file.is_file():
        place = Place(above[-1] / BOOK_FILE if above else head_file, 1)
        problems.add(place, "", f"there is no law book in {called or shown(path)}; a book's folder has a {BOOK_FILE}")
        return []
    content = head_file.read_bytes()
    table = read_yaml(head_file, content, problems)
    if not isinstance(table, Table):
        return []
    head = Fields(table, "book", problems)
    base = head.word("extends", required=False)
    below = _folders((path / base).resolve(), problems, (*above, path), base) if base else []
    folder = Folder(path, head, [(head_file, content)], [])
    for file in sorted(path.rglob("*.yaml")):
        if file != head_file and not file.name.endswith(BESIDE_THE_BOOK):
            _sort_in(file, folder, problems)
    return [*below, folder]


def _sort_in(file: Path, folder: Folder, problems: Problems) -> None:
    """Reads one file and files what it holds under the kind its first key names."""
    content = file.read_bytes()
    folder.files.append((file, content))
    table = read_yaml(file, content, problems)
    if table is None:
        return
    if not isinstance(table, Table):
        problems.add(table.place, "", f"the file holds {described(table)} where a mapping is needed")
        return
    first = next(iter(table.entries), "")
    if first in ALONE:
        folder.contents.append((first, table))
        return
    for key, (place, node) in table.entries.items():
        if key in TOGETHER:
            folder.contents.append((key, node))
        else:
            near = did_you_mean(key, [*ALONE, *TOGETHER])
            problems.add(place, "", f"the first key says what a file is; '{key}' is none of them{near}")
            return


def _assembled(folders: list[Folder], problems: Problems) -> Book:
    """The book, its acts repealed and amended; the stages stop where going on would only blame the innocent."""
    head = folders[-1].head
    contents = [item for folder in folders for item in folder.contents]
    facts, parameters, vocabulary = _read_declarations(contents, problems)
    areas, area_facts, targets = _read_gazetteer(contents, facts, problems)
    payers = next((p for f in reversed(folders) if (p := f.head.words("payers", required=False))), ())
    if not payers:
        head.refuse("the key 'payers' is missing; it lists who pays, in the order in which they are asked")
        problems.raise_any()
    context = Context(vocabulary, payers, problems)
    instruments, changes = _read_instruments(contents, context)
    title = head.text("name")
    support_order = tuple(ref for f in folders for ref in f.head.words("support_order", required=False))
    texts = {key: text for f in folders for key, text in _texts(f.head).items()}
    name = head.word("book")
    for folder in folders:
        folder.head.asked.update(("book", "name", "payers", "support_order", "texts", "extends"))
        folder.head.done()
    problems.raise_any()
    instruments = with_all_wordings(apply_changes(instruments, changes, context))
    return Book(
        name=name,
        title=title,
        payers=payers,
        facts=facts,
        definitions=vocabulary.definitions,
        parameters=parameters,
        instruments=instruments,
        areas=areas,
        area_facts=tuple(area_facts),
        targets=tuple(targets),
        support_order=support_order,
        files=tuple(file for folder in folders for file, _ in folder.files),
        digest=_digest(folders),
        place=head.place,
        texts=texts,
    )


def _read_declarations(
    contents: list[tuple[str, YamlNode]], problems: Problems
) -> tuple[dict[str, FactDeclaration], dict[str, ParameterDeclaration], Vocabulary]:
    facts: dict[str, FactDeclaration] = {}
    broken: set[str] = set()
    definitions: dict[str, tuple[Place, YamlNode]] = {}
    parameters: dict[str, ParameterDeclaration] = {}
    for kind, node in contents:
        if kind == "parameter" and isinstance(node, Table):
            known = len(problems)
            parameter = read_parameter(Fields(node, f"parameter {_named(node, 'parameter')}", problems))
            _refuse_twice(parameter.name, node.place, (facts, definitions, parameters), problems)
            if len(problems) == known:
                parameters[parameter.name] = parameter
            else:
                broken.add(parameter.name)
        elif kind in ("facts", "definitions") and not isinstance(node, Table):
            problems.add(node.place, kind, f"it is {described(node)} where a mapping is needed")
        elif kind == "facts" and isinstance(node, Table):
            for name, (place, _) in node.entries.items():
                _refuse_twice(name, place, (facts, definitions, parameters), problems)
            found, wrong = read_facts(node, problems)
            facts |= found
            broken |= wrong
        elif kind == "definitions" and isinstance(node, Table):
            for name, (place, _) in node.entries.items():
                _refuse_twice(name, place, (facts, definitions, parameters), problems)
            definitions |= node.entries
    facts = linked(facts, broken, problems)
    types = {name: parameter.type for name, parameter in parameters.items()}
    vocabulary = Vocabulary(facts, types, broken=frozenset(broken))
    Definitions(definitions, vocabulary, problems).read_all()
    return facts, parameters, vocabulary


def _read_instruments(
    contents: list[tuple[str, YamlNode]], context: Context
) -> tuple[dict[str, Instrument], list[Change]]:
    """The instruments with their parts, and the changes that they make to each other."""
    problems = context.problems
    instruments: dict[str, Instrument] = {}
    changes: list[Change] = []
    for node in (table for kind, table in contents if kind == "instrument" and isinstance(table, Table)):
        instrument, its_changes = read_instrument(Fields(node, _named(node, "instrument"), problems), context)
        if instrument.number in instruments:
            first = instruments[instrument.number].place
            message = f"this instrument stands twice; the other is in {shown(first.file)}:{first.line}"
            problems.add(node.place, instrument.number, message)
        instruments[instrument.number] = instrument
        changes += its_changes
    for node in (table for kind, table in contents if kind == "instrument_part" and isinstance(table, Table)):
        whole = read_part(Fields(node, _named(node, "instrument_part"), problems), instruments, context)
        if whole is not None:
            instruments[whole.number] = whole
    return instruments, changes


def _read_gazetteer(
    contents: list[tuple[str, YamlNode]], facts: dict[str, FactDeclaration], problems: Problems
) -> tuple[dict[str, Area], list[AreaSpell], list[Target]]:
    areas: dict[str, Area] = {}
    for kind, node in contents:
        if kind == "areas" and isinstance(node, Table):
            areas |= read_areas(node, problems)
    area_facts: list[AreaSpell] = []
    targets: list[Target] = []
    for kind, node in contents:
        if kind == "area_facts":
            area_facts += read_area_facts(node, facts, areas, problems)
        elif kind == "targets":
            targets += read_targets(node, problems)
    return areas, area_facts, targets


def _refuse_twice(name: str, place: Place, known: Iterable[Mapping[str, object]], problems: Problems) -> None:
    if any(name in names for names in known):
        problems.add(place, name, f"the name '{name}' is declared twice")


def _named(table: Table, key: str) -> str:
    entry = table.entries.get(key)
    return entry[1].text if entry and isinstance(entry[1], Scalar) else ""


def _texts(head: Fields) -> dict[str, Text]:
    table = head.mapping("texts", required=False)
    return {} if table is None else {key: head.as_text(node, key) for key, (_, node) in table.entries.items()}


def _digest(folders: list[Folder]) -> str:
    """sha256 over every file: its name below the folder that holds the books, and its bytes."""
    total = hashlib.sha256()
    for folder in folders:
        for file, content in folder.files:
            name = f"{folder.path.name}/{file.relative_to(folder.path).as_posix()}"
            total.update(f"{name}\0{len(content)}\0".encode())
            total.update(content)
    return total.hexdigest()
