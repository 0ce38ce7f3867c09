"""Parts of several answers: groups, payers, provisions, people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from pydantic import BaseModel

from baophu.engine.months import month_of
from baophu.insight.labels import group_label
from baophu.insight.words import PAYERS
from baophu.law.model import Book, Provision
from baophu.pages.texts import said
from baophu.registry.models import Person


class Group(BaseModel):
    """A participant group of Article 12: its stable name, the letter of the day, whom it holds. `name` "" for none."""

    name: str
    letter: str
    label: str


class Share(BaseModel):
    """What a payer pays, đồng."""

    payer: str
    label: str
    amount: int


class Cited(BaseModel):
    """A provision that was applied."""

    ref: str
    instrument: str
    article: str
    says: str
    until: date | None
    sure: str


class PersonTold(BaseModel):
    """Who somebody is. `born_known`: day, month or year, what of the birth date is known."""

    id: int
    name: str
    born: date
    born_known: str
    sex: str
    unit: str | None
    died: date | None


def group(book: Book, name: str, letter: str, day: date) -> Group:
    """A group with its label of a day."""
    return Group(name=name, letter=letter, label=said(group_label(book, name, month_of(day))))


def shares(book: Book, amounts: Mapping[str, int]) -> list[Share]:
    """Amounts by payer, those who pay something, in the order of the law book."""
    return [
        Share(payer=p, label=said(PAYERS[p]) if p in PAYERS else p, amount=amounts[p])
        for p in book.payers
        if amounts.get(p)
    ]


def cited(provisions: Iterable[Provision]) -> list[Cited]:
    """Provisions as they are told."""
    return [
        Cited(ref=p.ref, instrument=p.instrument, article=p.article, says=said(p.says), until=p.end, sure=p.sure)
        for p in provisions
    ]


def refs(book: Book, named: Iterable[str]) -> list[Cited]:
    """Provisions by their refs; those a later law book does not have are left out."""
    found = []
    for ref in dict.fromkeys(named):
        try:
            found.append(book.provision(ref))
        except KeyError:
            continue
    return cited(found)


def person(one: Person) -> PersonTold:
    """Somebody as told."""
    return PersonTold(
        id=one.pk,
        name=one.name,
        born=one.born,
        born_known=one.born_known,
        sex=one.sex,
        unit=one.unit_id,
        died=one.died,
    )
