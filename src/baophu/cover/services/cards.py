"""Cards are issued, renewed, ended, taken back and printed anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from baophu.accounts.models import User
from baophu.cover.errors import AlreadyDone, CannotIssue, CoverError
from baophu.cover.models import IssuedCard
from baophu.cover.services import numbers
from baophu.cover.services.charging import charge_cards, reverse_card
from baophu.cover.services.foreseeing import Foreseen, asked, day_of, foresee_many
from baophu.cover.services.issued import first_issue, held, issued_by_start, issued_of
from baophu.cover.services.refunds import propose
from baophu.cover.services.standing import Standing, standings
from baophu.decisions.services.lawbooks import active as book
from baophu.engine.cards import Card as Dated
from baophu.engine.cards import CardAsked, cards
from baophu.engine.cards.days import DAY
from baophu.law.model import Book
from baophu.registry.models import Card, Document, Entry, Person, PersonChange
from baophu.registry.services.recording import entry as new_entry
from baophu.registry.services.spells import add_all, copy, retract
from baophu.registry.services.whereabouts import batches

REPLACED = "replaced"
"""What a card says that ended because another began."""


@dataclass(frozen=True, slots=True)
class Issued:
    """Cards of a list: those issued, and why the others were not, by person. `overlapped` are cards that ended early
    because a new one began; money paid for their rest may have to go back."""

    cards: tuple[Card, ...]
    refused: Mapping[int, CoverError]
    overlapped: tuple[IssuedCard, ...] = ()
    issued: tuple[IssuedCard, ...] = field(default=(), repr=False)


def issue(
    person: int,
    wanted: CardAsked,
    by: User | None = None,
    document: Document | None = None,
    entry: Entry | None = None,
) -> Card:
    """Issue a card to a person. CannotIssue says why not."""
    with transaction.atomic():
        done = issue_many([person], wanted, by=by, document=document, entry=entry)
        for refusal in done.refused.values():
            raise refusal
        return done.cards[0]


def issue_many(
    persons: Iterable[int],
    wanted: CardAsked | Mapping[int, CardAsked],
    by: User | None = None,
    document: Document | None = None,
    entry: Entry | None = None,
    ranks: Mapping[int, int] | None = None,
    known: Mapping[int, Standing] | None = None,
) -> Issued:
    """Issue cards to a list of people, on one entry; whoever cannot have one is refused, the others get theirs.

    A card whose first day lies within an earlier one ends that one the day before (`overlapped`). Partly supported and
    household cards are charged to every payer at once; others follow the months (`charging.charge_quarter`).
    """
    with transaction.atomic():
        act = entry or new_entry("issue_cards", by=by, document=document)
        foreseen = foresee_many(persons, wanted, ranks, known)
        good = {p: f for p, f in foreseen.items() if isinstance(f, Foreseen)}
        refused = {p: f for p, f in foreseen.items() if isinstance(f, CoverError)}
        if not good:
            return Issued((), refused)
        overlapped = _end_overlapped(good, act)
        people = {p.pk: p for some in batches(list(good)) for p in Person.objects.filter(pk__in=some)}
        day = day_of(next(iter(wanted.values())) if isinstance(wanted, Mapping) else wanted)
        tens = numbers.ten_digits(book(), (people[p] for p in good), day)
        law = book()
        rows = [_row(law, act, f, wanted, tens[p], day) for p, f in good.items()]
        add_all(rows)
        issued = [_issued(law, act, row, f) for row, f in zip(rows, good.values(), strict=True)]
        IssuedCard.objects.bulk_create(issued, batch_size=500)
        _number_people(act, people, rows)
        charge_cards(issued, act)
        if overlapped:
            propose([card.person_id for card in overlapped], day, entry=act)
    return Issued(tuple(rows), refused, tuple(overlapped), tuple(issued))


def _end_overlapped(good: Mapping[int, Foreseen], act: Entry) -> list[IssuedCard]:
    """End what runs on the first day of a new card the day before; what was issued under it."""
    gone, left, ended = [], [], []
    issued = issued_by_start(good)
    for person, rows in held(good).items():
        first = good[person].dated.valid_from
        for card in rows:
            if card.valid_to is None or card.valid_to >= first:
                gone.append(card)
                if card.valid_from < first:
                    left.append(copy(card, act, valid_to=first - DAY, ended=REPLACED))
                if (mine := issued.get((person, card.valid_from))) is not None:
                    ended.append(mine)
    retract(gone, act)
    add_all(left)
    return ended


def _row(law: Book, act: Entry, f: Foreseen, wanted: CardAsked | Mapping[int, CardAsked], ten: str, day: date) -> Card:
    mine = wanted[f.standing.id] if isinstance(wanted, Mapping) else wanted
    decision = f.standing.decision
    return Card(
        entry=act,
        person_id=f.standing.id,
        valid_from=f.dated.valid_from,
        valid_to=f.dated.valid_to,
        number=numbers.card_number(law, decision, f.dated.digit, day, ten),
        group=decision.outcome.group,
        paid_on=mine.paid_on,
    )


def _issued(law: Book, act: Entry, row: Card, f: Foreseen) -> IssuedCard:
    outcome = f.standing.decision.outcome
    return IssuedCard(
        card=row,
        person_id=row.person_id,
        household_id=f.standing.household,
        entry=act,
        number=row.number,
        unit=f.standing.unit,
        group=outcome.group,
        letter=outcome.letter,
        benefit=outcome.benefit,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        paid_on=row.paid_on,
        paid_to=f.dated.paid_to,
        months=f.months,
        waiting_days=f.dated.waiting_days,
        five_year_since=f.dated.five_year_since,
        five_year_on=f.dated.five_year_on,
        fixed=f.price.fixed,
        rank=f.rank,
        premium=f.price.premium,
        amounts={p: a for p, a in f.price.amounts.items() if a},
        provisions=dict(f.price.provisions),
        why=list(f.dated.why),
        law=law.digest,
    )


def _number_people(act: Entry, people: Mapping[int, Person], rows: Iterable[Card]) -> None:
    """The number of the new card stands on the person, and what stood there is kept as a change."""
    changes, changed = [], []
    for row in rows:
        person = people[row.person_id]
        before = person.card_number or ""
        if row.number and row.number != before:
            person.card_number = row.number
            changed.append(person)
            changes.append(PersonChange(person=person, field="card_number", before=before, after=row.number, entry=act))
    PersonChange.objects.bulk_create(changes, batch_size=500)
    Person.objects.bulk_update(changed, ["card_number"], batch_size=300)


def renew(
    card: Card, paid_on: date | None = None, months: int | None = None, by: User | None = None, **known: Any
) -> Card:
    """The card after a card: paid, or from the day after it ends. CannotIssue says why not."""
    if card.valid_to is None:
        raise CannotIssue("Thẻ không có ngày hết hạn nên không cần gia hạn.", "The card has no end; nothing to renew.")
    on = None if paid_on else card.valid_to + DAY
    return issue(card.person_id, asked(paid_on=paid_on, months=months, on=on, **known), by=by)


def end(card: Card, last_day: date, why: str, by: User | None = None, entry: Entry | None = None) -> Card:
    """A card ends earlier than it said: moved away, status lost, died. `why` is kept on the card.

    AlreadyDone when it ended before that day anyway, or is no longer known. Money stays as it is: see `refunds`.
    """
    if last_day < card.valid_from:
        raise CannotIssue(
            "Ngày kết thúc trước ngày thẻ bắt đầu; hãy thu hồi thẻ thay vì kết thúc.",
            "That is before the card begins; take the card back instead of ending it.",
        )
    with transaction.atomic():
        act = entry or new_entry("end_card", by=by, reason=why)
        now = Card.objects.known().filter(pk=card.pk).first()
        if now is None or (now.valid_to is not None and now.valid_to <= last_day):
            raise AlreadyDone("Thẻ này đã kết thúc trước ngày đó.", "This card ended before that day already.")
        row = copy(now, act, valid_to=last_day, ended=why[:40])
        retract([now], act)
        add_all([row])
    return row


def take_back(card: Card, reason: str, entry: Entry) -> IssuedCard | None:
    """A card never was: the register's row is retracted, its charges are reversed for every payer. Four eyes decide it
    (`void_card`). What was issued, if it was issued here; what the person paid is then too much.
    """
    now = Card.objects.known().filter(pk=card.pk).first()
    if now is None:
        raise AlreadyDone("Thẻ này đã bị thu hồi hoặc thay bằng thẻ khác.", "This card was taken back or replaced.")
    retract([now], entry)
    mine = issued_of(now)
    if mine is not None:
        mine = first_issue(mine)
        reverse_card(mine, entry)
    return mine


def reissue(card: Card, by: User | None = None, reason: str = "") -> Card:
    """Print a card anew: same days and terms, the number with the benefit digit of today. No charge."""
    mine = issued_of(card)
    today = timezone.localdate()
    with transaction.atomic():
        act = new_entry("reissue_card", by=by, reason=reason)
        person = Person.objects.get(pk=card.person_id)
        number = card.number
        standing = standings([card.person_id], today).get(card.person_id)
        if standing is not None:
            digit = cards(
                book(),
                [([standing.person], asked(card.person_id, on=today, paid_on=today, months=1), standing.decision)],
            )[0]
            if isinstance(digit, Dated) and standing.decision.outcome.group == card.group:
                ten = numbers.ten_digits(book(), [person], today)[person.pk]
                number = numbers.card_number(book(), standing.decision, digit.digit, today, ten)
        row = copy(card, act, number=number)
        retract([card], act)
        add_all([row])
        if mine is not None:
            told = {f.attname: getattr(mine, f.attname) for f in IssuedCard._meta.concrete_fields if f.name != "id"}
            told |= {"card_id": row.pk, "entry_id": act.pk, "number": number, "replaces_id": mine.pk}
            IssuedCard.objects.create(**told)
        _number_people(act, {person.pk: person}, [row])
    return row
