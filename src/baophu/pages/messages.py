"""Texts to translate: every one that templates and Python mark, and which of them have no English.

`python -m baophu.pages.messages` lists those without; a test fails on them.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polib
from django.utils.translation.template import templatize

from baophu.pages.catalogues import PACKAGE, catalogues

CALLS = {"_": 1, "gettext": 1, "gettext_lazy": 1, "gettext_noop": 1, "ngettext": 2, "ngettext_lazy": 2}
IN_CONTEXT = {"pgettext": 1, "pgettext_lazy": 1, "npgettext": 2, "npgettext_lazy": 2}
_CALL = re.compile(r"\b(?:n?p?gettext|_)\(")


Key = tuple[str, str, bool]
"""Context, text, and whether it has a plural."""


@dataclass(frozen=True, slots=True)
class Message:
    """A text marked for translation: where, in which context, with its plural where it has one."""

    text: str
    plural: str
    context: str
    file: Path
    line: int

    @property
    def key(self) -> Key:
        return self.context, self.text, bool(self.plural)


class NotPlain(Exception):
    """A marked text that is put together in the code: nobody can translate it."""


def messages(package: Path = PACKAGE) -> Iterator[Message]:
    """Every marked text of a package, in the order of files."""
    for file in sorted(package.rglob("*.py")):
        yield from _called(ast.parse(file.read_text(encoding="utf-8")), file)
    for ending in ("html", "txt"):
        for file in sorted(package.rglob(f"templates/**/*.{ending}")):
            yield from in_template(file)


def in_template(file: Path) -> Iterator[Message]:
    """The marked texts of a template."""
    code = templatize(file.read_text(encoding="utf-8"), origin=str(file))
    for found in _CALL.finditer(code):
        line = code.count("\n", 0, found.start())
        yield from _called(ast.parse(_balanced(code, found.start())), file, line)


def untranslated(language: str = "en", package: Path = PACKAGE) -> list[Message]:
    """The marked texts that no catalogue of a language translates (a fuzzy translation is none)."""
    known = translations(language)
    return [m for m in messages(package) if m.key not in known]


def translations(language: str) -> dict[Key, polib.POEntry]:
    """Everything the catalogues of a language translate; a text counted and the same text alone are two."""
    found = {}
    for file in catalogues():
        if file.parts[-3] == language:
            for entry in polib.pofile(str(file)):
                if entry.translated() and not entry.obsolete:
                    found[entry.msgctxt or "", entry.msgid, bool(entry.msgid_plural)] = entry
    return found


def _balanced(code: str, start: int) -> str:
    """The call that begins at a place of what templatize made, to its closing bracket."""
    for end in range(start, len(code)):
        if code[end] == ")":
            try:
                ast.parse(code[start : end + 1].strip())
            except SyntaxError:
                continue
            return code[start : end + 1]
    raise NotPlain(code[start : start + 60])


def _called(tree: ast.AST, file: Path, line: int = 0) -> Iterator[Message]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if name in CALLS:
            texts, context = node.args[: CALLS[name]], ""
        elif name in IN_CONTEXT:
            texts, context = node.args[1 : 1 + IN_CONTEXT[name]], _plain(node.args[0], file)
        else:
            continue
        said = [_plain(text, file) for text in texts]
        if said and said[0]:
            yield Message(said[0], said[1] if len(said) > 1 else "", context, file, line + node.lineno)


def _plain(node: ast.expr, file: Path) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    raise NotPlain(f"{file}:{node.lineno}: {ast.unparse(node)[:60]}")


if __name__ == "__main__":
    missing = untranslated(sys.argv[1] if len(sys.argv) > 1 else "en")
    for message in missing:
        print(f"{message.file.relative_to(PACKAGE)}:{message.line}: {message.text!r}")
    sys.exit(bool(missing))
