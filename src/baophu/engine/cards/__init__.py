"""Cards and visits: when a card begins and ends, since when cover is continuous, what the fund pays of a visit.

The law stands in provisions of the kinds `card` and `route` (docs/cards-and-visits.md); here they are read, their
conditions evaluated by the engine's own SQL, and their days and amounts counted.
"""

from baophu.engine.cards.cards import Card, CardAsked, card, cards
from baophu.engine.cards.cases import run_card_case, run_visit_case
from baophu.engine.cards.chain import Cover
from baophu.engine.cards.effects import check_rules
from baophu.engine.cards.errors import NotTold, RuleError
from baophu.engine.cards.visits import Copay, Visit, VisitAsked, visit

__all__ = [
    "Card",
    "CardAsked",
    "Copay",
    "Cover",
    "NotTold",
    "RuleError",
    "Visit",
    "VisitAsked",
    "card",
    "cards",
    "check_rules",
    "run_card_case",
    "run_visit_case",
    "visit",
]
