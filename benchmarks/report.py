"""The table of results and the facts of the machine, as Markdown."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.law import MONTHS
from benchmarks.roster import PROFILES, Entry

CPU = Path("/proc/cpuinfo")
MEMORY = Path("/proc/meminfo")
PACKAGES = ("numpy", "duckdb", "sqlglot", "pyarrow")
"""Versions named beside those of the contenders, where installed."""


@dataclass(frozen=True)
class Result:
    """What one contender printed, and how far it was from the others."""

    entry: Entry
    printed: dict[str, Any]
    off_small: int
    """Largest difference from the oracle in any month: dong or people, whichever is larger."""
    off_large: int
    """The same from NumPy monthly at the size that is timed."""

    @property
    def seconds(self) -> float:
        """Median of the repeats."""
        return float(median(self.printed["seconds"]))

    @property
    def exact(self) -> str:
        """The last column of the table."""
        off = max(self.off_small, self.off_large)
        return f"off by {off:,} dong" if off else "yes"


def rows(results: Sequence[Result]) -> list[tuple[str, ...]]:
    """The table, its head first."""
    limit = next(result.seconds for result in results if result.entry.key == PROFILES)
    head = ("contender", "version", "seconds", "x NumPy by profiles", "peak MB", "exact")
    body: list[tuple[str, ...]] = [
        (
            result.entry.label,
            str(result.printed["version"]),
            _short(result.seconds),
            _short(result.seconds / limit),
            f"{result.printed['peak_mb']:.0f}",
            result.exact,
        )
        for result in results
    ]
    return [head, *body]


def _short(value: float) -> str:
    """With about three figures that count."""
    return f"{value:,.{next((d for d, least in enumerate((100, 10, 1)) if value >= least), 3)}f}"


def plain(table: Sequence[tuple[str, ...]]) -> str:
    """The table for a terminal."""
    widths = [max(len(row[column]) for row in table) for column in range(len(table[0]))]
    lines = []
    for row in table:
        cells = [row[0].ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)]
        lines.append("  ".join(cells))
    return "\n".join(lines)


def machine() -> list[tuple[str, str]]:
    """Facts of the machine, and the versions of what is not a contender."""
    facts = [
        ("date", date.today().isoformat()),
        ("processor", _first(CPU, "model name") or platform.processor() or "unknown"),
        ("cores", str(os.cpu_count())),
        ("load average at the end", f"{os.getloadavg()[0]:.1f}"),
        ("memory", _memory()),
        ("system", f"{platform.system()} {platform.machine()}"),
        ("Python", platform.python_version()),
    ]
    for name in PACKAGES:
        try:
            facts.append((name, version(name)))
        except PackageNotFoundError:
            continue
    return facts


def _memory() -> str:
    found = _first(MEMORY, "MemTotal")
    return f"{int(found.split()[0]) / 1024**2:.0f} GB" if found else "unknown"


def _first(path: Path, key: str) -> str:
    """The value of the first line ``key: value`` of a file; empty without one."""
    if not path.exists():
        return ""
    found = [line for line in path.read_text().splitlines() if line.startswith(key)]
    return found[0].split(":", 1)[1].strip() if found else ""


def markdown(results: Sequence[Result], people: int, repeat: int, check: int) -> str:
    """The whole of ``RESULTS.md``."""
    head, *body = rows(results)
    lines = [
        "# Results of the common task",
        "",
        f"{people:,} made-up people, {MONTHS} months, the toy law of `law.py`. Written by `python -m benchmarks.run`;",
        "what is timed, and what is not, stands in `README.md`.",
        "",
        "| " + " | ".join(head) + " |",
        "|---|---|--:|--:|--:|---|",
        *("| " + " | ".join(row) + " |" for row in body),
        "",
        f"- seconds: from the loaded register to the totals, median of {repeat}; peak MB: growth of memory meanwhile.",
        f"- exact: all totals of all months equal, to the dong, the oracle's on {check:,} people and those of NumPy",
        f"  monthly on {people:,}.",
        "- OpenFisca-Core and PolicyEngine-Core keep amounts as 32-bit floats; their totals are summed in 64 bits.",
        "",
        "| machine | |",
        "|---|---|",
        *(f"| {name} | {value} |" for name, value in machine()),
        "",
    ]
    return "\n".join(lines)
