"""The law book in use, and how another comes into use: kept under its digest, proposed, agreed to by a second officer.

Whatever was ever decided with stays in `HOME/books/<digest>`, so that an old run can be decided again.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
import time
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from baophu.accounts.acts import Kind
from baophu.accounts.models import Proposal, User
from baophu.accounts.services import four_eyes
from baophu.decisions.errors import BookGone, BookRefused
from baophu.decisions.models import LawBook
from baophu.engine.compiled import CompiledLaw, compile_law
from baophu.law.errors import LawError
from baophu.law.model import Book, Text
from baophu.law.read import BOOK_FILE, read_book
from baophu.law.same import ByDigest
from baophu.registry.law import installed

KIND: Kind = "law_book"
HEAD = "head.txt"
FRESH = 1.0
"""Seconds for which a process takes the law book to be the same."""

_lock = threading.Lock()
_in_use = ("", -FRESH)


def active() -> Book:
    """The law book in use: the last one put into use, else that of the setting BOOK. Read once a process.

    Which one it is, is asked of the database at most once a second: ask once an act, and keep the answer for it.
    BookGone where its files are not kept any more; LawError where they cannot be read.
    """
    digest, asked = _in_use
    if time.monotonic() - asked > FRESH:
        digest = LawBook.objects.order_by("-id").values_list("digest", flat=True).first() or ""
        _know(digest)
    return kept(digest) if digest else installed()


def forget() -> None:
    """Ask the database again which law book is in use."""
    _know("", -FRESH)


def _know(digest: str, asked: float | None = None) -> None:
    global _in_use
    _in_use = (digest, time.monotonic() if asked is None else asked)


def compiled(book: Book, first: int, last: int) -> CompiledLaw:
    """The law made ready for the months `first..last`, kept for this process."""
    with _lock:
        return _compiled(ByDigest(book), first, last)


@lru_cache(maxsize=8)
def _compiled(by: ByDigest, first: int, last: int) -> CompiledLaw:
    law = compile_law(by.book, first, last)
    _ = law.plans
    return law


@lru_cache(maxsize=4)
def kept(digest: str) -> Book:
    """The kept law book of a digest; BookGone when there is none or it is not what it was."""
    folder = _place(digest)
    if folder is None:
        if installed().digest == digest:
            return installed()
        raise BookGone(digest)
    book = read_book(folder)
    if book.digest != digest:
        raise BookGone(digest)
    return book


def keep(book: Book) -> Path:
    """Have the files of a book under its digest; the folder of its head. Does nothing the second time."""
    if (there := _place(book.digest)) is not None:
        return there
    folders = sorted({file.parent for file in book.files if file.name == BOOK_FILE})
    root = Path(os.path.commonpath([folder.parent for folder in folders]))
    store = Path(settings.HOME) / "books"
    store.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=store, prefix=".") as name:
        draft = Path(name) / "book"
        for folder in folders:
            shutil.copytree(folder, draft / folder.relative_to(root), dirs_exist_ok=True)
        (draft / HEAD).write_text(book.place.file.parent.relative_to(root).as_posix(), encoding="utf-8")
        if read_book(draft / (draft / HEAD).read_text(encoding="utf-8")).digest != book.digest:
            raise BookRefused(
                "Bộ luật vừa bị thay đổi trong lúc lưu; hãy thử lại.",
                "The law book was changed while it was being kept; try again.",
            )
        if not (store / book.digest).exists():
            draft.rename(store / book.digest)
    found = _place(book.digest)
    assert found is not None
    return found


def _place(digest: str) -> Path | None:
    folder = Path(settings.HOME) / "books" / digest
    head = folder / HEAD
    return folder / head.read_text(encoding="utf-8").strip() if head.is_file() else None


def propose(folder: Path, by: User, reason: str = "") -> Proposal:
    """Lay a law book before a second officer. Its files are kept as they are now: what is agreed to is what is used.

    LawError names everything wrong in it; BookRefused when it is in use already or its cases of law do not hold;
    NotAllowed for who may not propose it.
    """
    book = read_book(folder)
    if book.digest == active().digest:
        raise BookRefused("Bộ luật này đang được dùng.", "This law book is in use already.")
    keep(book)
    summary = Text(
        f"Đưa bộ luật {book.title.vi} ({book.digest[:12]}) vào sử dụng.",
        f"Put the law book {book.title.en} ({book.digest[:12]}) into use.",
    )
    payload: four_eyes.Json = {"digest": book.digest, "name": book.name, "before": active().digest}
    return four_eyes.propose(KIND, payload, by, summary, None, reason)


@four_eyes.handler(KIND)
def activate(proposal: Proposal, approver: User) -> four_eyes.Json:
    """Put the proposed book into use and have the whole province decided by it. BookRefused, BookGone: see `kept`."""
    payload = dict(proposal.payload)
    if payload["before"] != active().digest:
        raise BookRefused(
            "Từ khi đề nghị, bộ luật đang dùng đã được thay; hãy đề nghị lại.",
            "Since this was proposed another law book was put into use; propose it again.",
        )
    try:
        book = kept(payload["digest"])
    except LawError as error:
        raise BookRefused(
            f"Không đọc được bộ luật đã lưu: {error}", f"The kept law book cannot be read: {error}"
        ) from error
    row = LawBook.objects.create(
        name=book.name,
        digest=book.digest,
        since=timezone.now(),
        by=proposal.by,
        agreed_by=approver,
        reason=proposal.reason,
    )
    transaction.on_commit(lambda: _used(approver))
    return {"law_book": row.pk, "digest": book.digest}


def _used(approver: User) -> None:
    from baophu.decisions.services import running

    forget()
    running.start(by=approver)
