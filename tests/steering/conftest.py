"""One small decided province for all tests of the app; its figures are kept anew for each test that asks for them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from pytest_django import Settings

from baophu.engine.store import Run, open_run
from baophu.law.model import Book
from baophu.law.read import read_book
from baophu.steering.models import Kept


BOOK = Path(__file__).parents[2] / "src" / "baophu" / "lawbook" / "quang_ninh"
PEOPLE = 3000
DAY = date(2026, 8, 20)
FIRST, LAST = "2023-01", "2026-12"


@pytest.fixture(scope="session")
def book() -> Book:
    return read_book(BOOK)


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory, book: Book) -> Path:
    from baophu.cli.demo import make_province
    from baophu.engine.decide import decide, load
    from baophu.engine.months import parse
    from baophu.engine.source import open_facts
    from baophu.engine.store import write_run

    folder = tmp_path_factory.mktemp("steering")
    make_province(folder / "facts", book, PEOPLE, 11, None)
    facts = open_facts(folder / "facts")
    write_run(decide(load(facts, book, parse(FIRST), parse(LAST))), facts, folder / "run", 0.0, folder / "facts")
    return folder / "run"


@pytest.fixture
def run(run_folder: Path) -> Iterator[Run]:
    opened = open_run(run_folder)
    yield opened
    opened.con.close()


@pytest.fixture(autouse=True)
def home(settings: Settings, tmp_path: Path) -> Path:
    settings.HOME = tmp_path
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return tmp_path


@pytest.fixture
def kept(db: None, run_folder: Path, book: Book) -> Kept:
    from baophu.registry.models import Register
    from baophu.steering.services.figures import keep

    Register.objects.create(id=1, simulated=True)
    return keep(run_folder, number=7, day=DAY, book=book)
