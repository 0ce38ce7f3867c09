"""A run whose process is killed leaves whole or nothing, and the next one finds it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from baophu.decisions.models import Current, Run
from baophu.decisions.services import running

KILLED = """
import os, signal
from baophu.site.start import start
start()
from baophu.decisions.services import running, snapshot, writing

def killed(*given, **more):
    os.kill(os.getpid(), signal.SIGKILL)

{module}.{name} = killed
running.run_now()
"""
PLACES = {
    "while the register is read": ("snapshot", "digest_of"),
    "while it is decided": ("running", "write_run"),
    "with the folder half made": ("running", "prepare"),
    "with rows staged": ("writing", "_keep_newer"),
    "just before the commit": ("writing", "_count"),
}


def address() -> str:
    """DATABASE_URL of the tests' database."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    given = connection.settings_dict
    return f"postgresql://{given['USER']}@{str(given['HOST']).replace('/', '%2F')}/{name}"


def killed_at(module: str, name: str) -> None:
    environment = {**os.environ, "DATABASE_URL": address(), "BAOPHU_HOME": str(settings.HOME)}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    done = subprocess.run(
        [sys.executable, "-c", KILLED.format(module=module, name=name)], env=environment, capture_output=True, text=True
    )
    assert done.returncode == -signal.SIGKILL, done.stderr


def rows() -> list[dict[str, Any]]:
    return list(Current.objects.order_by("person").values())


@pytest.mark.usefixtures("province")
def test_a_killed_run_leaves_nothing() -> None:
    first = running.run_now()
    before = rows()
    runs = Path(settings.HOME) / "runs"
    for place, (module, name) in PLACES.items():
        killed_at(module, name)
        lost = Run.objects.order_by("-pk")[0]
        assert lost.state == Run.State.RUNNING, place
        assert rows() == before, place
        assert [r.pk for r in running.recover()] == [lost.pk], place
        lost.refresh_from_db()
        assert lost.state == Run.State.FAILED
        assert lost.error
        assert not (runs / str(lost.pk)).exists(), place
        assert not (runs / f".{lost.pk}").exists(), place
        assert running.recover() == []
    following = running.run_now()
    assert following.written == first.written
    assert [untold(r) for r in rows()] == [untold(r) for r in before]


def untold(row: dict[str, Any]) -> dict[str, Any]:
    """A row without when and by which run."""
    return {**row, "run_id": 0, "decided_at": 0}
