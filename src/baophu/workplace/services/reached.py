"""The people a provision or an act reaches today: those of the figure on the law book's page, read in pieces."""

from __future__ import annotations

from datetime import date

from baophu.accounts.models import User
from baophu.accounts.services import units_of
from baophu.insight.run import decisions, living, month_in, numbers, text
from baophu.law.model import Book
from baophu.steering.errors import NoFigures
from baophu.steering.services import listing, reading
from baophu.steering.services.figures import folder_of
from baophu.steering.services.people import People
from baophu.steering.services.sources import run_of


def reached(book: Book, ref: str, user: User, day: date) -> tuple[People, int]:
    """Insured people to whom a provision (`instrument#id`) or any of an act's applies in the month of a day, of the
    user's units, and that month. NoFigures while nothing was decided, or what was decided is gone."""
    kept = reading.latest()
    if kept is None:
        raise NoFigures(
            "Chưa có số liệu: hãy tính toàn tỉnh một lần.",
            "There are no figures yet: decide the whole province once.",
        )
    run = run_of(kept)
    month, known = month_in(run, day), decisions(run)
    wanted = [d.number for d in known if any(name == ref or name.partition("#")[0] == ref for name in d.applied)]
    where = ["i.card = 1", f"i.outcome in ({numbers(wanted)})"]
    units = units_of(user)
    if units is not None:
        where.append(f"i.unit in ({', '.join(map(text, sorted(units))) or 'null'})")
    file = folder_of(kept) / listing.PEOPLE
    listed = month == kept.month and file.exists()
    source = f"read_parquet({text(str(file))})" if listed else "interval"
    if not listed:
        where += [f"i.a <= {month}", f"i.b >= {month}", living(book, "i.unit")]
    sql = f"""select i.person, i.outcome, i.unit, i.card, null::bigint as months, null::bigint as amount,
                null::date as day, '' as cause, '' as provision
              from {source} i where {" and ".join(where)}"""
    return People(run, sql, known, sorted_already=listed), month
