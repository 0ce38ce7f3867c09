"""The main job, measured: the full law book on the synthetic province, from facts tables to a written run.

Run as `python -m benchmarks.province`: 68,000 and 1.358 million people, each decided in a process of its own; then
drafts asked again and again on the full province, one person explained, and single households decided without a run.
Writes `benchmarks/PROVINCE.md`, unless `--only` or `--sizes` leave something out:

    python -m benchmarks.province --sizes 67900 --only drafts,few
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

    from baophu.engine.decide import Decided
    from baophu.engine.source import Facts

BOOK = Path(__file__).parent.parent / "src" / "baophu" / "lawbook" / "quang_ninh"
DRAFTS = Path(__file__).parent.parent / "src" / "baophu" / "lawbook" / "drafts"
SIZES = (67_900, 1_358_000)
FIRST, LAST = "2021-01", "2026-12"
REPEATS = 5
HOUSEHOLDS = 20
BUSY = 1.0
"""A load average above which seconds are no longer this program's own."""
PARTS = ("drafts", "explain", "few")
RATE, AGE, DAY = "rate", "age", "date"
CHANGES = {
    RATE: "set: {support: {payer: province, total: 90%, for: [section 4, section 5]}}\n      "
    'provision: "91/2025/NQ-HĐND#escaped-both"',
    AGE: 'set: {when: [age >= 62]}\n      provision: "91/2025/NQ-HĐND#elderly-65"',
}


