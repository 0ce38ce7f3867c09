"""A small simulated province, and databases of their own for what is done by whole processes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from baophu.registry.law import installed
from baophu.synth import Unit, make

PEOPLE = 1_000
MIGRATE = """
from baophu.site.start import start
start()
from django.core.management import call_command
call_command("migrate", verbosity=0)
"""


@dataclass(frozen=True)
class Elsewhere:
    """A database of its own, of the engine under test: a file in `home`, or the PostgreSQL database `name`."""

    home: Path
    name: str

    def run(self, *words: str, code: str = "", ok: bool = True) -> subprocess.CompletedProcess[str]:
        """Run a command of baophu, or Python, on it; a failure fails the test unless it is expected."""
        command = [sys.executable, "-c", code] if code else [sys.executable, "-m", "baophu", *words]
        done = subprocess.run(command, env=self._environment(), capture_output=True, text=True, timeout=300)
        assert not ok or done.returncode == 0, done.stderr
        return done

    def made_from(self, other: Elsewhere | None) -> Elsewhere:
        """Made as a copy of another one, or empty."""
        if connection.vendor == "postgresql":
            _admin(f'create database "{self.name}" template "{other.name if other else "template0"}"')
        elif other is not None:
            shutil.copy(other.home / "register.sqlite3", self.home)
        return self

    def drop(self) -> None:
        """Gone."""
        if connection.vendor == "postgresql":
            _admin(f'drop database "{self.name}" with (force)')

    def _environment(self) -> dict[str, str]:
        env = {**os.environ, "BAOPHU_HOME": str(self.home)}
        env.pop("DATABASE_URL", None)
        if connection.vendor == "postgresql":
            told = settings.DATABASES["default"]
            host = str(told["HOST"]).replace("/", "%2F")
            env["DATABASE_URL"] = f"postgresql://{told['USER']}@{host}/{self.name}"
        return env


@pytest.fixture(scope="session")
def province(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Facts tables of a simulated province."""
    folder = tmp_path_factory.mktemp("facts") / "province"
    units = [Unit(a.code, a.kind, a.name, a.population) for a in installed().areas.values()]
    make(folder, units=units, people=PEOPLE, seed=7)
    return folder


@pytest.fixture(scope="session")
def empty_register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Elsewhere]:
    """A database with its tables and nobody in them, to be copied."""
    made = Elsewhere(tmp_path_factory.mktemp("empty"), f"empty_{os.getpid()}").made_from(None)
    made.run(code=MIGRATE)
    yield made
    made.drop()


@pytest.fixture(scope="session")
def loaded_register(
    empty_register: Elsewhere, province: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Elsewhere]:
    """A database with the province in it, to be copied."""
    made = Elsewhere(tmp_path_factory.mktemp("loaded"), f"loaded_{os.getpid()}").made_from(empty_register)
    made.run("load", str(province))
    yield made
    made.drop()


@pytest.fixture
def empty(empty_register: Elsewhere, tmp_path: Path) -> Iterator[Elsewhere]:
    """An empty register of this test's own."""
    made = Elsewhere(tmp_path, f"own_{os.getpid()}_{tmp_path.name}").made_from(empty_register)
    yield made
    made.drop()


@pytest.fixture
def loaded(loaded_register: Elsewhere, tmp_path: Path) -> Iterator[Elsewhere]:
    """A register with the province in it, of this test's own."""
    made = Elsewhere(tmp_path, f"own_{os.getpid()}_{tmp_path.name}").made_from(loaded_register)
    yield made
    made.drop()


def _admin(sql: str) -> None:
    import psycopg

    told = settings.DATABASES["default"]
    with psycopg.connect(host=str(told["HOST"]), user=told["USER"], dbname="postgres", autocommit=True) as admin:
        admin.execute(sql.encode())
