"""Scans of documents: taken in by what they are, kept under their hash, shown to those who may see the person."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from pytest_django import Settings

from baophu.accounts.services import looks_at
from baophu.registry.models import Document, PersonStatus
from baophu.workplace.models import Scan
from baophu.workplace.services import scans
from tests.builders import HONG_GAI
from tests.workplace.builders import Family, day, hidden, signed_in, words, written

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40 + b"IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0" + b"0" * 40 + b"\xff\xd9"
PAPER = {"document": "certificate"}


@pytest.fixture(autouse=True)
def store(settings: Settings, tmp_path: Path) -> Path:
    """Scans go into a folder of the test."""
    settings.HOME = tmp_path
    return tmp_path / "documents"


def on_the_last_page(client: Any, family: Family) -> tuple[str, Any]:
    """The address of a change and its page that asks for the document."""
    href = f"/nguoi/{family.chi.pk}/ghi/dieu/study/"
    page = client.get(href)
    asked = {"value": "student", "valid_from": written(day()), "go": "next"}
    return href, client.post(href, {**hidden(page), **asked})


def sent(client: Any, family: Family, content: bytes, name: str = "giay.pdf") -> tuple[str, Any]:
    href, page = on_the_last_page(client, family)
    file = SimpleUploadedFile(name, content)
    return href, client.post(href, {**hidden(page), **PAPER, "file": file, "go": "next"})


@pytest.mark.parametrize(
    ("content", "media"),
    [(PDF, "application/pdf"), (PNG, "image/png"), (JPEG, "image/jpeg")],
    ids=["pdf", "png", "jpg"],
)
def test_a_scan_goes_with_a_change_and_is_seen_in_its_history(
    family: Family, store: Path, content: bytes, media: str
) -> None:
    client, user = signed_in()
    href, checked = sent(client, family, content, "tên của tệp.pdf")
    assert "kèm tệp tên của tệp.pdf" in words(checked)
    assert client.post(href, {**hidden(checked), "go": "confirm"}).status_code == 302
    document = PersonStatus.objects.get().entry.document
    assert document is not None
    assert (store / document.digest).read_bytes() == content
    history = client.get(f"/nguoi/{family.chi.pk}/lich-su/")
    at = f"/nguoi/{family.chi.pk}/giay-to/{document.pk}/"
    assert at in history.content.decode()
    answer = client.get(at)
    assert (answer.content, answer["Content-Type"]) == (content, media)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Disposition"].startswith("attachment" if media == "application/pdf" else "inline")
    assert looks_at(family.chi.pk).filter(user=user, why="mở bản quét giấy tờ").count() == 1
    assert client.get(f"/nguoi/{family.an.pk}/giay-to/{document.pk}/").status_code == 404  # of somebody else's
    other, _ = signed_in("commune", HONG_GAI)
    assert other.get(at).status_code == 404


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "không phải là bản quét"),
        (b"<html><script>1</script>%PDF-1.4 %%EOF", "không phải là bản quét"),
        (b"MZ" + b"0" * 50, "không phải là bản quét"),
        (PDF[:20], "nguyên vẹn"),
        (PDF + b"0" * 200 + b"\n%%EOF", "Tệp quá lớn"),
    ],
    ids=["empty", "page", "program", "cut", "large"],
)
def test_what_is_no_scan_is_refused_beside_its_field(
    family: Family, settings: Settings, store: Path, content: bytes, said: str
) -> None:
    settings.SCAN_BYTES = 200
    client, _ = signed_in()
    _href, answer = sent(client, family, content)
    assert answer.status_code == 422
    assert said in words(answer)
    assert 'id="id_file-error"' in answer.content.decode()
    assert hidden(answer)["document"] == ["certificate"]  # what was typed stays
    assert not Scan.objects.exists()
    assert not store.exists()


def test_a_scan_stays_while_the_form_goes_back_and_forth_and_may_be_taken_off(family: Family) -> None:
    client, _ = signed_in()
    href, checked = sent(client, family, PDF)
    back = client.post(href, {**hidden(checked), "go": "1"})
    assert "Đã kèm: giay.pdf" in words(back)
    again = client.post(href, {**hidden(back), "go": "next"})
    assert "kèm tệp giay.pdf" in words(again)
    without = client.post(href, {**hidden(back), "go": "drop"})
    assert "Đã kèm" not in words(without)
    assert "kèm tệp" not in words(client.post(href, {**hidden(without), "go": "next"}))


def test_somebody_elses_scan_cannot_be_carried_into_a_form(family: Family) -> None:
    """The mark of a scan is signed for one user: a hash that was guessed attaches nothing."""
    client, _ = signed_in()
    _href, checked = sent(client, family, PDF)
    other, _ = signed_in()
    href, page = on_the_last_page(other, family)
    for mark in (hidden(checked)["scan"][0], "a" * 64):
        answer = other.post(href, {**hidden(page), **PAPER, "scan": mark, "go": "next"})
        assert answer.status_code == 422
        assert "hãy chọn lại" in words(answer)


def test_a_lost_file_is_said_plainly(family: Family, store: Path) -> None:
    client, _ = signed_in()
    href, checked = sent(client, family, PDF)
    client.post(href, {**hidden(checked), "go": "confirm"})
    document = Document.objects.get()
    at = f"/nguoi/{family.chi.pk}/giay-to/{document.pk}/"
    (store / document.digest).write_bytes(PDF + b"x")
    assert "không còn nguyên trong kho" in words(client.get(at))
    (store / document.digest).unlink()
    gone = client.get(at)
    assert gone.status_code == 404
    assert "bản sao lưu của thư mục documents" in words(gone)
    assert "bản quét không còn trong kho" in words(client.get(f"/nguoi/{family.chi.pk}/lich-su/"))


def test_scans_that_were_given_up_are_swept_away(family: Family, store: Path) -> None:
    client, _ = signed_in()
    href, checked = sent(client, family, PDF)
    client.post(href, {**hidden(checked), "go": "confirm"})
    sent(client, family, PNG, "anh.png")
    assert scans.sweep() == 0
    Scan.objects.update(at=timezone.now() - timedelta(days=8))
    assert scans.sweep() == 1
    assert [file.name for file in store.iterdir()] == [Document.objects.get().digest]
