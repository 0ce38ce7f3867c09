"""Runs in the background: asked for, taken up by a worker, one at a time, seen meanwhile, said when they fail."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from typer.testing import CliRunner

from baophu.cli import app
from baophu.decisions import receivers, tasks
from baophu.decisions.errors import AlreadyRunning, NoSuchRun
from baophu.decisions.models import Current, Run
from baophu.decisions.services import processes, running
from baophu.engine.source import FactsError
from baophu.registry.models import Entry, PersonStatus, Stay
from baophu.registry.signals import recorded


@pytest.fixture
def worker(province: object) -> Iterator[Any]:
    """Does what waits, then ends; the signals it listens to are the tests' own again afterwards."""
    before = {s: signal.getsignal(s) for s in (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT)}
    yield lambda: call_command("db_worker", batch=True, startup_delay=False, reload=False, verbosity=0)
    for each, handler in before.items():
        signal.signal(each, handler)


def test_a_worker_takes_up_what_waits(worker: Any) -> None:
    run = running.start()
    assert run.state == Run.State.WAITING
    assert running.start().pk == run.pk
    worker()
    run.refresh_from_db()
    assert run.state == Run.State.DONE
    assert run.progress == 1
    assert run.written == Current.objects.count()
    assert running.latest() == run


def test_what_touches_very_many_is_decided_in_the_background(worker: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receivers, "MANY", 3)
    unit = Stay.objects.values_list("unit", flat=True)[0]
    recorded.send(Entry, person_ids=frozenset(range(4)), household_ids=frozenset(), units=frozenset([unit]), entry=None)
    assert not Current.objects.exists()
    worker()
    assert Current.objects.exists()


def test_a_waiting_run_waits_for_another(worker: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    host, pid = processes.this_process()
    now = timezone.now()
    going = Run.objects.create(
        state=Run.State.RUNNING, asked=now, started=now, beat=now, first=0, last=0, day=now.date(), host=host, pid=pid
    )
    slept = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        Run.objects.filter(pk=going.pk).update(state=Run.State.FAILED)

    monkeypatch.setattr(tasks.time, "sleep", sleep)
    run = running.start()
    worker()
    assert slept
    run.refresh_from_db()
    assert run.state == Run.State.DONE


@pytest.mark.usefixtures("province")
def test_progress_is_seen_from_outside() -> None:
    seen = []

    def look(step: str, done: float) -> None:
        run = Run.objects.get()
        seen.append((run.state, run.step, run.progress, done))

    running.run_now(progress=look)
    assert {state for state, *_ in seen[1:-1]} == {Run.State.RUNNING}
    assert len({step for _, step, *_ in seen}) >= 5
    told = [done for *_, done in seen]
    assert told == sorted(told)


@pytest.mark.usefixtures("province")
def test_one_run_at_a_time() -> None:
    host, pid = processes.this_process()
    now = timezone.now()
    going = Run.objects.create(
        state=Run.State.RUNNING, asked=now, started=now, beat=now, first=0, last=0, day=now.date(), host=host, pid=pid
    )
    with pytest.raises(AlreadyRunning):
        running.run_now()
    assert running.recover() == []
    Run.objects.filter(pk=going.pk).update(host=f"{host}0")
    assert [r.pk for r in running.recover()] == [going.pk]
    assert running.run_now().state == Run.State.DONE


@pytest.mark.usefixtures("province")
def test_what_cannot_be_decided_is_said_and_noted() -> None:
    before = running.run_now()
    person = Current.objects.order_by("person").values_list("person", flat=True)[0]
    by = Entry.objects.create(at=timezone.now(), what="record")
    PersonStatus.objects.create(person_id=person, fact="merit", value="hero", valid_from="2026-01-01", entry=by)
    with pytest.raises(FactsError, match="hero"):
        running.run_now()
    failed = Run.objects.order_by("-pk")[0]
    assert failed.state == Run.State.FAILED
    assert "hero" in failed.error
    assert Current.objects.count() == before.written
    assert running.latest() == before


@pytest.mark.usefixtures("province")
def test_commands() -> None:
    shell = CliRunner()
    assert "waiting" in shell.invoke(app, ["run", "--lang", "en"]).output
    done = shell.invoke(app, ["run", "--wait", "--lang", "en"])
    assert done.exit_code == 0, done.output
    run = running.latest()
    assert run is not None
    again = shell.invoke(app, ["run", "--again", str(run.pk), "--format", "json"])
    assert '"agrees": true' in again.output
    assert "done" in shell.invoke(app, ["runs", "--lang", "en"]).output
    assert "snapshots" in shell.invoke(app, ["snapshot", "--lang", "en"]).output
    person = Current.objects.exclude(outcome=None).order_by("person").values_list("person", flat=True)[0]
    told = shell.invoke(app, ["decide-person", str(person), "--lang", "en"])
    assert "Premium a month" in told.output
    with pytest.raises(NoSuchRun):
        running.again(10**6)
