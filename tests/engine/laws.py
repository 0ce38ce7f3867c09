"""Random small laws, as the files of a law book: what the reader allows, in every combination a day may bring."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from baophu.law.model import Book
from baophu.law.read import read_book

from .conditions import JOBS, LEVELS, STANDARDS, TRIBES, condition_lists, definitions

Data = dict[str, Any]

FIRST_DAY = date(2015, 1, 1)
LABEL = {"vi": "chữ", "en": "words"}
GROUPS = ("alpha", "beta", "gamma", "delta")
PAYERS = ("employer", "fund", "state", "province", "own")
UNITS = ("00001", "00002", "00003")
UNIT = {"kind": "ward", "name": "x", "full_name": "x", "km2": 1, "population": 1, "point": [1, 1], "tile": [0, 0]}
TOTALS = ("20%", "30%", "1/3", "50%", "2/3", "70%")
PARAMETERS: dict[str, tuple[str, Sequence[Any]]] = {
    "rate": ("share", ["4.5%", "3%", "1/3"]),
    "reference": ("money", [1490000, 1800001, 999]),
    "cap_times": ("count", [2, 20]),
    "some_share": ("share", ["20%", "50%", "3/7"]),
    "old_age": ("count", [60, 65, 80]),
    "grace": ("count", [3, 12, 36]),
    "list_from": ("month", ["2020-05", "2021-02"]),
    "opened": ("flag", [False, True]),
}
TAPERS = (["100%", "70%", "60%"], ["100%", "2/3", "1/3", "0%"], ["90%"])
BASES = (
    "reference",
    "reference",
    "reference",
    "wage",
    "least(wage, cap_times * reference)",
    "greatest(reference, least(wage, pension_amount))",
    "wage + pension_amount",
    "3 * reference - 1",
    "wage - reference",
)


@dataclass(frozen=True)
class Law:
    """A law book as its files: name → what stands in it. JSON is YAML, so that is how they are written."""

    files: Mapping[str, Data]

    def __repr__(self) -> str:
        return "\n".join(f"--- {name}\n{json.dumps(data, ensure_ascii=False)}" for name, data in self.files.items())

    def read(self, folder: Path) -> Book:
        """Write the files and read them as any law book; LawError when the law is refused."""
        for name, data in self.files.items():
            (folder / name).write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")
        return read_book(folder)


days = st.one_of(
    st.dates(date(2019, 10, 1), date(2022, 6, 30)),
    st.sampled_from([date(2020, 1, 1), date(2020, 7, 1), date(2021, 1, 1), date(2021, 3, 15)]),
)


def written(day: date) -> str:
    return day.isoformat()


def choice(level: str, values: Sequence[str], default: str) -> Data:
    texts = dict.fromkeys(values, LABEL)
    return {"level": level, "type": "choice", "values": texts, "default": default, "label": LABEL}


@st.composite
def fact_files(draw: DrawFn) -> Data:
    """Facts of every level and type; defaults are mostly the first value, so that rows matter."""

    def one(values: Sequence[str]) -> str:
        return draw(st.sampled_from([values[0], *values]))

    def simple(level: str, kind: str, **more: Any) -> Data:
        return {"level": level, "type": kind, "label": LABEL, **more}

    facts = {
        "job": choice("person", JOBS, one(JOBS)),
        "veteran": simple("person", "flag", default=draw(st.sampled_from([False, False, True]))),
        "tribe": simple("person", "code", default=one(TRIBES)),
        "children": simple("person", "count", default=draw(st.sampled_from([0, 0, 2]))),
        "listed": simple("person", "month", default=draw(st.sampled_from(["never", "never", "2020-06"]))),
        "job_since": {"level": "person", "since": "job", "label": LABEL},
        "job_whole": {"level": "person", "reads": "job", "counts": "whole_month", "label": LABEL},
        "wage": simple("person", "money"),
        "pension_amount": simple("person", "money"),
        "standard": choice("household", STANDARDS, one(STANDARDS)),
        "escaped": simple("household", "flag"),
        "escaped_since": {"level": "household", "type": "month", "since": "escaped", "label": LABEL},
        "escaped_whole": {"level": "household", "reads": "escaped", "counts": "whole_month", "label": LABEL},
        "island": simple("area", "flag"),
        "hardship": choice("area", LEVELS, one(LEVELS)),
        "left_hardship": simple("area", "month"),
        "permanent_resident": simple("stay", "flag"),
        "living_here": simple("stay", "flag"),
    }
    return {"facts": facts, "definitions": draw(definitions())}


@st.composite
def parameters(draw: DrawFn, name: str) -> Data:
    """A dated parameter: a value from long ago, and perhaps others from later days."""
    kind, values = PARAMETERS[name]
    starts = [FIRST_DAY, *sorted(draw(st.sets(days, max_size=2)))]
    listed = [{"from": written(s), "value": draw(st.sampled_from(values)), "by": "A", "sure": "V"} for s in starts]
    return {"parameter": name, "type": kind, "label": LABEL, "values": listed}


@st.composite
def selectors(draw: DrawFn, sections: Mapping[str, int]) -> list[str]:
    """`for: [...]`: names, a section, or all."""
    some = st.lists(st.sampled_from(list(sections)), min_size=1, max_size=3, unique=True)
    section = st.sampled_from(sorted(set(sections.values()))).map(lambda n: [f"section {n}"])
    return draw(st.one_of(some, section, st.just(["all"])))


@st.composite
def spans(draw: DrawFn) -> Data:
    """Sometimes narrower than the instrument."""
    found: Data = {}
    start = draw(st.one_of(st.none(), st.none(), days))
    length = draw(st.one_of(st.none(), st.none(), st.integers(0, 500)))
    if start is not None:
        found["from"] = written(start)
    if length is not None:
        found["to"] = written((start or date(2019, 12, 1)) + timedelta(days=length))
    return found


@st.composite
def shares_of_payers(draw: DrawFn, payers: Sequence[str]) -> dict[str, str]:
    """Who owes a premium: ratios that add up to 1."""
    owing = draw(st.lists(st.sampled_from(payers), min_size=1, max_size=3, unique=True))
    weights = [draw(st.integers(1, 4)) for _ in owing]
    return {payer: f"{weight}/{sum(weights)}" for payer, weight in zip(owing, weights, strict=True)}


@st.composite
def supports(draw: DrawFn, payers: Sequence[str], sections: Mapping[str, int], generous: int) -> Data:
    """A support. Payers before the place `generous` may fill the premium up or add a little; from there on fill only.

    So what is added never makes more than the premium, and whole premiums are only given where nothing is added.
    """
    place = draw(st.integers(0, len(payers) - 2))
    if place < generous and draw(st.booleans()):
        effect = {"on_top": draw(st.sampled_from(["5%", "10%"]))}
    else:
        totals = TOTALS if place < generous else (*TOTALS, "100%", "100%")
        effect = {"total": draw(st.sampled_from([*totals, "some_share"]))}
    return {"support": {"payer": payers[place], **effect, "for": draw(selectors(sections))}}


@st.composite
def provisions(draw: DrawFn, payers: Sequence[str], sections: Mapping[str, int]) -> list[Data]:
    """The provisions of a law in random number: groups, what stands ahead, who pays, what is covered."""
    found: list[Data] = []
    for name, section in sections.items():
        effect = {"name": name, "letter": f"{section}{name[0]}", "section": section}
        last = name == list(sections)[-1]
        for _ in range(draw(st.sampled_from([1, 1, 2]))):
            conditions = [] if last and draw(st.booleans()) else draw(condition_lists())
            found.append({"group": effect, "when": conditions})
    some = draw(st.tuples(st.integers(0, 2), st.integers(0, 2)))
    found += [{"ahead": {"groups": draw(selectors(sections)), "of": draw(selectors(sections))}} for _ in range(some[0])]
    found += [{"choose": {"among": draw(selectors(sections)), "by": "support"}} for _ in range(some[1])]
    generous = draw(st.integers(0, len(payers)))
    found += [draw(supports(payers, sections, generous)) for _ in range(draw(st.sampled_from([0, 0, 1, 2, 3, 5])))]
    for _ in range(draw(st.integers(1, 3))):
        found.append({"benefit": {"level": draw(st.sampled_from([80, 95, 100])), "for": draw(selectors(sections))}})
    if draw(st.integers(0, 3)):
        found.append({"taper": {"for": draw(selectors(sections)), "shares": draw(st.sampled_from(TAPERS))}})
    for provision in found:
        if "when" not in provision:
            provision["when"] = draw(condition_lists(some=False))
    return [*found, *draw(premiums(payers, sections))]


@st.composite
def premiums(draw: DrawFn, payers: Sequence[str], sections: Mapping[str, int]) -> list[Data]:
    """Premiums of disjoint groups, so that nobody has two."""
    named = draw(st.permutations(list(sections)))
    at, few = draw(st.integers(0, len(named))), st.integers(0, 7)
    found: list[Data] = []
    for part in (named[:at], named[at:]):
        if draw(few) and part:
            effect: Data = {"for": part, "of": draw(st.sampled_from(BASES)), "rate": "rate"}
            if draw(st.integers(0, 2)) == 0:
                effect["shares"] = draw(shares_of_payers(payers))
            found.append({"premium": effect, "when": draw(condition_lists(some=False))})
    return found


@st.composite
def laws(draw: DrawFn) -> Law:
    """A law book of two instruments: the second adds, amends and repeals from a day within the span."""
    payers = [*draw(st.permutations(PAYERS[:4])), PAYERS[4]]
    sections = {name: draw(st.integers(1, 3)) for name in GROUPS[: draw(st.integers(2, 4))]}
    base = draw(provisions(payers, sections))
    later = [p for p in draw(provisions(payers, sections)) if not {"group", "premium"} & p.keys()]
    base.append({"order": draw(st.permutations(list(sections)))})
    for number, provision in enumerate([*base, *later]):
        kind = next(iter(provision))
        provision |= {"id": f"{kind}-{number}", "article": f"Article {number}", "says": LABEL}
        if kind not in ("order", "premium"):
            provision |= draw(spans()) if provision in base else {}
        earlier = [p["id"] for p in [*base, *later][:number] if next(iter(p)) == kind]
        if kind != "order" and earlier and provision in base and draw(st.integers(0, 2)) == 0:
            provision["except"] = draw(st.sampled_from(earlier))
    numbered = [*base, *later]
    order = draw(st.permutations([p["id"] for p in numbered if "support" in p]))
    head = {
        "book": "random",
        "name": LABEL,
        "payers": payers,
        "support_order": [f"{'A' if int(i.split('-')[1]) < len(base) else 'B'}#{i}" for i in order],
    }
    start = draw(days)
    second = instrument("B", start, later) | draw(amendments(base, payers, sections, start))
    files = {
        "book.yaml": head,
        "facts.yaml": draw(fact_files()),
        "areas.yaml": {"areas": dict.fromkeys(UNITS, UNIT), "area_facts": draw(area_facts())},
        **{f"{name}.yaml": draw(parameters(name)) for name in PARAMETERS},
        "a.yaml": instrument("A", FIRST_DAY, base),
        "b.yaml": second,
    }
    return Law(files)


def instrument(number: str, start: date, listed: Sequence[Data]) -> Data:
    about = {"title": LABEL, "issuer": LABEL, "issued": "2014-01-01", "sure": "V"}
    return {"instrument": number, **about, "in_force": {"from": written(start)}, "provisions": list(listed)}


@st.composite
def amendments(
    draw: DrawFn, base: Sequence[Data], payers: Sequence[str], sections: Mapping[str, int], start: date
) -> Data:
    """What the second instrument does to the first: new wordings, an end."""
    lasting = [p for p in base if "to" not in p and "from" not in p]
    amends: list[Data] = []
    for provision in lasting:
        kind = next(iter(provision))
        change: Data = {}
        if kind == "order" and draw(st.booleans()):
            change = {"order": draw(st.permutations(provision["order"]))}
        elif kind == "support" and "total" in provision["support"] and draw(st.integers(0, 2)) == 0:
            change = {"support": provision["support"] | {"total": draw(st.sampled_from(TOTALS))}}
        elif kind == "group" and draw(st.integers(0, 3)) == 0:
            change = {"when": draw(condition_lists())}
        if change:
            day = draw(st.sampled_from([start, start + timedelta(days=70)]))
            amends.append({"provision": f"A#{provision['id']}", "from": written(day), "set": change})
    touched = {change["provision"] for change in amends}
    spare = [f"A#{p['id']}" for p in lasting if next(iter(p)) in ("support", "benefit", "ahead", "taper")]
    repeals = draw(st.lists(st.sampled_from([s for s in spare if s not in touched] or [""]), max_size=1))
    return {"amends": amends, "repeals": [r for r in repeals if r]}


@st.composite
def area_facts(draw: DrawFn) -> list[Data]:
    """What the book says of units itself; one spell a fact and unit."""
    found: list[Data] = []
    for fact, values in (("island", [True]), ("hardship", LEVELS), ("left_hardship", ["2020-03", "2021-01"])):
        for unit in draw(st.sets(st.sampled_from(UNITS), max_size=2)):
            row = {"fact": fact, "value": draw(st.sampled_from(values)), "from": written(draw(days)), "units": [unit]}
            found.append({**row, "by": "A", "sure": "V"})
    return found
