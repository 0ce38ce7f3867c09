"""Writing the facts tables (docs/facts-tables.md): Parquet files and about.json, all or nothing."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from baophu.synth.dates import OPEN
from baophu.synth.facts import Amount, Status
from baophu.synth.folk import Folk
from baophu.synth.spells import Spells
from baophu.synth.stays import OUTSIDE, Stays

FIRST_NUMBER = 1
"""People and households are numbered from 1."""


@contextmanager
def folder(out: Path) -> Iterator[Path]:
    """A new folder beside `out` that takes its place at the end, or is removed if something goes wrong."""
    out.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        yield draft
        os.chmod(draft, 0o755)
        if out.exists():
            old = draft.with_name(draft.name + "-old")
            out.rename(old)
            draft.rename(out)
            shutil.rmtree(old)
        else:
            draft.rename(out)
    finally:
        if draft.exists():
            shutil.rmtree(draft)


def date(days: NDArray[np.int32]) -> Any:
    """Day numbers as dates; OPEN as empty."""
    whole = np.asarray(days, dtype=np.int32)
    return pa.array(whole, type=pa.int32(), mask=whole >= OPEN).cast(pa.date32())


def words(code: NDArray[np.generic], values: Sequence[str]) -> Any:
    """Texts from positions in a list of values."""
    indices = pa.array(np.asarray(code, dtype=np.int32))
    return pa.DictionaryArray.from_arrays(indices, pa.array(list(values), type=pa.string())).cast(pa.string())


def _write(to: Path, columns: dict[str, Any]) -> None:
    pq.write_table(pa.table(columns), to, compression="zstd", compression_level=1)


def people(to: Path, folk: Folk, ethnicities: tuple[str, ...], name: Any) -> None:
    """people.parquet"""
    _write(
        to / "people.parquet",
        {
            "person": np.arange(len(folk), dtype=np.int64) + FIRST_NUMBER,
            "born": date(folk.born),
            "died": date(folk.died),
            "sex": words(folk.male, ("f", "m")),
            "ethnicity": words(folk.ethnicity, ethnicities),
            "name": name,
        },
    )


def stays(to: Path, of: Stays, codes: tuple[str, ...]) -> None:
    """stays.parquet"""
    _write(
        to / "stays.parquet",
        {
            "person": of.spells.owner + FIRST_NUMBER,
            "household": of.household.astype(np.int64) + FIRST_NUMBER,
            "unit": words(np.where(of.unit == OUTSIDE, len(codes), of.unit), (*codes, "outside")),
            "permanent_resident": pa.array(of.permanent),
            "from": date(of.spells.start),
            "to": date(of.spells.end),
        },
    )


def statuses(to: Path, rows: list[Status], owner: str) -> None:
    """person_status.parquet or household_status.parquet, sorted by owner, fact and day."""
    facts = sorted({s.fact for s in rows})
    values = sorted({v for s in rows for v in s.values})
    fact = np.concatenate([np.full(len(s.spells), facts.index(s.fact), dtype=np.int16) for s in rows])
    value = np.concatenate([np.array([values.index(v) for v in s.values], dtype=np.int16)[s.code] for s in rows])
    all_rows = _joined([s.spells for s in rows])
    order = np.lexsort((all_rows.start, fact, all_rows.owner))
    _write(
        to / f"{owner}_status.parquet",
        {
            owner: all_rows.owner[order] + FIRST_NUMBER,
            "fact": words(fact[order], facts),
            "value": words(value[order], values),
            "from": date(all_rows.start[order]),
            "to": date(all_rows.end[order]),
        },
    )


def amounts(to: Path, rows: list[Amount]) -> None:
    """person_amount.parquet, sorted by person, fact and day."""
    facts = sorted({a.fact for a in rows})
    fact = np.concatenate([np.full(len(a.spells), facts.index(a.fact), dtype=np.int16) for a in rows])
    value = np.concatenate([a.value for a in rows])
    all_rows = _joined([a.spells for a in rows])
    order = np.lexsort((all_rows.start, fact, all_rows.owner))
    _write(
        to / "person_amount.parquet",
        {
            "person": all_rows.owner[order] + FIRST_NUMBER,
            "fact": words(fact[order], facts),
            "value": value[order],
            "from": date(all_rows.start[order]),
            "to": date(all_rows.end[order]),
        },
    )


def cards(to: Path, of: Spells) -> None:
    """cards.parquet"""
    columns = {"person": of.owner + FIRST_NUMBER, "from": date(of.start), "to": date(of.end)}
    _write(to / "cards.parquet", columns)


def about(to: Path, content: dict[str, Any]) -> None:
    """about.json"""
    (to / "about.json").write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _joined(parts: list[Spells]) -> Spells:
    return Spells(*(np.concatenate([getattr(p, f) for p in parts]) for f in ("owner", "start", "end")))
