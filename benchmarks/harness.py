"""What all contenders share: the command line, the clock, the memory and the one line they print."""

from __future__ import annotations

import argparse
import ctypes
import gc
import json
import resource
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.task import People, Totals, people

STATUS = Path("/proc/self/status")
CLEAR = Path("/proc/self/clear_refs")


@dataclass(frozen=True)
class Contender:
    """One way of doing the task."""

    name: str
    variant: str
    version: str
    calculate: Callable[[Any], Totals]
    """Timed: from what ``prepare`` gave to the totals."""
    prepare: Callable[[People], Any] = lambda population: population
    """Not timed: the register in the form the engine reads; called afresh for every repeat."""


def serve(contenders: Sequence[Contender], arguments: Sequence[str] | None = None) -> None:
    """Run one of ``contenders``, the first unless ``--variant`` names another, and print one line of JSON."""
    variants = {contender.variant: contender for contender in contenders}
    parser = argparse.ArgumentParser(description=contenders[0].name)
    parser.add_argument("--people", type=int, default=20_000, help="size of the register")
    parser.add_argument("--repeat", type=int, default=1, help="how often to calculate")
    parser.add_argument("--variant", choices=list(variants), default=contenders[0].variant)
    given = parser.parse_args(arguments)
    print(json.dumps(measure(variants[given.variant], given.people, given.repeat)))


def measure(contender: Contender, n: int, repeat: int) -> dict[str, Any]:
    """Seconds of each repeat, the largest growth of memory in MB during one of them, and the totals of the last."""
    population = people(n)
    seconds: list[float] = []
    growth = 0.0
    totals = Totals.empty()
    for _ in range(repeat):
        ready = contender.prepare(population)
        loaded = _start_peak()
        begun = time.perf_counter()
        totals = contender.calculate(ready)
        seconds.append(time.perf_counter() - begun)
        growth = max(growth, _peak() - loaded)
        del ready
    return {
        "name": contender.name,
        "variant": contender.variant,
        "version": contender.version,
        "people": n,
        "seconds": [round(value, 4) for value in seconds],
        "peak_mb": round(growth, 1),
        "totals": asdict(totals),
    }


def _start_peak() -> float:
    """Give back what is free, forget the highest memory so far, and give what is in use now, in MB.

    Where the system cannot do the first two, the growth measured is too small and too large in turn.
    """
    gc.collect()
    give_back = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if give_back is not None:
        give_back(0)
    if CLEAR.exists():
        CLEAR.write_text("5")
    return _status("VmRSS")


def _peak() -> float:
    """The highest memory since ``_start_peak`` (elsewhere than on Linux: since the start), in MB."""
    return _status("VmHWM")


def _status(key: str) -> float:
    """A line of the process's own status in MB; without such a file the highest memory since the start."""
    if not STATUS.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    line = next(text for text in STATUS.read_text().splitlines() if text.startswith(key + ":"))
    return int(line.split()[1]) / 1024
