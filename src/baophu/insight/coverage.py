"""Coverage on a day: people insured over people living in the units, always with what it is counted against.

A day is answered for its month, which is decided on its first day: everybody alive and living in the units on that
day, whatever their registration, is in the denominator; those with a card in that month are in the numerator. Other
denominators (the law book's populations of the units) are given beside it, never instead of it: the same count of
cards is 96 % of one and 87 % of another (fact base trap 37).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from baophu.engine.periods import Period, period_at
from baophu.insight.labels import age_label, group_label, unit_label, value_label
from baophu.insight.run import Decision, RunLike, decisions, living, month_in, simulated, text, weight
from baophu.law.breakpoints import breakpoints
from baophu.law.model import Book, Text

DIMENSIONS = ("unit", "group", "age", "ethnicity", "minority", "sex")


@dataclass(frozen=True, slots=True)
class Part:
    """People of one unit, group, age band, … in the data: insured and all; `before_*` the same on the other day."""

    key: str
    label: Text
    insured: int
    people: int
    before_insured: int | None = None
    before_people: int | None = None

    @property
    def rate(self) -> Fraction | None:
        """Insured over people; None when there is nobody."""
        return Fraction(self.insured, self.people) if self.people else None

    @property
    def change(self) -> Fraction | None:
        """The rate minus the rate on the other day."""
        if self.rate is None or not self.before_people or self.before_insured is None:
            return None
        return self.rate - Fraction(self.before_insured, self.before_people)


@dataclass(frozen=True, slots=True)
class Denominator:
    """Real people counted against: the data's (weighted) or another; `rate` is insured real people over them."""

    label: Text
    people: int
    rate: Fraction


@dataclass(frozen=True, slots=True)
class Coverage:
    """Coverage in the month of `day`. Counts are people of the data; one stands for `weight` real people.

    `by` has a tuple of parts for each of DIMENSIONS. The first of `denominators` is the one the rates are of.
    """

    day: date
    month: int
    total: Part
    by: Mapping[str, tuple[Part, ...]]
    denominators: tuple[Denominator, ...]
    against: date | None
    weight: int
    simulated: bool


@dataclass(frozen=True, slots=True)
class Point:
    """Coverage in one month: a part of a series."""

    month: int
    insured: int
    people: int

    @property
    def rate(self) -> Fraction:
        return Fraction(self.insured, self.people or 1)


Count = tuple[int, int]


def coverage(
    run: RunLike, book: Book, day: date, *, against: date | None = None, bands: Sequence[int] | None = None
) -> Coverage:
    """Coverage on a day, by unit, paying group, age band, ethnicity and sex; `against` another day if asked.

    `bands` are the full years at which an age band begins, by default the ages at which the law of that month turns.
    InsightError when a day is outside the run.
    """
    asking = _Asking(run, book, month_in(run, day), bands)
    now = asking.counts(asking.month)
    then = asking.counts(month_in(run, against)) if against else None
    total = Part("", Text("Tất cả", "All"), *now["all"].get("", (0, 0)), *_before(then["all"] if then else None, ""))
    by = {name: asking.parts(name, now[name], then[name] if then else None) for name in DIMENSIONS}
    each = weight(run.about)
    return Coverage(day, asking.month, total, by, _denominators(book, total, each), against, each, simulated(run.about))


def series(run: RunLike, book: Book, months: Sequence[int]) -> tuple[Point, ...]:
    """Coverage of all units in each of some months, in one pass."""
    asked = [month_in(run, m) for m in months]
    if not asked:
        return ()
    counts = ", ".join(
        f"count(*) filter (where a <= {m} and b >= {m}), count(*) filter (where card = 1 and a <= {m} and b >= {m})"
        for m in asked
    )
    (row,) = run.con.execute(
        f"select {counts} from interval where {living(book)} and a <= {max(asked)} and b >= {min(asked)}"
    ).fetchall()
    return tuple(Point(m, row[2 * i + 1], row[2 * i]) for i, m in enumerate(asked))


def law_ages(book: Book, period: Period) -> tuple[int, ...]:
    """The full years at which some provision in force tells people apart, from 0."""
    nodes = [c.node for p in period.provisions for c in p.conditions]
    return (0, *sorted(a for a in breakpoints(nodes, book.facts, book.parameters).ages if a > 0))