def main() -> None:
    """Measure every size in its own process and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=list(SIZES))
    parser.add_argument("--only", default=",".join(PARTS), help=f"some of {', '.join(PARTS)}, besides the run")
    parser.add_argument("--one", type=Path, help="measure one folder of facts (used by the run itself)")
    given = parser.parse_args()
    parts = tuple(given.only.split(","))
    if unknown := set(parts) - set(PARTS):
        parser.error(f"there is no {', '.join(unknown)}; there are {', '.join(PARTS)}")
    if given.one:
        print(json.dumps(measure(given.one, parts)))
        return
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as scratch:
        rows = [_fresh(Path(scratch), size, given.only) for size in given.sizes]
    text = table(rows, load)
    if parts == PARTS and tuple(given.sizes) == SIZES:
        (Path(__file__).parent / "PROVINCE.md").write_text(text, encoding="utf-8")
    print(text)


def _fresh(scratch: Path, size: int, only: str) -> dict[str, object]:
    from baophu.cli.demo import make_province
    from baophu.law.read import read_book

    facts = scratch / str(size)
    began = time.perf_counter()
    make_province(facts, read_book(BOOK), size, 2021, None)
    made = time.perf_counter() - began
    command = [sys.executable, "-m", "benchmarks.province", "--one", str(facts), "--only", only]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return {"people": size, "made": round(made, 1), **json.loads(done.stdout.splitlines()[-1])}


def measure(folder: Path, parts: Sequence[str]) -> dict[str, object]:
    """Seconds of the run and of what is asked of it; memory is the largest resident set of the run, in MB.

    `processor` are the seconds all threads worked until the run was written, whatever else the machine did meanwhile.
    """
    from baophu.engine.decide import decide, load
    from baophu.engine.months import parse
    from baophu.engine.source import open_facts
    from baophu.engine.store import write_run
    from baophu.law.read import read_book

    book, facts = read_book(BOOK), open_facts(folder)
    began = time.perf_counter()
    loaded = load(facts, book, parse(FIRST), parse(LAST))
    read = time.perf_counter()
    decided = decide(loaded)
    laid = time.perf_counter()
    write_run(decided, facts, folder.parent / f"run-{folder.name}", laid - began)
    written = time.perf_counter()
    found: dict[str, object] = {
        "load": round(read - began, 2),
        "decide": round(laid - read, 2),
        "write": round(written - laid, 2),
        "total": round(written - began, 2),
        "processor": round(time.process_time(), 1),
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "intervals": _count(loaded.con, "select count(*) from laid"),
        "profiles": _count(loaded.con, "select count(*) from profile"),
    }
    print(json.dumps(found), file=sys.stderr)
    asked = {"drafts": ask_drafts, "explain": ask_why, "few": ask_few}
    for part in parts:
        found |= asked[part](decided, facts, folder.parent)
    return found


def ask_drafts(decided: Decided, facts: Facts, scratch: Path) -> dict[str, object]:
    """Each draft compared with the law in force, for everybody, with the amounts of whoever it touches."""
    from baophu.engine.redecide import compare
    from baophu.law.draft import apply_draft

    found = {name: apply_draft(decided.loaded.book, draft) for name, draft in drafts(scratch).items()}
    return {f"draft {name}": _median(lambda draft=draft: compare(decided, draft)) for name, draft in found.items()}


def ask_why(decided: Decided, facts: Facts, scratch: Path) -> dict[str, object]:
    """One person of the run explained."""
    from baophu.engine.explain import explain
    from baophu.engine.months import parse

    month = parse("2025-11")
    person = _count(decided.loaded.con, f"select min(person) from laid where {month} between a and b")
    return {"explain": _median(lambda: explain(decided, person, month))}


def ask_few(decided: Decided, facts: Facts, scratch: Path) -> dict[str, object]:
    """The law compiled, and households decided and explained without a run, their facts at hand."""
    from baophu.engine.compiled import compile_law
    from baophu.engine.few import decide_few, explain_few
    from baophu.engine.months import parse
    from baophu.engine.subset import around

    book, month = decided.loaded.book, parse("2025-11")
    rows = decided.loaded.con.execute(f"select distinct person from laid where {month} between a and b").fetchall()
    people = sorted(row[0] for row in rows)[:: len(rows) // HOUSEHOLDS][:HOUSEHOLDS]
    homes = {person: around(facts, person) for person in people}
    law = compile_law(book, parse(FIRST), parse(LAST))
    each = [_median(lambda home=home: decide_few(law, home)) for home in homes.values()]
    why = [_median(lambda p=p, home=home: explain_few(law, home, p, month)) for p, home in homes.items()]
    return {
        "compile": _median(lambda: compile_law(book, parse(FIRST), parse(LAST)).asked),
        "one household": round(statistics.median(each), 4),
        "one household explained": round(statistics.median(why), 4),
    }


def _median(asked: Callable[[], object]) -> float:
    """Seconds, the median of some repeats."""
    seconds = []
    for _ in range(REPEATS):
        began = time.perf_counter()
        asked()
        seconds.append(time.perf_counter() - began)
    return round(statistics.median(seconds), 4)


def drafts(scratch: Path) -> dict[str, Path]:
    """The shipped drafts, and a change of a rate, an age and a date."""
    head = "reform: {0}\ntitle: {{vi: {0}, en: {0}}}\nchanges:\n"
    texts = {
        name: head.format(name) + f"  - change:\n      from: 2026-01-01\n      {body}\n"
        for name, body in CHANGES.items()
    }
    texts[DAY] = head.format(DAY) + '  - repeal: {provision: "91/2025/NQ-HĐND#elderly-65", from: 2026-09-01}\n'
    found = {path.stem: path for path in sorted(DRAFTS.glob("*.yaml"))}
    for name, text in texts.items():
        found[name] = scratch / f"{name}.yaml"
        found[name].write_text(text, encoding="utf-8")
    return found


def _count(con: duckdb.DuckDBPyConnection, query: str) -> int:
    return int(con.execute(query).fetchall()[0][0])


def table(rows: list[dict[str, object]], load: float) -> str:
    """The table as Markdown."""
    keys = list(dict.fromkeys(key for row in rows for key in row))
    lines = [
        "# The main job",
        "",
        f"The law book of Quảng Ninh on the simulated province, {FIRST} to {LAST}, on {date.today()}, "
        f"{platform.machine()}, Python {platform.python_version()}. Seconds (median of {REPEATS} where repeated), MB.",
        "",
        f"{os.cpu_count()} cores; load average {load:.1f} before anything was measured"
        + (": other work shared the machine, so seconds are too many." if load > BUSY else "."),
        "",
        "| | " + " | ".join(f"{row['people']:,} people" for row in rows) + " |",
        "|---|" + "--:|" * len(rows),
    ]
    lines += [
        f"| {key} | " + " | ".join(str(row.get(key, "")) for row in rows) + " |" for key in keys if key != "people"
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
