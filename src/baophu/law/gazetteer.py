"""Units, the dated facts of units, and the coverage targets set for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import TypeVar

from baophu.law import scalars
from baophu.law.declarations import read_value
from baophu.law.errors import Problems, Refused, did_you_mean
from baophu.law.fields import Fields
from baophu.law.model import Area, AreaSpell, FactDeclaration, Target
from baophu.law.yaml_file import Listing, Table, YamlNode, described

T = TypeVar("T")


def read_areas(table: Table, problems: Problems) -> dict[str, Area]:
    """Units by code."""
    found: dict[str, Area] = {}
    for code, (place, node) in table.entries.items():
        if isinstance(node, Table):
            found[code] = _read_area(code, Fields(node, f"area {code}", problems))
        else:
            problems.add(place, f"area {code}", "an area is a mapping with kind, name, population, …")
    return found


def _read_area(code: str, fields: Fields) -> Area:
    if not (code.isdigit() and len(code) == 5):
        fields.refuse(f"'{code}' is not a unit's code of five digits")
    area = Area(
        code=code,
        kind=fields.word("kind"),
        name=fields.word("name"),
        full_name=fields.word("full_name"),
        km2=fields.scalar("km2", _decimal, "0"),
        population=fields.whole("population"),
        formed_from=fields.words("formed_from", required=False),
        point=_pair(fields, "point", lambda text: float(_decimal(text)), 0.0),
        tile=_pair(fields, "tile", scalars.whole_of, 0),
        place=fields.place,
        since=fields.day("since", required=False),
    )
    fields.done()
    return area


def _decimal(text: str) -> str:
    try:
        float(text)
    except ValueError:
        raise Refused(f"'{text}' is not a number") from None
    return text


def _pair(fields: Fields, key: str, read: Callable[[str], T], stand_in: T) -> tuple[T, T]:
    found = [fields.read_scalar(node, key, read, stand_in) for node in fields.items(key)]
    if len(found) == 2:
        return found[0], found[1]
    if fields.has(key):
        fields.refuse(f"'{key}' is a list of two numbers", fields.place_of(key))
    return stand_in, stand_in


def read_area_facts(
    nodes: YamlNode, facts: Mapping[str, FactDeclaration], areas: Mapping[str, Area], problems: Problems
) -> list[AreaSpell]:
    """What was true of units, and when."""
    if not isinstance(nodes, Listing):
        problems.add(nodes.place, "area_facts", f"it is {described(nodes)} where a list is needed")
        return []
    found = []
    for node in nodes.items:
        if isinstance(node, Table):
            found.append(_read_area_fact(Fields(node, "area_facts", problems), facts, areas))
        else:
            problems.add(node.place, "area_facts", "an item is a mapping with fact, value, from, units, by, sure")
    return found


def _read_area_fact(fields: Fields, facts: Mapping[str, FactDeclaration], areas: Mapping[str, Area]) -> AreaSpell:
    of_areas = [name for name, fact in facts.items() if fact.level == "area"]
    name = fields.one_of("fact", of_areas, "")
    fields.about = f"area fact {name}"
    start, end = fields.day("from") or date.min, fields.day("to", required=False)
    if end is not None and end < start:
        fields.refuse(f"it ends on {end}, before it begins on {start}", fields.place_of("to"))
    units = fields.words("units")
    for unit in units:
        if unit not in areas:
            near = did_you_mean(unit, areas) if len(areas) < 100 else ""
            fields.refuse(f"no unit has the code '{unit}'{near}", fields.place_of("units"))
    sure, note = fields.sure()
    spell = AreaSpell(
        fact=name,
        value=_area_value(fields, facts[name]) if name else fields.has("value"),
        start=start,
        end=end,
        units=units,
        by=fields.word("by"),
        sure=sure,
        note=note,
        place=fields.place,
    )
    fields.done()
    return spell


def _area_value(fields: Fields, fact: FactDeclaration) -> int | bool | str:
    if fact.type == "choice":
        return fields.one_of("value", fact.values, "")
    node = fields.node("value")
    return fact.default if node is None else read_value(fields, node, "value", fact.type)


def read_targets(nodes: YamlNode, problems: Problems) -> list[Target]:
    """Coverage targets."""
    if not isinstance(nodes, Listing):
        problems.add(nodes.place, "targets", f"it is {described(nodes)} where a list is needed")
        return []
    found = []
    for node in nodes.items:
        if isinstance(node, Table):
            found.append(_read_target(Fields(node, "targets", problems)))
        else:
            problems.add(node.place, "targets", "an item is a mapping with instrument, area, year, coverage, sure")
    return found


def _read_target(fields: Fields) -> Target:
    sure, note = fields.sure()
    if sure != "?" and not fields.has("coverage"):
        fields.refuse("the key 'coverage' is missing; only a target marked '?' may leave it out")
    coverage: Fraction | None = fields.share("coverage") if fields.has("coverage") else None
    target = Target(
        instrument=fields.word("instrument"),
        area=fields.word("area"),
        year=fields.whole("year"),
        coverage=coverage,
        sure=sure,
        note=note,
        place=fields.place,
    )
    fields.done()
    return target
