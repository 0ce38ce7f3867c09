"""Another law book comes into use when a second officer agrees, and what was decided before can be decided again."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from baophu.accounts.errors import NotAllowed
from baophu.accounts.models import Role, User
from baophu.accounts.services import four_eyes
from baophu.decisions.errors import BookRefused
from baophu.decisions.models import LawBook, Run
from baophu.decisions.services import lawbooks, running
from baophu.law.model import Book

BOOKS = Path(__file__).parents[2] / "src" / "baophu" / "lawbook"


def officer(name: str, role: str = Role.PROVINCE) -> User:
    return User.objects.create(username=name, role=role)


@pytest.fixture
def other_book(tmp_path: Path) -> Path:
    """The installed book with another line in a file: another digest."""
    for name in ("vietnam", "quang_ninh"):
        shutil.copytree(BOOKS / name, tmp_path / "draft" / name)
    changed = tmp_path / "draft" / "quang_ninh" / "targets.yaml"
    changed.write_text(changed.read_text(encoding="utf-8") + "\n# another\n", encoding="utf-8")
    return tmp_path / "draft" / "quang_ninh"


@pytest.mark.django_db(transaction=True)
def test_a_book_waits_for_a_second_officer(other_book: Path, law_book: Book) -> None:
    an, binh = officer("an"), officer("binh")
    assert lawbooks.active().digest == law_book.digest
    proposal = lawbooks.propose(other_book, an, "new resolution")
    shutil.rmtree(other_book.parent)
    assert lawbooks.active().digest == law_book.digest
    with pytest.raises(NotAllowed):
        four_eyes.approve(proposal, an)
    with pytest.raises(NotAllowed):
        four_eyes.approve(proposal, officer("clinic", Role.CLINIC))
    four_eyes.approve(proposal, binh)
    used = LawBook.objects.get()
    assert (used.by, used.agreed_by) == (an, binh)
    assert lawbooks.active().digest == used.digest != law_book.digest
    assert Run.objects.get().state == Run.State.WAITING
    with pytest.raises(BookRefused, match="đang được dùng"):
        lawbooks.propose(lawbooks.keep(lawbooks.active()), an)


@pytest.mark.django_db(transaction=True)
def test_a_proposal_made_before_another_book_came_into_use_is_refused(other_book: Path, tmp_path: Path) -> None:
    an, binh = officer("an"), officer("binh")
    first = lawbooks.propose(other_book, an)
    text = other_book / "targets.yaml"
    text.write_text(text.read_text(encoding="utf-8") + "# once more\n", encoding="utf-8")
    second = lawbooks.propose(other_book, an)
    four_eyes.approve(first, binh)
    with pytest.raises(BookRefused):
        four_eyes.approve(second, binh)


@pytest.mark.usefixtures("province")
def test_an_old_run_is_decided_by_its_own_book(other_book: Path, law_book: Book) -> None:
    run = running.run_now()
    four_eyes.approve(lawbooks.propose(other_book, officer("an")), officer("binh"))
    again = running.again(run.pk)
    assert again.book_digest == law_book.digest
    assert again.agrees
    new = running.carry_out(Run.objects.get(state=Run.State.WAITING).pk)
    assert new.book_digest == lawbooks.active().digest != law_book.digest
