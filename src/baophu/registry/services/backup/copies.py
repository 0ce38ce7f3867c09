"""`backup` and `restore`: the database in one file, checked, whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.core.management import call_command
from django.db import connection

from baophu.law.model import Text
from baophu.registry.errors import BadBackup
from baophu.registry.models import Entry, Person
from baophu.registry.services.backup import postgres, sqlite
from baophu.registry.services.loading.load import must_be_empty

MAGIC = {b"SQLite format 3\0": "sqlite", b"PGDMP": "postgresql"}
_NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@dataclass(frozen=True, slots=True)
class Copied:
    """A backup made or put back: how much there is in the register, and the size of the file in bytes."""

    file: Path
    people: int
    entries: int
    bytes: int


def backup(file: Path) -> Copied:
    """Write the database to a file while it is in use; what is committed by now is in it.

    SQLite: a database file; PostgreSQL: pg_dump's custom format. Written beside and renamed when it was checked, so
    that a file of that name is always whole. BadBackup when there is one already, or it cannot be written.
    """
    if file.exists():
        raise BadBackup(Text(f"{file} đã có; hãy chọn tên khác.", f"{file} is there already; choose another name"))
    if not file.parent.is_dir():
        raise BadBackup(Text(f"Không có thư mục {file.parent}.", f"there is no folder {file.parent}"))
    part = file.with_name(f".{file.name}.part")
    try:
        _engine().write(part)
        part.rename(file)
    finally:
        part.unlink(missing_ok=True)
    return _told(file)


def restore(file: Path, replace: bool = False) -> Copied:
    """Put a backup back in place of everything in the database; whole, or the database stays as it was.

    NotEmpty when the register holds anything, unless `replace`. BadBackup when the file is damaged, of the other
    engine, or written by a newer baophu; an older one is brought up to date afterwards.
    """
    kind = _kind(file)
    if kind != connection.vendor:
        raise BadBackup(
            Text(
                f"{file} là bản sao lưu của {_NAMES[kind]}, còn cơ sở dữ liệu này là {_NAMES[connection.vendor]}; "
                "hãy đặt DATABASE_URL cho đúng loại.",
                f"{file} is a backup of {_NAMES[kind]} and this database is {_NAMES[connection.vendor]}; "
                "set DATABASE_URL to one of that kind",
            )
        )
    if not replace and "registry_entry" in connection.introspection.table_names():
        must_be_empty()
    _engine().read(file)
    call_command("migrate", verbosity=0, interactive=False)
    return _told(file)


def _engine() -> sqlite.Sqlite | postgres.Postgres:
    return sqlite.Sqlite() if connection.vendor == "sqlite" else postgres.Postgres()


def _kind(file: Path) -> str:
    if not file.is_file():
        raise BadBackup(Text(f"Không có tệp {file}.", f"there is no file {file}"))
    with file.open("rb") as opened:
        start = opened.read(max(map(len, MAGIC)))
    for magic, kind in MAGIC.items():
        if start.startswith(magic):
            return kind
    raise BadBackup(
        Text(
            f"{file} không phải bản sao lưu của baophu (`baophu backup FILE`).",
            f"{file} is no backup of baophu (made by `baophu backup FILE`)",
        )
    )


def _told(file: Path) -> Copied:
    try:
        return Copied(file, Person.objects.count(), Entry.objects.count(), file.stat().st_size)
    finally:
        connection.close()
