"""What each role may do. One table; nothing else decides by role."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from baophu.accounts.models.user import Role

Kind = Literal["merge", "large_import", "settlement", "appropriation", "law_book", "void_card"]
Act = Literal[
    "read_person",  # find people of one's units and open their record
    "check_cover",  # ask whether somebody is insured, by exact number, from any unit
    "record",  # record, correct and end statuses, moves, births, deaths, cards
    "import",  # bring lists in
    "quote",  # price a household's cover
    "take_cash",  # take money for cover
    "confirm_cash",  # confirm the money an agent hands over for a closed day
    "settle_transfer",  # decide what becomes of a transfer that fits nothing
    "settle",  # make the quarterly settlement
    "appropriate",  # enter appropriations of a resolution
    "activate_law",  # put a law book into force here
    "draft_law",  # try draft resolutions
    "see_figures",  # figures about many people, never one person
    "see_money",  # figures of money by payer and resolution
    "steer",  # assign coverage targets by decision, note actions, make the committee's reports, load boundaries
    "administer",  # users, units entrusted, unlocking
    "propose_merge",
    "propose_large_import",
    "propose_settlement",
    "propose_appropriation",
    "propose_law_book",
    "propose_void_card",
    "approve_merge",
    "approve_large_import",
    "approve_settlement",
    "approve_appropriation",
    "approve_law_book",
    "approve_void_card",
]

_COMMUNE: frozenset[Act] = frozenset(
    (
        "read_person",
        "record",
        "import",
        "quote",
        "confirm_cash",
        "settle_transfer",
        "see_figures",
        "see_money",
        "propose_merge",
        "propose_large_import",
        "propose_void_card",
        "approve_merge",
        "approve_large_import",
        "approve_void_card",
    )
)
_PROVINCE: frozenset[Act] = _COMMUNE | frozenset(
    (
        "settle",
        "appropriate",
        "activate_law",
        "draft_law",
        "steer",
        "propose_settlement",
        "propose_appropriation",
        "propose_law_book",
        "approve_settlement",
        "approve_appropriation",
        "approve_law_book",
    )
)
ACTS: Mapping[str, frozenset[Act]] = {
    Role.PROVINCE: _PROVINCE,
    Role.COMMUNE: _COMMUNE,
    Role.COMMITTEE: frozenset(("see_figures", "see_money")),
    Role.CLINIC: frozenset(("check_cover",)),
    Role.AGENT: frozenset(("read_person", "quote", "take_cash")),
    Role.SCHOOL: frozenset(("import", "propose_large_import")),
    Role.CITIZEN: frozenset(),
    Role.ADMINISTRATOR: frozenset(("administer",)),
}
"""Acts by role. A citizen's own record is not an act: it is `user.person`."""

WHOLE_PROVINCE = frozenset((Role.PROVINCE, Role.COMMITTEE))
"""Roles whose scope is the whole province; all others have the units entrusted to them."""

UNBOUND = WHOLE_PROVINCE | {Role.ADMINISTRATOR}
"""Roles that may act without a unit entrusted to them."""
