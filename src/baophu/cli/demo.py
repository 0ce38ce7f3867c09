"""`baophu demo`: what `make run` does: the demonstration province, decided, and the picture of it."""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from baophu.cli.shared import (
    BOOKS,
    DEFAULT_BOOK,
    FACTS,
    FROM,
    HOME,
    RUN,
    TO,
    BookOption,
    LangOption,
    failures,
    language,
    progress_bar,
    read,
)

if TYPE_CHECKING:
    from baophu.engine.store import Run
    from baophu.law.model import Book, Text


def demo(
    book: BookOption = DEFAULT_BOOK,
    lang: LangOption = "vi",
    fresh: Annotated[bool, typer.Option("--fresh", help="Make and decide the province anew.")] = False,
    serve: Annotated[bool, typer.Option("--serve/--no-serve", help="Serve the pages afterwards.")] = True,
    port: Annotated[int, typer.Option(help="Port of the pages.")] = 8000,
) -> None:
    """Make the demonstration province, decide it, load it into the register, print the picture, serve the pages."""
    from baophu.cli.demo_register import fill
    from baophu.engine.store import open_run
    from baophu.insight.picture import picture

    language(lang)
    found = read(book)
    if fresh or not _current(found):
        _decide(found)
    fill(found, FACTS)
    with failures():
        run = open_run(RUN)
        picture(run, found, FACTS, language(lang), commands=_next(run))
    if serve:
        from baophu.cli.serving import serve as serve_pages

        serve_pages(port=port, host="127.0.0.1", workers=2, threads=4, background=True)


def _next(run: Run) -> list[tuple[str, Text]]:
    """What to try next, as it can be typed here: with somebody who is decided, and a draft that is installed."""
    from baophu.insight.picture import COMMANDS
    from baophu.law.model import Text

    program = "baophu" if shutil.which("baophu") else os.path.relpath(sys.argv[0])
    somebody = run.con.execute(
        "select min(person) from interval where a <= $1 and b >= $1 and province > 0", [run.last - 3]
    ).fetchall()[0][0]
    draft = os.path.relpath(BOOKS / "drafts" / "elderly-under-70.yaml")
    told = [(c.replace("explain 1 ", f"explain {somebody or 1} "), text) for c, text in COMMANDS]
    told.append((f"baophu reform {draft}", Text("một dự thảo sẽ thay đổi gì", "what a draft would change")))
    return [(command.replace("baophu ", f"{program} ", 1), text) for command, text in told]


def make_province(
    out: Path, book: Book, people: int | None, seed: int, progress: Callable[[str, float], None] | None
) -> None:
    """Write a synthetic province in the units of a law book."""
    from baophu.synth import Unit, make

    units = [Unit(a.code, a.kind, a.name, a.population) for a in book.areas.values()]
    make(out, units=units, people=people, seed=seed, progress=progress)


def _current(book: Book) -> bool:
    """Whether the run kept was decided by this law book and this code."""
    from baophu import __version__

    note = RUN / "run.json"
    if not note.exists() or not FACTS.exists():
        return False
    kept = json.loads(note.read_text(encoding="utf-8"))
    return bool(kept["digest"] == book.digest and kept["baophu"] == __version__)


def _decide(book: Book) -> None:
    from baophu.cli.shared import month
    from baophu.engine.decide import decide, load
    from baophu.engine.source import open_facts
    from baophu.engine.store import write_run

    HOME.mkdir(exist_ok=True)
    if not FACTS.exists():
        with progress_bar() as progress:
            make_province(FACTS, book, None, 2021, progress)
    began = time.perf_counter()
    with failures(), progress_bar() as progress:
        facts = open_facts(FACTS)
        decided = decide(load(facts, book, month(FROM), month(TO), progress=progress), progress=progress)
        write_run(decided, facts, RUN, time.perf_counter() - began, FACTS.resolve(), progress)
