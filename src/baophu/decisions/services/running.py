"""Decide the whole province: snapshot, decide, keep the run, write the standings back. One run at a time.

A run is known by what it was decided from: the snapshot's digest, the law book's digest, the program's version. It is
there whole or not at all: its folder is renamed into place, the standings are swapped in the transaction that says it
is done. Progress is written outside of transactions, so that other processes see it.
"""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

import duckdb
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from baophu import __version__
from baophu.accounts.models import User
from baophu.decisions.errors import AlreadyRunning, NoSuchRun
from baophu.decisions.models import Run
from baophu.decisions.services import lawbooks, outcomes, processes, writing
from baophu.decisions.services.snapshot import Snapshot, clear_drafts, open_snapshot, silent, take
from baophu.decisions.services.standing import Asked, prepare
from baophu.decisions.services.steps import STEPS as STEPS
from baophu.decisions.services.steps import Told
from baophu.decisions.signals import province_decided
from baophu.engine.compiled import CompiledLaw
from baophu.engine.decide import connect, decide, fixed_facts, load
from baophu.engine.outcome import Outcome
from baophu.engine.source import Facts, attach
from baophu.engine.store import write_run
from baophu.law.model import Book, Text

Progress = Callable[[str, float], None]

YEARS_BACK, YEARS_AHEAD = 5, 1


def span(day: date) -> tuple[int, int]:
    """The months decided when nothing else is asked: whole years around a day."""
    return (day.year - YEARS_BACK) * 12, (day.year + YEARS_AHEAD) * 12 + 11


def run_now(
    *,
    by: User | None = None,
    first: int | None = None,
    last: int | None = None,
    known_at: datetime | None = None,
    progress: Progress = silent,
) -> Run:
    """Decide the province in this process, and write the decisions of today back unless `known_at` is in the past.

    AlreadyRunning; SnapshotFailed; FactsError names the row that cannot be decided on, and the run is noted as failed.
    """
    return carry_out(_asked(by, first, last, known_at, None).pk, progress)


def start(*, by: User | None = None, first: int | None = None, last: int | None = None) -> Run:
    """Have the province decided in the background: a waiting run, which a worker (`baophu worker`) takes up.

    A run that waits already is the answer: it will read everything recorded until it begins.
    """
    from baophu.decisions.tasks import decide_province

    with transaction.atomic():
        waiting = Run.objects.filter(state=Run.State.WAITING, again=None, known_at=None).order_by("id").first()
        run = waiting or _asked(by, first, last, None, None)
        transaction.on_commit(lambda: decide_province.enqueue(run.pk))
    return run


def again(number: int, *, by: User | None = None, progress: Progress = silent) -> Run:
    """Decide the snapshot of an earlier run again by the same law book; `agrees` says whether it came out the same.

    NoSuchRun; SnapshotFailed and BookGone when what it was decided from is not kept any more. Nothing is written back.
    """
    earlier = Run.objects.filter(pk=number).exclude(result_digest="").first()
    if earlier is None:
        raise NoSuchRun(number)
    return carry_out(_asked(by, earlier.first, earlier.last, earlier.known_at, earlier).pk, progress)


def latest() -> Run | None:
    """The last run whose decisions are those written beside the people."""
    return Run.objects.filter(state=Run.State.DONE, written__isnull=False).order_by("-id").first()


def recover() -> list[Run]:
    """Note runs whose process is gone as failed, and remove what they left; the runs concerned."""
    found = []
    for run in Run.objects.filter(state=Run.State.RUNNING):
        if not processes.lives(run.host, run.pid, run.beat):
            lost = Text("Tiến trình tính đã dừng giữa chừng.", "The process that was deciding ended in the middle.")
            _fail(run, f"{lost.vi} / {lost.en}")
            found.append(run)
    if found:
        clear_drafts()
    return found


def _asked(by: User | None, first: int | None, last: int | None, known_at: datetime | None, earlier: Run | None) -> Run:
    today = timezone.localdate()
    a, b = span(today)
    return Run.objects.create(
        asked=timezone.now(),
        by=by,
        first=a if first is None else first,
        last=b if last is None else last,
        day=earlier.day if earlier else today,
        known_at=known_at,
        again=earlier,
        step="waiting",
    )


def carry_out(number: int, progress: Progress = silent) -> Run:
    """Do a waiting run; what goes wrong is noted on it and raised again."""
    recover()
    run = _claimed(number)
    told = Told(run, progress)
    try:
        with _drafting(run):
            _do(run, told)
    finally:
        error = sys.exception()
        if error is not None:
            _fail(run, str(error) or type(error).__name__)
    done = Run.objects.get(pk=number)
    if done.written is not None:
        province_decided.send_robust(Run, run=done)
    return done


def _claimed(number: int) -> Run:
    host, pid = processes.this_process()
    now = timezone.now()
    try:
        with transaction.atomic():
            taken = Run.objects.filter(pk=number, state=Run.State.WAITING).update(
                state=Run.State.RUNNING, started=now, beat=now, host=host, pid=pid, code=__version__
            )
    except IntegrityError:
        other = Run.objects.filter(state=Run.State.RUNNING).values_list("pk", flat=True).first()
        Run.objects.filter(pk=number, state=Run.State.WAITING).update(
            state=Run.State.FAILED, finished=now, error=str(AlreadyRunning(other or 0))
        )
        raise AlreadyRunning(other or 0) from None
    if not taken:
        raise NoSuchRun(number)
    return Run.objects.get(pk=number)


