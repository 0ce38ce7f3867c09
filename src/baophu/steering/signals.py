"""What steering listens to: the figures of every run of the whole province are kept."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from baophu.decisions.models import Run
from baophu.decisions.signals import province_decided
from baophu.steering.services import figures
from baophu.steering.shown.warming import warm


@receiver(province_decided, dispatch_uid="steering.keep_figures")
def keep_figures(sender: object, run: Run, **_more: Any) -> None:
    """Keep the figures of a run that is done, and draw what their first page shows."""
    figures.keep_run(run)
    warm()
