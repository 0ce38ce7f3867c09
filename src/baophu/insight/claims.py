"""What others have published about a province, as data: `claims.yaml` beside its law book.

```yaml
claims:
  - id: cards-under-3
    source: "S.1 #12"                       # where it is written, in the fact base
    text: {vi: …, en: …}                    # what is stated, in the source's own sense
    value: 72000                            # a whole number, or 95.71%
    about: more_than                        # exact | more_than | nearly | about
    measure: {supported: {payers: [province], instruments: [3/2021/RES], from: 2022-01-01, to: 2024-06-30,
                          count: card_years}}
    per: some-other-claim                   # optional: set this value in relation to that one's
    note: {vi: …, en: …}                    # how the statement is read
```

A measure is one of: `coverage: {on}`, of those who pay in a `group` or live where an area `fact` holds if either is
named · `insured: {on}` · `insured_change: {from, to}` · `supported: {payers, from, to, count}`, under `instruments` if
named, `count` being people, person_years, card_years or money · `rate: {on, payers}` of a `group` or `under` an
instrument or provision · `unmeasured: {vi, en}`, why the province cannot give it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path

from baophu.law import scalars
from baophu.law.errors import Problems
from baophu.law.fields import Fields
from baophu.law.model import Place, Text
from baophu.law.yaml_file import Table, read_yaml

ABOUT = ("exact", "more_than", "nearly", "about")
COUNTS = ("people", "person_years", "card_years", "money")


@dataclass(frozen=True, slots=True)
class CoverageOn:
    """Insured over people living in the units on a day; only those who pay in `group`, or live in units where the
    area fact `fact` is not at its default, when one is named.
    """

    on: date
    group: str
    fact: str


@dataclass(frozen=True, slots=True)
class InsuredOn:
    """People insured on a day."""

    on: date


@dataclass(frozen=True, slots=True)
class InsuredChange:
    """People insured on the later day minus those on the earlier."""

    start: date
    end: date


@dataclass(frozen=True, slots=True)
class SupportedIn:
    """What payers gave under some instruments (None: all) from a day to a day, counted as one of COUNTS."""

    payers: tuple[str, ...]
    instruments: tuple[str, ...] | None
    start: date
    end: date
    count: str


@dataclass(frozen=True, slots=True)
class RateOn:
    """The part of the premium that payers pay on a day for most people of a paying group, or for most whom an
    instrument or provision (`under`) supports.
    """

    on: date
    group: str
    under: str
    payers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unmeasured:
    """Why the province cannot give the figure."""

    why: Text


Measure = CoverageOn | InsuredOn | InsuredChange | SupportedIn | RateOn | Unmeasured


@dataclass(frozen=True, slots=True)
class Claim:
    """A published figure: a fraction is a rate, a whole number is people or đồng (see its measure)."""

    id: str
    source: str
    text: Text
    value: int | Fraction
    about: str
    measure: Measure
    per: str
    note: Text | None
    place: Place


def read_claims(file: Path) -> tuple[Claim, ...]:
    """The claims of a file; LawError names each thing wrong with file and line."""
    problems = Problems()
    node = read_yaml(file, file.read_bytes(), problems)
    found: list[Claim] = []
    if isinstance(node, Table):
        fields = Fields(node, "claims", problems)
        found = [_claim(Fields(t, "claim", problems)) for t in fields.tables("claims")]
        fields.done()
    elif node is not None:
        problems.add(node.place, "claims", "the file holds a mapping with the one key `claims`")
    known = {claim.id for claim in found}
    for claim in found:
        if claim.per and claim.per not in known:
            problems.add(claim.place, claim.id, f"'per' names the claim '{claim.per}', which there is not")
    if len(known) < len(found):
        twice = sorted({c.id for c in found if sum(d.id == c.id for d in found) > 1})
        problems.add(Place(file, 1), "claims", f"the id {', '.join(twice)} stands twice")
    problems.raise_any()
    return tuple(found)


def _claim(fields: Fields) -> Claim:
    fields.about = f"claim {fields.word('id')}"
    nought: int | Fraction = 0
    claim = Claim(
        id=fields.word("id"),
        source=fields.word("source"),
        text=fields.text("text"),
        value=fields.scalar("value", _value, nought),
        about=fields.one_of("about", ABOUT, "exact", required=False),
        measure=_measure(fields),
        per=fields.word("per", required=False),
        note=fields.optional_text("note"),
        place=fields.place,
    )
    fields.done()
    return claim


def _value(text: str) -> int | Fraction:
    """A rate when it is written as a percent, else a whole number."""
    return scalars.share_of(text) if "%" in text else scalars.whole_of(text)


def _measure(fields: Fields) -> Measure:
    nothing = Unmeasured(Text("", ""))
    table = fields.mapping("measure")
    if table is None:
        return nothing
    inner = Fields(table, fields.about, fields.problems)
    kinds = [kind for kind in _READERS if inner.has(kind)]
    if len(kinds) != 1:
        inner.refuse(f"a measure is exactly one of {', '.join(_READERS)}")
        return nothing
    below = inner.mapping(kinds[0])
    inner.done()
    if below is None:
        return nothing
    last = Fields(below, fields.about, fields.problems)
    measure = _READERS[kinds[0]](last)
    last.done()
    return measure


def _day(fields: Fields, key: str) -> date:
    return fields.day(key) or date.min


def _supported(fields: Fields) -> Measure:
    instruments = fields.words("instruments", required=False) or None
    start, end = _day(fields, "from"), _day(fields, "to")
    return SupportedIn(fields.words("payers"), instruments, start, end, fields.one_of("count", COUNTS, "people"))


def _coverage(fields: Fields) -> Measure:
    group, fact = fields.word("group", required=False), fields.word("fact", required=False)
    if group and fact:
        fields.refuse("coverage is that of a `group` or where a `fact` holds, not both")
    return CoverageOn(_day(fields, "on"), group, fact)


def _rate(fields: Fields) -> Measure:
    group, under = fields.word("group", required=False), fields.word("under", required=False)
    if bool(group) == bool(under):
        fields.refuse("a rate is that of a `group` or `under` an instrument or provision, one of the two")
    return RateOn(_day(fields, "on"), group, under, fields.words("payers"))


_READERS: dict[str, Callable[[Fields], Measure]] = {
    "coverage": _coverage,
    "insured": lambda f: InsuredOn(_day(f, "on")),
    "insured_change": lambda f: InsuredChange(_day(f, "from"), _day(f, "to")),
    "supported": _supported,
    "rate": _rate,
    "unmeasured": lambda f: Unmeasured(Text(f.word("vi"), f.word("en"))),
}
