"""What ends: every provision with a last day, whom it reaches in its last month, what follows, what going on costs.

A provision that ends beyond the run is counted in the run's last month, and says so. What follows is not read from the
law but from the decisions the same people get in the month after: the provision that supports them then, or nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from baophu.engine.months import first_day, month_of
from baophu.insight.labels import provision_label, unit_name
from baophu.insight.money import due
from baophu.insight.run import (
    Decision,
    RunLike,
    decisions,
    living,
    numbers,
    payer_last,
    simulated,
    weight,
)
from baophu.law.model import Book, Provision, Rule, Text

NOTHING = Text("không có gì thay thế", "nothing takes its place")
KINDS = ("support", "group", "premium", "benefit", "taper", "other")


@dataclass(frozen=True, slots=True)
class Follower:
    """Insured people of an ending provision in the month after: what takes its place (empty: nothing), the group they
    pay in then, and what they pay themselves a month, in đồng in all.

    A support of the same payer takes the place, else one they did not have before.
    """

    provision: str
    says: Text
    letter: str
    group: str
    people: int
    own: int


@dataclass(frozen=True, slots=True)
class InUnit:
    """People of an ending provision who live in a unit."""

    unit: str
    name: str
    people: int


@dataclass(frozen=True, slots=True)
class Ending:
    """A provision that ends on `end`; people and money are of the data in the month `counted_in`, cards only.

    `monthly` is what its payer owes under it that month; `last_year` what it owed in the twelve months up to it (less
    where the run begins later: `last_year_months`); both None where the provision makes nobody pay. `follows` None:
    the run does not reach the month after.
    """

    provision: str
    instrument: str
    says: Text
    article: str
    kind: str
    payer: str
    end: date
    ended_by: str | None
    counted_in: int
    people: int
    units: tuple[InUnit, ...]
    monthly: int | None
    last_year: int | None
    last_year_months: int
    follows: tuple[Follower, ...] | None

    @property
    def extension(self) -> int | None:
        """What one more year costs at the last month's heads and price: twelve times that month's đồng."""
        return None if self.monthly is None else self.monthly * 12

    @property
    def unsupported_after(self) -> int | None:
        """People for whom nothing takes its place in the month after."""
        return None if self.follows is None else sum(f.people for f in self.follows if not f.provision)


@dataclass(frozen=True, slots=True)
class Expiry:
    """Endings by date, supports first. Counts are people of the data; one stands for `weight` real people."""

    since: date
    until: date | None
    endings: tuple[Ending, ...]
    weight: int
    simulated: bool


def expiry(
    run: RunLike, book: Book, since: date, until: date | None = None, *, kinds: Sequence[str] | None = None
) -> Expiry:
    """Provisions whose last day lies from `since` to `until` (None: no end to the span), of some KINDS.

    Those that ended before the run began are left out: nobody can be counted under them.
    """
    known = decisions(run)
    ending = [p for p in book.provisions() if _within(p, since, until, run) and (kinds is None or kind_of(p) in kinds)]
    found: list[Ending] = []
    for month in sorted({_counted_in(p, run) for p in ending}):
        found += _count(run, book, known, month, [p for p in ending if _counted_in(p, run) == month])
    order = sorted(found, key=lambda e: (e.end, KINDS.index(e.kind), -e.people, e.provision))
    return Expiry(since, until, tuple(order), weight(run.about), simulated(run.about))


def kind_of(provision: Provision) -> str:
    """The kind of rule a provision is, as in docs/law-book.md."""
    name = type(provision.effect).__name__.lower()
    return name if name in KINDS else "other"


def _within(provision: Provision, since: date, until: date | None, run: RunLike) -> bool:
    if provision.end is None or isinstance(provision.effect, Rule):
        return False
    return since <= provision.end and (until is None or provision.end <= until) and month_of(provision.end) >= run.first


def _counted_in(provision: Provision, run: RunLike) -> int:
    assert provision.end is not None
    return min(month_of(provision.end), run.last)


def _count(
    run: RunLike, book: Book, known: Sequence[Decision], month: int, ending: Sequence[Provision]
) -> Iterable[Ending]:
    """The endings counted in one month: one pass over that month, one over the next, one over the year before."""
    refs = {p.ref for p in ending}
    touched = [d.number for d in known if refs.intersection(d.applied)]
    where = f"card = 1 and {living(book)} and outcome in ({numbers(touched)})"
    payers = sorted({s.payer for d in known for s in d.supports if s.by in refs}, key=book.payers.index)
    listed = "".join(f', sum("{p}")::bigint as "{p}"' for p in payers)
    rows = run.con.sql(
        f"""select outcome, unit, count(*) as people{listed} from interval
            where a <= {month} and b >= {month} and {where} group by all"""
    ).to_arrow_table().to_pylist()  # fmt: skip
    first = max(run.first, month - 11)
    year = due(run, tuple(payers), first, month, where).to_pylist() if payers else []
    after = _after(run, book, known, month, where) if month < run.last else None
    for provision in ending:
        under = {d.number for d in known if provision.ref in d.applied}
        payer = next((s.payer for d in known for s in d.supports if s.by == provision.ref), "")
        here = [r for r in rows if r["outcome"] in under]
        units: dict[str, int] = {}
        for row in here:
            units[row["unit"]] = units.get(row["unit"], 0) + row["people"]
        paid = {d.number for d in known if d.support_by(provision.ref)}
        yield Ending(
            provision=provision.ref,
            instrument=provision.instrument,
            says=provision.says,
            article=provision.article,
            kind=kind_of(provision),
            payer=payer,
            end=provision.end or first_day(month),
            ended_by=provision.ended_by,
            counted_in=month,
            people=sum(units.values()),
            units=tuple(
                InUnit(unit, unit_name(book, unit), people)
                for unit, people in sorted(units.items(), key=lambda u: (-u[1], u[0]))
            ),
            monthly=sum(r[payer] for r in here if r["outcome"] in paid) if payer else None,
            last_year=sum(r[payer] for r in year if r["outcome"] in paid) if payer else None,
            last_year_months=month - first + 1,
            follows=None if after is None else _followers(book, known, payer, [r for r in after if r[0] in under]),
        )


Next = tuple[int, int, int, int]


def _after(run: RunLike, book: Book, known: Sequence[Decision], month: int, where: str) -> list[Next]:
    """(decision, decision in the month after or -1, people, own đồng a month then)."""
    return run.con.execute(
        f"""select b.outcome, coalesce(n.outcome, -1), count(*), coalesce(sum(n.own_share), 0)::bigint
            from (select person, outcome from interval where a <= {month} and b >= {month} and {where}) b
            left join (select person, outcome, "{payer_last(book)}" as own_share from interval
                       where a <= {month + 1} and b >= {month + 1}) n using (person)
            group by all"""
    ).fetchall()


def _followers(book: Book, known: Sequence[Decision], payer: str, rows: Iterable[Next]) -> tuple[Follower, ...]:
    """The month after by successor and paying group; who died or left is not counted."""
    found: dict[tuple[str, str, str], tuple[int, int]] = {}
    for was, now, people, own in rows:
        if now < 0:
            continue
        key = (_successor(known[was], known[now], payer), known[now].letter, known[now].group)
        had = found.get(key, (0, 0))
        found[key] = (had[0] + people, had[1] + own)
    lines = [
        Follower(ref, provision_label(book, ref) if ref else NOTHING, letter, group, *count)
        for (ref, letter, group), count in found.items()
    ]
    return tuple(sorted(lines, key=lambda f: (-f.people, f.provision, f.letter)))


def _successor(was: Decision, now: Decision, payer: str) -> str:
    same = next((s.by for s in now.supports if s.payer == payer), "")
    return same or next((s.by for s in now.supports if was.support_by(s.by) is None), "")
