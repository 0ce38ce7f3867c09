"""The published figures beside the model's, and those that cannot both be true."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from baophu.synth import measures
from baophu.synth.settings import Settings, SettingsError, UnitLike, settings


@dataclass(frozen=True)
class Line:
    """One published figure and the model's, in real people, households or percent."""

    figure: str
    published: float | None
    source: str
    model: float
    difference: float | None
    note: str
    near: bool | None = None  # within the tolerance of targets.yaml; None where there is none


@dataclass(frozen=True)
class Published:
    """A figure as printed, its place in the fact base and how sure it is."""

    figure: str
    source: str
    sure: str


@dataclass(frozen=True)
class Conflict:
    """Two published figures that cannot both be true, or cannot both mean what they seem to."""

    first: Published
    second: Published
    why: str


def report(facts: Path, units: Sequence[UnitLike] = ()) -> list[Line]:
    """The lines of targets.yaml, measured in the facts tables of the folder `facts` and scaled to real people.

    `units` are only needed for the share of people in a kind of unit; without them that line is left out.
    """
    about = json.loads((Path(facts) / "about.json").read_text(encoding="utf-8"))
    if not about.get("simulated", False):
        raise SettingsError(f"{facts}: the report compares simulated tables, and about.json does not call these so")
    config = settings()
    kinds: dict[str, list[str]] = {}
    for unit in units:
        kinds.setdefault(unit.kind, []).append(unit.code)
    tables = measures.Tables(Path(facts), config, kinds)
    wanted = [row for row in config.targets["lines"] if units or row["measure"] != "kind_share"]
    return [_line(row, tables, about["real_people"] / about["people"]) for row in wanted]


_OF_LINE = ("figure", "published", "low", "high", "source", "sure", "measure", "tolerance", "points", "note")


def _line(row: dict[str, Any], tables: measures.Tables, weight: float) -> Line:
    name = row["measure"]
    arguments = {k: v for k, v in row.items() if k not in _OF_LINE}
    if name in measures.COUNTS:
        model = measures.COUNTS[name](tables, **arguments) * weight
    elif name in measures.SHARES:
        model = measures.SHARES[name](tables, **arguments)
    else:
        raise SettingsError(f"targets.yaml: '{row['figure']}' asks for the unknown measure '{name}'")
    low, high = row.get("low", row.get("published")), row.get("high", row.get("published"))
    notes = [row["note"]] if "note" in row else []
    if low is None or high is None:
        return Line(row["figure"], None, _source(row), model, None, "; ".join(notes))
    if low != high:
        notes.insert(0, f"printed {low}-{high}")
    published = (float(low) + float(high)) / 2
    beyond = max(model - float(high), float(low) - model, 0.0)
    room = float(row["points"]) if "points" in row else abs(published) * float(row["tolerance"]) / 100
    return Line(row["figure"], published, _source(row), model, model - published, "; ".join(notes), beyond <= room)


def _source(row: dict[str, Any]) -> str:
    return f"{row['source']} [{row['sure']}]"


def conflicts(config: Settings | None = None) -> list[Conflict]:
    """The pairs of targets.yaml."""
    rows = (config or settings()).targets["conflicts"]
    return [Conflict(Published(**row["first"]), Published(**row["second"]), row["why"]) for row in rows]
