"""The tables of steering, one file a subject."""

from baophu.steering.models.figures import Ending, Expectation, Kept, LapseCount, MoneyCount, PeopleCount
from baophu.steering.models.report import Report
from baophu.steering.models.targets import Action, Agency, Contact, Target

__all__ = [
    "Action",
    "Agency",
    "Contact",
    "Ending",
    "Expectation",
    "Kept",
    "LapseCount",
    "MoneyCount",
    "PeopleCount",
    "Report",
    "Target",
]
