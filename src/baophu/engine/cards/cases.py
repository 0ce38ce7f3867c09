"""Cases of the kinds `card:` and `visit:`: what the engine answers, under the keys a case may ask."""

from __future__ import annotations

from typing import Any

from baophu.engine.cards.cards import card
from baophu.engine.cards.reading import card_asked, visit_asked
from baophu.engine.cards.visits import visit
from baophu.engine.case_file import Case
from baophu.law.model import Book
from baophu.law.scalars import share_text


def run_card_case(book: Book, case: Case) -> dict[str, Any]:
    """The card a case asks about; days as dates, None for none."""
    found = card(book, [*case.people.values()], card_asked(case.asked["card"], case.people))
    return {
        "valid_from": found.valid_from,
        "valid_to": found.valid_to,
        "paid_to": found.paid_to,
        "waiting": found.waiting_days > 0,
        "waiting_days": found.waiting_days,
        "five_year_since": found.five_year_since,
        "five_year_on": found.five_year_on,
        "digit": found.digit,
        "group": found.decision.outcome.letter,
        "why": _cited(found.why),
    }


def run_visit_case(book: Book, case: Case) -> dict[str, Any]:
    """The visit a case asks about; amounts in đồng, `level` in percent, `share` as a law book writes it."""
    found = visit(book, [*case.people.values()], visit_asked(book, case.asked["visit"], case.people))
    return {
        "fund": found.fund,
        "copay": found.copay,
        "level": found.level,
        "share": share_text(found.share),
        "exempt_to": found.exempt_to,
        "copay_left": found.year.left,
        "five_year_since": found.five_year_since,
        "group": found.decision.outcome.letter,
        "why": _cited(found.why),
    }


def _cited(refs: tuple[str, ...]) -> list[str]:
    """What may be cited: the provisions, and the instruments they stand in."""
    return [*dict.fromkeys([*refs, *(ref.rpartition("#")[0] for ref in refs)])]
