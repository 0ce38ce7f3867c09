"""What was decided: runs of the whole province, and beside each person the decision of today."""

from baophu.decisions.models.book import LawBook
from baophu.decisions.models.current import Current, Outcome, Redecision
from baophu.decisions.models.run import Run

__all__ = ["Current", "LawBook", "Outcome", "Redecision", "Run"]
