"""The main job, measured: the full law book on the synthetic province, from facts tables to a written run.

Run as `python -m benchmarks.province`: 68,000 and 1.358 million people, each decided in a process of its own; then a
draft asked again and again on the full province, and one person explained. Writes `benchmarks/PROVINCE.md`.
"""

from __future__ import annotations

import argparse
import json
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

BOOK = Path(__file__).parent.parent / "src" / "baophu" / "lawbook" / "quang_ninh"
DRAFTS = Path(__file__).parent.parent / "src" / "baophu" / "lawbook" / "drafts"
SIZES = (67_900, 1_358_000)
FIRST, LAST = "2021-01", "2026-12"
REPEATS = 5
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
    parser.add_argument("--one", type=Path, help="measure one folder of facts (used by the run itself)")
    given = parser.parse_args()
    if given.one:
        print(json.dumps(measure(given.one)))
        return
    with tempfile.TemporaryDirectory() as scratch:
        rows = [_fresh(Path(scratch), size) for size in given.sizes]
    text = table(rows)
    (Path(__file__).parent / "PROVINCE.md").write_text(text, encoding="utf-8")
    print(text)


def _fresh(scratch: Path, size: int) -> dict[str, object]:
    from baophu.cli.demo import make_province
    from baophu.law.read import read_book

    facts = scratch / str(size)
    began = time.perf_counter()
    make_province(facts, read_book(BOOK), size, 2021, None)
    made = time.perf_counter() - began
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.province", "--one", str(facts)], check=True, capture_output=True, text=True
    )
    return {"people": size, "made": round(made, 1), **json.loads(done.stdout.splitlines()[-1])}


def measure(folder: Path) -> dict[str, object]:
    """Seconds of the run, of a draft and of an explanation; memory is the largest resident set, in MB."""
    from baophu.engine.decide import decide, load
    from baophu.engine.explain import explain
    from baophu.engine.months import parse
    from baophu.engine.redecide import compare
    from baophu.engine.source import open_facts
    from baophu.engine.store import write_run
    from baophu.law.draft import apply_draft
    from baophu.law.read import read_book

    book, facts = read_book(BOOK), open_facts(folder)
    began = time.perf_counter()
    loaded = load(facts, book, parse(FIRST), parse(LAST))
    read = time.perf_counter()
    decided = decide(loaded)
    laid = time.perf_counter()
    write_run(decided, facts, folder.parent / f"run-{folder.name}", laid - began)
    written = time.perf_counter()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    found = {
        "load": round(read - began, 2),
        "decide": round(laid - read, 2),
        "write": round(written - laid, 2),
        "total": round(written - began, 2),
        "memory": memory,
        "intervals": _count(loaded.con.execute("select count(*) from laid").fetchall()),
        "profiles": _count(loaded.con.execute("select count(*) from profile").fetchall()),
    }
    print(json.dumps(found), file=sys.stderr)
    for name, draft in drafts(folder.parent).items():
        seconds = []
        for _ in range(REPEATS):
            began = time.perf_counter()
            compare(decided, apply_draft(book, draft))
            seconds.append(time.perf_counter() - began)
        found[f"draft {name}"] = round(statistics.median(seconds), 3)
    person = _count(loaded.con.execute("select min(person) from laid where a <= 24310 and b >= 24310").fetchall())
    seconds = []
    for _ in range(REPEATS):
        began = time.perf_counter()
        explain(decided, person, parse("2025-11"))
        seconds.append(time.perf_counter() - began)
    found["explain"] = round(statistics.median(seconds), 3)
    return found


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


def _count(rows: list[tuple[int]]) -> int:
    return rows[0][0]


def table(rows: list[dict[str, object]]) -> str:
    """The table as Markdown."""
    keys = list(dict.fromkeys(key for row in rows for key in row))
    lines = [
        "# The main job",
        "",
        f"The law book of Quảng Ninh on the simulated province, {FIRST} to {LAST}, on {date.today()}, "
        f"{platform.machine()}, Python {platform.python_version()}. Seconds (median of {REPEATS} where repeated), MB.",
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
