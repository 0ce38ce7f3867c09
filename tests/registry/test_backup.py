"""The database into a file and back, on both engines: with what was recorded, whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection

from baophu.registry.errors import BadBackup
from baophu.registry.services.backup.copies import backup, restore
from tests.registry.conftest import Elsewhere

pytestmark = pytest.mark.django_db(transaction=True)

TELL = """
from baophu.site.start import start
start()
from baophu.registry.models import Entry, Person, PersonStatus
print([m.objects.count() for m in (Entry, Person, PersonStatus)], Person.objects.get(pk=3).statuses.known().count())
"""


def test_there_and_back_with_what_was_recorded(loaded: Elsewhere, empty_register: Elsewhere, tmp_path: Path) -> None:
    file = tmp_path / "copy"
    loaded.run("person", "record", "3", "deputy", "true", "--from", "2026-01-01", "--why", "thử")
    before = loaded.run(code=TELL).stdout
    assert "2 entries" in loaded.run("backup", str(file), "--lang", "en").stdout
    loaded.run("person", "undo", "2")
    loaded.run("person", "record", "4", "deputy", "true", "--from", "2026-01-01")
    assert loaded.run(code=TELL).stdout != before
    refused = loaded.run("restore", str(file), "--lang", "en", ok=False)
    assert refused.returncode == 1
    assert "not empty" in refused.stderr
    loaded.run("restore", str(file), "--replace")
    assert loaded.run(code=TELL).stdout == before
    assert loaded.run("person", "record", "5", "deputy", "true").stdout.strip() == "3"
    (tmp_path / "new").mkdir()
    new = Elsewhere(tmp_path / "new", f"{loaded.name}_new").made_from(empty_register)
    try:
        new.run("restore", str(file))
        assert new.run(code=TELL).stdout == before
    finally:
        new.drop()


def test_what_is_no_backup(tmp_path: Path) -> None:
    other = b"PGDMP" if connection.vendor == "sqlite" else b"SQLite format 3\0"
    (tmp_path / "text").write_bytes(b"hello")
    (tmp_path / "other").write_bytes(other)
    for act, name, says in (
        (backup, "text", "is there already"),
        (backup, "no/where", "there is no folder"),
        (restore, "text", "no backup of baophu"),
        (restore, "other", "is a backup of"),
        (restore, "none", "there is no file"),
    ):
        with pytest.raises(BadBackup) as refused:
            act(tmp_path / name)
        assert says in refused.value.text.en
    assert (tmp_path / "text").read_bytes() == b"hello"


def test_a_damaged_backup_leaves_the_register_as_it_was(loaded: Elsewhere, tmp_path: Path) -> None:
    file = tmp_path / "copy"
    before = loaded.run(code=TELL).stdout
    loaded.run("backup", str(file))
    data = bytearray(file.read_bytes())
    start = len(data) // 3
    data[start : start + 200_000] = b"\xaa" * 200_000
    file.write_bytes(data)
    refused = loaded.run("restore", str(file), "--replace", ok=False)
    assert refused.returncode == 1, refused.stdout
    assert str(file) in refused.stderr
    assert loaded.run(code=TELL).stdout == before
