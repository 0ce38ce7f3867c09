"""What commands share: where the law book is, how progress and failures are shown."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from baophu.law.model import Book
    from baophu.law.words import Language

DEFAULT_BOOK = "quang_ninh"
BOOKS = Path(__file__).parent.parent / "lawbook"
FROM, TO = "2021-01", "2026-12"
HOME = Path("demo")
FACTS, RUN = HOME / "facts", HOME / "run"

BookOption = Annotated[
    str, typer.Option("--book", help="Law book: a name beside those installed, or the path of a folder.")
]
LangOption = Annotated[str, typer.Option("--lang", help="vi or en.")]
FormatOption = Annotated[str, typer.Option("--format", help="text or json.")]


class Failure(Exception):
    """What a command could not do, in the words its user should read."""


def book_folder(name: str) -> Path:
    """The folder of a law book given by name or path."""
    path = Path(name)
    if (path / "book.yaml").exists():
        return path
    if (BOOKS / name / "book.yaml").exists():
        return BOOKS / name
    known = ", ".join(sorted(p.parent.name for p in BOOKS.glob("*/book.yaml")))
    raise Failure(f"there is no law book {name!r}; installed are {known}, or give the path of a folder with book.yaml")


def read(name: str) -> Book:
    """The law book of a name or path; Failure with every problem in it."""
    from baophu.law.read import read_book

    with failures():
        return read_book(book_folder(name))


@contextmanager
def failures() -> Iterator[None]:
    """Turn the product's own errors into what the user reads."""
    from baophu.engine.cards import NotTold, RuleError
    from baophu.engine.source import FactsError
    from baophu.engine.store import RunError
    from baophu.insight.run import InsightError
    from baophu.law.errors import LawError
    from baophu.synth import SettingsError

    try:
        yield
    except (LawError, FactsError, RunError, InsightError, SettingsError, RuleError, NotTold) as error:
        raise Failure(str(error)) from error


def month(text: str) -> int:
    """A month written 2025-07."""
    from baophu.engine.months import parse

    try:
        return parse(text)
    except ValueError as error:
        raise Failure(str(error)) from error


def day(text: str) -> Any:
    """A day written 2025-07-01, or a month as its first day."""
    from datetime import date

    try:
        return date.fromisoformat(text if len(text) > 7 else f"{text}-01")
    except ValueError as error:
        raise Failure(f"{text!r} is not a day; write it as 2025-07-01") from error


@contextmanager
def progress_bar() -> Iterator[Callable[[str, float], None]]:
    """A bar for a long step: call it with the step's name and the share done, from 0 to 1."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description:<46}"), BarColumn(30), TimeElapsedColumn())
    with Progress(*columns, console=Console(file=sys.stderr), transient=not sys.stderr.isatty()) as bar:
        task = bar.add_task("", total=1.0)

        def show(step: str, done: float) -> None:
            bar.update(task, description=step, completed=done)

        yield show
        bar.update(task, completed=1.0)


def as_json(data: object) -> str:
    """Plain data as JSON text, Vietnamese letters kept."""
    import json

    return json.dumps(data, ensure_ascii=False, indent=1)


def choice(name: str, value: str, allowed: tuple[str, ...]) -> str:
    """One of some words; Failure names them."""
    if value not in allowed:
        raise Failure(f"--{name} is {' or '.join(allowed)}, not {value!r}")
    return value


def language(lang: str) -> Language:
    """The language of an answer."""
    if lang == "vi":
        return "vi"
    if lang == "en":
        return "en"
    raise Failure(f"--lang is vi or en, not {lang!r}")