class _Asking:
    """One question: its month, the law then, the age bands and the decisions of the run."""

    def __init__(self, run: RunLike, book: Book, month: int, bands: Sequence[int] | None) -> None:
        self.run, self.book, self.month = run, book, month
        self.period = period_at(book, month, month)
        self.ages = tuple(sorted({0, *(law_ages(book, self.period) if bands is None else bands)}))
        self.known: tuple[Decision, ...] = decisions(run)
        ethnicity = book.facts.get("ethnicity")
        self.majority = str(ethnicity.default) if ethnicity else ""

    def counts(self, month: int) -> dict[str, dict[str, Count]]:
        """Insured and all people of a month by the key of each dimension; `all` has them whole under an empty key."""
        band = " ".join(f"when ({month} - i.birth) // 12 >= {age} then {age}" for age in reversed(self.ages))
        rows = self.run.con.execute(
            f"""with told as (
                  select i.unit, i.outcome, case {band} else 0 end as age, coalesce(p.ethnicity, '') as ethnicity,
                    case when coalesce(p.ethnicity, '') = '' then '' when p.ethnicity = {text(self.majority)} then 'no'
                         else 'yes' end as minority, coalesce(p.sex, '') as sex, i.card
                  from interval i left join person p using (person)
                  where i.a <= {month} and i.b >= {month} and {living(self.book, "i.unit")})
                select grouping_id(unit, outcome, age, ethnicity, minority, sex), unit, outcome, age, ethnicity,
                  minority, sex, sum(card)::bigint, count(*) from told
                group by grouping sets ((), (unit), (outcome), (age), (ethnicity), (minority), (sex))"""
        ).fetchall()
        found: dict[str, dict[str, Count]] = {name: {} for name in ("all", *DIMENSIONS)}
        for grouped, *keys, insured, people in rows:
            # grouping_id has one bit a column, the first column highest; a bit of 0 says the row is grouped by it
            by = [i for i in range(len(DIMENSIONS)) if not grouped >> (len(DIMENSIONS) - 1 - i) & 1]
            name = DIMENSIONS[by[0]] if by else "all"
            key = "" if not by else self.known[keys[by[0]]].group if name == "group" else str(keys[by[0]])
            had = found[name].get(key, (0, 0))
            found[name][key] = (had[0] + (insured or 0), had[1] + people)
        return found

    def parts(self, name: str, now: Mapping[str, Count], then: Mapping[str, Count] | None) -> tuple[Part, ...]:
        """The parts of a dimension in the order a reader expects."""
        keys = sorted(set(now) | set(then or ()), key=self.order(name, now))
        return tuple(Part(key, self.label(name, key), *now.get(key, (0, 0)), *_before(then, key)) for key in keys)

    def order(self, name: str, now: Mapping[str, Count]) -> Callable[[str], tuple[int, str]]:
        """Ages upward, groups as in Article 12, ethnicities by size, the rest by key."""
        place = {group: i for i, group in enumerate(self.period.groups)}
        if name == "age":
            return lambda key: (int(key), "")
        if name == "group":
            return lambda key: (place.get(key, len(place)), key)
        if name == "ethnicity":
            return lambda key: (-now.get(key, (0, 0))[1], key)
        return lambda key: (0, key)

    def label(self, name: str, key: str) -> Text:
        """The name of a part in both languages."""
        if name == "unit":
            return unit_label(self.book, key)
        if name == "group":
            return group_label(self.book, key, self.month)
        if name == "age":
            return age_label(self.ages, int(key))
        if name == "minority" and key == "yes":
            return Text("Dân tộc thiểu số", "Ethnic minorities")
        if name == "minority":
            return value_label(self.book, "ethnicity", self.majority if key == "no" else "")
        return value_label(self.book, name, key)


def _before(then: Mapping[str, Count] | None, key: str) -> tuple[int | None, int | None]:
    return (None, None) if then is None else then.get(key, (0, 0))


def _denominators(book: Book, total: Part, each: int) -> tuple[Denominator, ...]:
    insured, people = total.insured * each, total.people * each
    listed = sum(area.population for area in book.areas.values())
    label = Text("người sống tại các đơn vị vào ngày đầu tháng", "people living in the units on the first of the month")
    found = [Denominator(label, people, Fraction(insured, people or 1))]
    if listed:
        label = Text("dân số các đơn vị ghi trong sổ luật", "population of the units as listed in the law book")
        found.append(Denominator(label, listed, Fraction(insured, listed)))
    return tuple(found)
