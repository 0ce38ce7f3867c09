"""What a `card` or `route` provision does: its keys, read into a few frozen shapes.

An *anchor* is a day the asker knows (payment, list, birth, …); `at` moves it to a day of its month or year. The words
are listed in docs/cards-and-visits.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from baophu.engine.cards.days import DAY, day_of_year, last_of_month
from baophu.engine.cards.errors import RuleError, wrong
from baophu.law.dated import stands, value_on
from baophu.law.errors import Refused
from baophu.law.model import Book, Provision, Rule
from baophu.law.scalars import share_of

START_ANCHORS = ("payment", "previous", "list", "birth", "age", "enrolment", "benefit")
END_ANCHORS = ("payment", "age", "course", "start")
DAYS = ("day", "month_start", "month_end", "next_month")
COMMON_YEAR = 2025
DAY_OF_YEAR = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


@dataclass(frozen=True, slots=True)
class Start:
    """The first day of a card: an anchor moved by `at`, plus `wait` days (a parameter), not before `not_before`.

    `months` is the age in months (a parameter) behind the anchor `age`.
    """

    of: str
    at: str
    wait: str
    months: str
    not_before: str


@dataclass(frozen=True, slots=True)
class End:
    """The last day of a card; `paid` says up to which day of the anchor's month it is paid for, if not to its end."""

    of: str
    at: str
    months: str
    paid: str


@dataclass(frozen=True, slots=True)
class Joins:
    """A gap in cover that keeps the chain of that name."""

    chain: str


@dataclass(frozen=True, slots=True)
class Share:
    """Share of the benefit level that the fund pays; `counts`: what is left counts as a copayment of the year."""

    share: Fraction
    counts: bool


@dataclass(frozen=True, slots=True)
class Level:
    """Benefit level in percent, whatever the group; `until` the day of the year up to which it then lasts."""

    level: int
    until: str


@dataclass(frozen=True, slots=True)
class Digit:
    """The benefit digit printed on a card. It is a print, not a fact: nothing is decided by it."""

    digit: int


@dataclass(frozen=True, slots=True)
class Pays:
    """For how many months at a time people may pay."""

    choices: tuple[int, ...]


RuleEffect = Start | End | Joins | Share | Level | Digit | Pays
KEYS = {"card": ("starts", "ends", "joins", "digit", "pays"), "route": ("share", "level")}


def rules_on(book: Book, kind: str, key: str, day: date) -> tuple[Provision, ...]:
    """The provisions with that key in force on a day, in the order of the book."""
    return tuple(
        p
        for p in book.provisions()
        if isinstance(p.effect, Rule) and p.effect.kind == kind and key in p.effect.keys and stands(p, day)
    )


def read_rule(provision: Provision) -> RuleEffect:
    """The effect of a card or route provision; RuleError when a key or a word is not known."""
    rule = provision.effect
    assert isinstance(rule, Rule)
    keys = [key for key in KEYS[rule.kind] if key in rule.keys]
    if len(keys) != 1:
        raise wrong(provision, f"a {rule.kind} rule has exactly one of {', '.join(KEYS[rule.kind])}")
    return _READERS[keys[0]](provision, rule.keys)


def check_rules(book: Book) -> None:
    """Every card and route provision of a book can be read and names parameters it has; else RuleError with all."""
    said = []
    for provision in book.provisions():
        if isinstance(provision.effect, Rule):
            try:
                effect = read_rule(provision)
                said += [str(wrong(provision, m)) for m in _missing(book, provision, effect)]
            except RuleError as error:
                said.append(str(error))
    if said:
        raise RuleError("\n".join(said))


def _missing(book: Book, provision: Provision, effect: RuleEffect) -> list[str]:
    names = [n for n in (getattr(effect, "wait", ""), getattr(effect, "months", "")) if n]
    found = []
    for name in names:
        if name not in book.parameters:
            found.append(f"no parameter is called '{name}'")
        elif value_on(book.parameters[name], provision.start) is None:
            found.append(f"it applies from {provision.start}, when {name} has no value")
    return found


def payment_terms(book: Book, day: date) -> tuple[tuple[int, ...], str]:
    """For how many months a household may pay at a time, and the provision; RuleError when the book is silent."""
    for provision in rules_on(book, "card", "pays", day):
        effect = read_rule(provision)
        assert isinstance(effect, Pays)
        return effect.choices, provision.ref
    raise RuleError(f"the law book {book.name} does not say for how many months a household may pay on {day}")


def parameter(book: Book, name: str, day: date) -> int:
    """A whole-number parameter on a day; RuleError when it has none then."""
    value = amount(book, name, day)
    if value.denominator != 1:
        raise RuleError(f"the parameter {name} is a share; a whole number is needed")
    return int(value)


def amount(book: Book, name: str, day: date) -> Fraction:
    """A parameter on a day, exactly; RuleError when the book has none of that name, or none then."""
    declared = book.parameters.get(name)
    value = value_on(declared, day) if declared else None
    if value is None:
        raise RuleError(f"the law book {book.name} has no {name} on {day}")
    return Fraction(value.value)


