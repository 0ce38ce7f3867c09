"""Runs of decisions over the small register of a test, kept in a folder as those of a province are."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq

from baophu.decisions.services.facts import facts_of
from baophu.decisions.services.lawbooks import active
from baophu.engine.decide import decide, load
from baophu.engine.months import parse
from baophu.engine.source import open_facts
from baophu.engine.store import Run, open_run, write_run
from baophu.registry.models import Household


def a_run(folder: Path, first: str = "2025-10", last: str = "2026-12") -> Run:
    """What is decided for everybody in the register, as known now; `folder` is made anew each time."""
    place = folder / str(len(list(folder.iterdir())) if folder.exists() else 0)
    facts = place / "facts"
    facts.mkdir(parents=True)
    for name, table in facts_of(Household.objects.values_list("pk", flat=True)).tables.items():
        pq.write_table(table, facts / f"{name}.parquet")
    (facts / "about.json").write_text(json.dumps({"simulated": True}), encoding="utf-8")
    source = open_facts(facts)
    decided = decide(load(source, active(), parse(first), parse(last), today=date(2026, 12, 31)))
    write_run(decided, source, place / "run", 0.0, facts)
    return open_run(place / "run")
