"""Which column of a file is what: as guessed, corrected and kept."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field, replace
from typing import Any, Literal

How = Literal["header", "content", "remembered", "given"]
"""By what a column was assigned: its header, what stands in it, an earlier list of this sender, or an officer."""

SAMPLES = 5


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column of the file: its header as written, and the first values that stand in it."""

    label: str
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mapping:
    """How a sheet is to be read.

    `columns`: column name of the list type → positions in the sheet (counted from 0) whose cells are joined;
    `constants`: column name → the same value for every row; `how`: by what each was assigned. `top`, `bottom`: the
    lines of the header, counted from 0. `labels` and `sheets` are what there was to choose from.
    """

    sheet: str
    top: int
    bottom: int
    columns: MappingOf[str, tuple[int, ...]]
    constants: MappingOf[str, str] = field(default_factory=dict)
    how: MappingOf[str, How] = field(default_factory=dict)
    labels: tuple[SheetColumn, ...] = ()
    sheets: tuple[str, ...] = ()

    def given(self, name: str) -> bool:
        """Whether rows get a value of this column from the file or as a constant."""
        return name in self.columns or bool(self.constants.get(name))

    def corrected(
        self,
        columns: MappingOf[str, tuple[int, ...] | int | None] | None = None,
        constants: MappingOf[str, str] | None = None,
    ) -> Mapping:
        """The mapping with some columns assigned otherwise (None: not at all) and some constants set ("": none)."""
        assigned, how = dict(self.columns), dict(self.how)
        for name, places in (columns or {}).items():
            assigned.pop(name, None)
            how.pop(name, None)
            if places is not None:
                assigned[name] = (places,) if isinstance(places, int) else tuple(places)
                how[name] = "given"
        kept = {**self.constants, **(constants or {})}
        return replace(self, columns=assigned, constants={k: v for k, v in kept.items() if v}, how=how)

    def as_data(self) -> dict[str, Any]:
        """As it is kept in JSON."""
        return {
            "sheet": self.sheet,
            "top": self.top,
            "bottom": self.bottom,
            "columns": {name: list(places) for name, places in self.columns.items()},
            "constants": dict(self.constants),
            "how": dict(self.how),
            "labels": [{"label": c.label, "samples": list(c.samples)} for c in self.labels],
            "sheets": list(self.sheets),
        }


def from_data(kept: MappingOf[str, Any]) -> Mapping:
    """A mapping that was kept in JSON."""
    return Mapping(
        sheet=kept["sheet"],
        top=kept["top"],
        bottom=kept["bottom"],
        columns={name: tuple(places) for name, places in kept["columns"].items()},
        constants=kept["constants"],
        how=kept["how"],
        labels=tuple(SheetColumn(c["label"], tuple(c["samples"])) for c in kept["labels"]),
        sheets=tuple(kept["sheets"]),
    )
