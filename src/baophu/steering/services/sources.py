"""Where steering takes the law book, and a run opened for questions, from."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from baophu.decisions.services import lawbooks
from baophu.engine.store import Run, RunError, open_run
from baophu.law.model import Book
from baophu.steering.errors import NoFigures
from baophu.steering.models import Kept


def book() -> Book:
    """The law book in use."""
    return lawbooks.active()


@lru_cache(maxsize=2)
def _open(folder: str, _written: float) -> Run:
    return open_run(Path(folder))


def run_of(kept: Kept) -> Run:
    """The run some figures were kept of, opened once a process; each caller has a cursor of its own.

    NoFigures when its folder is gone: figures stay readable, lists of people do not.
    """
    note = Path(kept.folder) / "run.json"
    try:
        opened = _open(kept.folder, note.stat().st_mtime)
    except (OSError, RunError) as error:
        raise NoFigures(
            "Thư mục của lần tính này không còn; hãy tính lại để xem danh sách.",
            "The folder of this run is gone; decide again to see lists.",
        ) from error
    return Run(opened.con.cursor(), opened.folder, opened.facts, opened.first, opened.last, opened.about, opened.notes)
