"""From register to decision and back, measured on the full province on SQLite and PostgreSQL.

Run as `python -m benchmarks.decisions`. A simulated province is made and loaded into a register of its own on each
engine; then a snapshot, a run of everybody written back, one household decided again after something was recorded, an
explanation, and a list of 10,000 changes foreseen. Each engine in a process of its own. Writes
`benchmarks/DECISIONS.md`. PostgreSQL is a cluster of its own as the tests start it, which does not wait for the disk.
Beside the time on the clock stands that of the processor (this process and those it starts, not the database's server),
which says more where others use the machine.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.registers import ENGINES, FULL, answer, empty, facts_of

HOUSEHOLDS, CHANGES, TIMES = 50, 10_000, 3
Took = tuple[float, float]
"""Time on the clock and of the processor."""

LABELS = {
    "load": "load the province",
    "snapshot": "snapshot (as known now)",
    "decide": "decide everybody and keep the run, without snapshot and write-back",
    "write": "write the decision of today beside everybody",
    "run": "a whole run: snapshot, decide, keep, write back",
    "household": f"one household: recorded, decided again, written (median of {HOUSEHOLDS}), ms",
    "household_95": "the same, 95th of 100, ms",
    "explain": f"one person explained (median of {HOUSEHOLDS}), ms",
    "foresee": f"{CHANGES:,} changes foreseen",
    "import": f"{CHANGES:,} households decided again at once",
    "memory": "largest resident set of the deciding process, MB",
    "people": "people living here today",
    "busy": "load average of the machine in the last 15 minutes (2 is fully used where there are 2 cores)",
}


def main() -> None:
    """Measure both engines and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--facts", type=Path, help="a folder of facts tables instead of a new province")
    parser.add_argument("--people", type=int, default=FULL)
    parser.add_argument("--engine", choices=ENGINES, action="append")
    parser.add_argument("--one", type=Path, help="measure this process' register (used by the run itself)")
    given = parser.parse_args()
    if given.one:
        print(json.dumps(measure(given.one)))
        return
    engines = given.engine or ENGINES
    with tempfile.TemporaryDirectory(prefix="baophu-bench-") as scratch:
        facts = facts_of(given.facts, Path(scratch) / "facts", given.people)
        found = {engine: _on(engine, facts, Path(scratch)) for engine in engines}
    text = table(found, given.people)
    (Path(__file__).parent / "DECISIONS.md").write_text(text, encoding="utf-8")
    print(text)


def _on(engine: str, facts: Path, scratch: Path) -> dict[str, Any]:
    with empty(engine, scratch / engine) as environment:
        return answer("benchmarks.decisions", environment, "--one", str(facts))


