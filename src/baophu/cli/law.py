"""`baophu law …`: check, lint, show, compare and test a law book."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from baophu.cli.shared import DEFAULT_BOOK, BookOption, Failure, FormatOption, LangOption, book_folder, day, read
from baophu.cli.shared import language as language_of

if TYPE_CHECKING:
    from baophu.law.model import Book

app = typer.Typer(no_args_is_help=True, help="Check, lint, show, compare and test a law book.")


@app.command()
def check(book: BookOption = DEFAULT_BOOK) -> None:
    """Read a law book and refuse what is wrong, with file and line."""
    from baophu.engine.cards import check_rules

    found = read(book)
    check_rules(found)
    provisions = len(found.provisions())
    print(
        f"{found.title.en}: {len(found.instruments)} instruments, {provisions} provisions, "
        f"{len(found.parameters)} parameters, {len(found.facts)} facts, {len(found.areas)} units. Nothing is wrong."
    )


@app.command()
def lint(
    book: BookOption = DEFAULT_BOOK,
    start: Annotated[str, typer.Option("--from", help="First month, as 2025-01.")] = "",
    end: Annotated[str, typer.Option("--to", help="Last month.")] = "",
    lang: LangOption = "en",
    format: FormatOption = "text",
) -> None:
    """Try every situation the rules can tell apart; report rules that never hold, always lose, overlap or overpay."""
    from datetime import date

    from baophu.cli.shared import as_json, month, progress_bar
    from baophu.engine.lint import default_span, show, to_data
    from baophu.engine.lint import lint as run

    found = read(book)
    usual = default_span(found, date.today())
    first, last = month(start) if start else usual[0], month(end) if end else usual[1]
    with progress_bar() as progress:
        report = run(found, first, last, progress)
    print(as_json(to_data(report)) if format == "json" else show(report, lang))
    if report.of("error"):
        raise typer.Exit(1)


@app.command()
def show(
    what: Annotated[
        str, typer.Argument(help="An instrument (91/2025/NQ-HĐND), a provision (…#id) or a parameter.")
    ] = "",
    on: Annotated[str, typer.Option("--on", help="Only what is in force on this day.")] = "",
    book: BookOption = DEFAULT_BOOK,
    lang: LangOption = "vi",
) -> None:
    """Print the book, an instrument, a provision or a parameter as a lawyer would read it."""
    from difflib import get_close_matches

    from rich.console import Console

    from baophu.law.show import show_book, show_instrument, show_parameter, show_provision

    found, at, language = read(book), day(on) if on else None, language_of(lang)
    number, _, name = what.rpartition("#") if "#" in what else (what, "", "")
    if not what:
        text = show_book(found, language, at)
    elif name and number in found.instruments and any(p.id == name for p in found.instruments[number].provisions):
        text = show_provision(found, found.provision(what), language)
    elif not name and what in found.instruments:
        text = show_instrument(found, found.instruments[what], language, at)
    elif not name and what in found.parameters:
        text = show_parameter(found.parameters[what], language, at)
    else:
        known = [*found.instruments, *(p.ref for p in found.provisions()), *found.parameters]
        near = get_close_matches(what, known, n=3, cutoff=0.4)
        raise Failure(f"the book has no {what!r}; did you mean {' or '.join(near)}?" if near else f"no {what!r}")
    Console(soft_wrap=True).print(text)


@app.command()
def diff(
    old: Annotated[str, typer.Argument(help="A book, or a day of --book.")],
    new: Annotated[str, typer.Argument(help="Another book, a draft (.yaml), or another day.")],
    book: BookOption = DEFAULT_BOOK,
    lang: LangOption = "en",
) -> None:
    """What differs between two books, a book and a draft, or two days of one book."""
    from baophu.law.diff import compare_books, compare_days, difference_text

    language = language_of(lang)
    if old[:4].isdigit() and new[:4].isdigit():
        found = read(book)
        print(difference_text(compare_days(found, day(old), day(new)), found, language))
        return
    first = read(old)
    second = drafted(first, Path(new)) if new.endswith(".yaml") else read(new)
    print(difference_text(compare_books(first, second), second, language))


@app.command("test")
def run_cases(
    files: Annotated[list[Path] | None, typer.Argument(help="Case files; without any, those beside the book.")] = None,
    book: BookOption = DEFAULT_BOOK,
) -> None:
    """Run case files; exit code 1 on a difference."""
    from baophu.engine.cases import run_files

    found = read(book)
    chosen = files or case_files(book)
    missing = [str(f) for f in chosen if not f.is_file()]
    if missing:
        raise Failure(f"no such file: {', '.join(missing)}")
    report = run_files(chosen, found)
    for problem in report.problems:
        print(problem)
    for difference in report.differences:
        print(difference)
    if not report.cases:
        raise Failure("no case was run")
    print(f"{report.cases} cases in {len(chosen)} files: {'all as expected' if report.passed else 'not as expected'}")
    if not report.passed:
        raise typer.Exit(1)


@app.command()
def schema(book: BookOption = DEFAULT_BOOK) -> None:
    """Print the JSON Schema of a law book's files, for editors."""
    from baophu.law.schema import as_text

    print(as_text(read(book)), end="")


def case_files(book: str) -> list[Path]:
    """Case files of a book and of the books it extends."""
    from baophu.law.errors import Problems
    from baophu.law.yaml_file import Scalar, Table, read_yaml

    folder = book_folder(book).resolve()
    found = sorted(folder.rglob("*.cases.yaml"))
    head = folder / "book.yaml"
    table = read_yaml(head, head.read_bytes(), Problems())
    base = table.entries.get("extends") if isinstance(table, Table) else None
    if base and isinstance(base[1], Scalar):
        found += case_files(str((folder / base[1].text).resolve()))
    return found


def drafted(book: Book, path: Path) -> Book:
    """A book with a draft laid over it."""
    from baophu.cli.shared import failures
    from baophu.law.draft import apply_draft

    if not path.is_file():
        raise Failure(f"there is no draft {path}")
    with failures():
        return apply_draft(book, path)
