"""What others record with, in one place. Each function's errors and shapes stand with it.

All of it happens inside the caller's `transaction.atomic()`, on one entry:

    with transaction.atomic():
        e = entry("record", by=user, document=decision)
        record_status(household, "living_standard", "near_poor", date(2026, 1, 1), date(2026, 12, 31), e)
"""

from baophu.registry.services.births import be_born
from baophu.registry.services.deaths import die
from baophu.registry.services.entries import entry, touch
from baophu.registry.services.households import correct_household, join, leave, new_household, set_head
from baophu.registry.services.merging import merge, preview_merge
from baophu.registry.services.people import check_person, correct_person, new_person
from baophu.registry.services.residence import (
    correct_stay,
    end_stay,
    move,
    move_household,
    move_out,
    register_as,
    settle_in,
    stay_on,
    withdraw_stays,
)
from baophu.registry.services.statuses import (
    NewStatus,
    correct_status,
    end_status,
    record_amount,
    record_status,
    set_amount,
    set_status,
    set_statuses,
    withdraw_status,
)
from baophu.registry.services.undoing import undo
from baophu.registry.services.units import merge_units

__all__ = [
    "NewStatus",
    "be_born",
    "check_person",
    "correct_household",
    "correct_person",
    "correct_status",
    "correct_stay",
    "die",
    "end_status",
    "end_stay",
    "entry",
    "join",
    "leave",
    "merge",
    "merge_units",
    "move",
    "move_household",
    "move_out",
    "new_household",
    "new_person",
    "preview_merge",
    "record_amount",
    "record_status",
    "register_as",
    "set_amount",
    "set_head",
    "set_status",
    "set_statuses",
    "settle_in",
    "stay_on",
    "touch",
    "undo",
    "withdraw_status",
    "withdraw_stays",
]
