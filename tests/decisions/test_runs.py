"""A run of the whole register: what it leaves, and that it is what deciding the same snapshot elsewhere gives."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from baophu.decisions.models import Current, Run
from baophu.decisions.services import running
from baophu.engine.decide import decide, load
from baophu.engine.source import open_facts
from baophu.engine.store import write_run
from baophu.law.model import Book


def differing(a: Path, b: Path) -> int:
    """Intervals that two runs do not share, however their outcomes are numbered."""

    def rows(folder: Path) -> str:
        told = 'o."group", o.letter, o.benefit, o.applied, o.held'
        return f"""select i.* exclude (outcome, period), {told} from '{folder}/interval.parquet' i
                   join '{folder}/outcome.parquet' o using (outcome)"""

    found = duckdb.sql(
        f"select count(*) from ((({rows(a)}) except all ({rows(b)})) union all (({rows(b)}) except all ({rows(a)})))"
    ).fetchall()
    return int(found[0][0])


def test_a_run_is_what_deciding_its_snapshot_gives(province: Path, law_book: Book, tmp_path: Path) -> None:
    run = running.run_now()
    assert run.state == Run.State.DONE
    assert run.written == Current.objects.count() > 200
    facts = open_facts(run.snapshot_folder)
    write_run(decide(load(facts, law_book, run.first, run.last)), facts, tmp_path / "run", 0.0)
    assert differing(run.folder, tmp_path / "run") == 0


def test_the_snapshot_is_what_was_loaded(province: Path) -> None:
    run = running.run_now()
    for name in ("people", "stays", "person_status", "person_amount", "household_status", "cards"):
        columns = ", ".join(
            f'"{row[0]}"' for row in duckdb.sql(f"describe select * from '{province}/{name}.parquet'").fetchall()
        )
        loaded = f"select {columns} from '{province}/{name}.parquet'"
        taken = f"select {columns} from '{run.snapshot_folder}/{name}.parquet'"
        assert not duckdb.sql(f"({loaded}) except all ({taken}) union all (({taken}) except all ({loaded}))").fetchall()


def test_a_run_decided_again_agrees(province: Path) -> None:
    run = running.run_now()
    again = running.again(run.pk)
    assert again.agrees
    assert again.written is None
    assert again.snapshot_digest == run.snapshot_digest


@pytest.mark.usefixtures("province")
def test_who_lives_here_has_a_row() -> None:
    running.run_now()
    row = Current.objects.exclude(outcome=None).select_related("outcome").first()
    assert row is not None
    assert row.outcome is not None
    assert row.outcome.group == row.group
    assert sum(row.amounts.values()) == row.premium
