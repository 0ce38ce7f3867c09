"""Regular expressions that know a condition when they see one, for editors.

They know every fact, every allowed value and the shape of a comparison; brackets are allowed anywhere between the
parts, because a regular expression cannot count them. They are written in what ECMAScript's and Python's regular
expressions have in common.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from baophu.law.model import Book, FactDeclaration
from baophu.law.vocabulary import BUILTINS

GAP = r"\s*"
OPEN, CLOSE = rf"(\({GAP})*", rf"({GAP}\))*"
NUMBER = r"-?\d+"
MONTH = r"'(\d{4}-\d{2}|never)'"
EQUAL = r"(=|<>)"
ORDER = r"(=|<>|<=|>=|<|>)"


def condition_pattern(book: Book) -> str:
    """Comparisons and flags, joined by `and` and `or`."""
    one = f"(not\\s+|\\(\\s*)*{_any_of(_atoms(book))}{CLOSE}"
    return f"^{GAP}{one}(\\s+(and|or)\\s+{one})*{GAP}$"


def amount_pattern(book: Book) -> str:
    """Sums and products of numbers, amounts, and `least` and `greatest` of them."""
    numbers = [f.name for f in book.facts.values() if f.type in ("money", "count")]
    numbers += [p.name for p in book.parameters.values() if p.type in ("money", "count")]
    one = f"((least|greatest)?\\(\\s*)*{_any_of([NUMBER, *map(re.escape, numbers)])}{CLOSE}"
    return f"^{GAP}{one}({GAP}[-+*,]{GAP}{one})*{GAP}$"


def _atoms(book: Book) -> list[str]:
    facts = list(book.facts.values())
    flags = [f.name for f in facts if f.type == "flag"]
    flags += [*book.definitions, *(p.name for p in book.parameters.values() if p.type == "flag")]
    flag = f"{_any_of(flags)}({GAP}{EQUAL}{GAP}(true|false))?"
    return [flag, *(_choice(f) for f in facts if f.type in ("choice", "code")), _numbers(book)]


def _choice(fact: FactDeclaration) -> str:
    words = [re.escape(v) for v in fact.values] if fact.values else ["([^']|'')*"]
    word = f"'{_any_of(words)}'"
    several = rf"\({GAP}{word}({GAP},{GAP}{word})*{GAP}\)"
    return f"{fact.name}({GAP}{EQUAL}{GAP}{word}|\\s+(not\\s+)?in\\s*{several})"


def _numbers(book: Book) -> str:
    """A comparison of numbers or months: either side a sum."""
    names = [f.name for f in book.facts.values() if f.type in ("money", "count", "month")]
    names += [p.name for p in book.parameters.values() if p.type in ("money", "count", "month")]
    term = f"{OPEN}{_any_of([NUMBER, MONTH, *names, *BUILTINS])}{CLOSE}"
    total = f"{term}({GAP}[-+*]{GAP}{term})*"
    several = rf"\({GAP}{term}({GAP},{GAP}{term})*{GAP}\)"
    compared = f"{GAP}{ORDER}{GAP}{total}"
    between = f"\\s+(not\\s+)?between\\s+{total}\\s+and\\s+{total}"
    return f"{total}({compared}|{between}|\\s+(not\\s+)?in\\s*{several})"


def _any_of(patterns: Iterable[str]) -> str:
    """One of the patterns, the longer first so that no name hides behind its own beginning."""
    found = sorted(patterns, key=lambda p: (-len(p), p))
    return f"({'|'.join(found)})" if found else "(?!)"
