"""The register as dated Parquet: the facts tables of docs/facts-tables.md as known at a moment, whole or not."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import connection
from django.utils import timezone

from baophu.decisions.errors import SnapshotFailed
from baophu.decisions.services.facts import about, horizon_of
from baophu.decisions.services.reading import whole_area_rows
from baophu.engine.source import Facts, open_facts
from baophu.law.model import Book

Progress = Callable[[str, float], None]

ABANDONED = 3600.0
"""Seconds after which a snapshot that is not whole is nobody's any more."""


def silent(step: str, done: float) -> None:
    """No progress shown."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Facts tables of the register in `folder`. `entry` is the last entry in them; `known_at` the moment they tell."""

    folder: Path
    digest: str
    known_at: datetime
    entry: int
    rows: Mapping[str, int]

    @property
    def facts(self) -> Facts:
        """The tables, to decide on."""
        return open_facts(self.folder)


def take(known_at: datetime | None = None, *, book: Book | None = None, progress: Progress = silent) -> Snapshot:
    """Write the register as it is known (None: now) to `HOME/snapshots/<time>`.

    `book`: where the register has area facts of its own, those of this law book are written beside them.
    SnapshotFailed says why the register could not be read.
    """
    moment = timezone.now() if known_at is None else known_at
    store = Path(settings.HOME) / "snapshots"
    store.mkdir(parents=True, exist_ok=True)
    name = f"{timezone.localtime(moment):%Y-%m-%dT%H%M%S}-{uuid4().hex[:6]}"
    draft = store / f".{name}"
    draft.mkdir()
    try:
        job = {"job": "read", **where(), "out": str(draft), "horizon": horizon_of(known_at)}
        found = apart(job, progress)
        if book is not None and (draft / "area_status.parquet").exists():
            _with_book(draft / "area_status.parquet", book)
        notes = {**about(), "known_at": moment.isoformat(), "entry": found["entry"], "rows": found["rows"]}
        text = json.dumps(notes, ensure_ascii=False, indent=1)
        (draft / "about.json").write_text(text + "\n", encoding="utf-8")
        digest = digest_of(draft)
        draft.rename(store / name)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return Snapshot(store / name, digest, moment, found["entry"], found["rows"])


def open_snapshot(folder: Path, digest: str = "") -> Snapshot:
    """A snapshot taken earlier; SnapshotFailed when it is gone or not what it was."""
    notes = folder / "about.json"
    if not notes.is_file():
        raise SnapshotFailed(f"Không còn bản chụp {folder}.", f"The snapshot {folder} is not there any more.")
    seen = digest_of(folder)
    if digest and seen != digest:
        raise SnapshotFailed(
            f"Bản chụp {folder} đã bị thay đổi sau khi lưu.", f"The snapshot {folder} was changed after it was taken."
        )
    told = json.loads(notes.read_text(encoding="utf-8"))
    return Snapshot(folder, seen, datetime.fromisoformat(told["known_at"]), told["entry"], told["rows"])


def clear_drafts() -> None:
    """Remove what snapshots that were killed left behind: nothing that is still written to is so old."""
    for draft in (Path(settings.HOME) / "snapshots").glob(".*"):
        if time.time() - draft.stat().st_mtime > ABANDONED:
            shutil.rmtree(draft, ignore_errors=True)


def digest_of(folder: Path) -> str:
    """sha256 over the names and bytes of the tables; about.json, which says when, is no part of it."""
    total = hashlib.sha256()
    for file in sorted(folder.glob("*.parquet")):
        total.update(f"{file.name}\0{file.stat().st_size}\0".encode())
        with file.open("rb") as opened:
            while block := opened.read(1 << 20):
                total.update(block)
    return total.hexdigest()


def where() -> dict[str, str]:
    """How a process of its own reaches the register's database."""
    if connection.vendor == "sqlite":
        return {"vendor": "sqlite", "where": str(connection.settings_dict["NAME"])}
    from psycopg.conninfo import make_conninfo

    given = connection.get_connection_params()
    kept = {k: v for k, v in given.items() if k in ("dbname", "user", "password", "host", "port", "sslmode") and v}
    return {"vendor": "postgresql", "where": make_conninfo(**kept)}


def apart(job: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """Have a job done by a process of its own (`baophu.decisions.apart`); SnapshotFailed with its last words."""
    command = [sys.executable, "-m", "baophu.decisions.apart"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdin.write(json.dumps(job))
        process.stdin.close()
        found: dict[str, Any] | None = None
        whole = False
        try:
            for line in process.stdout:
                told = json.loads(line)
                if "found" in told:
                    found = told["found"]
                else:
                    progress(told["step"], told["done"])
            said = process.stderr.read().strip()
            whole = True
        finally:
            if not whole:
                process.kill()
    if process.returncode or found is None:
        last = said.splitlines()[-1] if said else f"exit {process.returncode}"
        raise SnapshotFailed(
            f"Không đọc hoặc ghi được cơ sở dữ liệu: {last}", f"The database could not be read or written: {last}"
        )
    return found


def _with_book(file: Path, book: Book) -> None:
    """The law book's own facts of areas, written beside the register's."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    own = pq.read_table(file)
    pq.write_table(pa.concat_tables([own, whole_area_rows(book).select(own.column_names).cast(own.schema)]), file)