@contextmanager
def _drafting(run: Run) -> Iterator[None]:
    """A folder for what is not whole yet, gone in any case."""
    draft = _draft(run)
    draft.mkdir(parents=True, exist_ok=True)
    try:
        yield
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _draft(run: Run) -> Path:
    return Path(settings.HOME) / "runs" / f".{run.pk}"


def _do(run: Run, told: Told) -> None:
    began = time.perf_counter()
    book = lawbooks.kept(run.again.book_digest) if run.again else lawbooks.active()
    lawbooks.keep(book)
    told("snapshot")
    snapshot = _facts(run, book, told)
    told("deciding")
    law = lawbooks.compiled(book, run.first, run.last)
    facts = snapshot.facts
    draft = _draft(run)
    decided_outcomes = _decide(run, law, facts, snapshot, draft, told)
    con = _opened(draft / "run", facts, book)
    Run.objects.filter(pk=run.pk).update(**_measured(con, book, decided_outcomes))
    told("standing")
    standing = draft / "run" / "current.parquet"
    query = prepare(con, Asked(run.day, book, run.last, decided_outcomes))
    con.execute(
        f"copy ({query} order by 1) to '{quoted(standing)}' (format parquet, compression zstd, compression_level 1)"
    )
    con.close()
    outcomes.keep(decided_outcomes)
    told("writing")
    (draft / "run").rename(run.folder)
    writes = run.again is None and run.known_at is None

    def done(written: int | None) -> None:
        Run.objects.filter(pk=run.pk).update(
            state=Run.State.DONE,
            step="done",
            progress=1.0,
            finished=timezone.now(),
            seconds=round(time.perf_counter() - began, 3),
            known_at=snapshot.known_at,
            written=written,
            agrees=_agrees(run),
        )

    if writes:
        writing.write_back(run.folder / "current.parquet", run.pk, snapshot.known_at, done)
    else:
        done(None)
    told.done()


def _facts(run: Run, book: Book, told: Told) -> Snapshot:
    """The snapshot that is decided: a new one, or the one of the run that is repeated."""
    if run.again is not None:
        snapshot = open_snapshot(run.again.snapshot_folder, run.again.snapshot_digest)
    else:
        snapshot = take(run.known_at, book=book, progress=lambda step, part: told("snapshot", part))
    Run.objects.filter(pk=run.pk).update(
        snapshot=snapshot.folder.name, snapshot_digest=snapshot.digest, book=book.name, book_digest=book.digest
    )
    return snapshot


def _decide(
    run: Run, law: CompiledLaw, facts: Facts, snapshot: Snapshot, draft: Path, told: Told
) -> tuple[Outcome, ...]:
    began = time.perf_counter()
    decided = decide(
        load(facts, law.book, run.first, run.last, progress=lambda step, part: told("deciding", part)),
        progress=lambda step, part: told("deciding", part),
    )
    told("keeping")
    seconds = time.perf_counter() - began
    write_run(decided, facts, draft / "run", seconds, snapshot.folder, lambda step, part: told("keeping", part))
    decided.loaded.con.close()
    return decided.rulings.outcomes


def _opened(folder: Path, facts: Facts, book: Book) -> duckdb.DuckDBPyConnection:
    """The run's intervals and the facts it was decided from, as `services.standing` asks for them."""
    con = connect()
    attach(con, facts, fixed_facts(book))
    con.execute(f"create view interval as select * from read_parquet('{quoted(folder / 'interval.parquet')}')")
    return con


def _measured(con: duckdb.DuckDBPyConnection, book: Book, found: tuple[Outcome, ...]) -> dict[str, object]:
    """How much was decided, and a digest of it that does not hang on order or on the numbers of outcomes."""
    import pyarrow as pa

    numbers = pa.array([outcomes.number(o) for o in found], pa.int64())
    con.register("outcome_number", pa.table({"outcome": pa.array(range(len(found)), pa.int32()), "number": numbers}))
    payers = ", ".join(f'"{p}"' for p in book.payers)
    people, intervals, total, mixed = con.execute(
        f"""select count(distinct person), count(*), coalesce(sum(h::hugeint) % 18446744073709551616, 0), bit_xor(h)
            from (select person, hash(person, household, unit, a, b, number, rank, card, premium, {payers}) as h
                  from interval join outcome_number using (outcome))"""
    ).fetchall()[0]
    con.unregister("outcome_number")
    digest = f"duckdb-{duckdb.__version__}:{intervals}:{int(total):016x}{int(mixed or 0):016x}"
    return {"people": people, "intervals": intervals, "result_digest": digest[:64]}


def _agrees(run: Run) -> bool | None:
    if run.again is None:
        return None
    mine = Run.objects.values_list("result_digest", flat=True).get(pk=run.pk)
    return mine == run.again.result_digest


def _fail(run: Run, error: str) -> None:
    """Note a run as failed, unless it is done, and remove what it left."""
    changed = (
        Run.objects.filter(pk=run.pk)
        .exclude(state=Run.State.DONE)
        .update(
            state=Run.State.FAILED,
            finished=timezone.now(),
            error=error,
            progress=F("progress"),
        )
    )
    shutil.rmtree(_draft(run), ignore_errors=True)
    if changed:
        shutil.rmtree(run.folder, ignore_errors=True)
        writing.clear()


def quoted(path: Path) -> str:
    """A path inside an SQL literal."""
    return str(path).replace("'", "''")
