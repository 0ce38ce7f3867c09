"""A labelled synthetic province, calibrated to published figures."""

from baophu.synth.province import full_size, make
from baophu.synth.report import Conflict, Line, Published, conflicts, report
from baophu.synth.settings import Settings, SettingsError, Unit, UnitLike
from baophu.synth.show import show

__all__ = [
    "Conflict",
    "Line",
    "Published",
    "Settings",
    "SettingsError",
    "Unit",
    "UnitLike",
    "conflicts",
    "full_size",
    "make",
    "report",
    "show",
]
