"""A labelled synthetic province, calibrated to published figures."""

from baophu.synth.province import make
from baophu.synth.settings import Unit, UnitLike

__all__ = ["Unit", "UnitLike", "make"]
