"""The JSON Schema: it takes every file of every book and underlines what an author may misspell."""

from __future__ import annotations

import json
import re
import time
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from baophu.law.effects import plain
from baophu.law.errors import Problems
from baophu.law.model import Book
from baophu.law.pattern import amount_pattern, condition_pattern
from baophu.law.read import BESIDE_THE_BOOK, read_book
from baophu.law.schema import as_text, schema
from baophu.law.yaml_file import read_yaml

from .helpers import LAWBOOK, TOY
from .test_expression import AMOUNTS, CONDITIONS

PUBLISHED = Path(__file__).parents[2] / "docs" / "law-book.schema.json"
REAL = LAWBOOK / "quang_ninh"


@cache
def validator(folder: Path) -> Draft202012Validator:
    described = schema(read_book(folder))
    Draft202012Validator.check_schema(described)
    return Draft202012Validator(described)


def content(file: Path) -> Any:
    node = read_yaml(file, file.read_bytes(), Problems())
    assert node is not None
    return with_numbers(plain(node))


def with_numbers(value: Any) -> Any:
    """Decimal fractions (of a map) as the numbers that an editor takes them for."""
    if isinstance(value, dict):
        return {key: with_numbers(v) for key, v in value.items()}
    if isinstance(value, list):
        return [with_numbers(v) for v in value]
    if isinstance(value, str) and re.fullmatch(r"\d+\.\d+", value):
        return float(value)
    return value


def files() -> list[Path]:
    books = [*TOY.rglob("*.yaml"), *(LAWBOOK / "vietnam").rglob("*.yaml"), *REAL.rglob("*.yaml")]
    return sorted(file for file in books if not file.name.endswith(BESIDE_THE_BOOK))


@pytest.mark.parametrize("file", files(), ids=lambda file: file.name)
def test_every_file_is_valid(file: Path) -> None:
    errors = validator(TOY if TOY in file.parents else REAL).iter_errors(content(file))
    assert [error.message for error in errors] == []


@pytest.mark.parametrize(
    ("file", "find", "put"),
    [
        ("instruments/1-2014-law.yaml", "when: [pension]", "when: [penson]"),
        ("instruments/1-2014-law.yaml", "work = 'employee'", "work = 'employe'"),
        ("instruments/1-2014-law.yaml", "living_standard = 'poor'", "living_standart = 'poor'"),
        ("instruments/1-2014-law.yaml", "age < 6", "age << 6"),
        ("instruments/1-2014-law.yaml", "article: Article 3.1.a", "artcle: Article 3.1.a"),
        ("instruments/1-2014-law.yaml", "payer: state, total: 70%", "payer: stat, total: 70%"),
        ("instruments/1-2014-law.yaml", "payer: state, total: 70%", "payer: state, total: 0.7"),
        ("instruments/1-2014-law.yaml", "payer: state, total: 70%", "payer: state, total: 70%, on_top: 5%"),
        ("instruments/1-2014-law.yaml", "for: [near_poor]}", "for: [near_por]}"),
        ("instruments/1-2014-law.yaml", "of: pension_amount", "of: pension_amout"),
        ("instruments/1-2014-law.yaml", "in_force: {from: 2015-01-01}", "in_force: {from: 1 January 2015}"),
        ("parameters/reference.yaml", "value: 1200000", "valu: 1200000"),
        ("facts.yaml", "veteran: {level: person", "veteran: {level: persn"),
        ("targets.yaml", "coverage: 90%", "coverage: 0.9"),
        ("book.yaml", "payers:", "payrs:"),
        ("keep-the-elderly.draft.yaml", "- repeal:", "- repeel:"),
    ],
)
def test_what_is_misspelt_is_underlined(file: str, find: str, put: str, copy_of_toy: Path) -> None:
    path = copy_of_toy / file
    text = path.read_text("utf-8")
    assert find in text
    path.write_text(text.replace(find, put, 1), "utf-8")
    assert not validator(TOY).is_valid(content(path))


def test_the_patterns_take_what_the_reader_takes(toy: Book) -> None:
    taken = [text for text, _ in CONDITIONS if "!=" not in text and not text.startswith("'fisher'")]
    taken = [text for text in taken if text != "true = veteran"]
    assert [text for text in taken if not re.search(condition_pattern(toy), text)] == []
    assert [text for text, _ in AMOUNTS if not re.search(amount_pattern(toy), text)] == []


def test_a_pattern_never_takes_long(toy: Book) -> None:
    started = time.perf_counter()
    for text in ("(" * 60 + "age", "age >= 65" + ")" * 200 + "x", "veteran and " * 200 + "x", "1 + " * 200 + "x"):
        assert not re.search(condition_pattern(toy), text)
    assert time.perf_counter() - started < 2


def test_the_published_schema_is_that_of_the_book() -> None:
    fresh = as_text(read_book(REAL))
    command = "python -m baophu.law.schema src/baophu/lawbook/quang_ninh > docs/law-book.schema.json"
    assert PUBLISHED.read_text("utf-8") == fresh, f"the facts have changed: {command}"
    assert json.loads(fresh)["$schema"] == "https://json-schema.org/draft/2020-12/schema"
