"""What recording a change would come to, in sentences: for whom support begins or ends, and who pays what then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

from baophu.decisions.foreseen import Foreseen, Standing, Turn
from baophu.engine.months import first_day, last_day
from baophu.insight.labels import group_label
from baophu.law.model import Book
from baophu.pages.texts import said
from baophu.pages.written import money, span
from baophu.registry.models import Person
from baophu.workplace.words import payer_label

Tone = Literal["good", "bad", ""]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One consequence; `ref` the provision it hangs on, if one does."""

    text: str
    tone: Tone = ""
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Months in which somebody would be decided otherwise, as days and sentences."""

    days: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Consequence:
    """What changes for one person. `number` is below 0 for somebody not in the register yet."""

    number: int
    name: str
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """Everything foreseen; `problems` are households that cannot be decided, in the engine's words."""

    people: tuple[Consequence, ...]
    problems: tuple[str, ...]
    looked_at: int


def tell(found: Foreseen, book: Book, names: Mapping[int, str] | None = None) -> Told:
    """The turns of a foresight as sentences, by person in the order of their numbers."""
    known = dict(Person.objects.filter(pk__in=[p for p in found.persons if p > 0]).values_list("pk", "name"))
    known |= dict(names or {})
    people = tuple(
        Consequence(person, known.get(person, str(person)), tuple(_stretches(turns, found, book)))
        for person, turns in found.persons.items()
    )
    return Told(people, tuple(p.message for p in found.problems), found.looked_at)


def _stretches(turns: Sequence[Turn], found: Foreseen, book: Book) -> Iterator[Stretch]:
    """Turns in order; neighbours that say the same are one."""
    told = [(turn.a, turn.b, tuple(_sentences(turn, book))) for turn in turns]
    while told:
        first, last, sentences = told.pop(0)
        while told and told[0][0] == last + 1 and told[0][2] == sentences:
            last = told.pop(0)[1]
        yield Stretch(span(first_day(first), None if last >= found.last else last_day(last)), sentences)


def _sentences(turn: Turn, book: Book) -> Iterator[Sentence]:
    before, after = turn.before, turn.after
    if after is None:
        yield Sentence(_("Không còn được xét ở đây nữa."), "bad")
        return
    if before is None:
        yield Sentence(_("Bắt đầu được xét ở đây."))
    if before is None or before.outcome.group != after.outcome.group:
        yield _group(before, after, turn.a, book)
    yield from _supports(before, after, book)
    if before is None or before.own != after.own:
        yield _own(before, after)
    if before is not None and before.outcome.benefit != after.outcome.benefit:
        tone: Tone = "good" if after.outcome.benefit > before.outcome.benefit else "bad"
        values = {"a": before.outcome.benefit, "b": after.outcome.benefit}
        yield Sentence(_("Mức hưởng từ %(a)s %% thành %(b)s %%.") % values, tone, after.outcome.by_benefit)
    if before is not None and before.insured != after.insured:
        yield Sentence(
            _("Bắt đầu có thẻ.") if after.insured else _("Không còn thẻ."), "good" if after.insured else "bad"
        )


def _group(before: Standing | None, after: Standing, month: int, book: Book) -> Sentence:
    new = said(group_label(book, after.outcome.group, month))
    if before is None:
        return Sentence(_("Thuộc nhóm %(group)s") % {"group": new}, "", after.outcome.by_group)
    values = {"old": said(group_label(book, before.outcome.group, month)), "new": new}
    return Sentence(_("Chuyển từ nhóm %(old)s sang nhóm %(new)s") % values, "", after.outcome.by_group)


def _supports(before: Standing | None, after: Standing, book: Book) -> Iterator[Sentence]:
    had = dict(before.outcome.supports) if before else {}
    has = dict(after.outcome.supports)
    for payer, ref in has.items():
        amount, old = after.amounts.get(payer, 0), before.amounts.get(payer, 0) if before else 0
        values = {"payer": payer_label(book, payer), "amount": money(amount), "old": money(old)}
        if payer not in had:
            yield Sentence(_("%(payer)s bắt đầu hỗ trợ: %(amount)s mỗi tháng.") % values, "good", ref)
        elif old != amount:  # who pays shifts; what the person pays is told by itself
            yield Sentence(_("%(payer)s hỗ trợ %(old)s thành %(amount)s mỗi tháng.") % values, "", ref)
    for payer, ref in had.items():
        if payer not in has:
            yield Sentence(_("%(payer)s thôi hỗ trợ.") % {"payer": payer_label(book, payer)}, "bad", ref)


def _own(before: Standing | None, after: Standing) -> Sentence:
    if before is None:
        text = _("Người dân đóng %(new)s mỗi tháng.") % {"new": money(after.own)}
        return Sentence(text, "good" if not after.own else "")
    values = {"old": money(before.own), "new": money(after.own)}
    tone: Tone = "good" if after.own < before.own else "bad"
    return Sentence(_("Người dân đóng %(old)s thành %(new)s mỗi tháng.") % values, tone)
