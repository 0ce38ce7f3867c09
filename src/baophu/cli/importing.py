"""`baophu import …`: bring a list in, look at what it would do, decide the doubtful, apply, undo."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from baophu.cli.shared import Failure, FormatOption, LangOption, as_json, choice, failures, language, progress_bar
from baophu.cli.users import accounts

if TYPE_CHECKING:
    from baophu.accounts.models import User
    from baophu.imports.models import Import

AsOption = Annotated[str, typer.Option("--as", help="User name of the officer who does it.")]
NumberArgument = Annotated[int, typer.Argument(help="Number of the import (`baophu imports`).")]
SetOption = Annotated[list[str] | None, typer.Option("--set", help="Same for every row: decision_day=15/01/2026.")]
ColumnOption = Annotated[list[str] | None, typer.Option("--column", help="Correct a guess: name=3, name=2+3, name=-.")]
Step = Callable[[str, float], None]
STEPS = {"read": (0.0, 0.2), "match": (0.2, 0.3), "plan": (0.5, 0.2), "foresee": (0.7, 0.2), "keep": (0.9, 0.1)}
APPLYING = {"read": (0.0, 0.1), "match": (0.1, 0.3), "plan": (0.4, 0.2), "write": (0.6, 0.4)}
"""Where in the whole each step of previewing and of applying begins, and how much of it it is."""


def import_(
    file: Annotated[Path, typer.Argument(help="Excel (.xlsx, .xls) or CSV.")],
    list_: Annotated[str, typer.Option("--list", help="What list it is: see `baophu import-lists`.")],
    as_: AsOption,
    sender: Annotated[str, typer.Option("--sender", help="Who made it; columns are remembered for them.")] = "",
    column: ColumnOption = None,
    set_: SetOption = None,
    full: Annotated[bool, typer.Option("--full", help="Whoever is not on it any more loses what it gives.")] = False,
    unit: Annotated[list[str] | None, typer.Option("--unit", help="Code of a unit a full list speaks for.")] = None,
    sheet: Annotated[str, typer.Option("--sheet", help="Sheet of the workbook.")] = "",
    refused: Annotated[Path | None, typer.Option("--refused", help="Write the rows not taken to this .xlsx.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Apply without asking.")] = False,
    lang: LangOption = "vi",
    format: FormatOption = "text",
) -> None:
    """Read a list, show what it would change, ask, and apply it. The same command again goes on where it was left."""
    choice("format", format, ("text", "json"))
    with accounts(lang), failures():
        from baophu.cli import importing_shown as shown
        from baophu.imports import services

        by = _officer(as_, lang)
        imp = services.upload(file, list_, by, sender=sender, full=full, units=unit or ())
        mapping = services.guess(imp, sheet).corrected(_places(column, lang), _pairs("set", set_))
        if format == "text":
            shown.mapping(imp, mapping, lang)
        services.confirm(imp, mapping, by)
        with _steps(STEPS, lang) as step:
            found = services.preview(imp, by, step)
        if format == "text":
            shown.preview(imp, found, by, lang)
        if refused is not None:
            refused.write_bytes(services.refused_file(imp))
        if not found.empty and (yes or (format == "text" and _agreed(lang))):
            with _steps(APPLYING, lang) as step:
                services.apply(imp, by, step)
        if format == "json":
            print(as_json({"import": imp.pk, "state": imp.state, **found.as_data()}))
        else:
            shown.outcome(imp, found, by, yes or sys.stdin.isatty(), lang)


def imports(as_: AsOption, lang: LangOption = "vi", format: FormatOption = "text") -> None:
    """Imports of an officer and their units, the last first."""
    choice("format", format, ("text", "json"))
    with accounts(lang), failures():
        from baophu.cli import importing_shown as shown
        from baophu.imports.services import imports_of

        rows = list(imports_of(_officer(as_, lang))[:50])
        if format == "json":
            print(as_json([shown.as_row(imp) for imp in rows]))
        else:
            shown.imports(rows, lang)


def import_lists(
    list_: Annotated[str, typer.Argument(help="A list type, for its columns.")] = "", lang: LangOption = "vi"
) -> None:
    """List types; or the columns of one, which are needed, and how they may be filled."""
    from baophu.site.start import start

    language(lang)
    start()
    with failures():
        from baophu.cli import importing_shown as shown
        from baophu.imports.catalogue import list_type, list_types

        if list_:
            shown.columns(list_type(list_), lang)
        else:
            shown.lists(list_types().values(), lang)


def import_doubtful(
    number: NumberArgument,
    as_: AsOption,
    row: Annotated[int, typer.Option("--row", help="Decide this row of the file…")] = 0,
    is_: Annotated[str, typer.Option("--is", help="…a person's number, `new` or `skip`.")] = "",
    lang: LangOption = "vi",
) -> None:
    """Rows it is not sure whom they mean, with who it may be; or the decision on one of them."""
    with accounts(lang), failures():
        from baophu.cli import importing_shown as shown
        from baophu.cli.importing_words import tell
        from baophu.imports import services

        by, imp = _officer(as_, lang), _import(number, lang)
        if row and is_:
            services.decide(imp, row, is_, by)
            tell(lang, "decided", row=row, file=imp.file_name, list=imp.kind)
        else:
            shown.doubtful(imp, services.doubtful(imp, by), by, lang)


def import_undo(
    number: NumberArgument,
    as_: AsOption,
    reason: Annotated[str, typer.Option("--why", help="Why.")] = "",
    lang: LangOption = "vi",
) -> None:
    """Undo an applied import as a whole; one that was not applied is given up."""
    with accounts(lang), failures():
        from baophu.cli import importing_shown as shown
        from baophu.imports import services
        from baophu.imports.models import Import

        by, imp = _officer(as_, lang), _import(number, lang)
        if imp.state == Import.State.WAITING:
            services.reopen(imp, by)
        if imp.state in (Import.State.APPLIED, Import.State.UNDONE, Import.State.ABANDONED):
            services.undo(imp, by, reason)
        else:
            services.abandon(imp, by)
        shown.state(imp, lang)


def duplicates(
    as_: AsOption,
    unit: Annotated[
        list[str] | None, typer.Option("--unit", help="Code of a unit; left out: all of one's own.")
    ] = None,
    merge: Annotated[int, typer.Option("--merge", help="Propose to merge this pair.")] = 0,
    different: Annotated[int, typer.Option("--different", help="This pair is two people.")] = 0,
    first: Annotated[int, typer.Option("--first", help="How many pairs to show.")] = 20,
    later: Annotated[bool, typer.Option("--later", help="Have it searched by the worker, as at night.")] = False,
    lang: LangOption = "vi",
) -> None:
    """Search for records that may be of one person; propose to merge a pair, or tell it apart."""
    with accounts(lang), failures():
        from baophu.cli import importing_shown as shown
        from baophu.imports.models import Pair
        from baophu.imports.services import duplicates as service

        by = _officer(as_, lang)
        if merge:
            shown.pair_decided(service.propose(merge, by), lang)
        elif different:
            service.tell_apart(different, by)
            shown.pair_decided(None, lang)
        elif later:
            from baophu.cli.importing_words import tell
            from baophu.workplace.services.searches import ask

            tell(lang, "asked", number=ask(by, unit or None).pk)
        else:
            from baophu.workplace.services.searches import noted

            with _steps({}, lang) as step:
                count = service.search(by, unit, lambda done: step("search", done))
            noted(by, unit, count)
            shown.pairs(service.pairs_of(by).filter(state=Pair.State.OPEN)[:first], count, lang)


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command("import")(import_)
    app.command("imports")(imports)
    app.command("import-lists")(import_lists)
    app.command("import-doubtful")(import_doubtful)
    app.command("import-undo")(import_undo)
    app.command("duplicates")(duplicates)


@contextmanager
def _steps(of: dict[str, tuple[float, float]], lang: str) -> Iterator[Step]:
    """A bar that is told steps by their names."""
    from baophu.cli.importing_words import STEP_NAMES, pick

    with progress_bar() as show:

        def step(name: str, done: float) -> None:
            first, size = of.get(name, (0.0, 1.0))
            show(pick(STEP_NAMES[name], lang), first + size * done)

        yield step


def _officer(name: str, lang: str) -> User:
    from baophu.accounts.models import User
    from baophu.cli.importing_words import said

    found = User.objects.filter(username=name).first()
    if found is None:
        raise Failure(said(lang, "no user", name=name))
    return found


def _import(number: int, lang: str) -> Import:
    from baophu.cli.importing_words import said
    from baophu.imports.models import Import

    found = Import.objects.filter(pk=number).first()
    if found is None:
        raise Failure(said(lang, "no import", number=number))
    return found


def _agreed(lang: str) -> bool:
    """Whether whoever sits at the terminal says yes; nobody there is a no."""
    from baophu.cli.importing_words import said

    return sys.stdin.isatty() and typer.confirm(said(lang, "agree"), default=False)


def _pairs(option: str, given: list[str] | None) -> dict[str, str]:
    pairs = {}
    for text in given or ():
        name, mark, value = text.partition("=")
        if not mark:
            raise Failure(f"--{option} name=value: {text!r}")
        pairs[name.strip()] = value.strip()
    return pairs


def _places(given: list[str] | None, lang: str) -> dict[str, tuple[int, ...] | int | None]:
    """`name=3`: the third column of the file; `name=2+3`: two columns joined; `name=-`: no column."""
    from baophu.cli.importing_words import said

    places: dict[str, tuple[int, ...] | int | None] = {}
    for name, value in _pairs("column", given).items():
        parts = value.split("+")
        if value == "-":
            places[name] = None
        elif all(part.isdigit() and int(part) > 0 for part in parts):
            places[name] = tuple(int(part) - 1 for part in parts)
        else:
            raise Failure(said(lang, "no place", name=name, value=value))
    return places
