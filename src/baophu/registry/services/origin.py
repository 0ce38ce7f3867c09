"""Where the register's people come from."""

from __future__ import annotations

from typing import Any

from baophu.registry.models import Register


def simulated() -> bool:
    """Whether the people of this register are made up; every page and export says so then."""
    return Register.objects.filter(pk=1, simulated=True).exists()


def about() -> dict[str, Any]:
    """The about.json of what was loaded (seed, share, weight, …); empty when nothing was."""
    return dict(Register.objects.filter(pk=1).values_list("about", flat=True).first() or {})
