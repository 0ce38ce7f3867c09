"""What cover does when the register records a birth, a death, or that something is undone."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.dispatch import receiver

from baophu.cover.models import Charge, Payment
from baophu.cover.services.cards import issue_many
from baophu.cover.services.foreseeing import asked
from baophu.cover.services.refunds import propose
from baophu.law.model import Text
from baophu.registry.errors import BuiltOn
from baophu.registry.models import Entry, Person
from baophu.registry.signals import died, newborn, undoing


@receiver(newborn)
def a_child_has_a_card(sender: Any, person: Person, entry: Entry, **more: Any) -> None:
    """A newborn's card runs from birth, on the entry of the birth (Decree 63/2024). Where none can be issued, none is:
    the list of children without a card shows it."""
    issue_many([person.pk], asked(on=person.born), entry=entry)


@receiver(died)
def what_was_paid_beyond_death(sender: Any, person: Person, day: date, entry: Entry, **more: Any) -> None:
    """Months that begin after a death are proposed for a refund."""
    propose([person.pk], day, entry=entry)


@receiver(undoing)
def money_is_not_undone(sender: Any, entry: Entry, by: Entry, **more: Any) -> None:
    """An entry that booked money is taken back by reversing it, never by undoing."""
    if Payment.objects.filter(entry=entry).exists() or Charge.objects.filter(entry=entry).exists():
        raise BuiltOn(
            Text(
                "Lần ghi này có tiền; hãy đảo khoản thu hoặc thu hồi thẻ thay vì hoàn tác.",
                "This entry booked money; reverse the payment or take the card back instead of undoing it.",
            ),
            [entry],
        )
