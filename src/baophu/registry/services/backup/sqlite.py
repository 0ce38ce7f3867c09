"""SQLite: its online backup, in both directions."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.db import connection

from baophu.law.model import Text
from baophu.registry.errors import BadBackup
from baophu.registry.services.backup.versions import migrations_known

WAIT = 30.0
"""Seconds to wait for somebody else's transaction."""


class Sqlite:
    """Backups of a SQLite database: files of SQLite themselves."""

    def write(self, file: Path) -> None:
        """Copy the database while it is in use, page by page in one read transaction; BadBackup when it is damaged."""
        with _refusing(file), closing(_live()) as source, closing(sqlite3.connect(file)) as target:
            source.backup(target)
            target.execute("pragma journal_mode = delete")
            _sound(target, file)

    def read(self, file: Path) -> None:
        """Put a file in place of the database in one transaction of SQLite: a process killed leaves it as it was."""
        connection.close()
        with _refusing(file), closing(sqlite3.connect(f"file:{file}?mode=ro&immutable=1", uri=True)) as source:
            _sound(source, file)
            migrations_known(set(source.execute("select app, name from django_migrations")), file)
            with closing(_live()) as target:
                source.backup(target)


def _live() -> sqlite3.Connection:
    """A connection of its own to the database of the settings."""
    name: Any = connection.settings_dict["NAME"]
    in_memory = connection.is_in_memory_db()  # type: ignore[attr-defined]
    return sqlite3.connect(str(name), timeout=WAIT, uri=in_memory or str(name).startswith("file:"))


def _sound(database: sqlite3.Connection, file: Path) -> None:
    """BadBackup unless every page hangs together and it is a register."""
    said = [row[0] for row in database.execute("pragma quick_check(1)")]
    tables = {row[0] for row in database.execute("select name from sqlite_master where type = 'table'")}
    if said != ["ok"]:
        raise BadBackup(
            Text(f"{file} bị hỏng: {said[0]}. Hãy dùng bản khác.", f"{file} is damaged: {said[0]}. Use another one")
        )
    if not {"registry_person", "registry_entry", "django_migrations"} <= tables:
        raise BadBackup(
            Text(f"{file} không có sổ đăng ký của baophu.", f"{file} holds no register of baophu"),
        )


@contextmanager
def _refusing(file: Path) -> Iterator[None]:
    """SQLite's own errors as a refusal."""
    try:
        yield
    except sqlite3.Error as error:
        raise BadBackup(
            Text(
                f"{file}: SQLite báo lỗi “{error}”. Nếu cơ sở dữ liệu đang bận, hãy dừng `baophu serve` rồi thử lại.",
                f"{file}: SQLite says '{error}'. If the database is busy, stop `baophu serve` and try again",
            )
        ) from error
