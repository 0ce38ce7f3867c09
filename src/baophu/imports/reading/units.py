"""Units as lists name them: by code, by name with or without `xã`, by a name of before a merger where that is plain."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from baophu.imports.files.sheet import Cell, shown
from baophu.imports.words import say
from baophu.law.model import Text
from baophu.registry.law import book
from baophu.registry.models import Unit, UnitSuccession
from baophu.registry.names import fold

_KINDS = re.compile(r"^(xa|phuong|dac khu|thi tran|tt|p|x|dk)\s+")


class Units:
    """Every unit by what it may be called: those of the law book, and those the register knows besides."""

    def __init__(self) -> None:
        self.codes: dict[str, str] = {}
        self._full: dict[str, set[str]] = {}
        self._short: dict[str, set[str]] = {}
        self._old: dict[str, set[str]] = {}
        heirs: dict[str, set[str]] = {}
        for old, new in UnitSuccession.objects.filter(retracted=None).values_list("old_id", "new_id"):
            heirs.setdefault(old, set()).add(new)
        there = {code: (name, full, until) for code, name, full, until in _kept()}
        for area in book().areas.values():
            there.setdefault(area.code, (area.name, area.full_name, None))
        for code, (name, full, until) in there.items():
            if until is None and code not in heirs:
                self.codes[code] = full or name
                self._full.setdefault(fold(full), set()).add(code)
                self._short.setdefault(fold(name), set()).add(code)
            else:
                for called in {fold(full), fold(name)}:
                    self._old.setdefault(called, set()).update(heirs.get(code, set()))
        self._heirs = heirs

    def name(self, code: str) -> str:
        """A unit's full name."""
        return self.codes.get(code, code)

    def read(self, cell: Cell) -> str | Text:
        """The code of a unit; the sentence to say where there is none or more than one."""
        text = shown(cell)
        if text.isdigit() and 4 <= len(text) <= 5:
            return self._by_code(text.zfill(5))
        called = fold(text)
        bare = _KINDS.sub("", called)
        for among in (self._full.get(called), self._short.get(called), self._short.get(bare), self._old.get(called)):
            if among and len(among) == 1:
                return next(iter(among))
            if among:
                return say("several units", text=text, units=", ".join(f"{self.name(c)} ({c})" for c in sorted(among)))
        last = text.rsplit(",", 1)[-1] if "," in text else ""
        parts = [part for part in text.split(",") if _KINDS.match(fold(part))]
        if parts and (last or len(parts) == 1) and parts[-1] != text:  # an address that ends with its commune
            return self.read(parts[-1])
        return say("no unit", text=text)

    def _by_code(self, code: str) -> str | Text:
        if code in self.codes:
            return code
        heirs = self._heirs.get(code, set())
        if len(heirs) == 1:
            return next(iter(heirs))
        if heirs:
            return say("several units", text=code, units=", ".join(f"{self.name(c)} ({c})" for c in sorted(heirs)))
        return say("no unit", text=code)


def _kept() -> Iterable[tuple[str, str, str, date | None]]:
    """Units the register knows, without `outside`."""
    rows = Unit.objects.exclude(code=Unit.OUTSIDE).values_list("code", "name", "full_name", "until")
    return iter(rows)
