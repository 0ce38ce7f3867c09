"""The register, measured: the full province loaded and asked, on SQLite and on PostgreSQL.

Run as `python -m benchmarks.register`: every load in a process and a database of its own, several times, then people
found by number and by name in the last one. Writes `benchmarks/REGISTER.md`. PostgreSQL is a temporary server of the
tests' (its files are not forced to disk).
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.registers import answer, empty, facts_of
from benchmarks.report import machine

REPEATS, ASKED = 3, 200
NAMES = (
    "nguyen",
    "nguyen van",
    "an",
    "thi",
    "nguyen thi hoa",
    "nguyen an",
    "van an",
    "thi hoa",
    "hoa thi",
    "thi nguyen",
    "xyz hoa",
    "nguyen xyz",
    "khong co ai",
)
SMALLEST, LARGEST = "06967", "07069"
"""Units of 752 and of 72,012 people."""

LABELS = {"SQLite": "sqlite", "PostgreSQL": "postgresql"}
TARGETS = {"SQLite": 180, "PostgreSQL": 300}


def main() -> None:
    """Measure both engines and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--facts", type=Path, help="facts tables already made; left out: the full province is made")
    parser.add_argument("--repeats", type=int, default=REPEATS)
    parser.add_argument("--load", type=Path, help="load once and print (used by the run itself)")
    parser.add_argument("--ask", action="store_true", help="ask the register of the settings (used by the run itself)")
    given = parser.parse_args()
    if given.load or given.ask:
        print(json.dumps(load(given.load) if given.load else ask()))
        return
    with tempfile.TemporaryDirectory() as scratch:
        facts = facts_of(given.facts, Path(scratch) / "facts")
        results = {label: on(engine, facts, Path(scratch), given.repeats) for label, engine in LABELS.items()}
    text = table(results)
    (Path(__file__).parent / "REGISTER.md").write_text(text, encoding="utf-8")
    print(text)


def on(engine: str, facts: Path, scratch: Path, repeats: int) -> dict[str, Any]:
    """Loads into registers of their own; asks the last."""
    loads = []
    for number in range(repeats):
        with empty(engine, scratch / f"{engine}{number}") as environment:
            loads.append(answer("benchmarks.register", environment, "--load", str(facts)))
            if number == repeats - 1:
                return {"loads": loads, "asked": answer("benchmarks.register", environment, "--ask")}
        shutil.rmtree(scratch / f"{engine}{number}")
    raise AssertionError("at least one repeat")


def load(facts: Path) -> dict[str, Any]:
    """Load the register of the settings: seconds, rows, bytes, the largest resident set in MB."""
    from baophu.site.start import start

    start()
    from django.core.management import call_command
    from django.db import connection

    from baophu.registry.services.loading.load import load as do

    call_command("migrate", verbosity=0)
    began = time.perf_counter()
    done = do(facts)
    seconds = time.perf_counter() - began
    used = resource.getrusage(resource.RUSAGE_SELF)
    if connection.vendor == "sqlite":
        size = Path(str(connection.settings_dict["NAME"])).stat().st_size
    else:
        with connection.cursor() as cursor:
            cursor.execute("select pg_database_size(current_database())")
            size = cursor.fetchone()[0]
    return {
        "busy": os.getloadavg()[2],
        "seconds": seconds,
        "cpu": used.ru_utime + used.ru_stime,
        "rows": done.rows,
        "bytes": size,
        "peak": used.ru_maxrss // 1024,
    }


def ask() -> dict[str, Any]:
    """Find people by number and by name; milliseconds, with the objects made."""
    from baophu.site.start import start

    start()
    from baophu.registry.models import Person
    from baophu.registry.services.finding import by_name, by_number

    people = list(Person.objects.filter(pk__in=random.Random(1).sample(range(1, 1_300_000), ASKED)))
    numbers = {
        field: timed([partial(by_number, getattr(p, field)) for p in people if getattr(p, field)])
        for field in ("personal_id", "old_id", "social_number", "card_number")
    }
    numbers["nobody's"] = timed([partial(by_number, f"0221800{n:05}") for n in range(ASKED)])
    by_name("nguyen")
    units = {"province": None, "largest unit": frozenset({LARGEST}), "smallest unit": frozenset({SMALLEST})}
    names = {
        name: {where: timed([partial(by_name, name, unit)] * 25) for where, unit in units.items()} for name in NAMES
    }
    found = {name: len(by_name(name)) for name in NAMES}
    return {"numbers": numbers, "names": names, "found": found}


