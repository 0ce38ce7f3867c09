"""Shapes shared by the endpoints: strict bodies, texts without control characters, days as 2026-07-01."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
PLAIN = r"^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]*$"
"""Texts without control characters; tabs and line ends come from scanners."""
NUMBER = r"^[0-9A-Za-z .-]{9,20}$"
"""A number of a person as it is typed: 9, 10 or 12 digits, or a card number of 15 characters."""
CODE = r"^[0-9a-z_:.]{1,40}$"


def _as_day(value: Any) -> Any:
    if isinstance(value, date):
        return value
    if not (isinstance(value, str) and DAY.fullmatch(value)):
        raise ValueError("a day like 2026-07-01")
    return date.fromisoformat(value)


Day = Annotated[date, BeforeValidator(_as_day), Field(strict=False)]
"""A day written 2026-07-01."""


def _as_whole(value: Any) -> Any:
    """JSON knows one kind of number: 12.0 is the whole number 12."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


WHOLE = BeforeValidator(_as_whole)
"""Makes a number of JSON a whole one; it stands behind the limits, which the description loses otherwise."""
Value = Annotated[bool | int | str, WHOLE]
"""The value of a fact."""
Plain = Annotated[str, Field(pattern=PLAIN)]


class Asked(BaseModel):
    """What is sent: exactly these fields, of exactly these types."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Told(BaseModel):
    """What is answered. `simulated`: the people are invented."""

    simulated: bool
