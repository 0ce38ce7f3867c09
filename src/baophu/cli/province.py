"""Commands on a province: make one, decide it, explain one person, ask, compare a draft."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from baophu.cli import asking, demo
from baophu.cli.law import drafted
from baophu.cli.shared import (
    DEFAULT_BOOK,
    FACTS,
    FROM,
    TO,
    BookOption,
    Failure,
    FormatOption,
    LangOption,
    as_json,
    choice,
    day,
    failures,
    language,
    month,
    progress_bar,
    read,
)

FactsArgument = Annotated[Path, typer.Argument(help="Folder of facts tables (docs/facts-tables.md).")]
FactsOption = Annotated[Path, typer.Option("--facts", help="Folder of facts tables.")]
FromOption = Annotated[str, typer.Option("--from", help="First month.")]
ToOption = Annotated[str, typer.Option("--to", help="Last month, inclusive.")]

synth = typer.Typer(no_args_is_help=True, help="A synthetic province, labelled as such.")


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command()(demo.demo)
    app.command()(decide)
    app.command()(explain)
    app.command()(reform)
    asking.register(app)


@synth.command("make")
def synth_make(
    out: Annotated[Path, typer.Argument(help="Folder to write.")],
    people: Annotated[str, typer.Option("--people", help="How many, or `full` for every resident.")] = "",
    seed: Annotated[int, typer.Option("--seed", help="Same seed, same province.")] = 2021,
    book: BookOption = DEFAULT_BOOK,
) -> None:
    """Make a synthetic province from the law book's units and published figures."""
    from baophu.cli.demo import make_province
    from baophu.synth import full_size

    wanted = None if not people else full_size() if people == "full" else _whole("people", people)
    if out.exists() and not (out / "about.json").exists() and any(out.iterdir()):
        raise Failure(f"{out} holds something that is not a province; name another folder")
    with progress_bar() as progress:
        make_province(out, read(book), wanted, seed, progress)
    print(f"{out}: a simulated province. Decide it with `baophu decide {out} -o run`.")


@synth.command("report")
def synth_report(facts: FactsArgument = FACTS, book: BookOption = DEFAULT_BOOK, format: FormatOption = "text") -> None:
    """Each published figure beside the model's, and which published figures cannot both be true."""
    from baophu.insight.plain import to_json
    from baophu.synth import conflicts, report, show

    lines, pairs = report(_folder(facts), list(read(book).areas.values())), conflicts()
    if choice("format", format, ("text", "json")) == "json":
        print(as_json({"figures": to_json(lines), "conflicts": to_json(pairs)}))
    else:
        show(lines, pairs)


def decide(
    facts: FactsArgument,
    out: Annotated[Path, typer.Option("-o", "--out", help="Folder to write the run to.")],
    start: FromOption = FROM,
    end: ToOption = TO,
    book: BookOption = DEFAULT_BOOK,
    format: FormatOption = "text",
) -> None:
    """Decide a province month by month and keep the run."""
    from baophu.engine.decide import decide as run
    from baophu.engine.decide import load
    from baophu.engine.source import open_facts
    from baophu.engine.store import write_run

    choice("format", format, ("text", "json"))
    found, first, last = read(book), month(start), month(end)
    if last < first:
        raise Failure(f"--to {end} is before --from {start}")
    began = time.perf_counter()
    with failures(), progress_bar() as progress:
        source = open_facts(facts)
        decided = run(load(source, found, first, last, progress=progress), progress=progress)
        write_run(decided, source, out, time.perf_counter() - began, facts.resolve(), progress)
    counted = decided.loaded.con.execute("select count(distinct person), count(*) from laid").fetchone()
    assert counted is not None
    told = {
        "people": counted[0],
        "intervals": counted[1],
        "outcomes": len(decided.rulings.outcomes),
        "from": start,
        "to": end,
        "seconds": round(time.perf_counter() - began, 1),
        "simulated": source.simulated,
        "out": str(out),
    }
    if format == "json":
        print(as_json(told))
        return
    label = "simulated " if source.simulated else ""
    print(f"{counted[0]:,} {label}people decided from {start} to {end} in {told['seconds']} s: {out}")


def explain(
    person: Annotated[int, typer.Argument(help="Number of the person in the facts tables.")],
    on: Annotated[str, typer.Option("--on", help="Day or month asked about.")],
    facts: FactsOption = FACTS,
    book: BookOption = DEFAULT_BOOK,
    lang: LangOption = "vi",
    format: FormatOption = "text",
    ahead: Annotated[int, typer.Option("--ahead", help="Months to look ahead for what changes next.")] = 24,
    all_: Annotated[bool, typer.Option("--all", help="Show every provision considered.")] = False,
) -> None:
    """Why a person is decided as they are: every provision, each condition, the articles, and what changes next."""
    from rich.console import Console

    from baophu.cli.explaining import render
    from baophu.engine.decide import decide as run
    from baophu.engine.decide import load
    from baophu.engine.explain import explain as why
    from baophu.engine.explanation import to_data
    from baophu.engine.months import month_of
    from baophu.engine.source import open_facts
    from baophu.engine.subset import around

    choice("format", format, ("text", "json"))
    language(lang)
    at, found = month_of(day(on)), read(book)
    with failures():
        source = open_facts(facts)
        decided = run(load(around(source, person), found, at - at % 12, at + max(1, ahead)))
        told = why(decided, person, at)
    if format == "json":
        print(as_json({**to_data(told), "simulated": source.simulated}))
    else:
        Console(soft_wrap=True).print(render(told, found, lang, source.simulated, all_))


def reform(
    draft: Annotated[Path, typer.Argument(help="Draft (docs/law-book.md, Drafts).")],
    facts: FactsOption = FACTS,
    start: FromOption = "2026-01",
    end: ToOption = TO,
    on: Annotated[str, typer.Option("--on", help="Day on which people are counted; default: the last month.")] = "",
    people: Annotated[bool, typer.Option("--people", help="List winners and losers by person.")] = False,
    book: BookOption = DEFAULT_BOOK,
    lang: LangOption = "vi",
    format: FormatOption = "text",
) -> None:
    """Compare a draft with the law in force: money, groups, coverage, winners and losers."""
    from baophu.cli.asking import answered
    from baophu.engine.decide import decide as run
    from baophu.engine.decide import load
    from baophu.engine.months import first_day
    from baophu.engine.redecide import compare
    from baophu.engine.source import open_facts
    from baophu.engine.store import live_run
    from baophu.insight.reform import reform as ask
    from baophu.insight.show_reform import show_reform
    from baophu.law.draft import draft_title

    found = read(book)
    new = drafted(found, draft)
    first, last = month(start), month(end)
    with failures(), progress_bar() as progress:
        source = open_facts(facts)
        decided = run(load(source, found, first, last, also=[new], progress=progress), progress=progress)
        comparison = compare(decided, new)
        told = ask(live_run(decided, source), found, comparison, day(on) if on else first_day(last), people=people)
    answered(told, lambda: show_reform(told, draft_title(draft), language(lang)), format, lang)


def _whole(name: str, value: str) -> int:
    if not value.isdigit() or int(value) < 1:
        raise Failure(f"--{name} is a number of people or `full`, not {value!r}")
    return int(value)


def _folder(path: Path) -> Path:
    if not path.is_dir():
        raise Failure(f"{path} is not a folder; make a province with `baophu synth make {path}`")
    return path
