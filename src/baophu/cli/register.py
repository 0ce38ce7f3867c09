"""`baophu load`, `backup`, `restore`, `units`: the register as a whole. People are in `person.py`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from baophu.cli.person import person
from baophu.cli.shared import Failure, FormatOption, LangOption, as_json, choice, failures, progress_bar
from baophu.cli.users import accounts

if TYPE_CHECKING:
    from baophu.registry.services.backup.copies import Copied

FileArgument = Annotated[Path, typer.Argument(help="The backup.")]


@contextmanager
def migrated(lang: str) -> Iterator[None]:
    """Django started on a database that has its tables; what is refused is told in a sentence."""
    from baophu.site.start import start

    start()
    from django.core.management import call_command
    from django.db import OperationalError

    try:
        call_command("migrate", verbosity=0, interactive=False)
    except OperationalError as error:
        raise Failure(f"{str(error).splitlines()[0]} (DATABASE_URL?)") from error
    with accounts(lang), failures():
        yield


def load(
    folder: Annotated[Path, typer.Argument(help="Folder of facts tables (docs/facts-tables.md).")],
    lang: LangOption = "vi",
    format: FormatOption = "text",
) -> None:
    """Fill an empty register from facts tables, whole or not at all."""
    choice("format", format, ("text", "json"))
    with migrated(lang), progress_bar() as progress:
        from baophu.registry.services.loading.load import load as do

        done = do(folder, progress=progress)
    if format == "json":
        print(as_json({"rows": done.rows, "seconds": round(done.seconds, 1), "simulated": done.simulated}))
        return
    people = f"{done.rows.get('person', 0):,}"
    simulated = (" mô phỏng", "simulated ") if done.simulated else ("", "")
    if lang == "en":
        print(f"{people} {simulated[1]}people loaded in {done.seconds:.0f} s.")
    else:
        print(f"Đã nạp {people.replace(',', '.')} người{simulated[0]} trong {done.seconds:.0f} giây.")


def backup(file: FileArgument, lang: LangOption = "vi") -> None:
    """Write the database to a file, checked, while it is in use."""
    with migrated(lang):
        from django.conf import settings

        from baophu.registry.services.backup.copies import backup as do

        _copied(do(file), lang)
        if lang == "en":
            print(f"Keep the folder {settings.HOME} with it: the key `secret`, sources of lists, law books, runs.")
        else:
            print(f"Hãy giữ kèm thư mục {settings.HOME}: khoá `secret`, tệp nguồn, sổ luật, các lần tính.")


def restore(
    file: FileArgument,
    replace: Annotated[bool, typer.Option("--replace", help="In place of what is in the register.")] = False,
    lang: LangOption = "vi",
) -> None:
    """Put a backup back, whole or not at all; into an empty register unless --replace."""
    with migrated(lang):
        from baophu.registry.services.backup.copies import restore as do

        _copied(do(file, replace), lang)


def units(
    old: Annotated[bool, typer.Option("--old", help="Units of before a merger, and what became of them.")] = False,
    lang: LangOption = "vi",
    format: FormatOption = "text",
) -> None:
    """Units of the law book, taken up into the register, with what they were formed from."""
    choice("format", format, ("text", "json"))
    with migrated(lang):
        from baophu.registry.law import book
        from baophu.registry.models import Unit
        from baophu.registry.services.units import take_up

        take_up(book())
        rows = []
        for unit in Unit.objects.prefetch_related("successions__new", "predecessions__old").order_by("code"):
            if old != unit.code.startswith("old:"):
                continue
            related = (
                [s.new.full_name for s in unit.successions.all()]
                if old
                else [s.old.full_name for s in unit.predecessions.all()]
            )
            days = {"since": str(unit.since or ""), "until": str(unit.until or "")}
            rows.append(
                {"code": unit.code, "name": unit.full_name, **days, "became" if old else "formed_from": related}
            )
    if format == "json":
        print(as_json(rows))
        return
    for row in rows:
        others = "; ".join(row.get("became") or row.get("formed_from") or ())
        print(f"{row['code']:<24} {row['name']:<24} {others}".rstrip())


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.add_typer(person, name="person")
    for command in (load, backup, restore, units):
        app.command()(command)


def _copied(done: Copied, lang: str) -> None:
    size = f"{done.bytes / 1_000_000:,.0f} MB"
    if lang == "en":
        print(f"{done.file}: {done.people:,} people, {done.entries:,} entries, {size}")
    else:
        people, entries = (f"{n:,}".replace(",", ".") for n in (done.people, done.entries))
        print(f"{done.file}: {people} người, {entries} lần ghi, {size}")
