"""The engine of ``ttsim.py`` at work: the columns it reads, and one question a month."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from ttsim import (  # type: ignore[import-not-found]
    InputData,
    MainTarget,
    OrigPolicyObjects,
    TTTargets,
    main,
)
from ttsim.tt import Currency, UnitSystem  # type: ignore[import-not-found]

from benchmarks import law
from benchmarks.task import People, Totals

ROOT = Path(__file__).parent / "ttsim_law"
UNITS = UnitSystem(currencies={"VND": Currency(statutory_from="0001-01-01")})
AMOUNTS = {"premium": "premium_m", "state": "state_m", "province": "province_m", "own": "own_m"}
TARGETS = dict.fromkeys((*AMOUNTS.values(), "group", "age"))

Columns = dict[str, NDArray[np.generic]]


def _written(day: NDArray[np.datetime64]) -> NDArray[np.int64]:
    """Days as numbers of the form 20240131."""
    first = day.astype("datetime64[M]")
    month = first.astype(np.int64)
    written: NDArray[np.int64] = (1970 + month // 12) * 10000 + (month % 12 + 1) * 100
    written += (day - first).astype(np.int64) + 1
    return written


def columns(population: People) -> Columns:
    """The columns the policy package asks for; dates as whole numbers, since the engine reads numbers only."""
    month = population.born.astype("datetime64[M]")
    return {
        "p_id": np.arange(len(population)),
        "birth_month": month.astype(np.int64) + 1970 * 12,
        "birth_day": (population.born - month).astype(np.int64) + 1,
        "occupation": population.occupation.astype(np.int64),
        "minority": population.minority,
        "commune_class": population.commune_class.astype(np.int64),
        "newly": population.newly,
        "rank": population.rank.astype(np.int64),
        "declared_standard": population.standard.astype(np.int64),
        "standard_from": _written(population.standard_from),
        "standard_to": _written(population.standard_to),
    }


def calculate(given: Columns, checked: bool) -> Totals:
    """The totals: the engine asked once a month."""
    totals = Totals.empty()
    for k, month in enumerate(law.WINDOW):
        found = main(
            main_target=MainTarget.results.qname,
            policy_date_str=law.first_day(month).isoformat(),
            input_data=InputData.qname(given),
            tt_targets=TTTargets.tree(TARGETS),
            orig_policy_objects=OrigPolicyObjects.root(ROOT),
            unit_system=UNITS,
            include_fail_nodes=checked,
            include_warn_nodes=checked,
        )
        for name, column in AMOUNTS.items():
            getattr(totals, name)[k] = round(float(np.asarray(found[column]).sum()))
        group = np.asarray(found["group"])[np.asarray(found["age"]) >= 0]
        for name, count in zip(law.GROUPS, np.bincount(group, minlength=len(law.GROUPS)), strict=True):
            totals.groups[name][k] = int(count)
    return totals