def moved(anchor: date, at: str) -> date:
    """A day of the anchor's month or year."""
    if at == "day":
        return anchor
    if at == "month_start":
        return anchor.replace(day=1)
    if at == "month_end":
        return last_of_month(anchor)
    if at == "next_month":
        return last_of_month(anchor) + DAY
    return day_of_year(anchor.year, at)


def _start(provision: Provision, keys: Mapping[str, Any]) -> Start:
    inner = _inner(provision, keys, "starts", ("of", "at", "wait", "months", "not_before"))
    start = Start(
        of=_one_of(provision, inner, "of", START_ANCHORS),
        at=_day(provision, inner, "at"),
        wait=str(inner.get("wait") or ""),
        months=str(inner.get("months") or ""),
        not_before=_one_of(provision, inner, "not_before", ("", "payment")),
    )
    _age_has_months(provision, start.of, start.months)
    return start


def _end(provision: Provision, keys: Mapping[str, Any]) -> End:
    inner = _inner(provision, keys, "ends", ("of", "at", "months", "paid"))
    end = End(
        of=_one_of(provision, inner, "of", END_ANCHORS),
        at=_day(provision, inner, "at"),
        months=str(inner.get("months") or ""),
        paid=_one_of(provision, inner, "paid", ("", "month_end")),
    )
    _age_has_months(provision, end.of, end.months)
    return end


def _age_has_months(provision: Provision, of: str, months: str) -> None:
    if (of == "age") != bool(months):
        raise wrong(provision, "'months' names the parameter with the age in months, and stands with of: age only")


def _joins(provision: Provision, keys: Mapping[str, Any]) -> Joins:
    _known(provision, keys, ("joins",))
    return Joins(_one_of(provision, keys, "joins", ("five_years",)))


def _digit(provision: Provision, keys: Mapping[str, Any]) -> Digit:
    _known(provision, keys, ("digit",))
    digit = keys["digit"]
    if not isinstance(digit, int) or isinstance(digit, bool) or not 1 <= digit <= 9:
        raise wrong(provision, f"digit: {digit} is not a digit from 1 to 9")
    return Digit(digit)


def _pays(provision: Provision, keys: Mapping[str, Any]) -> Pays:
    _known(provision, keys, ("pays",))
    months = keys["pays"]
    if not isinstance(months, list | tuple) or not months or not all(_is_month_count(m) for m in months):
        raise wrong(provision, f"pays: {months} is not a list of months such as [3, 6, 12]")
    return Pays(tuple(months))


def _is_month_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _share(provision: Provision, keys: Mapping[str, Any]) -> Share:
    _known(provision, keys, ("share", "counts"))
    try:
        share = share_of(str(keys["share"]))
    except Refused as error:
        raise wrong(provision, str(error)) from None
    if share > 1:
        raise wrong(provision, "the fund pays at most 100% of the benefit level")
    return Share(share, _flag(provision, keys, "counts"))


def _level(provision: Provision, keys: Mapping[str, Any]) -> Level:
    _known(provision, keys, ("level", "until"))
    level = keys["level"]
    if not isinstance(level, int) or isinstance(level, bool) or not 0 < level <= 100:
        raise wrong(provision, f"level: {level} is not a percentage from 1 to 100")
    return Level(level, "" if keys.get("until") is None else _day(provision, keys, "until"))


def _inner(provision: Provision, keys: Mapping[str, Any], key: str, allowed: tuple[str, ...]) -> Mapping[str, Any]:
    _known(provision, keys, (key,))
    inner = keys[key]
    if not isinstance(inner, Mapping):
        raise wrong(provision, f"{key} is written {{of: …, at: …}}")
    _known(provision, inner, allowed)
    return inner


def _known(provision: Provision, keys: Mapping[str, Any], allowed: tuple[str, ...]) -> None:
    for key in keys:
        if key not in allowed:
            raise wrong(provision, f"the key '{key}' is not known here; allowed: {', '.join(allowed)}")


def _one_of(provision: Provision, keys: Mapping[str, Any], key: str, allowed: tuple[str, ...]) -> str:
    word = str(keys.get(key) or "")
    if word not in allowed:
        raise wrong(provision, f"{key}: '{word}' is not known; allowed: {', '.join(a for a in allowed if a)}")
    return word


def _day(provision: Provision, keys: Mapping[str, Any], key: str) -> str:
    word = str(keys.get(key) or "day")
    if word not in DAYS and not _is_day_of_every_year(word):
        raise wrong(provision, f"{key}: '{word}' is not one of {', '.join(DAYS)} nor a day of the year such as 09-30")
    return word


def _is_day_of_every_year(text: str) -> bool:
    if not DAY_OF_YEAR.fullmatch(text):
        return False
    try:
        return bool(day_of_year(COMMON_YEAR, text))
    except ValueError:
        return False


def _flag(provision: Provision, keys: Mapping[str, Any], key: str) -> bool:
    value = keys.get(key, False)
    if not isinstance(value, bool):
        raise wrong(provision, f"{key} is true or false, not '{value}'")
    return value


_READERS: dict[str, Callable[[Provision, Mapping[str, Any]], RuleEffect]] = {
    "starts": _start,
    "ends": _end,
    "joins": _joins,
    "digit": _digit,
    "pays": _pays,
    "share": _share,
    "level": _level,
}
