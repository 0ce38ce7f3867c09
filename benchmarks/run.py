"""Run all contenders one after another, check them against each other, and write ``RESULTS.md``.

    python -m benchmarks.run [--people N] [--repeat K] [--only a,b] [--skip c]

Each runs in a process of its own. NumPy monthly and NumPy by profiles always run: the first is what all are checked
against at the size that is timed, the second what they are measured against. The oracle is what all, those two too,
are checked against on fewer people. A difference fails the run, but for the engines that keep 32-bit floats.
"""

from __future__ import annotations

import argparse
import json
import subprocess
from collections.abc import Sequence
from typing import Any

from benchmarks.report import Result, markdown, plain, rows
from benchmarks.roster import HERE, MONTHLY, ORACLE, PROFILES, Entry, chosen, python_for
from benchmarks.task import Totals

RESULTS = HERE / "RESULTS.md"


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code: 1 if a contender that has to be exact is not."""
    parser = argparse.ArgumentParser(description="The common task, all contenders")
    parser.add_argument("--people", type=int, default=1_400_000, help="size that is timed")
    parser.add_argument("--check", type=int, default=20_000, help="size at which the oracle checks")
    parser.add_argument("--repeat", type=int, default=3, help="repeats, of which the median counts")
    parser.add_argument("--only", type=_names, default=[], help="keys of contenders, with commas")
    parser.add_argument("--skip", type=_names, default=[], help="keys of contenders, with commas")
    parser.add_argument("--no-write", action="store_true", help="leave RESULTS.md as it is")
    given = parser.parse_args(arguments)

    entries = _with_references(chosen(given.only, given.skip))
    truth = _totals(ask(chosen([ORACLE], [])[0], given.check, 1))
    reference: Totals | None = None
    results: list[Result] = []
    for entry in entries:
        if entry.most is not None and given.people > entry.most:
            print(f"{entry.key}: left out above {entry.most:,} people")
            continue
        off_small = _totals(ask(entry, given.check, 1)).off_by(truth)
        printed = ask(entry, given.people, given.repeat)
        if entry.key == MONTHLY:
            reference = _totals(printed)
        results.append(Result(entry, printed, off_small, 0))
        print(f"{entry.key}: {printed['seconds']} s, {printed['peak_mb']} MB", flush=True)
    if reference is None:
        raise SystemExit("NumPy monthly did not run")
    results = [
        Result(each.entry, each.printed, each.off_small, _totals(each.printed).off_by(reference)) for each in results
    ]
    print("", plain(rows(results)), "", sep="\n")
    wrong = [each for each in results if each.exact != "yes" and not each.entry.floats]
    for each in wrong:
        print(f"{each.entry.key} is {each.exact} and has to be exact")
    if not wrong and not given.no_write:
        RESULTS.write_text(markdown(results, given.people, given.repeat, given.check), encoding="utf-8")
        print(f"written: {RESULTS.name}")
    return 1 if wrong else 0


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _with_references(entries: list[Entry]) -> list[Entry]:
    """The entries and, where they were not asked for, the two that always run, before the others."""
    have = {entry.key for entry in entries}
    missing = [key for key in (MONTHLY, PROFILES) if key not in have]
    return (chosen(missing, []) if missing else []) + entries


def ask(entry: Entry, people: int, repeat: int) -> dict[str, Any]:
    """What a contender printed; ``SystemExit`` with its own last words if it failed."""
    command = [python_for(entry), "-m", entry.module, "--people", str(people), "--repeat", str(repeat)]
    if entry.variant is not None:
        command += ["--variant", entry.variant]
    done = subprocess.run(command, capture_output=True, text=True, cwd=HERE.parent, check=False)
    if done.returncode:
        raise SystemExit(f"{entry.key} failed:\n{done.stderr[-2000:]}")
    lines = done.stdout.splitlines()
    if not lines:
        raise SystemExit(f"{entry.key} printed nothing")
    printed: dict[str, Any] = json.loads(lines[-1])
    return printed


def _totals(printed: dict[str, Any]) -> Totals:
    return Totals.from_json(printed["totals"])


if __name__ == "__main__":
    raise SystemExit(main())
