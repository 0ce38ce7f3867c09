"""What a scanner reads off an ID card: fields joined by `|` (fact base §6.1)."""

from __future__ import annotations

from dataclasses import dataclass

from baophu.registry.dates import Born, read_born
from baophu.registry.errors import Problem
from baophu.registry.numbers import read_digits

SEXES = {"nam": "m", "male": "m", "m": "m", "nữ": "f", "nu": "f", "female": "f", "f": "f"}
SEPARATOR = "|"


@dataclass(frozen=True, slots=True)
class Scanned:
    """The fields of a scan; what was missing or could not be read is None. `personal_id` is always there."""

    personal_id: str
    old_id: str | None
    name: str | None
    born: Born | None
    sex: str | None
    address: str | None


def read_scan(text: str) -> Scanned | None:
    """`id|old id|name|DDMMYYYY|sex|address|DDMMYYYY`, with more fields after it (cards since 2024-07-01) or fewer.

    None when the text is no such scan: it has no `|`, or does not begin with a personal ID.
    """
    fields = [field.strip() for field in text.strip().split(SEPARATOR)]
    number = read_digits("personal_id", fields[0]) if len(fields) > 1 else None
    if number is None or isinstance(number, Problem):
        return None
    fields += [""] * (6 - len(fields))
    old = read_digits("old_id", fields[1])
    born = read_born(fields[3])
    return Scanned(
        personal_id=number,
        old_id=None if isinstance(old, Problem) else old,
        name=fields[2] or None,
        born=None if isinstance(born, Problem) else born,
        sex=SEXES.get(fields[4].casefold()),
        address=fields[5] or None,
    )
