"""The register's tables, one file a subject."""

from baophu.registry.models.card import Card
from baophu.registry.models.entry import Document, Entry
from baophu.registry.models.household import Household, HouseholdChange, Stay
from baophu.registry.models.person import Person, PersonChange
from baophu.registry.models.place import Unit, UnitSuccession
from baophu.registry.models.register import Register
from baophu.registry.models.spell import Spell
from baophu.registry.models.status import AreaStatus, HouseholdStatus, PersonAmount, PersonStatus

__all__ = [
    "AreaStatus",
    "Card",
    "Document",
    "Entry",
    "Household",
    "HouseholdChange",
    "HouseholdStatus",
    "Person",
    "PersonAmount",
    "PersonChange",
    "PersonStatus",
    "Register",
    "Spell",
    "Stay",
    "Unit",
    "UnitSuccession",
]
