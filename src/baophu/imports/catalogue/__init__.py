"""The lists that arrive, as data: one YAML file a list type, read and checked before anything is imported."""

from baophu.imports.catalogue.model import ListType
from baophu.imports.catalogue.read import list_type, list_types

__all__ = ["ListType", "list_type", "list_types"]
