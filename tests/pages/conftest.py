"""The people of the frame's tests are simulated, whatever the register says."""

from __future__ import annotations

import pytest

from baophu.pages import sources


@pytest.fixture(autouse=True)
def simulated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources._IN_USE, "simulated", lambda: True)
