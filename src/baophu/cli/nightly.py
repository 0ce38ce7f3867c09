"""`baophu nightly`: everything a night asks for, in its order; one line in the machine's timetable."""

from __future__ import annotations

from typing import Annotated

import typer

from baophu.cli.notices import notices
from baophu.cli.runs import run, runs, worker
from baophu.cli.shared import LangOption


def nightly(
    keep: Annotated[
        int, typer.Option("--keep", min=1, metavar="DAYS", help="Days of which the files of all runs are kept.")
    ] = 35,
    lang: LangOption = "vi",
) -> None:
    """Decide the province, keep its figures, search duplicates, make and send notices, throw away old files."""
    run(wait=True, lang=lang)
    worker(once=True, lang=lang)
    notices(lang=lang)
    runs(prune=keep, lang=lang)
