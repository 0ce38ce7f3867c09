"""Registers to measure: a province made once, an empty database on either engine, a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ENGINES = ("sqlite", "postgresql")
FULL = 1_358_000
"""Residents of the full province."""


def facts_of(given: Path | None, folder: Path, people: int = FULL) -> Path:
    """The folder of facts tables given, or a new province of so many residents in `folder`."""
    if given is not None:
        return given
    from baophu.cli.demo import make_province
    from baophu.cli.shared import DEFAULT_BOOK, read

    make_province(folder, read(DEFAULT_BOOK), people, 2021, None)
    return folder


@contextmanager
def empty(engine: str, home: Path) -> Iterator[dict[str, str]]:
    """The environment of an empty register on an engine, with `home` as its folder. PostgreSQL is a temporary server
    of the tests' (its files are not forced to disk), gone afterwards.
    """
    environment = {**os.environ, "BAOPHU_HOME": str(home)}
    environment.pop("DATABASE_URL", None)
    if engine == "sqlite":
        yield environment
        return
    from tests.postgres import server

    with server() as folder:
        yield {**environment, "DATABASE_URL": f"postgresql://tests@{str(folder).replace('/', '%2F')}/postgres"}


def answer(module: str, environment: Mapping[str, str], *words: str) -> dict[str, Any]:
    """What a benchmark run in a process of its own printed last, as JSON."""
    command = [sys.executable, "-m", module, *words]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=dict(environment))
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found
