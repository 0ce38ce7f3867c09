"""The people behind a figure: a list asked of the run the figure was kept of, read in pieces and never counted whole.

It is in the order of units and people; a page begins behind a place, (unit, person), and reads as few units as it can.

What narrows a list is the same as what the figure counted: month, unit, group, age band, ethnicity, insured or not; a
provision or act that supports, over a stretch of months, with the đồng it pays; a cause of lapses until a day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any, overload

from baophu.accounts.models import User
from baophu.accounts.services import may, units_of
from baophu.engine.store import Run
from baophu.insight.run import Decision, decisions, instrument_of, numbers, text
from baophu.law.model import Book
from baophu.registry.models import Person
from baophu.steering.errors import NotSeen
from baophu.steering.models import Kept
from baophu.steering.services import listing, reading
from baophu.steering.services.figures import folder_of
from baophu.steering.services.sources import run_of

PIECE = 2000


@dataclass(frozen=True, slots=True)
class Asked:
    """Which people. Months are numbers; None and "" ask for nothing. `last` with `payer`, `provision` or
    `instrument` only: they ask for those whose premium somebody pays, or pays under a provision or an act.

    `applied` is a provision or an act that decides something of them, whether it pays or not. `lapse` is a cause of
    lapses ("all": any) and `until` the day until which they are counted.
    """

    month: int
    unit: str = ""
    group: str | None = None
    age: int | None = None
    ethnicity: str | None = None
    insured: bool | None = None
    applied: str = ""
    payer: str = ""
    provision: str = ""
    instrument: str = ""
    last: int | None = None
    lapse: str = ""
    until: date | None = None

    @property
    def of_money(self) -> bool:
        """Whether it asks for whom something was paid."""
        return bool(self.payer or self.provision or self.instrument)


@dataclass(frozen=True, slots=True)
class Row:
    """A person of the list. `born` and `sex` are the run's; `amount` and `months` where money was asked for;
    `day`, `cause` and `provision` of a lapse. `person` is None where the register does not hold the run's people.
    """

    number: int
    person: Person | None
    name: str
    born: date | None
    sex: str
    unit: str
    group: str
    letter: str
    insured: bool
    payers: tuple[str, ...]
    months: int | None = None
    amount: int | None = None
    day: date | None = None
    cause: str = ""
    provision: str = ""


Place = tuple[str, int]
"""Where a page of a list begins or ends: a unit and a person of it."""


class People(Sequence[Row]):
    """The list. Pieces are read from the run when asked for; `len` counts. `total` is known from the figures, or not.

    `units` are those that may hold somebody, in order; `sql` gives the rows of some of them.
    """

    def __init__(
        self,
        run: Run,
        units: Sequence[str],
        sql: Callable[[Sequence[str]], str],
        known: tuple[Decision, ...],
        total: int | None,
    ) -> None:
        self._run, self._units, self._sql, self._known, self.total = run, units, sql, known, total
        self._length: int | None = None

    def __len__(self) -> int:
        if self._length is None:
            (found,) = self._run.con.execute(f"select count(*) from ({self._sql(self._units)})").fetchall()
            self._length = int(found[0])
        return self._length

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> list[Row]: ...
    def __getitem__(self, at: int | slice) -> Row | list[Row]:
        if isinstance(at, int):
            return self[at : at + 1][0]
        return list(islice(self, at.start or 0, at.stop))

    def after(self, place: Place | None, count: int) -> list[Row]:
        """The rows behind a place (None: from the beginning), `count` at most."""
        units = [u for u in self._units if place is None or u >= place[0]]
        behind = "" if place is None else f" where unit > {text(place[0])} or person > {int(place[1])}"
        return self._read(units, behind, "unit, person", count)

    def before(self, place: Place, count: int) -> list[Row]:
        """The rows before a place, `count` at most, in the order of the list."""
        units = [u for u in reversed(self._units) if u <= place[0]]
        ahead = f" where unit < {text(place[0])} or person < {int(place[1])}"
        return self._read(units, ahead, "unit desc, person desc", count)[::-1]

    def _read(self, units: Sequence[str], where: str, order: str, count: int) -> list[Row]:
        """Rows of the units in turn, a few units at a time, until there are enough."""
        found: list[tuple[Any, ...]] = []
        at = 0
        for size in (1, 4, len(units)):
            some, at = units[at : at + size], at + size
            if some and len(found) < count:
                asked = f"select * from ({self._sql(some)}){where} order by {order} limit {count - len(found)}"
                found += self._run.con.execute(asked).fetchall()
        return self._rows(found)

    def __iter__(self) -> Iterator[Row]:
        asked = self._run.con.execute(f"select * from ({self._sql(self._units)}) order by unit, person")
        while piece := asked.fetchmany(PIECE):
            yield from self._rows(piece)

    def _rows(self, found: Sequence[tuple[Any, ...]]) -> list[Row]:
        numbers_ = [row[0] for row in found]
        held = Person.objects.in_bulk(numbers_)
        names = self._names([n for n in numbers_ if n not in held])
        return [self._row(row, held.get(row[0]), names) for row in found]

    def _names(self, missing: Sequence[int]) -> dict[int, tuple[str, date | None, str]]:
        if not missing:
            return {}
        rows = self._run.con.cursor().execute(
            f"select person, coalesce(name, ''), born, sex from person where person in ({numbers(missing)})"
        )
        return {n: (name, born, sex) for n, name, born, sex in rows.fetchall()}

    def _row(self, row: tuple[Any, ...], person: Person | None, names: dict[int, tuple[str, date | None, str]]) -> Row:
        number, outcome, unit, card, months, amount, day, cause, provision = row
        name, born, sex = (person.name, person.born, person.sex) if person else names.get(number, ("", None, ""))
        told = self._known[outcome] if outcome is not None and outcome >= 0 else None
        return Row(
            number=number,
            person=person,
            name=name,
            born=born,
            sex=sex,
            unit=unit,
            group=told.group if told else "",
            letter=told.letter if told else "",
            insured=bool(card),
            payers=tuple(s.payer for s in told.shares) if told else (),
            months=months,
            amount=amount,
            day=day,
            cause=cause or "",
            provision=provision or "",
        )


def people(kept: Kept, book: Book, asked: Asked, user: User) -> People:
    """The people of a figure whom a user may see, by unit and number.

    NotSeen where the role may see no person, NoFigures where the run is gone.
    """
    if not may(user, "read_person"):
        raise NotSeen(
            "Tài khoản này xem được số liệu, không xem được danh sách người.",
            "This account may see figures, not lists of people.",
        )
    run = run_of(kept)
    known = decisions(run)
    scope = units_of(user)
    units = [u for u in sorted(book.areas) if (scope is None or u in scope) and asked.unit in ("", u)]
    of = units[0] if len(units) == 1 else "" if scope is None and not asked.unit else None
    folder = folder_of(kept)
    spans = asked.last is not None and asked.last != asked.month

    def sql(some: Sequence[str]) -> str:
        where = [f"i.unit in ({', '.join(text(u) for u in some) or 'null'})"]
        if asked.lapse:
            return _lapse_sql(folder / listing.LAPSES, asked, where)
        # people of the figures' own month are listed beside them, sorted; those of other months as stretches
        listed = asked.month == kept.month and not spans and (folder / listing.PEOPLE).exists()
        source = f"read_parquet({text(str(folder / listing.PEOPLE))})" if listed else _stretches(folder, some, asked)
        if asked.of_money:
            return _money_sql(source, book, known, asked, where, spans=not listed)
        return _living_sql(source, kept, known, asked, where)

    return People(run, units, sql, known, _total(kept, replace(asked, unit=of)) if of is not None else None)


def _stretches(folder: Path, units: Sequence[str], asked: Asked) -> str:
    """The stretches in the months asked for; ethnicity only where it is asked."""
    last = asked.last if asked.last is not None else asked.month
    held = listing.stretches(folder, units) if (folder / listing.STRETCHES).exists() else "interval"
    told, joined = (
        ("''", "") if asked.ethnicity is None else ("coalesce(p.ethnicity, '')", " left join person p using (person)")
    )
    return f"""(select i.*, {told} as ethnicity from {held} i{joined} where i.a <= {last} and i.b >= {asked.month})"""


def _total(kept: Kept, asked: Asked) -> int | None:
    """How many the list holds, where a kept figure says it; None where it would have to be counted."""
    if asked.applied:
        return reading.people_of_an_ending(kept, asked.applied, asked.month, asked.unit)
    if asked.lapse:
        if asked.until is None:
            return None
        cause = "" if asked.lapse == "all" else asked.lapse
        found = reading.lapsing(kept, asked.until, "cause", asked.unit).get(cause)
        return found.people if found else 0 if asked.until in reading.horizons(kept) else None
    narrowed = {"group": asked.group, "age": asked.age, "ethnicity": asked.ethnicity}
    by = {name: str(value) for name, value in narrowed.items() if value is not None}
    if asked.of_money:
        one_month = asked.last in (None, asked.month)
        if by or asked.payer or asked.instrument or asked.insured is not None or not one_month:
            return None
        return reading.people_paid_for(kept, asked.month, asked.unit, asked.provision)
    if len(by) > 1:
        return None
    ((dimension, key),) = by.items() if by else {"all": ""}.items()
    count = reading.by_key(kept, asked.month, dimension, asked.unit).get(key, reading.NOBODY)
    return count.living if asked.insured is None else count.insured if asked.insured else count.uncovered


def _living_sql(source: str, kept: Kept, known: tuple[Decision, ...], asked: Asked, where: list[str]) -> str:
    where = list(where)
    if asked.group is not None:
        where.append(f"i.outcome in ({numbers(d.number for d in known if d.group == asked.group)})")
    if asked.insured is not None:
        where.append(f"i.card = {int(asked.insured)}")
    if asked.applied:
        applied = (d.number for d in known if any(asked.applied in (r, instrument_of(r)) for r in d.applied))
        where.append(f"i.outcome in ({numbers(applied)})")
    if asked.age is not None:
        later = [b for b in kept.bands if b > asked.age]
        years = f"({asked.month} - i.birth) // 12"
        where += [f"{years} >= {asked.age}"] if asked.age else []
        where += [f"{years} < {later[0]}"] if later else []
    if asked.ethnicity is not None:
        where.append(f"i.ethnicity = {text(asked.ethnicity)}")
    return f"""select i.person, i.outcome, i.unit, i.card, null::bigint as months, null::bigint as amount,
                 null::date as day, '' as cause, '' as provision
               from {source} i where {" and ".join(where) or "true"}"""


def _money_sql(
    source: str, book: Book, known: tuple[Decision, ...], asked: Asked, where: list[str], *, spans: bool
) -> str:
    """People with a card in the months for whom a payer pays, or pays under the provision or act, with what it pays."""
    first, last = asked.month, asked.last if asked.last is not None else asked.month
    pays: dict[str, list[int]] = {}
    for d in known:
        for s in d.shares:
            under = asked.provision in ("", s.by) and asked.instrument in ("", instrument_of(s.by))
            if under and asked.payer in ("", s.payer) and d.number not in pays.setdefault(s.payer, []):
                pays[s.payer].append(d.number)
    amount = " + ".join(f'case when i.outcome in ({numbers(ns)}) then i."{p}" else 0 end' for p, ns in pays.items())
    months = f"(least(i.b, {last}) - greatest(i.a, {first}) + 1)" if spans else "1"
    at = "i.b" if spans else "1"
    paid = sorted({n for ns in pays.values() for n in ns})
    where = ["i.card = 1", f"i.outcome in ({numbers(paid)})", *where]
    return f"""select i.person, max_by(i.outcome, {at}) as outcome, i.unit, 1 as card, sum({months})::bigint as months,
                 sum({months} * ({amount or "0"}))::bigint as amount, null::date as day,
                 '' as cause, '' as provision
               from {source} i where {" and ".join(where)} group by i.person, i.unit"""


def _lapse_sql(file: Path, asked: Asked, where: list[str]) -> str:
    """Each person once, with the first lapse (of the cause asked for)."""
    until = asked.until or date.max
    where = [f"i.day <= date '{until.isoformat()}'", *where]
    if asked.lapse == "all":
        once = " qualify row_number() over (partition by i.person order by i.day, i.cause) = 1"
    else:
        where.append(f"i.cause = {text(asked.lapse)}")
        once = ""
    return f"""select i.person, i.outcome, i.unit, i.card, null::bigint as months, null::bigint as amount, i.day,
                 i.cause, i.provision
               from read_parquet({text(str(file))}) i where {" and ".join(where)}{once}"""
