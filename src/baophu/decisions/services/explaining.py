"""Why a person of the register is decided as they are: every provision considered, and what changes next."""

from __future__ import annotations

from datetime import date, datetime

from baophu.decisions.errors import NotDecided
from baophu.decisions.services import lawbooks
from baophu.decisions.services.deciding import law_around
from baophu.decisions.services.facts import gather
from baophu.engine.explanation import Explanation
from baophu.engine.few import explain_few
from baophu.engine.months import month_of
from baophu.engine.source import FactsError
from baophu.law.model import Book


def explain_person(
    person: int, day: date, *, known_at: datetime | None = None, book: Book | None = None
) -> Explanation:
    """The decision of a person in the month of a day, as known now (or then) and by the law book in use (or another).

    NotDecided when the person is not decided then, or a fact cannot be decided on: it says why.
    """
    law = law_around(book or lawbooks.active(), day)
    gathered = gather((), [person], known_at=known_at, book=law.book, since=date(day.year, 1, 1))
    if person in gathered.missing:
        raise NotDecided(
            f"Người số {person} không cư trú ở đâu trong những ngày đó; hãy xem lại nơi cư trú.",
            f"Person {person} lives nowhere in these days; look at the residence.",
        )
    try:
        return explain_few(law, gathered.facts, person, month_of(day))
    except FactsError as error:
        raise NotDecided(f"Không tính được: {error}", f"It cannot be decided: {error}") from error
