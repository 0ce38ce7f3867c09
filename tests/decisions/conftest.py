"""One small province for all tests of the app, made once and put into the database for each."""

from __future__ import annotations

from pathlib import Path

import pytest

from baophu.law.model import Book
from baophu.law.read import read_book

BOOK = Path(__file__).parents[2] / "src" / "baophu" / "lawbook" / "quang_ninh"
PEOPLE = 300


@pytest.fixture(scope="session")
def law_book() -> Book:
    return read_book(BOOK)


@pytest.fixture(scope="session")
def facts_folder(tmp_path_factory: pytest.TempPathFactory, law_book: Book) -> Path:
    from baophu.cli.demo import make_province

    folder = tmp_path_factory.mktemp("decisions") / "facts"
    make_province(folder, law_book, PEOPLE, 7, None)
    return folder


@pytest.fixture(autouse=True)
def short_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """This year and the next, by the book that this test puts into use; no figures for pages are made of them."""
    from baophu.decisions.services import lawbooks, running

    monkeypatch.setattr(running, "YEARS_BACK", 0)
    monkeypatch.setattr(running.province_decided, "send_robust", lambda *_, **__: [])
    lawbooks.forget()


@pytest.fixture
def province(transactional_db: None, facts_folder: Path) -> Path:
    """A register of a few hundred people."""
    from baophu.registry.services.loading.load import load

    load(facts_folder)
    return facts_folder
