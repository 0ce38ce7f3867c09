"""What the first page of figures would wait for, done before anybody asks."""

from __future__ import annotations

from django.utils.translation import override

from baophu.steering.errors import NoFigures
from baophu.steering.services import progress, reading, targets
from baophu.steering.services.sources import book, run_of
from baophu.steering.shown.trend import of_province

LANGUAGES = ("vi", "en")


def warm() -> None:
    """Open the run behind the figures kept last, and draw the province's chart in both languages: in this process, and
    for others into the folder of drawings. Nothing where there are no figures."""
    kept = reading.latest()
    if kept is None:
        return
    law = book()
    asked = progress.progress(kept, targets.in_force(kept.month // 12), book=law)
    mine = next((p for p in asked if p.of_province), None)
    for language in LANGUAGES:
        with override(language):
            of_province(kept, law, mine)
    try:
        run_of(kept)
    except NoFigures:
        return  # the figures are there without their run
