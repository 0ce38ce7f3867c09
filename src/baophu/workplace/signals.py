"""What the workplace does when others are done."""

from __future__ import annotations

from typing import Any

from baophu.decisions.signals import province_decided
from baophu.workplace.services import scans, searches


def after_a_run(sender: Any, **_more: Any) -> None:
    """After the province was decided (at night): duplicates are searched by the worker that comes next, and scans that
    were given up are swept away."""
    searches.ask(None)
    scans.sweep()


province_decided.connect(after_a_run, dispatch_uid="workplace.duplicates")
