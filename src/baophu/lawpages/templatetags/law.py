"""Tags of the law book's pages: `{% load law %}`."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import template

from baophu.insight.words import PAYERS
from baophu.law.model import Book, Condition, Effect, ParameterDeclaration, Text
from baophu.law.spoken import spoken, unfolded
from baophu.law.spoken_effects import spoken_effect
from baophu.lawpages import addresses
from baophu.lawpages.case_words import LABELS, MONEY, PERCENT, VALUES, reckoned
from baophu.lawpages.parameters import value_text
from baophu.pages import sources, written
from baophu.pages.texts import language, said

register = template.Library()
_ISO = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
_WORD = re.compile(r"[a-z_]{4,}")
_AMOUNT = re.compile(r"(?<=– )\d{4,}")
register.filter("instrument_href", addresses.instrument_href)
register.filter("provision_href", addresses.provision_href)
register.filter("parameter_href", addresses.parameter_href)


@register.filter
def source_href(by: str) -> str:
    """The page of what something is `by`, or nothing."""
    return addresses.source_href(sources.book(), by) or ""


@register.simple_tag
def in_words(condition: Condition, on: date) -> str:
    """A condition as a sentence: the author's own where there is one."""
    return said(condition.says) if condition.says else spoken(condition.node, sources.book(), language(), on)


@register.simple_tag
def meanings(condition: Condition, on: date) -> tuple[tuple[str, str], ...]:
    """The definitions a condition uses, and what they stand for."""
    return unfolded(condition.node, sources.book(), language(), on)


@register.simple_tag
def does(effect: Effect, on: date) -> str:
    """What a provision does, as a sentence."""
    return spoken_effect(effect, sources.book(), language(), PAYERS, on)


@register.filter
def payer(name: str) -> str:
    """What a payer is called."""
    return said(payer_text(sources.book(), name))


def payer_text(book: Book, name: str) -> Text:
    """What a payer is called: by the book, else by the house."""
    return book.texts.get(name) or PAYERS.get(name) or Text(name, name)


@register.filter
def key_label(key: str) -> str:
    """What a key of a case is called."""
    return said(LABELS[key]) if key in LABELS else key


@register.simple_tag
def case_value(key: str, value: str) -> str:
    """A value of a case as it is read: money, days and flags written out."""
    plain = value.replace("_", "")
    if key in MONEY and plain.isdigit():
        return written.money(int(plain))
    if key in PERCENT and plain.isdigit():
        return f"{plain}{written.NARROW}%"
    if value in VALUES:
        return said(VALUES[value])
    dated = _ISO.sub(lambda m: written.day(date.fromisoformat(m[0])), value)
    worded = _WORD.sub(lambda m: said(VALUES[m[0]]) if m[0] in VALUES else m[0], dated)
    return _AMOUNT.sub(lambda m: written.money(int(m[0])), worded) if key == "copays" else worded


@register.filter
def reckoning(lines: tuple[str, ...]) -> tuple[str, ...]:
    """An example's arithmetic in the reader's language, as far as it can be told in it."""
    return reckoned(lines, language())


@register.simple_tag
def worth(parameter: ParameterDeclaration, value: Any) -> str:
    """A parameter's value as it is read."""
    return value_text(parameter, value)


@register.filter
def slug_of(number: str) -> str:
    """An instrument's number as it stands in addresses."""
    return addresses.slug(number)


@register.simple_tag
def fact_label(name: str) -> str:
    """What a fact is called."""
    declared = sources.book().facts.get(name)
    return said(declared.label) if declared else name


@register.filter
def comma(number: str) -> str:
    """A decimal number as it is written here: 37,6."""
    return str(number).replace(".", ",")
