"""Whether the books balance: charges = what payments settled + what is receivable, by payer, unit and resolution.

Receivable is not defined as what is missing: it is added up charge by charge, from the open part of each, and must come
to the difference. Every row is looked at that could break the sum elsewhere: allocations beyond their payment or charge
or to another payer, reversals beyond what they reverse, payments not accounted for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper

from baophu.insight.format import whole
from baophu.law.model import Text


@dataclass(frozen=True, slots=True)
class BookLine:
    """Đồng of a payer, unit and resolution: charged, settled by payments, still due (below nothing: owed back)."""

    payer: str
    unit: str
    resolution: str
    charged: int
    settled: int
    receivable: int


@dataclass(frozen=True, slots=True)
class Books:
    """The lines, payments by payer (received less paid back, settled, in advance), and what is wrong, if anything."""

    lines: tuple[BookLine, ...]
    payments: tuple[tuple[str, int, int], ...]
    problems: tuple[Text, ...]

    def by_payer(self) -> list[BookLine]:
        """One line a payer."""
        found: dict[str, list[BookLine]] = {}
        for line in self.lines:
            found.setdefault(line.payer, []).append(line)
        return [
            BookLine(payer, "", "", *(sum(getattr(x, f) for x in xs) for f in ("charged", "settled", "receivable")))
            for payer, xs in sorted(found.items())
        ]


_OPEN = """select c.id, c.payer, c.unit_id, c.resolution, c.amount, coalesce(a.settled, 0) as settled
  from cover_charge c left join (select charge_id, sum(amount) as settled from cover_allocation group by charge_id) a
  on a.charge_id = c.id"""

_LINES = f"""select payer, unit_id, resolution, sum(amount), sum(settled), sum(amount - settled) from ({_OPEN}) o
  group by payer, unit_id, resolution order by payer, unit_id, resolution"""

_SETTLED = """select c.payer, c.unit_id, c.resolution, sum(a.amount) from cover_allocation a
  join cover_charge c on c.id = a.charge_id join cover_payment p on p.id = a.payment_id and p.payer = c.payer
  group by c.payer, c.unit_id, c.resolution"""

_PAYMENTS = """select p.payer, sum(p.amount), sum(coalesce(a.used, 0)) from cover_payment p left join
  (select payment_id, sum(amount) as used from cover_allocation group by payment_id) a on a.payment_id = p.id
  group by p.payer order by p.payer"""

_WRONG: Sequence[tuple[str, Text]] = (
    (
        f"select id from ({_OPEN}) o where (amount >= 0 and (settled < 0 or settled > amount))"
        " or (amount < 0 and (settled > 0 or settled < amount))",
        Text("khoản phải thu được phân bổ quá số", "charges settled beyond what they are"),
    ),
    (
        """select p.id from cover_payment p join (select payment_id, sum(amount) as used from cover_allocation
           group by payment_id) a on a.payment_id = p.id where (p.amount >= 0 and (used < 0 or used > p.amount))
           or (p.amount < 0 and (used > 0 or used < p.amount))""",
        Text("khoản thu được phân bổ quá số", "payments that settle more than they are"),
    ),
    (
        """select a.id from cover_allocation a join cover_charge c on c.id = a.charge_id
           join cover_payment p on p.id = a.payment_id where p.payer <> c.payer""",
        Text("tiền của bên này trả cho bên khác", "payments that settle another payer's charge"),
    ),
    (
        """select o.id from cover_charge o join (select reverses_id, sum(amount) as back, sum(months) as months
           from cover_charge where reverses_id is not null group by reverses_id) r on r.reverses_id = o.id
           where abs(r.back) > abs(o.amount) or r.back * o.amount > 0 or o.months + r.months < 0""",
        Text("khoản bị đảo quá số", "charges reversed beyond what they are"),
    ),
    (
        """select p.id from cover_payment p join cover_payment r on r.reverses_id = p.id
           where p.amount + r.amount <> 0""",
        Text("phiếu đảo không bằng khoản thu", "reversals of payments of another amount"),
    ),
    (
        """select p.id from cover_payment p join cover_payment r on r.reverses_id = p.id
           join cover_allocation a on a.payment_id = p.id group by p.id having sum(a.amount) <> 0""",
        Text("khoản thu đã hủy vẫn còn phân bổ", "payments reversed that still settle charges"),
    ),
    (
        """select s.id from cover_settlement s where (select coalesce(sum(amount), 0) from cover_settlementline l
           where l.settlement_id = s.id) <> (select coalesce(sum(amount), 0) from cover_charge c
           where c.quarter = s.quarter)""",
        Text("quý đã khóa khác với sổ", "closed quarters that differ from the ledger"),
    ),
)


def check() -> Books:
    """Add the books up. Reads only; a second or two on a province's ledger."""
    with connection.cursor() as cursor:
        lines = [BookLine(r[0], r[1], r[2], *map(int, r[3:])) for r in _rows(cursor, _LINES)]
        settled = {(r[0], r[1], r[2]): int(r[3]) for r in _rows(cursor, _SETTLED)}
        payments = tuple((r[0], int(r[1]), int(r[2])) for r in _rows(cursor, _PAYMENTS))
        problems = [
            Text(f"{said.vi}: {_numbers(found)}", f"{said.en}: {_numbers(found)}")
            for query, said in _WRONG
            if (found := [r[0] for r in _rows(cursor, query)])
        ]
    problems += [
        Text(
            f"{x.payer} {x.unit} {x.resolution}: {whole(x.charged)} ≠ {whole(paid)} + {whole(x.receivable)}",
            f"{x.payer} {x.unit} {x.resolution}: {whole(x.charged)} is not {whole(paid)} + {whole(x.receivable)}",
        )
        for x in lines
        if x.charged != (paid := settled.get((x.payer, x.unit, x.resolution), 0)) + x.receivable
    ]
    by_payer: dict[str, int] = {}
    for x in lines:
        by_payer[x.payer] = by_payer.get(x.payer, 0) + x.settled
    problems += [
        Text(
            f"{payer}: phân bổ {whole(used)} ≠ {whole(by_payer.get(payer, 0))}",
            f"{payer}: payments settle {whole(used)}, charges {whole(by_payer.get(payer, 0))}",
        )
        for payer, _, used in payments
        if used != by_payer.get(payer, 0)
    ]
    return Books(tuple(lines), payments, tuple(problems))


def _rows(cursor: CursorWrapper, query: str) -> list[tuple[Any, ...]]:
    cursor.execute(query)
    return list(cursor.fetchall())


def _numbers(found: Iterable[object]) -> str:
    listed = list(found)
    return ", ".join(map(str, listed[:10])) + (f" … ({len(listed)})" if len(listed) > 10 else "")