def measure(facts: Path) -> dict[str, Any]:
    """Load, then measure everything on this process' register; seconds where nothing else is said."""
    from baophu.site.start import start

    start()
    from django.core.management import call_command

    from baophu.decisions.models import Current
    from baophu.decisions.services import lawbooks
    from baophu.decisions.services.snapshot import take
    from baophu.registry.services.loading.load import load

    call_command("migrate", verbosity=0)
    found: dict[str, Any] = {"load": _seconds(lambda: load(facts))}
    _say(found)
    found["snapshot"] = _median(_seconds(lambda: take(book=lawbooks.active())) for _ in range(TIMES))
    _say(found)
    runs = [_run() for _ in range(TIMES)]
    for name in ("run", "decide", "write"):
        found[name] = _median(run[name] for run in runs)
    found["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    found["people"] = Current.objects.count()
    _say(found)
    found |= _households()
    _say(found)
    found |= _many()
    found["busy"] = round(os.getloadavg()[2])
    _say(found)
    return found


def _run() -> dict[str, Took]:
    """A whole run, and what of it is deciding and what is writing back."""
    from baophu.decisions.services.running import STEPS, run_now

    began: dict[str, Took] = {}

    def seen(step: str, done: float) -> None:
        began.setdefault(step, _now())

    start = _now()
    run_now(progress=seen)
    deciding, writing, end = (began[STEPS[step][1].vi] for step in ("deciding", "writing", "done"))
    return {"run": _since(start, end), "decide": _since(deciding, writing), "write": _since(writing, end)}


def _households() -> dict[str, Took]:
    """From the service call that records to the row of today, and one person explained."""
    from django.db import transaction

    from baophu.decisions.models import Current
    from baophu.decisions.services.explaining import explain_person
    from baophu.registry.models import Household, HouseholdStatus
    from baophu.registry.services.recording import entry, record_status

    today = date.today()
    listed = HouseholdStatus.objects.filter(fact="living_standard").values("household")
    rows = list(Current.objects.exclude(household__in=listed).filter(group="household").order_by("person")[:40_000])
    chosen = {row.household_id: row for row in random.Random(1).sample(rows, HOUSEHOLDS + 5)}
    recorded, explained = [], []
    for home, row in chosen.items():
        household = Household.objects.get(pk=home)
        began = _now()
        with transaction.atomic():
            record_status(household, "living_standard", "poor", date(today.year, 1, 1), None, entry("record"))
        recorded.append(_since(began, _now(), 1000))
        assert Current.objects.get(pk=row.pk).decided_at > row.decided_at
        began = _now()
        explain_person(row.pk, today)
        explained.append(_since(began, _now(), 1000))
    warm = sorted(recorded[5:])
    return {
        "household": _median(warm),
        "household_95": warm[int(len(warm) * 0.95)],
        "explain": _median(explained[5:]),
    }


def _many() -> dict[str, Took]:
    """Ten thousand households of which something is foreseen, then decided again at once."""
    from baophu.decisions.changes import StatusChange
    from baophu.decisions.models import Current
    from baophu.decisions.services.foreseeing import foresee
    from baophu.decisions.services.redeciding import redecide

    homes = list(Current.objects.filter(group="household").values_list("household", flat=True).distinct()[:200_000])
    chosen = random.Random(2).sample(homes, min(CHANGES, len(homes)))
    start = date(date.today().year + 1, 1, 1)
    changes = [StatusChange("household", h, "livelihood", "agriculture", start) for h in chosen]
    seconds = _median(_seconds(lambda: foresee(changes)) for _ in range(TIMES))
    again = _median(_seconds(lambda: redecide(households=chosen)) for _ in range(TIMES))
    return {"foresee": seconds, "import": again}


def _now() -> Took:
    """The clock, and the processor's seconds of this process and of those it started and saw end."""
    mine, theirs = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.perf_counter(), mine.ru_utime + mine.ru_stime + theirs.ru_utime + theirs.ru_stime


def _since(began: Took, end: Took, unit: int = 1) -> Took:
    return (end[0] - began[0]) * unit, (end[1] - began[1]) * unit


def _median(took: Iterable[Took]) -> Took:
    listed = list(took)
    return statistics.median(wall for wall, _ in listed), statistics.median(cpu for _, cpu in listed)


def _seconds(do: Callable[[], object]) -> Took:
    began = _now()
    do()
    return _since(began, _now())


def _say(found: dict[str, Any]) -> None:
    print(json.dumps(found), file=sys.stderr, flush=True)


def _shown(value: Any) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value[0]:,.1f} ({value[1]:,.1f})"


def table(found: dict[str, dict[str, Any]], people: int) -> str:
    """The table as Markdown."""
    lines = [
        "# From register to decision and back",
        "",
        f"A simulated province of {people:,} residents in the register, on {date.today()}, {platform.machine()}, "
        f"{os.cpu_count()} cores, Python {platform.python_version()}. Seconds where nothing else is said, in brackets "
        f"those of the processor; median of {TIMES} where repeated.",
        "",
        "| | " + " | ".join(found) + " |",
        "|---|" + "--:|" * len(found),
    ]
    for key, label in LABELS.items():
        lines.append(f"| {label} | " + " | ".join(_shown(f[key]) for f in found.values()) + " |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
