"""Everybody who ever lived in the province in the span: one array for each property."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from baophu.synth.dates import OPEN, Days

NOBODY = -1


@dataclass
class Folk:
    """People; all arrays of shape (people,). Positions in the arrays are the people's numbers."""

    born: Days
    died: Days  # OPEN: alive at the end of the span
    male: NDArray[np.bool_]
    ethnicity: NDArray[np.int8]
    household: NDArray[np.int32]  # the last one
    former: NDArray[np.int32]  # the household they lived in before `moved`, or -1
    moved: Days  # first day in `household` for those with a former one
    enter: Days  # first day in the province (or in the span)
    leave: Days  # last day; OPEN where they stay
    mother: NDArray[np.int32]  # position of the mother they live with, or lived with before `moved`; or -1
    spouse: NDArray[np.int32]
    at_home: NDArray[np.bool_]
    permanent: Days  # the day from which they are registered as permanent residents; OPEN: never
    foreign: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.born)

    def append(self, rows: dict[str, Any]) -> NDArray[np.intp]:
        """Add people; returns their positions. All properties without a default must be given."""
        count = len(rows["born"])
        defaults = {
            "died": OPEN, "former": NOBODY, "moved": 0, "leave": OPEN, "mother": NOBODY, "spouse": NOBODY,
            "at_home": False, "foreign": False,
        }  # fmt: skip
        first = len(self)
        for field in fields(self):
            have = getattr(self, field.name)
            given = rows[field.name] if field.name in rows else defaults[field.name]
            more = np.broadcast_to(np.asarray(given, dtype=have.dtype), (count,))
            setattr(self, field.name, np.concatenate([have, more]))
        return np.arange(first, first + count)

    def clone(self, who: NDArray[np.intp], **change: Any) -> NDArray[np.intp]:
        """Add copies of people, with some properties changed; family ties hold among the copies only."""
        new_place = np.full(len(self) + 1, NOBODY, dtype=np.int32)
        new_place[who] = len(self) + np.arange(len(who))
        rows = {f.name: getattr(self, f.name)[who] for f in fields(self)}
        rows["mother"] = new_place[rows["mother"]]  # -1 finds the extra last place, which holds -1
        rows["spouse"] = new_place[rows["spouse"]]
        return self.append({**rows, **change})

    def reorder(self, order: NDArray[np.intp]) -> None:
        """Put the people in another order and mend the references between them."""
        place = np.full(len(self) + 1, NOBODY, dtype=np.int32)
        place[order] = np.arange(len(order))
        for field in fields(self):
            setattr(self, field.name, getattr(self, field.name)[order])
        self.mother = place[self.mother]
        self.spouse = place[self.spouse]

    def present(self, on: int) -> NDArray[np.bool_]:
        """Who lives in the province on a day (an absence for a time not considered)."""
        return (self.enter <= on) & (self.leave >= on)


@dataclass
class Houses:
    """Households; arrays of shape (households,)."""

    unit: NDArray[np.int16]  # on the reference day, or at the end for those that had left
    arrived: Days  # when it came to the province; before the span for the settled
    extended: NDArray[np.bool_]
    formed: Days  # since when the couple lives here; before the span for the settled
    other_unit: NDArray[np.int16]  # the unit before or after the move
    move: Days  # first day in the later unit; OPEN: never moved

    def __len__(self) -> int:
        return len(self.unit)

    def append(self, unit: NDArray[np.int16], arrived: Days | int) -> NDArray[np.int32]:
        """Add households; returns their numbers."""
        first, count = len(self), len(unit)
        self.unit = np.concatenate([self.unit, unit])
        day = np.broadcast_to(np.asarray(arrived, dtype=np.int32), (count,))
        self.arrived = np.concatenate([self.arrived, day])
        self.formed = np.concatenate([self.formed, day])
        self.extended = np.concatenate([self.extended, np.zeros(count, dtype=bool)])
        self.other_unit = np.concatenate([self.other_unit, unit])
        self.move = np.concatenate([self.move, np.full(count, OPEN, dtype=np.int32)])
        return np.arange(first, first + count, dtype=np.int32)
