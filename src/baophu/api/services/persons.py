"""People as an organisation may read them: narrowed in the query, every look logged with who and why."""

from __future__ import annotations

from collections.abc import Iterable

from baophu.accounts.services import log_looks
from baophu.api.errors import NotThere
from baophu.api.services.callers import Caller
from baophu.registry.models import Person
from baophu.registry.services.finding import by_number

TRIED = "thử đọc hồ sơ ngoài phạm vi qua giao diện kết nối"


def numbered(who: Caller, number: str, why: str, page: str) -> Person:
    """The one person who has a number. NotThere for nobody, for several (an old ID given twice), and for somebody of
    another unit, whose trial is logged."""
    found = [f.person for f in by_number(number, None)]
    mine = [p for p in found if who.units is None or p.unit_id in who.units]
    if len(mine) != 1:
        tried(who, [p.pk for p in found if p not in mine], page)
        raise NotThere
    looked(who, [mine[0].pk], why, page)
    return mine[0]


def of_number(who: Caller, key: int, why: str, page: str) -> Person:
    """A person by the register's own number. NotThere as for `numbered`."""
    found = who.people().filter(pk=key).select_related("unit").first()
    if found is None:
        if Person.objects.filter(pk=key).exists():
            tried(who, [key], page)
        raise NotThere
    looked(who, [key], why, page)
    return found


def looked(who: Caller, persons: Iterable[int], why: str, page: str) -> None:
    """Note that an organisation read people's records."""
    log_looks(who.name, persons, why, page)


def tried(who: Caller, persons: Iterable[int], page: str) -> None:
    """Note that an organisation asked for people it may not read."""
    log_looks(who.name, persons, TRIED, page)
