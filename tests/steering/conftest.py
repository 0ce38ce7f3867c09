"""One small decided province for all tests of the app; its figures are kept anew for each test that asks for them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.utils import translation
from pytest_django import Settings

from baophu.engine.store import Run, open_run
from baophu.law.model import Book
from baophu.law.read import read_book
from baophu.registry.models import Register
from baophu.steering.models import Kept
from baophu.steering.services import figures
from baophu.steering.services.asking import Asked, ask

BOOK = Path(__file__).parents[2] / "src" / "baophu" / "lawbook" / "quang_ninh"
PEOPLE = 2000
DAY = date(2026, 8, 20)
FIRST, LAST = "2024-01", "2026-12"


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
def vietnamese() -> Iterator[None]:
    """A page asked for in English leaves its language behind."""
    with translation.override("vi"):
        yield


@pytest.fixture(autouse=True)
def home(settings: Settings, tmp_path: Path) -> Path:
    settings.HOME = tmp_path
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return tmp_path


@pytest.fixture(scope="session")
def asked(run_folder: Path, book: Book) -> Asked:
    """What a run answers, asked once: the tests of pages only write it down."""
    opened = open_run(run_folder)
    try:
        return ask(opened, book, DAY, lambda step, done: None)
    finally:
        opened.con.close()


def put(run_folder: Path, book: Book, asked: Asked, patch: pytest.MonkeyPatch) -> Kept:
    """Keep the run's figures without asking for them again."""
    Register.objects.create(id=1, simulated=True)
    with patch.context() as only:
        only.setattr(figures, "ask", lambda *_args: asked)
        return figures.keep(run_folder, number=7, day=DAY, book=book)


@pytest.fixture
def kept(db: None, run_folder: Path, book: Book, asked: Asked, monkeypatch: pytest.MonkeyPatch) -> Kept:
    return put(run_folder, book, asked, monkeypatch)
