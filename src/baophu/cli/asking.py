"""Questions asked of a run: coverage, money, lapses, expiry calendar, reconciliation."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from baophu.cli.shared import (
    DEFAULT_BOOK,
    RUN,
    BookOption,
    Failure,
    FormatOption,
    LangOption,
    as_json,
    book_folder,
    choice,
    day,
    failures,
    language,
    read,
)
from baophu.cli.shared import month as month_of_text

RunOption = Annotated[Path, typer.Option("--run", help="Folder of a run, written by `baophu decide`.")]


def register(app: typer.Typer) -> None:
    """Add the questions to the command line."""
    for command in (coverage, money, lapses, expiry, reconcile):
        app.command()(command)


def coverage(
    on: Annotated[str, typer.Option("--on", help="Day.")],
    against: Annotated[str, typer.Option("--against", help="Another day to compare with.")] = "",
    run: RunOption = RUN,
    book: BookOption = DEFAULT_BOOK,
    lang: LangOption = "vi",
    format: FormatOption = "text",
) -> None:
    """Who is insured on a day, of whom, by unit, group, age, ethnicity and sex."""
    from baophu.insight.coverage import coverage as ask
    from baophu.insight.show_coverage import show_coverage

    opened, found = _open(run), read(book)
    with failures():
        told = ask(opened, found, day(on), against=day(against) if against else None)
    answered(told, lambda: show_coverage(told, language(lang)), format, lang)


def money(
    start: Annotated[str, typer.Option("--from", help="First month; default: the run's.")] = "",
    end: Annotated[str, typer.Option("--to", help="Last month.")] = "",
    run: RunOption = RUN,
    book: BookOption = DEFAULT_BOOK,
    lang: LangOption = "vi",
    format: FormatOption = "text",
) -> None:
    """Money by payer, resolution, unit and year."""
    from baophu.insight.money import money as ask
    from baophu.insight.show_money import show_money

    opened, found = _open(run), read(book)
    with failures():
        told = ask(opened, found, month_of_text(start) if start else None, month_of_text(end) if end else None)
    answered(told, lambda: show_money(told, language(lang)), format, lang)


def lapses(
    after: Annotated[str, typer.Option("--after", help="Day after which to look.")],
    days: Annotated[int, typer.Option("--days", help="How many days.")] = 90,
    run: RunOption = RUN,
    book: BookOption = DEFAULT_BOOK,
    lang: LangOption = "vi",
    format: FormatOption = "text",
) -> None:
    """Who is about to lose cover or support, why, and what they fall back to."""
    from baophu.engine.source import open_facts
    from baophu.insight.lapses import lapses as ask
    from baophu.insight.show_lapses import show_lapses

    opened, found = _open(run), read(book)
    if opened.facts is None or not opened.facts.is_dir():
        raise Failure(f"the facts that {run} was decided from are gone; decide again")
    with failures():
        told = ask(opened, found, open_facts(opened.facts), day(after), days)
    answered(told, lambda: show_lapses(told, language(lang)), format, lang)


def expiry(
    since: Annotated[str, typer.Option("--since", help="Provisions that end on or after this day.")],
    until: Annotated[str, typer.Option("--until", help="… and on or before this day.")] = "",
    run: RunOption = RUN,
    book: BookOption = DEFAULT_BOOK,
    lang: LangOption = "vi",
    format: FormatOption = "text",
) -> None:
    """The expiry calendar: what ends when, for how many people, and what a year more would cost."""
    from baophu.insight.expiry import expiry as ask
    from baophu.insight.show_expiry import show_expiry

    opened, found = _open(run), read(book)
    with failures():
        told = ask(opened, found, day(since), day(until) if until else None)
    answered(told, lambda: show_expiry(told, language(lang)), format, lang)


def reconcile(
    run: RunOption = RUN, book: BookOption = DEFAULT_BOOK, lang: LangOption = "vi", format: FormatOption = "text"
) -> None:
    """What was published beside what the law book and the province give, each difference explained."""
    from baophu.insight.claims import read_claims
    from baophu.insight.reconcile import reconcile as ask
    from baophu.insight.show_reconcile import show_reconcile

    opened, found = _open(run), read(book)
    claims = book_folder(book) / "claims.yaml"
    if not claims.exists():
        raise Failure(f"the book {book} has no claims.yaml with published figures")
    with failures():
        told = ask(opened, found, read_claims(claims))
    answered(told, lambda: show_reconcile(told, language(lang)), format, lang)


def answered(told: object, shown: Callable[[], Any], format: str, lang: str) -> None:
    """Print an answer as text or JSON."""
    from rich.console import Console

    from baophu.insight.plain import to_json

    language(lang)
    if choice("format", format, ("text", "json")) == "json":
        print(as_json(to_json(told)))
    else:
        Console(soft_wrap=False).print(shown())


def _open(run: Path) -> Any:
    from baophu.engine.store import open_run

    with failures():
        return open_run(run)
