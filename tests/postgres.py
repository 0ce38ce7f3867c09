"""A PostgreSQL of the tests' own: a temporary cluster on a Unix socket, run by somebody without rights."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import psycopg
import pytest

NEW_CLUSTER = ("-U", "tests", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
SETTINGS = ("listen_addresses=''", "fsync=off", "full_page_writes=off", "synchronous_commit=off")


def program(name: str) -> Path | None:
    """A PostgreSQL program: on the path, or where Debian puts it."""
    found = shutil.which(name)
    if found:
        return Path(found).resolve()
    installed = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    return installed[-1] if installed else None


def somebody_else() -> str | None:
    """Who runs the server: the server refuses to be run by root."""
    if os.geteuid() != 0:
        return None
    names = {user.pw_name for user in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def run(user: str | None, folder: Path, *words: str) -> None:
    before = [] if user is None else ["runuser", "-u", user, "--"]
    subprocess.run([*before, *words], check=True, cwd=folder, capture_output=True, timeout=120)


def missing(reason: str) -> NoReturn:
    """Fail where the tests must be whole, else skip."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def start_options(folder: Path) -> str:
    return " ".join(["-k", str(folder), *(f"-c {setting}" for setting in SETTINGS)])


@contextmanager
def server() -> Iterator[Path]:
    """A running server: the folder of its socket. Its user is `tests`; all of it is gone afterwards."""
    initdb, pg_ctl = program("initdb"), program("pg_ctl")
    if initdb is None or pg_ctl is None:
        missing("no PostgreSQL server is installed (Debian: apt-get install postgresql)")
    user = somebody_else()
    folder = Path(tempfile.mkdtemp(prefix="baophu-pg-"))
    try:
        if user is not None:
            shutil.chown(folder, user)
        data = str(folder / "data")
        run(user, folder, str(initdb), "-D", data, *NEW_CLUSTER)
        log = str(folder / "log")
        run(user, folder, str(pg_ctl), "-D", data, "-l", log, "-w", "-o", start_options(folder), "start")
        try:
            yield folder
        finally:
            run(user, folder, str(pg_ctl), "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres() -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """A connection to an empty database that is gone after the tests."""
    with (
        server() as folder,
        psycopg.connect(host=str(folder), user="tests", dbname="postgres", autocommit=True) as connection,
    ):
        yield connection
