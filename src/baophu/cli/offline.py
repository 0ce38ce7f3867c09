"""Places without a line: `offline-code`, `offline-make`, `offline-open`, `offline-send`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from baophu.cli.shared import Failure, LangOption, as_json
from baophu.cli.users import accounts

if TYPE_CHECKING:
    from baophu.accounts.models import User
    from baophu.care.models import Facility

FacilityArgument = Annotated[str, typer.Argument(help="Code of the facility, five digits.")]
ByOption = Annotated[str, typer.Option("--by", help="User name of who does it; left out: the machine.")]
CodeOption = Annotated[str, typer.Option("--code", help="Opening code of the facility; left out: it is asked for.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command("offline-code")(offline_code)
    app.command("offline-make")(offline_make)
    app.command("offline-open")(offline_open)
    app.command("offline-send")(offline_send)


def offline_code(facility: FacilityArgument, by: ByOption = "", lang: LangOption = "vi") -> None:
    """Make a new opening code for a facility and print it, this once."""
    with accounts(lang):
        from baophu.offline.services import secrets

        print(secrets.make_code(_facility(facility), _user(by)))


def offline_make(
    facility: FacilityArgument,
    unit: Annotated[list[str], typer.Option("--unit", help="Code of a unit; may be given several times.")],
    out: Annotated[Path | None, typer.Option("-o", "--out", help="Write the file here, too.")] = None,
    by: ByOption = "",
    lang: LangOption = "vi",
) -> None:
    """Make a snapshot of some units for a facility; every night, by a timer, where the line is poor."""
    with accounts(lang):
        from baophu.accounts.services import keep_looks
        from baophu.offline.services import snapshots

        with keep_looks():
            made = snapshots.make(unit, _facility(facility), _user(by))
        if out is not None:
            out.write_bytes(snapshots.file_of(made.facility, made.number))
        print(f"{snapshots.name_of(made)}  {made.people}  {made.size // 1024} kB  {made.number}")


def offline_open(
    file: Annotated[Path, typer.Argument(help="A snapshot's file.")],
    text: Annotated[list[str] | None, typer.Argument(help="Numbers or scans; left out: typed.")] = None,
    name: Annotated[str, typer.Option("--name", help="Name, to compare or of a child.")] = "",
    born: Annotated[str, typer.Option("--born", help="Birth date, to compare or of a child.")] = "",
    code: CodeOption = "",
    lang: LangOption = "vi",
) -> None:
    """Answer from a snapshot: what is known of whoever a number is of, and as of when. One answer a line, as JSON."""
    with accounts(lang):
        from baophu.care.services import tables
        from baophu.offline.services import secrets
        from baophu.offline.services.opened import Opened
        from baophu.offline.services.sealing import unseal

        typed = code or typer.prompt("Mã mở" if lang == "vi" else "Opening code", hide_input=True)
        opened = Opened(*unseal(_read(file), typed, secrets.signers()))
        for asked in text or iter(lambda: input("> "), ""):
            found = opened.answer(asked, name, born)
            word = tables.word(found.situation).word
            told = {
                "word": word.en if lang == "en" else word.vi,
                "situation": found.situation,
                "known_as_of": opened.head["as_of"],
                "old": found.old,
                "name": found.person["name"] if found.person else None,
                "born": found.person["born"] if found.person else None,
                "valid": list(found.stretch[4:6]) if found.stretch else None,
                "level": found.told["level"] if found.told else None,
                "simulated": opened.head["simulated"],
            }
            print(as_json(told))


def offline_send(
    file: Annotated[Path, typer.Argument(help="JSON lines of check-ins: key, at, snapshot, text, situation.")],
    facility: Annotated[str, typer.Option("--facility", help="Code of the facility.")],
    by: Annotated[str, typer.Option("--by", help="User name of who was at the desk.")],
    lang: LangOption = "vi",
) -> None:
    """Take check-ins that were written down without a line; sent again they are the same."""
    import json

    with accounts(lang):
        from baophu.offline.services import sending

        user = _user(by)
        if user is None:
            raise Failure("--by")
        try:
            rows = [json.loads(line) for line in _read(file).decode().splitlines() if line.strip()]
        except ValueError as error:
            raise Failure(f"{file}: {error}") from error
        for one in sending.take(rows, _facility(facility), user):
            print(one.key, one.state, one.known, str(one.refused or ""))


def _facility(code: str) -> Facility:
    from baophu.care.models import Facility

    found = Facility.objects.filter(code=code).first()
    if found is None:
        raise Failure(f"{code}: không có cơ sở này / there is no such facility")
    return found


def _user(name: str) -> User | None:
    from baophu.accounts.services.users import find

    return find(name) if name else None


def _read(file: Path) -> bytes:
    if not file.is_file():
        raise Failure(f"{file}: không có tệp này / there is no such file")
    return file.read_bytes()
