"""The steps of a run, and how far it is: shown to whoever asked, and written where other processes see it."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.utils import timezone

from baophu.decisions.models import Run
from baophu.law.model import Text
from baophu.registry.errors import told as in_language

STEPS = {
    "waiting": (0.0, Text("đang chờ", "waiting")),
    "snapshot": (0.02, Text("chụp lại sổ đăng ký", "reading the register")),
    "deciding": (0.25, Text("tính cho từng người", "deciding everybody")),
    "keeping": (0.55, Text("lưu kết quả", "keeping the decisions")),
    "standing": (0.72, Text("lấy quyết định hiện hành", "taking the decisions of today")),
    "writing": (0.80, Text("ghi quyết định hiện hành", "writing the decisions of today")),
    "done": (1.0, Text("xong", "done")),
}
"""Steps of a run: where they begin, from 0 to 1, and how they are called."""


class Told:
    """Progress, written where other processes see it, at most twice a second."""

    def __init__(self, run: Run, progress: Callable[[str, float], None]) -> None:
        self.run, self.progress = run, progress
        self.step, self.at = "", 0.0

    def __call__(self, step: str, part: float = 0.0) -> None:
        places = list(STEPS)
        start, text = STEPS[step]
        end = STEPS[places[min(places.index(step) + 1, len(places) - 1)]][0]
        done = start + (end - start) * part
        self.progress(in_language(text), done)
        now = time.monotonic()
        if step != self.step or now - self.at > 0.5:
            self.step, self.at = step, now
            Run.objects.filter(pk=self.run.pk).update(step=step, progress=done, beat=timezone.now())

    def done(self) -> None:
        """The run is done: said to whoever asked; the run itself was noted as done with what it wrote."""
        self.progress(in_language(STEPS["done"][1]), 1.0)