def timed(asked: Sequence[Callable[[], object]]) -> tuple[float, float]:
    """Median and worst milliseconds."""
    took = []
    for one in asked:
        began = time.perf_counter()
        one()
        took.append((time.perf_counter() - began) * 1000)
    return statistics.median(took), max(took)


def table(results: dict[str, dict[str, Any]]) -> str:
    """The whole of REGISTER.md."""
    return "\n".join([*_head(), *_loads(results), *_numbers(results), *_names(results), *_machine()])


def _head() -> list[str]:
    return [
        "# The register, measured",
        "",
        "The full simulated province loaded into an empty register and asked. Written by",
        "`python -m benchmarks.register`.",
        "",
    ]


def _loads(results: dict[str, dict[str, Any]]) -> list[str]:
    lines = [
        "## Load",
        "",
        "| | seconds (median) | all runs | CPU of the loading process, s | wanted | peak MB | size |",
        "|---|--:|---|--:|--:|--:|--:|",
    ]
    for engine, result in results.items():
        took = [one["seconds"] for one in result["loads"]]
        cpu = statistics.median(one["cpu"] for one in result["loads"])
        last = result["loads"][-1]
        runs = ", ".join(f"{t:.0f}" for t in took)
        lines.append(
            f"| {engine} | {statistics.median(took):.0f} | {runs} | {cpu:.0f} | < {TARGETS[engine]} "
            f"| {last['peak']:,} | {last['bytes'] / 1e9:.2f} GB |"
        )
    rows = results["SQLite"]["loads"][-1]["rows"]
    told = ", ".join(f"{count:,} {name}" for name, count in rows.items())
    busy = ", ".join(f"{result['loads'][-1]['busy']:.1f} ({engine})" for engine, result in results.items())
    lines += ["", f"Rows: {told}; {sum(rows.values()):,} in all. Load average of the machine over the last 15 minutes:"]
    return [*lines, f"{busy}; above the number of cores the seconds are also those of others.", ""]


def _numbers(results: dict[str, dict[str, Any]]) -> list[str]:
    lines = [
        "## By number",
        "",
        "Milliseconds, median (worst) of 200 people, with the object made; wanted: under 5.",
        "",
        "| number | " + " | ".join(results) + " |",
        "|---|" + "--:|" * len(results),
    ]
    for field in next(iter(results.values()))["asked"]["numbers"]:
        cells = [_ms(result["asked"]["numbers"][field]) for result in results.values()]
        lines.append(f"| {field} | " + " | ".join(cells) + " |")
    return [*lines, ""]


def _names(results: dict[str, dict[str, Any]]) -> list[str]:
    where = list(next(iter(results.values()))["asked"]["names"][NAMES[0]])
    lines = [
        "## By name",
        "",
        "Milliseconds, median (worst) of 25, 50 people and one more; wanted: under 100 at worst.",
        "",
        "| name | found | " + " | ".join(f"{engine}, {place}" for engine in results for place in where) + " |",
        "|---|--:|" + "--:|" * (len(results) * len(where)),
    ]
    for name in NAMES:
        found = next(iter(results.values()))["asked"]["found"][name]
        cells = [_ms(result["asked"]["names"][name][place]) for result in results.values() for place in where]
        lines.append(f"| {name} | {found} | " + " | ".join(cells) + " |")
    return [*lines, ""]


def _machine() -> list[str]:
    return ["| machine | |", "|---|---|", *(f"| {name} | {value} |" for name, value in machine()), ""]


def _ms(pair: Sequence[float]) -> str:
    return f"{pair[0]:.1f} ({pair[1]:.0f})"


if __name__ == "__main__":
    main()
