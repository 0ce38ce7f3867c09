"""Guess what the columns of a file are, and take the officer's word for it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from baophu.accounts.models import User
from baophu.imports.catalogue import ListType, list_type
from baophu.imports.errors import MappingRefused
from baophu.imports.files.opening import open_sheet, sheets_of
from baophu.imports.models import Decided, Import, Remembered
from baophu.imports.reading.cells import Reader
from baophu.imports.reading.guessing import guess_mapping
from baophu.imports.reading.mapping import Mapping, from_data
from baophu.imports.reading.rows import NUMBERS
from baophu.imports.reading.units import Units
from baophu.imports.services.states import State, locked, may_handle, must_be
from baophu.imports.services.uploading import source_of
from baophu.law.model import Text
from baophu.registry.law import book

SHEETS = 12
"""Sheets of a workbook that are looked at."""

_KEPT = ("choice", "code", "flag", "unit")
"""Constants worth remembering: a school's province is the same next year, the day of a decision is not."""


def guess(imp: Import, sheet: str = "") -> Mapping:
    """How the file is most likely to be read: as confirmed, as remembered for this sender, or by headers and content.

    Without a `sheet` the one in which most columns are recognised. FileRefused when the file cannot be read.
    """
    kind = list_type(imp.kind)
    if imp.mapping and not sheet:
        return from_data(imp.mapping)
    path = source_of(imp)
    names = sheets_of(path, imp.file_name)
    guessed = [guess_mapping(open_sheet(path, n), kind, names) for n in ([sheet] if sheet else names[:SHEETS])]
    best = max(guessed, key=lambda mapping: len(mapping.columns))
    return _remembered(imp, best)


def _remembered(imp: Import, mapping: Mapping) -> Mapping:
    kept = Remembered.objects.filter(kind=imp.kind, sender=imp.sender, header=header_digest(mapping)).first()
    if kept is None:
        return mapping
    old = from_data(kept.mapping)
    return replace(mapping, columns=old.columns, constants=old.constants, how=dict.fromkeys(old.columns, "remembered"))


def header_digest(mapping: Mapping) -> str:
    """A hash of the headers: the same form has the same."""
    return hashlib.sha256(json.dumps([c.label for c in mapping.labels], ensure_ascii=False).encode()).hexdigest()


def confirm(imp: Import, mapping: Mapping, by: User) -> Import:
    """Take a mapping as the officer left it. MappingRefused says which column is still missing or given twice."""
    may_handle(imp, by)
    kind = list_type(imp.kind)
    check_mapping(mapping, kind)
    data = mapping.as_data()
    kept = {n: text for n, text in mapping.constants.items() if kind.columns[n].kind in _KEPT}
    with transaction.atomic():
        now = locked(imp)
        must_be(now, State.UPLOADED, State.MAPPED, State.PREVIEWED)
        if now.mapping and (now.mapping["columns"] != data["columns"] or now.mapping["sheet"] != data["sheet"]):
            Decided.objects.filter(of=now).delete()
        now.mapping, now.state, now.seen = data, State.MAPPED, ""
        now.save(update_fields=["mapping", "state", "seen"])
        Remembered.objects.update_or_create(
            kind=now.kind,
            sender=now.sender,
            header=header_digest(mapping),
            defaults={"mapping": {**data, "constants": kept, "labels": []}, "by": by, "at": timezone.now()},
        )
    imp.refresh_from_db()
    return imp


def check_mapping(mapping: Mapping, kind: ListType) -> None:
    """MappingRefused unless the list can be read so."""
    _check_places(mapping, kind)
    lacking = [c.label for c in kind.columns.values() if c.needed and not c.otherwise and not mapping.given(c.name)]
    if kind.sections:
        lacking = [label for label in lacking if label != kind.columns[kind.sections].label]
    if lacking:
        vi, en = ", ".join(t.vi for t in lacking), ", ".join(t.en for t in lacking)
        raise MappingRefused("columns missing", columns=Text(vi, en))
    if not any(mapping.given(name) for name in (*NUMBERS, "born", "male", "female")):
        raise MappingRefused("nobody can be told")
    reader = Reader(Units(), book())
    for name, text in mapping.constants.items():
        if isinstance(wrong := reader.read(text, kind.columns[name]), Text):
            raise MappingRefused("wrong constant", column=kind.columns[name].label, why=wrong)


def _check_places(mapping: Mapping, kind: ListType) -> None:
    taken: dict[int, str] = {}
    for name in (*mapping.columns, *mapping.constants):
        if name not in kind.columns:
            raise MappingRefused("no such column", name=name, known=", ".join(kind.columns))
    for name, places in mapping.columns.items():
        for place in places:
            if not 0 <= place < max(len(mapping.labels), 1):
                raise MappingRefused("no such place", column=kind.columns[name].label, place=place + 1)
            if place in taken:
                one, other = kind.columns[taken[place]].label, kind.columns[name].label
                raise MappingRefused("column twice", place=place + 1, one=one, other=other)
            taken[place] = name
