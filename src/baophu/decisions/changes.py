"""Changes that somebody thinks of recording, as `foresee` reads them. Nothing here touches the database.

All days are inclusive; `end` None: still so. A change *lies over* what is recorded: in its days the fact has the
change's value and nothing else, before and after it stays as recorded. So one shape serves to record, correct and end:

- record: `StatusChange("household", 12, "living_standard", "near_poor", date(2027, 1, 1), date(2027, 12, 31))`
- end on the last day of June: `StatusChange("person", 7, "study", None, date(2027, 7, 1))`
- an amount: `StatusChange("person", 7, "wage", 8_000_000, date(2027, 1, 1))`
- moves: `StayChange(7, 12, "06838", True, date(2027, 1, 1))`; moves away: `StayChange(7, None, None, False, day)`
- a card: `CardChange(7, start, end)`; a card that ends early: `CardChange(7, start, insured=False)`
- dies: `PersonChange(7, died=day)`
- somebody who is not in the register yet has a negative number of the caller's choosing, and so has a household that
  is not there yet: `NewPerson(-1, born, sex, ethnicity)`, `StayChange(-1, -1, unit, True, day)`.

Changes are applied in the order given; a later one lies over an earlier one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Owner = Literal["person", "household", "unit"]


@dataclass(frozen=True, slots=True)
class StatusChange:
    """A fact (or an amount of money a month, whole đồng) of a person, household or unit; value None: not recorded.

    A flag's value is `true`, a month is written `2021-07`, a count as its digits, as in the facts tables.
    """

    owner: Owner
    id: int | str
    fact: str
    value: str | int | None
    start: date
    end: date | None = None


@dataclass(frozen=True, slots=True)
class StayChange:
    """Where a person lives in these days; household and unit None: nowhere that the register knows."""

    person: int
    household: int | None
    unit: str | None
    permanent: bool
    start: date
    end: date | None = None


@dataclass(frozen=True, slots=True)
class CardChange:
    """A person is insured in these days, or is not."""

    person: int
    start: date
    end: date | None = None
    insured: bool = True


@dataclass(frozen=True, slots=True)
class PersonChange:
    """What the register says of a person besides statuses; None: as it is. `ethnicity` as in the facts tables."""

    person: int
    born: date | None = None
    died: date | None = None
    sex: str | None = None
    ethnicity: str | None = None


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody who is not in the register yet; `person` is negative."""

    person: int
    born: date
    sex: str
    ethnicity: str
    died: date | None = None


Change = StatusChange | StayChange | CardChange | PersonChange | NewPerson
