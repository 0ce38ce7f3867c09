"""Any answer as plain data that JSON can hold: dates as ISO, months as 2025-07, shares as "7/10", tables as rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pyarrow as pa

from baophu.engine.months import show

MONTHS = frozenset({"month", "first", "last", "until_month", "counted_in"})
"""Names of fields that hold a month as a whole number."""


def to_json(answer: object) -> Any:
    """Plain data for `json.dumps`; TypeError names what has no plain form."""
    if answer is None or isinstance(answer, (bool, int, str)):
        return answer
    if isinstance(answer, date):
        return answer.isoformat()
    if isinstance(answer, Fraction):
        return str(answer)
    if isinstance(answer, Path):
        return str(answer)
    if isinstance(answer, pa.Table):
        return [to_json(row) for row in answer.to_pylist()]
    if isinstance(answer, Mapping):
        return {str(key): to_json(value) for key, value in answer.items()}
    if isinstance(answer, (tuple, list)):
        return [to_json(item) for item in answer]
    if isinstance(answer, (set, frozenset)):
        return sorted(to_json(item) for item in answer)
    if is_dataclass(answer) and not isinstance(answer, type):
        return {f.name: _field(f.name, getattr(answer, f.name)) for f in fields(answer)}
    raise TypeError(f"{type(answer).__name__} has no plain form")


def _field(name: str, value: object) -> Any:
    return show(value) if name in MONTHS and isinstance(value, int) else to_json(value)
