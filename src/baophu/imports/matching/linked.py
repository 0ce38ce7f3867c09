"""The same search with splink (extra `[dedup]`): how telling each agreement is, it learns from the register itself."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any

import pyarrow as pa

from baophu.imports.matching import people
from baophu.imports.matching.duplicates import Twin, as_wanted
from baophu.imports.matching.scores import Candidate, score
from baophu.imports.words import say
from baophu.registry.models import Person

SURE = 0.9
"""Pairs from this probability on are told."""

SAMPLED = 1_000_000
"""Random pairs by which splink learns how often records agree by chance."""

_COLUMNS = ("id", "name_key", "born", "sex", "unit_id", "personal_id", "social_number")


def installed() -> bool:
    """Whether splink is there."""
    return find_spec("splink") is not None


def twins(units: frozenset[str] | None = None) -> Iterator[Twin]:
    """Pairs splink takes for one person; two different personal IDs are two people."""
    rows = list(Person.objects.standing().in_units(units).values_list(*_COLUMNS))
    if len(rows) < 2:
        return
    pairs = _predicted(_table(rows))
    known = people.by_ids({p for one, other, _ in pairs for p in (one, other)})
    for one, other, probability in pairs:
        first, second = known[min(one, other)], known[max(one, other)]
        if first.personal_id and second.personal_id and first.personal_id != second.personal_id:
            continue
        candidate = score(as_wanted(first), second)
        why = candidate.why if candidate else (say("why by splink"),)
        yield Twin(first, second, Candidate(second, round(100 * probability), why))


def _table(rows: list[tuple[Any, ...]]) -> pa.Table:
    columns = list(zip(*rows, strict=True))
    parts = dict(zip(_COLUMNS, columns, strict=True))
    return pa.table(
        {
            "unique_id": parts["id"],
            "name": parts["name_key"],
            "given": [name.rsplit(" ", 1)[-1] for name in parts["name_key"]],
            "born": [day.isoformat() for day in parts["born"]],
            "sex": parts["sex"],
            "unit": parts["unit_id"],
            "personal_id": pa.array(parts["personal_id"], pa.string()),
            "social_number": pa.array(parts["social_number"], pa.string()),
        }
    )


def _predicted(table: pa.Table) -> list[tuple[int, int, float]]:
    """Pairs and their probability, from a model trained on the table."""
    import splink.comparison_library as compare
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    blocks = [block_on("born", "sex"), block_on("name", "unit")]
    settings = SettingsCreator(
        link_type="dedupe_only",
        blocking_rules_to_generate_predictions=blocks,
        comparisons=[
            compare.JaroWinklerAtThresholds("name", [0.97, 0.92]),
            compare.DateOfBirthComparison("born", input_is_string=True),
            compare.ExactMatch("unit"),
            compare.ExactMatch("sex"),
            compare.ExactMatch("social_number"),
        ],
    )
    database = DuckDBAPI()
    linker = Linker(database.register(table), settings, log_level="ERROR")
    linker.training.estimate_probability_two_random_records_match([block_on("name", "born", "sex", "unit")], recall=0.8)
    linker.training.estimate_u_using_random_sampling(max_pairs=SAMPLED, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("born"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("name"))
    found = linker.inference.predict(threshold_match_probability=SURE).as_record_list()
    return [(row["unique_id_l"], row["unique_id_r"], row["match_probability"]) for row in found]
