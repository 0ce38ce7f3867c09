"""ttsim-backend, the engine of GETTSIM: the toy law as the policy package ``ttsim_law``, one environment a month.

Two variants: ``checked``, as the engine comes; ``unchecked``, with its failure and warning nodes off and without the
type checks it makes at run time (its own switch, read when it is imported). The engine is asked with a date and data
and keeps nothing from one question to the next, so what it builds for each of the 24 dates is part of the calculation.
"""

from __future__ import annotations

import os
from functools import partial
from importlib.metadata import version
from typing import Any

from benchmarks.harness import Contender, serve
from benchmarks.task import People, Totals

SWITCH = "TTSIM_BEARTYPE_CLAW"


def prepare(population: People, checked: bool) -> Any:
    """The columns the engine reads; the engine is imported here, once its switch is set."""
    os.environ[SWITCH] = "1" if checked else "0"
    from benchmarks.peers import ttsim_engine

    return ttsim_engine.columns(population)


def calculate(given: Any, checked: bool) -> Totals:
    """The totals from what ``prepare`` gave."""
    from benchmarks.peers import ttsim_engine

    return ttsim_engine.calculate(given, checked)


CONTENDERS = tuple(
    Contender(
        "ttsim",
        variant,
        version("ttsim-backend"),
        partial(calculate, checked=checked),
        partial(prepare, checked=checked),
    )
    for variant, checked in (("checked", True), ("unchecked", False))
)

if __name__ == "__main__":
    serve(CONTENDERS)
