"""Cards held: the register's rows, what was issued, and how the two belong together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from baophu.cover.models import IssuedCard
from baophu.engine.cards import Cover
from baophu.registry.models import Card, Person
from baophu.registry.services.whereabouts import batches


def held(persons: Iterable[int]) -> dict[int, list[Card]]:
    """The cards of some people as known now, by person, in order of their first day."""
    found: dict[int, list[Card]] = defaultdict(list)
    for some in batches(sorted(set(persons))):
        for card in Card.objects.known().filter(person__in=some).order_by("valid_from"):
            found[card.person_id].append(card)
    return found


def covers_of(cards: Iterable[Card]) -> tuple[Cover, ...]:
    """Cards as the rules on cards take them."""
    return tuple(Cover(card.valid_from, card.valid_to, card.paid_on) for card in cards)


def issued_by_start(persons: Iterable[int]) -> dict[tuple[int, object], IssuedCard]:
    """What was issued last to some people, by person and first day."""
    found: dict[tuple[int, object], IssuedCard] = {}
    records = records_of(persons)
    for some in batches(sorted(records)):
        for one in IssuedCard.objects.filter(person__in=some).order_by("id"):
            found[records[one.person_id], one.valid_from] = one
    return found


def issued_of(card: Card) -> IssuedCard | None:
    """What the law said when a card was issued; None for cards that were loaded from elsewhere."""
    same = IssuedCard.objects.filter(person__in=records_of([card.person_id]), valid_from=card.valid_from)
    return same.order_by("-id").first()


def records_of(persons: Iterable[int]) -> dict[int, int]:
    """The records of some people, those merged into them included: record → the record that stands for it now. What was
    issued and charged keeps the record it was made for."""
    found = {p: p for p in persons}
    newest = list(found)
    while newest:
        merged = [
            row
            for some in batches(newest)
            for row in Person.objects.filter(merged_into__in=some).values_list("pk", "merged_into")
        ]
        newest = [record for record, into in merged if into is not None and found.setdefault(record, found[into])]
    return found


def running(issued: IssuedCard) -> Card | None:
    """The register's card of what was issued, as known now; None when it was taken back.

    Rows of the register are never changed: a card that ends early is another row with the same first day.
    """
    person = keeper_of(issued.person_id)
    return Card.objects.known().filter(person=person, valid_from=issued.valid_from).first()


def keeper_of(person: int) -> int:
    """The record a person's record was merged into, through however many mergers."""
    into: Mapping[int, int | None] = dict(Person.objects.filter(pk=person).values_list("pk", "merged_into"))
    while (further := into.get(person)) is not None:
        person = further
        into = dict(Person.objects.filter(pk=person).values_list("pk", "merged_into"))
    return person


def first_issue(issued: IssuedCard) -> IssuedCard:
    """The card that was paid for: what is printed anew has the same terms and no charges of its own."""
    while issued.replaces is not None:
        issued = issued.replaces
    return issued
