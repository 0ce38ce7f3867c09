"""A night on the machine's timetable: decided, searched, told, swept."""

from __future__ import annotations

from functools import partial

import pytest
from django.dispatch import Signal
from typer.testing import CliRunner

from baophu.cli import app
from baophu.decisions.models import Run
from baophu.decisions.services import running
from baophu.workplace.models import Search


@pytest.mark.usefixtures("province")
@pytest.mark.django_db(transaction=True)
def test_a_night_decides_searches_tells_and_sweeps(monkeypatch: pytest.MonkeyPatch) -> None:
    heard = partial(Signal.send_robust, running.province_decided)  # as outside of this app's tests
    monkeypatch.setattr(running.province_decided, "send_robust", heard)
    done = CliRunner().invoke(app, ["nightly", "--lang", "en"])
    assert done.exit_code == 0, done.output
    run = running.latest()
    assert run is not None
    assert run.state == Run.State.DONE
    assert f"{run.pk}  done" in done.output
    assert Search.objects.get().state == Search.State.DONE
    assert "new notices" in done.output
    assert done.output.splitlines()[-1] == "Files of runs –: 0 MB freed."
    assert run.folder.exists()
