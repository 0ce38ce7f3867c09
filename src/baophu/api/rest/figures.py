"""Figures of coverage: counts, no persons, and no count so small that it points at one."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from pydantic import BaseModel

from baophu.api.rest.base import Key, api, who_asks
from baophu.api.rest.shapes import Told
from baophu.api.services.simulation import simulated
from baophu.engine.months import first_day
from baophu.pages.sources import unit_name
from baophu.steering.services import reading
from baophu.steering.services.small_cells import Shown, shown, shown_rows


class Counted(BaseModel):
    """People living and insured; null where the count points at a few people (`hidden`). `rate` in parts of 10,000."""

    living: int | None
    insured: int | None
    uncovered: int | None
    rate: int | None
    hidden: bool


class UnitCounted(Counted):
    """The people of a unit."""

    unit: str
    name: str


class Coverage(Told):
    """Coverage in a month (its first day) by the last run of decisions; one stands for `weight` people."""

    month: date
    day: date
    weight: int
    province: Counted | None
    units: list[UnitCounted]


@api.get("/figures/coverage", response=Coverage, tags=["figures"], auth=Key("figures"), operation_id="coverage")
def coverage(request: HttpRequest) -> Coverage:
    """Coverage by unit: all units for who answers for the province, else one's own."""
    who = who_asks(request)
    kept = reading.in_use()
    rows = shown_rows(sorted(reading.by_unit(kept, kept.month).items()), hide=True)
    whole = shown(reading.total(kept, kept.month), hide=True) if who.units is None else None
    return Coverage(
        simulated=kept.simulated or simulated(),
        month=first_day(kept.month),
        day=kept.day,
        weight=kept.weight,
        province=None if whole is None else Counted(**_counted(whole)),
        units=[
            UnitCounted(unit=code, name=unit_name(code), **_counted(one))
            for code, one in rows
            if who.units is None or code in who.units
        ],
    )


def _counted(one: Shown) -> dict[str, Any]:
    rate = None if one.rate is None else one.rate.numerator * 10_000 // one.rate.denominator
    return {
        "living": one.living,
        "insured": one.insured,
        "uncovered": one.uncovered,
        "rate": rate,
        "hidden": one.hidden,
    }
