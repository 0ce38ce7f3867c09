"""`baophu snapshot`, `run`, `worker`, `runs`, `decide-person`: from the register to decisions and back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from baophu.cli.shared import Failure, FormatOption, LangOption, as_json, choice, day, failures, month, progress_bar

if TYPE_CHECKING:
    from baophu.decisions.models import Run

KnownOption = Annotated[
    str, typer.Option("--known-at", help="As known at this moment, 2026-05-01 or 2026-05-01T12:00; left out: now.")
]
FromOption = Annotated[str, typer.Option("--from", help="First month; left out: January five years ago.")]
ToOption = Annotated[str, typer.Option("--to", help="Last month; left out: December of next year.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command()(snapshot)
    app.command()(run)
    app.command()(worker)
    app.command()(runs)
    app.command("decide-person")(decide_person)


@contextmanager
def deciding(lang: str) -> Iterator[None]:
    """The register opened, and what cannot be decided told in a sentence."""
    from baophu.cli.users import accounts

    with accounts(lang), failures():
        yield


def snapshot(known_at: KnownOption = "", lang: LangOption = "vi", format: FormatOption = "text") -> None:
    """Write the register as facts tables (docs/facts-tables.md) into a dated folder."""
    choice("format", format, ("text", "json"))
    with deciding(lang), progress_bar() as progress:
        from baophu.decisions.services import lawbooks
        from baophu.decisions.services.snapshot import take

        taken = take(_moment(known_at), book=lawbooks.active(), progress=progress)
    if format == "json":
        print(as_json({"folder": str(taken.folder), "digest": taken.digest, "rows": dict(taken.rows)}))
    else:
        print(f"{taken.folder}: {taken.rows['people']:,} people, {taken.digest[:12]}")


def run(
    wait: Annotated[bool, typer.Option("--wait", help="Decide now, here; else a worker does it.")] = False,
    again: Annotated[int, typer.Option("--again", help="Decide this run's snapshot again and compare.")] = 0,
    start: FromOption = "",
    end: ToOption = "",
    known_at: KnownOption = "",
    lang: LangOption = "vi",
    format: FormatOption = "text",
) -> None:
    """Decide the whole register and write the decision of today beside each person."""
    choice("format", format, ("text", "json"))
    with deciding(lang):
        from baophu.decisions.services import running

        first, last = month(start) if start else None, month(end) if end else None
        if first and last and last < first:
            raise Failure(f"--to {end} is before --from {start}")
        if again:
            with progress_bar() as progress:
                done = running.again(again, progress=progress)
        elif wait or known_at:
            with progress_bar() as progress:
                done = running.run_now(first=first, last=last, known_at=_moment(known_at), progress=progress)
        else:
            done = running.start(first=first, last=last)
        _tell(done, format, lang)
    if again and not done.agrees:
        raise Failure(
            f"Lần tính {done.pk} cho kết quả khác lần {again}."
            if lang == "vi"
            else f"Run {done.pk} came to other decisions than run {again}."
        )


def worker(
    once: Annotated[bool, typer.Option("--once", help="Do what waits, then end.")] = False, lang: LangOption = "vi"
) -> None:
    """Do in the background what waits: runs of the whole register. Ends with Ctrl+C."""
    with deciding(lang):
        from django.core.management import call_command

        from baophu.decisions.services import running

        for lost in running.recover():
            print(f"{lost.pk}: {lost.error}")
        call_command("db_worker", batch=once, startup_delay=False, reload=False)


def runs(
    last: Annotated[int, typer.Option("--last", help="How many, the newest first.")] = 10,
    prune: Annotated[
        int | None,
        typer.Option(
            "--prune",
            min=1,
            metavar="DAYS",
            help="Throw away files of older runs; the last of a month and those of accounts and reports stay.",
        ),
    ] = None,
    lang: LangOption = "vi",
    format: FormatOption = "text",
) -> None:
    """The runs there were: what they were decided from, how long it took, how far the present one is."""
    choice("format", format, ("text", "json"))
    with deciding(lang):
        from baophu.decisions.models import Run
        from baophu.decisions.services import running

        running.recover()
        if prune is not None:
            _pruned(prune, lang)
            return
        listed = list(Run.objects.order_by("-id")[: max(1, last)])
        if format == "json":
            print(as_json([_data(r) for r in listed]))
        for each in listed if format == "text" else ():
            print(_line(each, lang))


def _pruned(days: int, lang: str) -> None:
    from baophu.decisions.services.pruning import prune

    done = prune(days)
    size = f"{done.bytes / 1_000_000:,.0f} MB"
    numbers = ", ".join(str(number) for number in done.runs) or "–"
    print(
        f"Đã bỏ tệp của các lần tính {numbers}: {size}." if lang == "vi" else f"Files of runs {numbers}: {size} freed."
    )


def decide_person(
    person: Annotated[int, typer.Argument(help="Number of the person in the register.")],
    on: Annotated[str, typer.Option("--on", help="Day asked about; left out: today, decided again and written.")] = "",
    known_at: KnownOption = "",
    all_: Annotated[bool, typer.Option("--all", help="Show every provision considered.")] = False,
    lang: LangOption = "vi",
    format: FormatOption = "text",
) -> None:
    """Decide one person of the register, with the household, and say why."""
    choice("format", format, ("text", "json"))
    with deciding(lang):
        import getpass

        from django.utils import timezone
        from rich.console import Console

        from baophu.accounts.services import log_look
        from baophu.cli.explaining import render
        from baophu.decisions.services import lawbooks
        from baophu.decisions.services.explaining import explain_person
        from baophu.decisions.services.facts import about
        from baophu.decisions.services.redeciding import redecide
        from baophu.engine.explanation import to_data

        why = "tính lại và giải thích quyết định"
        log_look(getpass.getuser(), person, why, "baophu decide-person")
        if not on and not known_at:
            redecide([person])
        asked = day(on) if on else timezone.localdate()
        told = explain_person(person, asked, known_at=_moment(known_at))
        simulated = bool(about().get("simulated"))
        if format == "json":
            print(as_json({**to_data(told), "simulated": simulated}))
        else:
            Console(soft_wrap=True).print(render(told, lawbooks.active(), lang, simulated, all_))


def _moment(text: str) -> datetime | None:
    from django.utils import timezone

    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise Failure(f"{text!r} is not a moment; write it as 2026-05-01 or 2026-05-01T12:00") from error
    return found if found.tzinfo else timezone.make_aware(found)


def _tell(done: Run, format: str, lang: str) -> None:
    if format == "json":
        print(as_json(_data(done)))
        return
    print(_line(done, lang))
    if done.state == "waiting":
        print("`baophu worker` sẽ tính." if lang == "vi" else "`baophu worker` will decide it.")


def _line(run: Run, lang: str) -> str:
    from baophu.decisions.services.running import STEPS
    from baophu.engine.months import show

    state = str(run.get_state_display()) if lang == "vi" else run.state
    text = STEPS[run.step][1] if run.step in STEPS else None
    step = f" {run.progress:.0%} {text.vi if lang == 'vi' else text.en}" if run.state == "running" and text else ""
    told = [f"{run.pk}", f"{state}{step}", f"{show(run.first)}–{show(run.last)}"]
    if run.people is not None:
        told += [f"{run.people:,}", f"{run.seconds} s", f"{run.book} {run.book_digest[:8]}", run.snapshot]
    if run.again_id:
        told.append(f"= {run.again_id}" if run.agrees else f"≠ {run.again_id}")
    return "  ".join([*told, run.error] if run.error else told)


def _data(run: Run) -> dict[str, Any]:
    from baophu.engine.months import show

    moments = {k: getattr(run, k) for k in ("asked", "started", "finished", "known_at")}
    kept = ("state", "step", "progress", "seconds", "people", "intervals", "written", "snapshot", "snapshot_digest",
            "book", "book_digest", "code", "result_digest", "agrees", "error")  # fmt: skip
    return {
        "run": run.pk,
        "from": show(run.first),
        "to": show(run.last),
        **{k: v.isoformat() if v else None for k, v in moments.items()},
        **{k: getattr(run, k) for k in kept},
        "again": run.again_id,
        "folder": str(run.folder) if run.state == "done" else None,
    }
