"""Keep a run as a folder of Parquet files, whole or not at all, and open it again."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from baophu import __version__
from baophu.engine.decide import Decided, connect
from baophu.engine.layout import Layout
from baophu.engine.months import parse, show
from baophu.engine.source import Facts

NARROW = (
    "person, household, unit, birth::int as birth, a::int as a, b::int as b, period::smallint as period,"
    " outcome::int as outcome, rank::smallint as rank, card::tinyint as card"
)
VIEWS = ("interval", "outcome", "period", "profile", "ruling", "person")


class RunError(Exception):
    """A folder that is not a run, or one that cannot be written."""


@dataclass(frozen=True, slots=True)
class Run:
    """A run opened for questions: views `interval`, `outcome`, `period`, `profile`, `ruling`, `person` in `con`."""

    con: duckdb.DuckDBPyConnection
    folder: Path
    facts: Path | None
    first: int
    last: int
    about: Mapping[str, Any]
    notes: Mapping[str, Any]


def write_run(
    decided: Decided,
    facts: Facts,
    out: Path,
    seconds: float,
    facts_folder: Path | None = None,
    progress: Callable[[str, float], None] = lambda step, done: None,
) -> None:
    """Write a run to the folder `out`; an earlier run there is replaced once the new one is whole."""
    if out.exists() and not (out / "run.json").exists() and any(out.iterdir()):
        raise RunError(f"{out} holds something that is not a run; name another folder")
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=f".{out.name}-") as name:
        draft = Path(name) / "run"
        draft.mkdir()
        _write(decided, facts, draft, seconds, facts_folder, progress)
        if out.exists():
            shutil.rmtree(out)
        draft.rename(out)


def _write(
    decided: Decided,
    facts: Facts,
    folder: Path,
    seconds: float,
    facts_folder: Path | None,
    progress: Callable[[str, float], None],
) -> None:
    con, loaded = decided.loaded.con, decided.loaded
    progress("writing intervals", 0.75)
    columns = "person, household, unit, birth, a, b, period, outcome, rank, card"
    payers = ", ".join(f"{p}::int as {p}" for p in ("premium", *loaded.book.payers))
    query = f"select {NARROW}, {payers} from ({decided.amounts('laid', columns)})"
    _copy(con, query, folder / "interval.parquet")
    progress("writing profiles, rulings and people", 0.95)
    pq.write_table(_outcomes(decided), folder / "outcome.parquet")
    periods = loaded.periods
    pq.write_table(
        pa.table(
            {"period": [p.index for p in periods], "a": [p.start for p in periods], "b": [p.end for p in periods]}
        ),
        folder / "period.parquet",
    )
    pq.write_table(profiles(con, loaded.layout), folder / "profile.parquet")
    _copy(con, "select profile, period, a, b, age, next_age, outcome from ruling", folder / "ruling.parquet")
    present = {r[0] for r in con.execute("describe in_people").fetchall()}
    extra = ", ".join(c if c in present else f"''::varchar as {c}" for c in ("name", "ethnicity"))
    _copy(con, f"select person, born, died, sex, {extra} from in_people", folder / "person.parquet")
    notes = {
        "from": show(loaded.first),
        "to": show(loaded.last),
        "book": loaded.book.name,
        "digest": loaded.book.digest,
        "baophu": __version__,
        "facts": str(facts_folder) if facts_folder else None,
        "about": dict(facts.about),
        "seconds": round(seconds, 3),
    }
    (folder / "run.json").write_text(json.dumps(notes, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def profiles(con: duckdb.DuckDBPyConnection, layout: Layout) -> pa.Table:
    """Profiles with each visible fact as the text (or number) the law knows; values told apart by no rule are one."""
    table = con.sql("select * from profile_fact order by profile").to_arrow_table()
    columns: dict[str, pa.Array] = {"profile": table.column("profile")}
    for field in layout.fields:
        values = table.column(f"f_{field.name}")
        if field.codes and field.declaration.type != "flag":
            texts: dict[int, list[str]] = {}
            for text, code in field.codes.items():
                texts.setdefault(code, []).append(text)
            columns[field.name] = pa.array(["/".join(texts[v]) for v in values.to_pylist()])
        else:
            columns[field.name] = values
    return pa.table(columns)


def _outcomes(decided: Decided) -> pa.Table:
    rows = []
    for number, outcome in enumerate(decided.rulings.outcomes):
        by = dict(outcome.supports)
        rows.append(
            {
                "outcome": number,
                "group": outcome.group,
                "letter": outcome.letter,
                "section": outcome.section,
                "by_group": outcome.by_group,
                "by_premium": outcome.by_premium,
                "by_benefit": outcome.by_benefit,
                "by_choice": outcome.by_choice,
                "taper": outcome.taper,
                "benefit": outcome.benefit,
                "scale": decided.rulings.prices.scale,
                "shares": [{"payer": p, "share": s, "by": by.get(p, "")} for p, s in outcome.shares],
                "held": list(outcome.held),
                "applied": list(outcome.applied),
            }
        )
    share = pa.struct([("payer", pa.string()), ("share", pa.int64()), ("by", pa.string())])
    kinds = {"outcome": pa.int32(), "section": pa.int32(), "benefit": pa.int32(), "scale": pa.int64()}
    texts = ("group", "letter", "by_group", "by_premium", "by_benefit", "by_choice", "taper")
    fields = [("outcome", kinds["outcome"]), *((t, pa.string()) for t in texts)]
    fields += [(n, k) for n, k in kinds.items() if n != "outcome"]
    fields += [("shares", pa.list_(share)), ("held", pa.list_(pa.string())), ("applied", pa.list_(pa.string()))]
    return pa.Table.from_pylist(rows, schema=pa.schema(fields))


def _copy(con: duckdb.DuckDBPyConnection, query: str, file: Path) -> None:
    path = str(file).replace("'", "''")
    con.execute(f"copy ({query}) to '{path}' (format parquet, compression snappy)")


def open_run(folder: Path) -> Run:
    """Open a run for questions; RunError when the folder is not one."""
    note = folder / "run.json"
    if not note.exists():
        raise RunError(f"{folder} is not a run; make one with `baophu decide FACTS -o {folder}`")
    notes = json.loads(note.read_text(encoding="utf-8"))
    con = connect()
    for view in VIEWS:
        path = str(folder / f"{view}.parquet").replace("'", "''")
        con.execute(f"create view {view} as select * from read_parquet('{path}')")
    facts = Path(notes["facts"]) if notes.get("facts") else None
    return Run(con, folder, facts, parse(notes["from"]), parse(notes["to"]), notes.get("about", {}), notes)


def live_run(decided: Decided, facts: Facts, folder: Path = Path()) -> Run:
    """A run that is asked before it is kept: the same views over the tables of the deciding connection."""
    con, loaded = decided.loaded.con, decided.loaded
    con.register("outcome", _outcomes(decided))
    periods = loaded.periods
    rows = {"period": [p.index for p in periods], "a": [p.start for p in periods], "b": [p.end for p in periods]}
    con.register("period", pa.table(rows))
    present = {r[0] for r in con.execute("describe in_people").fetchall()}
    extra = ", ".join(c if c in present else f"''::varchar as {c}" for c in ("name", "ethnicity"))
    con.execute(f"create or replace view person as select person, born, died, sex, {extra} from in_people")
    columns = "person, household, unit, birth, a, b, period, outcome, rank, card"
    con.execute(f"create or replace view interval as {decided.amounts('laid', columns)}")
    return Run(con, folder, None, loaded.first, loaded.last, facts.about, {})
