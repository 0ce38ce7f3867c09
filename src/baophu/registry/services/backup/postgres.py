"""PostgreSQL: pg_dump and pg_restore in the custom format."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from django.db import connection

from baophu.law.model import Text
from baophu.registry.errors import BadBackup
from baophu.registry.services.backup.versions import migrations_known

DEBIAN = Path("/usr/lib/postgresql")
LOCK_WAIT = "-c lock_timeout=30s"
"""Restoring waits so long for somebody else's transaction, then refuses."""


class Postgres:
    """Backups of a PostgreSQL database: files of pg_dump."""

    def write(self, file: Path) -> None:
        """Dump the database while it is in use, in one snapshot; the file's table of contents is read as a check."""
        _run(["pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={file}", *_database()], file)
        if "registry_person" not in _contents(file):
            raise BadBackup(Text(f"{file} không có sổ đăng ký của baophu.", f"{file} holds no register of baophu"))

    def read(self, file: Path) -> None:
        """Put a dump in place of the database in one transaction; extensions stay, they are the administrator's."""
        contents = _contents(file)
        if "registry_person" not in contents:
            raise BadBackup(Text(f"{file} không có sổ đăng ký của baophu.", f"{file} holds no register of baophu"))
        migrations_known(_migrations(file), file)
        with connection.cursor() as cursor:
            cursor.execute("create extension if not exists btree_gist")
        connection.close()
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".list") as wanted:
            wanted.write("\n".join(line for line in contents.splitlines() if " EXTENSION " not in line))
            wanted.flush()
            options = ["--clean", "--if-exists", "--single-transaction", "--exit-on-error", "--no-owner"]
            listed = [f"--use-list={wanted.name}", str(file)]
            _run(["pg_restore", *options, "--no-privileges", *_database(), *listed], file)


def _contents(file: Path) -> str:
    """The table of contents of a dump."""
    return _run(["pg_restore", "--list", str(file)], file)


def _migrations(file: Path) -> set[tuple[str, str]]:
    """Which migrations a dump says were made: rows of `django_migrations` as COPY writes them."""
    text = _run(["pg_restore", "--data-only", "--table=django_migrations", "--file=-", str(file)], file)
    lines = text.split("FROM stdin;\n", 1)[-1].split("\n\\.", 1)[0].splitlines()
    return {(cells[1], cells[2]) for line in lines if len(cells := line.split("\t")) == 4}


def _database() -> Sequence[str]:
    return [f"--dbname={connection.settings_dict['NAME']}"]


def _environment() -> dict[str, str]:
    """How the programs reach the server; the password goes by the environment, where nobody sees it."""
    told = connection.settings_dict
    given = {"PGHOST": told["HOST"], "PGPORT": told["PORT"], "PGUSER": told["USER"], "PGPASSWORD": told["PASSWORD"]}
    return {**os.environ, **{k: str(v) for k, v in given.items() if v}, "PGOPTIONS": LOCK_WAIT, "LC_ALL": "C.UTF-8"}


def _program(name: str) -> str:
    """Where a program of PostgreSQL's client is: on the path, or where Debian puts it."""
    installed = sorted(DEBIAN.glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    found = str(installed[-1]) if installed else shutil.which(name)
    if found is None:
        raise BadBackup(
            Text(
                f"Máy này chưa có {name}; hãy cài gói postgresql-client.",
                f"{name} is not installed here; install the package postgresql-client",
            )
        )
    return found


def _run(words: Sequence[str], file: Path) -> str:
    done = subprocess.run([_program(words[0]), *words[1:]], env=_environment(), capture_output=True, text=True)
    if done.returncode:
        said = next((line for line in done.stderr.splitlines() if "error:" in line), done.stderr.strip())
        raise BadBackup(Text(f"{file}: {words[0]} báo lỗi: {said}", f"{file}: {words[0]} says: {said}"))
    return done.stdout
