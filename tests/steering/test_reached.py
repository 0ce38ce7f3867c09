"""The people behind a figure of the law book: as many as it says, of one's units, for those who may see persons."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from baophu.lawpages import figures
from baophu.pages import sources
from baophu.steering.models import Kept
from tests.builders import HONG_GAI
from tests.workplace.builders import signed_in, words

REF, ACT = "91/2025/NQ-HĐND#elderly-65", "91/2025/NQ-HĐND"
LIST = "/dieu-hanh/danh-sach/"


@pytest.fixture
def known(kept: Kept, run_folder: Path, monkeypatch: pytest.MonkeyPatch) -> figures.Figures:
    """What the law book's pages say of the same run."""
    monkeypatch.setattr(figures, "_RUN", lambda: run_folder)
    monkeypatch.setattr(sources._IN_USE, "day", lambda request: kept.day)
    found = figures.figures(sources.book(), kept.day)
    assert found is not None
    return found


def listed(client: Client, ref: str) -> int:
    """How many people the list takes out as a file has."""
    answer = client.get(LIST, {"ap-dung": ref, "as": "csv"})
    content = b"".join(answer) if getattr(answer, "streaming", False) else answer.content
    return len(content.decode("utf-8-sig").strip().splitlines()) - 1


@pytest.mark.parametrize("ref", [REF, ACT])
def test_the_list_has_as_many_as_the_figure(known: figures.Figures, kept: Kept, ref: str) -> None:
    client, _ = signed_in("province")
    people = known.of[ref].people
    assert people > 5
    assert listed(client, ref) == people
    assert "08/2026" in words(client.get(LIST, {"ap-dung": ref}))


def test_an_officer_of_a_unit_sees_their_own(known: figures.Figures, kept: Kept) -> None:
    client, _ = signed_in("commune", HONG_GAI)
    mine = known.of[ACT].units.get(HONG_GAI, 0)
    assert listed(client, ACT) == mine
    assert mine < known.of[ACT].people


def test_figures_lead_there_for_those_who_may_see_persons(known: figures.Figures, client: Client) -> None:
    page = "/so-luat/van-ban/91-2025-nq-hdnd/"
    officer, _ = signed_in("province")
    assert f"{LIST}?ap-dung=" in officer.get(page).content.decode()
    committee, _ = signed_in("committee")
    assert f"{LIST}?ap-dung=" not in committee.get(page).content.decode()
    assert f"{LIST}?ap-dung=" not in client.get(page).content.decode()
    assert committee.get(LIST, {"ap-dung": REF}).status_code == 403


def test_what_the_book_does_not_have_is_a_404(known: figures.Figures) -> None:
    client, _ = signed_in("province")
    for ref in ("1/2030/NQ", "91/2025/NQ-HĐND#nothing"):
        assert client.get(LIST, {"ap-dung": ref}).status_code == 404, ref
