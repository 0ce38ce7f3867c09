"""The common task on baophu: the law book beside this file, the engine as it stands."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa

from baophu.engine.source import Facts, in_memory
from benchmarks.law import COMMUNE_CLASSES, FIRST_MONTH, LIVING_STANDARDS, MONTHS, OCCUPATIONS
from benchmarks.task import People

BOOK = Path(__file__).parent / "lawbook"
LAST = FIRST_MONTH + MONTHS - 1


def tables(people: People) -> Facts:
    """The register as baophu's facts tables."""
    n = len(people)
    person = np.arange(n)
    texts = lambda names, codes: pa.array(np.array(names)[codes])  # noqa: E731
    long_ago = np.full(n, np.datetime64("1900-01-01", "D"))
    nobody = pa.nulls(n, pa.date32())
    units = pa.array([f"{c:05d}" for c in range(450)]).take(pa.array(people.commune.astype(np.int32)))
    homes, first = np.unique(people.household, return_index=True)
    some = people.standard[first] > 0
    communes, at = np.unique(people.commune, return_index=True)
    classed = people.commune_class[at] > 0
    newly = people.newly[at]
    area = [
        (f"{c:05d}", "commune_class", COMMUNE_CLASSES[k])
        for c, k in zip(communes[classed], people.commune_class[at][classed], strict=True)
    ]
    area += [(f"{c:05d}", "newly", "true") for c in communes[newly]]
    start = np.datetime64("1900-01-01", "D")
    return in_memory({
        "people": pa.table({
            "person": person, "born": pa.array(people.born), "died": nobody,
            "sex": texts(["f", "m"], people.sex), "occupation": texts(OCCUPATIONS, people.occupation),
            "minority": pa.array(people.minority), "rank": pa.array(people.rank.astype(np.int32)),
        }),
        "stays": pa.table({
            "person": person, "household": pa.array(people.household.astype(np.int64)), "unit": units,
            "permanent_resident": pa.array(np.ones(n, bool)), "from": pa.array(long_ago), "to": nobody,
        }),
        "household_status": pa.table({
            "household": pa.array(homes[some].astype(np.int64)),
            "fact": pa.array(["living_standard"] * int(some.sum())),
            "value": texts(LIVING_STANDARDS, people.standard[first][some]),
            "from": pa.array(people.standard_from[first][some]), "to": pa.array(people.standard_to[first][some]),
        }),
        "area_status": pa.table({
            "unit": [a[0] for a in area], "fact": [a[1] for a in area], "value": [a[2] for a in area],
            "from": pa.array(np.full(len(area), start)), "to": pa.nulls(len(area), pa.date32()),
        }),
    })  # fmt: skip
