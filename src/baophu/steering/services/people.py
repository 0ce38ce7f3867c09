"""The people behind a figure: a list asked of the run the figure was kept of, read in pieces and never counted whole.

What narrows a list is the same as what the figure counted: month, unit, group, age band, ethnicity, insured or not; a
provision or act that supports, over a stretch of months, with the đồng it pays; a cause of lapses until a day.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, overload

from baophu.accounts.models import User
from baophu.accounts.services import may, units_of
from baophu.engine.store import Run
from baophu.insight.run import Decision, decisions, instrument_of, living, numbers, text
from baophu.law.model import Book
from baophu.registry.models import Person
from baophu.steering.errors import NotSeen
from baophu.steering.models import Kept
from baophu.steering.services import listing
from baophu.steering.services.figures import folder_of
from baophu.steering.services.sources import run_of

PIECE = 2000


@dataclass(frozen=True, slots=True)
class Asked:
    """Which people. Months are numbers; None and "" ask for nothing. `last` with `provision` or `instrument` only.

    `lapse` is a cause of lapses ("all": any) and `until` the day until which they are counted.
    """

    month: int
    unit: str = ""
    group: str | None = None
    age: int | None = None
    ethnicity: str | None = None
    insured: bool | None = None
    provision: str = ""
    instrument: str = ""
    last: int | None = None
    lapse: str = ""
    until: date | None = None


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


class People(Sequence[Row]):
    """The list. Slices are read from the run when asked for; `len` counts once."""

    def __init__(self, run: Run, sql: str, known: tuple[Decision, ...], *, sorted_already: bool) -> None:
        self._run, self._sql, self._known = run, sql, known
        self._ordered = sql if sorted_already and "qualify" not in sql else f"{sql} order by 3, 1"
        self._length: int | None = None

    def __len__(self) -> int:
        if self._length is None:
            (found,) = self._run.con.execute(f"select count(*) from ({self._sql})").fetchall()
            self._length = int(found[0])
        return self._length

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> list[Row]: ...
    def __getitem__(self, at: int | slice) -> Row | list[Row]:
        if isinstance(at, int):
            return self[at : at + 1][0]
        start, stop = at.start or 0, at.stop
        limit = "" if stop is None else f" limit {max(0, stop - start)}"
        found = self._run.con.execute(f"{self._ordered}{limit} offset {start}").fetchall()
        return self._rows(found)

    def __iter__(self) -> Iterator[Row]:
        asked = self._run.con.execute(self._ordered)
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
    units = [*_scope(user), *([f"i.unit = {text(asked.unit)}"] if asked.unit else [])]
    now = folder_of(kept) / listing.PEOPLE
    spans = asked.last is not None and asked.last != asked.month
    if asked.lapse:
        return People(run, _lapse_sql(folder_of(kept) / listing.LAPSES, asked, units), known, sorted_already=True)
    # people of the figures' own month are listed beside them, sorted; those of other months are in the run
    listed = asked.month == kept.month and not spans and now.exists()
    source = f"read_parquet({text(str(now))})" if listed else _of_the_run(book, asked)
    if asked.provision or asked.instrument:
        return People(run, _money_sql(source, book, known, asked, units), known, sorted_already=False)
    return People(run, _living_sql(source, kept, known, asked, units), known, sorted_already=listed)


def _of_the_run(book: Book, asked: Asked) -> str:
    """The run's stretches in the months asked for; ethnicity only where it is."""
    last = asked.last if asked.last is not None else asked.month
    told, joined = (
        ("''", "") if asked.ethnicity is None else ("coalesce(p.ethnicity, '')", " left join person p using (person)")
    )
    return f"""(select i.*, {told} as ethnicity from interval i{joined}
                where i.a <= {last} and i.b >= {asked.month} and {living(book, "i.unit")})"""


def _scope(user: User) -> list[str]:
    units = units_of(user)
    return [] if units is None else [f"i.unit in ({', '.join(text(u) for u in sorted(units)) or 'null'})"]


def _living_sql(source: str, kept: Kept, known: tuple[Decision, ...], asked: Asked, where: list[str]) -> str:
    where = list(where)
    if asked.group is not None:
        where.append(f"i.outcome in ({numbers(d.number for d in known if d.group == asked.group)})")
    if asked.insured is not None:
        where.append(f"i.card = {int(asked.insured)}")
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


def _money_sql(source: str, book: Book, known: tuple[Decision, ...], asked: Asked, where: list[str]) -> str:
    """People with a card in the months whose payer pays under the provision or act, with what it pays in them."""
    first, last = asked.month, asked.last if asked.last is not None else asked.month
    paid = {
        d.number: s.payer
        for d in known
        for s in d.supports
        if (asked.provision and s.by == asked.provision)
        or (asked.instrument and not asked.provision and instrument_of(s.by) == asked.instrument)
    }
    by_payer = {p: [n for n, payer in paid.items() if payer == p] for p in book.payers}
    amount = " ".join(f'when i.outcome in ({numbers(ns)}) then i."{p}"' for p, ns in by_payer.items() if ns)
    spans = source.startswith("(")
    months = f"(least(i.b, {last}) - greatest(i.a, {first}) + 1)" if spans else "1"
    at = "i.b" if spans else "1"
    where = ["i.card = 1", f"i.outcome in ({numbers(paid)})", *where]
    return f"""select i.person, max_by(i.outcome, {at}) as outcome, i.unit, 1 as card, sum({months})::bigint as months,
                 sum({months} * case {amount or "when true then 0"} end)::bigint as amount, null::date as day,
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
