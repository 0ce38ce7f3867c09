"""The tables of imports, one file a subject."""

from baophu.imports.models.duplicate import Pair
from baophu.imports.models.importing import Import, Remembered
from baophu.imports.models.request import Request
from baophu.imports.models.row import Decided, Row

__all__ = ["Decided", "Import", "Pair", "Remembered", "Request", "Row"]
