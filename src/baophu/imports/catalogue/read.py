"""Read list types from YAML. Whatever is wrong is told together, with file, line and what would do."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Literal, cast

from baophu.imports.catalogue.acts import read_absent, read_act
from baophu.imports.catalogue.model import KINDS, Column, ListType, Members
from baophu.imports.errors import NotNow
from baophu.law.errors import Problems, did_you_mean
from baophu.law.fields import Fields
from baophu.law.model import Place
from baophu.law.yaml_file import Table, read_yaml
from baophu.registry.names import fold

FOLDER = Path(__file__).parent.parent / "lists"
SHARED = "_columns.yaml"


@lru_cache(maxsize=1)
def list_types() -> dict[str, ListType]:
    """Every list type by name, in the order of the files. LawError with every problem when one is wrong."""
    return read_folder(FOLDER)


def list_type(name: str) -> ListType:
    """The list type of a name; NotNow names those there are."""
    known = list_types()
    if name not in known:
        raise NotNow("no such list", name=name, known=", ".join(known))
    return known[name]


def read_folder(folder: Path) -> dict[str, ListType]:
    """The list types of a folder; LawError (with file and line) when anything in it is wrong."""
    problems = Problems()
    shared = _shared(folder / SHARED, problems)
    found: dict[str, ListType] = {}
    for file in sorted(folder.glob("*.yaml")):
        if file.name == SHARED:
            continue
        content = file.read_bytes()
        root = read_yaml(file, content, problems)
        if not isinstance(root, Table):
            problems.add(Place(file, 1), "", "a list type is a mapping that begins with `list: name`")
            continue
        kind = _list(Fields(root, file.stem, problems), shared, hashlib.sha256(content).hexdigest(), problems)
        if kind.name in found:
            problems.add(kind.place, kind.name, "two list types have this name")
        found[kind.name] = kind
    problems.raise_any()
    return found


def _shared(file: Path, problems: Problems) -> dict[str, Column]:
    root = read_yaml(file, file.read_bytes(), problems)
    if not isinstance(root, Table):
        problems.add(Place(file, 1), "", "the columns all lists share are a mapping of columns")
        return {}
    return _columns(root, {}, problems, str(file.stem))


def _list(fields: Fields, shared: dict[str, Column], digest: str, problems: Problems) -> ListType:
    name = fields.word("list")
    fields.about = f"list {name}"
    title, about, law = fields.text("name"), fields.text("about"), fields.word("law")
    owner = cast(Literal["person", "household"], fields.one_of("of", ("person", "household"), "person"))
    strangers = cast(Literal["ask", "new"], fields.one_of("strangers", ("ask", "new"), "ask", required=False))
    table = fields.mapping("columns")
    columns = _columns(table, shared, problems, fields.about) if table else {}
    sections = fields.word("sections", required=False)
    if sections and (sections not in columns or columns[sections].kind != "choice"):
        fields.refuse(f"sections: '{sections}' is not a column of kind choice", fields.place_of("sections"))
    acts = tuple(read_act(Fields(t, fields.about, problems), columns) for t in fields.tables("changes"))
    members = fields.mapping("households", required=False)
    absent = fields.mapping("absent", required=False)
    read = ListType(
        name=name,
        title=title,
        about=about,
        law=law,
        owner=owner,
        strangers=strangers,
        columns=columns,
        acts=tuple(act for act in acts if act is not None),
        members=_members(fields.inner(members, "households"), columns) if members else None,
        sections=sections,
        absent=read_absent(fields.inner(absent, "absent"), columns) if absent else None,
        digest=digest,
        place=fields.place,
    )
    fields.done()
    return read


def _members(fields: Fields, columns: dict[str, Column]) -> Members:
    number, relation = fields.word("number"), fields.word("relation")
    for column in (number, relation):
        if column not in columns:
            fields.refuse(f"there is no column '{column}'")
    fields.done()
    return Members(number, relation)


def _columns(table: Table, shared: dict[str, Column], problems: Problems, about: str) -> dict[str, Column]:
    """Columns of a mapping; one that says nothing but `needed` or more names for it is a shared one."""
    found: dict[str, Column] = {}
    for name, (place, node) in table.entries.items():
        if not isinstance(node, Table):
            problems.add(place, about, f"column {name}: a column is a mapping; {{}} for a shared one as it is")
            continue
        fields = Fields(node, f"{about}, column {name}", problems)
        base = shared.get(name)
        if base is None and not fields.has("kind"):
            fields.refuse("there is no shared column of this name, so it needs kind, label and called", place)
            continue
        found[name] = _column(fields, name, base, place)
        fields.done()
    return found


def _column(fields: Fields, name: str, base: Column | None, place: Place) -> Column:
    own = base is None
    kind = fields.one_of("kind", KINDS, "text", required=own) or "text"
    label = fields.text("label") if own else fields.optional_text("label")
    headers = fields.words("called", required=own)
    parts = tuple(tuple(fold(w) for w in group) for group in _groups(fields, "parts"))
    values, words = _values(fields, required=own and kind == "choice")
    needed = fields.flag("needed")
    otherwise = fields.word("otherwise", required=False)
    written = values or (base.values if base else {})
    if otherwise and written and otherwise not in written:
        fields.refuse(f"otherwise: '{otherwise}' is not a value of the column{did_you_mean(otherwise, written)}")
    called = tuple(fold(word) for word in headers)
    if base is None:
        assert label is not None
        return Column(name, kind, label, called, parts, values, needed, otherwise, headers, words, place)
    return Column(
        name=name,
        kind=kind if fields.has("kind") else base.kind,
        label=label or base.label,
        called=called + base.called,
        parts=parts or base.parts,
        values=values or base.values,
        needed=needed or base.needed,
        otherwise=otherwise or base.otherwise,
        headers=headers + base.headers,
        words=words or base.words,
        place=place,
    )


def _groups(fields: Fields, key: str) -> tuple[tuple[str, ...], ...]:
    inner = fields.tables(key, required=False)
    found = []
    for table in inner:
        part = Fields(table, fields.about, fields.problems)
        found.append(part.words("called"))
        part.done()
    return tuple(found)


def _values(fields: Fields, *, required: bool) -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
    """What lists write for each value, folded; and the first word of each as written."""
    table = fields.mapping("values", required=required)
    if table is None:
        return {}, {}
    inner = fields.inner(table, "values")
    found: dict[str, tuple[str, ...]] = {}
    shown: dict[str, str] = {}
    taken: dict[str, str] = {}
    for value in table.entries:
        written = inner.words(value)
        words = tuple(dict.fromkeys(fold(w) for w in written))
        for word in words:
            if word in taken:
                inner.refuse(f"'{word}' stands for both {taken[word]} and {value}", inner.place_of(value))
            taken[word] = value
        found[value] = words
        shown[value] = written[0] if written else value
    return found, shown
