"""Somebody died: everything that runs ends on that day."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from baophu.law.model import Text
from baophu.registry.errors import WrongFact
from baophu.registry.models import Card, Entry, Household, Person, PersonAmount, PersonStatus, Stay
from baophu.registry.services.households import change as change_household
from baophu.registry.services.people import change
from baophu.registry.services.spells import DAY, add_all, copy, cut, retract
from baophu.registry.signals import died

ENDED = "died"
"""What a card says that ended with a death."""


def die(person: Person, day: date, entry: Entry) -> None:
    """A person died on a day: stays, statuses, amounts and cards end on it; who headed a household heads it no more.

    WrongFact before birth, after today, or when a death is recorded already (undo that entry, or correct it first).
    """
    _check(person, day)
    with transaction.atomic():
        for model in (PersonStatus, PersonAmount, Stay):
            cut(model._default_manager.known().filter(Q(person=person)), day + DAY, None, entry)
        _end_cards(list(Card.objects.known().filter(person=person).within(day + DAY, None)), day, entry)
        change(person, entry, died=day)
        for household in Household.objects.filter(head=person, stays__person=person).distinct():
            change_household(household, entry, head_id=None)
        died.send(Person, person=person, day=day, entry=entry)


def _end_cards(cards: list[Card], day: date, entry: Entry) -> None:
    retract(cards, entry)
    add_all([copy(card, entry, valid_to=day, ended=ENDED) for card in cards if card.valid_from <= day])


def _check(person: Person, day: date) -> None:
    if person.died is not None:
        raise WrongFact(
            Text(
                f"{person.name} đã được ghi mất ngày {person.died}; nếu sai, hãy hoàn tác lần ghi đó rồi ghi lại.",
                f"{person.name} is recorded as having died on {person.died}; if that is wrong, undo that entry first",
            )
        )
    if day < person.born or day > timezone.localdate():
        raise WrongFact(
            Text(
                f"Ngày mất {day} trước ngày sinh {person.born} hoặc sau hôm nay; hãy kiểm tra lại.",
                f"a death on {day} is before birth on {person.born} or after today; check the date",
            )
        )
