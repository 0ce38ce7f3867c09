"""The card somebody would get, by the law of a day: nothing is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils import timezone

from baophu.cover.errors import CannotIssue, CoverError
from baophu.cover.models import IssuedCard
from baophu.cover.services.issued import covers_of, held, issued_by_start
from baophu.cover.services.pricing import Price, months_of, price_of
from baophu.cover.services.standing import Standing, standings
from baophu.decisions.services.lawbooks import active as book
from baophu.engine.cards import Card as Dated
from baophu.engine.cards import CardAsked, NotTold, RuleError, cards
from baophu.engine.source import FactsError
from baophu.law.model import Book
from baophu.registry.models import Card, Person


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A card as it would be issued today: the person's standing, its days by the law, its price, months paid for."""

    standing: Standing
    dated: Dated
    price: Price
    months: int
    rank: int


EXPLAINED = 50
"""Cards of longer lists are not explained rule by rule."""


def asked(person: int | str = "", **known: Any) -> CardAsked:
    """What is known of a card to come (docs/cards-and-visits.md): `asked(paid_on=…, months=12)`."""
    return CardAsked(str(person), **known)


def day_of(wanted: CardAsked) -> date:
    """The day whose law and facts count for a card."""
    told = (wanted.on, wanted.paid_on, wanted.listed_on, wanted.benefit_from, wanted.enrolled_on)
    return next((d for d in told if d is not None), timezone.localdate())


def foresee(person: int, wanted: CardAsked, rank: int = 0) -> Foreseen:
    """The card a person would get; nothing is written. CannotIssue says why not."""
    found = foresee_many([person], wanted, {person: rank})[person]
    if isinstance(found, CoverError):
        raise found
    return found


def foresee_many(
    persons: Iterable[int],
    wanted: CardAsked | Mapping[int, CardAsked],
    ranks: Mapping[int, int] | None = None,
    known: Mapping[int, Standing] | None = None,
) -> dict[int, Foreseen | CoverError]:
    """The cards some people would get, or why not. The rules are judged once for each like case.

    All are asked of one day (`day_of` the first). `known` are their standings on it, if they are at hand.
    """
    ids = list(dict.fromkeys(persons))
    each = dict(wanted) if isinstance(wanted, Mapping) else dict.fromkeys(ids, wanted)
    day = day_of(next(iter(each.values()))) if each else timezone.localdate()
    found: dict[int, Foreseen | CoverError] = {}
    at_hand = _standing(ids, day, found) if known is None else known
    before, issued = held(ids), issued_by_start(ids)
    going: list[tuple[Standing, CardAsked]] = []
    for person in [p for p in ids if p not in found]:
        refusal = _refusal(at_hand.get(person), before.get(person, []), issued, day, each[person], person)
        if refusal is not None:
            found[person] = refusal
            continue
        full = replace(each[person], person=str(person), on=day, previous=covers_of(before.get(person, ())))
        going.append((at_hand[person], full))
    law = book()
    dated = cards(law, [([s.person], a, s.decision) for s, a in going], explained=len(going) <= EXPLAINED)
    for (standing, _), one in zip(going, dated, strict=True):
        rank = (ranks or {}).get(standing.id, 0)
        found[standing.id] = _foreseen(law, standing, one, rank) if isinstance(one, Dated) else _cannot(one)
    return {person: found[person] for person in ids}


def _standing(ids: Sequence[int], day: date, refused: dict[int, Foreseen | CoverError]) -> Mapping[int, Standing]:
    """The standings of some people; whose facts cannot be decided on is put among the refused, the others are kept."""
    try:
        return standings(ids, day)
    except FactsError as error:
        if len(ids) == 1:
            refused[ids[0]] = CannotIssue(f"Dữ liệu chưa xét được: {error}", f"The facts cannot be decided on: {error}")
            return {}
        half = len(ids) // 2
        return {**_standing(ids[:half], day, refused), **_standing(ids[half:], day, refused)}


def _foreseen(law: Book, standing: Standing, dated: Dated, rank: int) -> Foreseen | CannotIssue:
    price = price_of(law, standing.decision, rank)
    if price.fixed and dated.paid_to is None:
        return CannotIssue(
            "Người này tự đóng một phần; hãy cho biết đóng bao nhiêu tháng.",
            "This person pays a part; say how many months are paid for.",
        )
    months = months_of(dated.valid_from, dated.paid_to) if dated.paid_to else 0
    return Foreseen(standing, dated, price, months, rank if standing.decision.outcome.taper else 0)


def _refusal(
    standing: Standing | None,
    before: list[Card],
    issued: Mapping[tuple[int, object], IssuedCard],
    day: date,
    wanted: CardAsked,
    person: int,
) -> CoverError | None:
    """Why a card is out of the question before any rule is looked at."""
    if standing is None:
        return _nobody(person, day)
    for card in before:
        if card.valid_from <= day and card.valid_to is None:
            return CannotIssue(
                f"Đang có thẻ từ {card.valid_from:%d/%m/%Y} không ghi ngày hết hạn; hãy kết thúc thẻ đó trước.",
                f"A card from {card.valid_from:%d/%m/%Y} runs without an end; end it first.",
            )
        last = card.valid_to
        mine = issued.get((person, card.valid_from))
        alike = card.paid_on is None and card.group == standing.decision.outcome.group
        same = alike if mine is None else not mine.fixed
        if wanted.paid_on is None and same and last is not None and card.valid_from <= day <= last:
            return CannotIssue(
                f"Đã có thẻ cùng loại từ {card.valid_from:%d/%m/%Y} đến {last:%d/%m/%Y}; không cấp hai thẻ.",
                f"Such a card runs already, {card.valid_from:%d/%m/%Y} to {last:%d/%m/%Y}; nobody gets two.",
            )
    return None


def _nobody(person: int, day: date) -> CannotIssue:
    found = Person.objects.filter(pk=person).first()
    if found is None:
        return CannotIssue(f"Không có người số {person}.", f"There is no person {person}.")
    if found.merged_into_id:
        return CannotIssue(
            f"Hồ sơ {person} đã gộp vào {found.merged_into_id}.",
            f"Record {person} was merged into {found.merged_into_id}.",
        )
    if found.died is not None and found.died < day:
        return CannotIssue(
            f"{found.name} đã mất ngày {found.died:%d/%m/%Y}.", f"{found.name} died on {found.died:%d/%m/%Y}."
        )
    return CannotIssue(
        f"{found.name} không có nơi cư trú ngày {day:%d/%m/%Y}; hãy ghi nơi cư trú trước.",
        f"{found.name} lives nowhere on {day:%d/%m/%Y}; record the residence first.",
    )


def _cannot(error: NotTold | RuleError) -> CannotIssue:
    if isinstance(error, NotTold):
        return CannotIssue(f"Chưa đủ thông tin để cấp thẻ: {error}", f"Not enough is told for a card: {error}")
    return CannotIssue(f"Sổ luật chưa rõ về thẻ này: {error}", f"The law book is not clear about this card: {error}")
