"""A condition as a sentence for whoever does not read expressions, in both languages.

`age >= 65` is "từ đủ 65 tuổi", `living_standard = 'poor'` is "Mức sống: Hộ nghèo". Words of facts, values, definitions
and parameters are those of the book. A definition is said by its label; `unfolded` says what it stands for.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from baophu.law.dated import value_on
from baophu.law.model import Book, Text
from baophu.law.scalars import NEVER, share_text
from baophu.law.tree import (
    All,
    Among,
    Any,
    Arith,
    Between,
    Builtin,
    Call,
    Compare,
    Fact,
    Literal,
    Named,
    Node,
    Not,
    Parameter,
    walk,
)
from baophu.law.words import Language, in_language

FEW = 6
"""A choice with this many other values is said by them ("học sinh hoặc sinh viên"), one with more by what it is not."""

_TURNED = {"=": "<>", "<>": "=", "<": ">=", ">=": "<", "<=": ">", ">": "<="}
_MIRRORED = {"=": "=", "<>": "<>", "<": ">", ">": "<", "<=": ">=", ">=": "<="}

_SENTENCES: dict[str, Text] = {
    "and": Text(" và ", " and "),
    "or": Text(" hoặc ", " or "),
    "not": Text("không phải: {what}", "not: {what}"),
    "is": Text("{what}: {value}", "{what}: {value}"),
    "other": Text("{what}: khác {value}", "{what}: other than {value}"),
    "age >=": Text("từ đủ {n} tuổi", "aged {n} or over"),
    "age <": Text("dưới {n} tuổi", "under {n}"),
    "age <=": Text("đến hết {n} tuổi", "aged {n} or under"),
    "age >": Text("trên {n} tuổi", "over {n}"),
    "age =": Text("{n} tuổi", "aged {n}"),
    "age <>": Text("khác {n} tuổi", "of another age than {n}"),
    "age between": Text("từ đủ {low} đến hết {high} tuổi", "aged {low} to {high}"),
    ">=": Text("{what}: từ {n} trở lên", "{what}: at least {n}"),
    "<": Text("{what}: dưới {n}", "{what}: below {n}"),
    "<=": Text("{what}: không quá {n}", "{what}: at most {n}"),
    ">": Text("{what}: trên {n}", "{what}: above {n}"),
    "=": Text("{what}: {n}", "{what}: {n}"),
    "<>": Text("{what}: khác {n}", "{what}: other than {n}"),
    "between": Text("{what}: từ {low} đến {high}", "{what}: from {low} to {high}"),
    "month >=": Text("{what} từ tháng {n} trở đi", "{what} from {n} on"),
    "month >": Text("{what} sau tháng {n}", "{what} after {n}"),
    "month <=": Text("{what} đến hết tháng {n}", "{what} up to {n}"),
    "month <": Text("{what} trước tháng {n}", "{what} before {n}"),
    "month =": Text("{what} là tháng {n}", "{what} is {n}"),
    "month <>": Text("{what} khác tháng {n}", "{what} is not {n}"),
    "now >=": Text("từ tháng {n} trở đi", "from {n} on"),
    "now >": Text("sau tháng {n}", "after {n}"),
    "now <=": Text("đến hết tháng {n}", "up to {n}"),
    "now <": Text("trước tháng {n}", "before {n}"),
    "now =": Text("đúng tháng {n}", "in {n}"),
    "now <>": Text("khác tháng {n}", "in another month than {n}"),
    "since <": Text("chưa đủ {n} tháng kể từ: {what}", "less than {n} months since: {what}"),
    "since <=": Text("không quá {n} tháng kể từ: {what}", "at most {n} months since: {what}"),
    "since >=": Text("đã đủ {n} tháng kể từ: {what}", "{n} months or more since: {what}"),
    "since >": Text("đã quá {n} tháng kể từ: {what}", "more than {n} months since: {what}"),
    "since =": Text("đúng {n} tháng kể từ: {what}", "exactly {n} months since: {what}"),
    "since <>": Text("khác {n} tháng kể từ: {what}", "not {n} months since: {what}"),
    "never": Text("chưa có: {what}", "none yet: {what}"),
    "ever": Text("đã có: {what}", "known: {what}"),
    "month": Text("tháng đang xét", "the month in question"),
    "age": Text("tuổi", "age"),
    "least": Text("mức thấp hơn trong ({parts})", "the lower of ({parts})"),
    "greatest": Text("mức cao hơn trong ({parts})", "the higher of ({parts})"),
    "yes": Text("có", "yes"),
    "no": Text("không", "no"),
    "every": Text("mọi trường hợp", "everybody"),
    "nobody": Text("không trường hợp nào", "nobody"),
}


def spoken(node: Node, book: Book, language: Language, on: date | None = None) -> str:
    """A condition as one sentence without a full stop, its first letter large. A parameter is said by its value on a
    day, with its label where no day is given or it has no value then."""
    return _large(_Speaker(book, language, on).holds(node, True))


def spoken_amount(node: Node, book: Book, language: Language, on: date | None = None) -> str:
    """An amount as words: `least(wage, 20 * reference)`."""
    return _Speaker(book, language, on).number(node)


def unfolded(node: Node, book: Book, language: Language, on: date | None = None) -> tuple[tuple[str, str], ...]:
    """The definitions a condition uses: what each is called and what it stands for, as sentences."""
    named = {n.name: n for n in walk(node) if isinstance(n, Named)}
    return tuple((spoken(n, book, language, on), spoken(n.body, book, language, on)) for n in named.values())


class _Speaker:
    def __init__(self, book: Book, language: Language, on: date | None) -> None:
        self.book, self.language, self.on = book, language, on

    def say(self, key: str, **parts: object) -> str:
        return in_language(_SENTENCES[key], self.language).format(**parts)

    def said(self, text: Text) -> str:
        return in_language(text, self.language)

    # ---- what holds

    def holds(self, node: Node, yes: bool) -> str:
        """That a condition holds, or that it does not."""
        match node:
            case Not(item):
                return self.holds(item, not yes)
            case All(items):
                return self._joined(items, yes, "and" if yes else "or")
            case Any(items):
                return self._joined(items, yes, "or" if yes else "and")
            case Compare(op, left, right):
                return self._compared(op if yes else _TURNED[op], left, right)
            case Between(item, low, high):
                return self._between(item, low, high) if yes else self.say("not", what=self._between(item, low, high))
            case Among(item, values):
                return self._among(item, values, yes)
            case Literal(bool(value)):
                return self.say("every" if value == yes else "nobody")
            case _:
                label = self._label(node)
                return label if yes else self.say("not", what=_small(label))

    def _joined(self, items: Sequence[Node], yes: bool, key: str) -> str:
        parts = []
        for item in items:
            part = self.holds(item, yes)
            inner = _core(item)
            mixed = isinstance(inner, All | Any) and len(inner.items) > 1 and len(items) > 1
            parts.append(f"({_small(part)})" if mixed else part)
        if not parts:
            return self.say("every" if key == "and" else "nobody")
        return self.say(key).join([parts[0], *map(_small, parts[1:])])

    def _among(self, item: Node, values: Sequence[Literal], yes: bool) -> str:
        chosen = [v.value for v in values]
        others = self._others(item, chosen)
        if not yes and others is not None:
            chosen, yes = others, True
        said = listed([self._value(item, v) for v in chosen], self.say("or" if yes else "and"))
        return self.say("is" if yes else "other", what=self._label(item), value=said)

    def _others(self, item: Node, chosen: Sequence[object]) -> list[int | bool | str] | None:
        """The values of a choice but these, when they are few."""
        if not isinstance(item, Fact):
            return None
        values = self.book.facts[item.name].values
        others: list[int | bool | str] = [v for v in values if v not in chosen]
        return others if values and 0 < len(others) <= FEW else None

    def _compared(self, op: str, left: Node, right: Node) -> str:
        if isinstance(left, Literal | Parameter) and not isinstance(right, Literal | Parameter):
            return self._compared(_MIRRORED[op], right, left)
        kind = self._type(left)
        match left:
            case Builtin("age"):
                return self.say(f"age {op}", n=self.number(right))
            case Builtin("month"):
                return self.say(f"now {op}", n=self._month(right))
            case Arith("-", Builtin("month"), since) if self._type(since) == "month":
                return self.say(f"since {op}", n=self.number(right), what=_small(self._label(since)))
        if kind == "month":
            if right == Literal(NEVER) and op in ("=", "<>"):
                return self.say("never" if op == "=" else "ever", what=_small(self._label(left)))
            return self.say(f"month {op}", what=self._label(left), n=self._month(right))
        if isinstance(right, Literal) and isinstance(right.value, str) and op in ("=", "<>"):
            return self._among(left, [right], op == "=")
        if isinstance(right, Literal) and isinstance(right.value, bool):
            return self.holds(left, right.value == (op == "="))
        return self.say(op, what=self._label(left), n=self.number(right))

    def _between(self, item: Node, low: Node, high: Node) -> str:
        if item == Builtin("age"):
            return self.say("age between", low=self.number(low), high=self.number(high))
        write = self._month if self._type(item) == "month" else self.number
        return self.say("between", what=self._label(item), low=write(low), high=write(high))

    # ---- what things are called

    def _label(self, node: Node) -> str:
        match node:
            case Fact(name):
                return self.said(self.book.facts[name].label)
            case Named(name, _):
                return self.said(self.book.definitions[name].label)
            case Parameter(name):
                return self.said(self.book.parameters[name].label)
            case _:
                return self.number(node)

    def _value(self, item: Node, value: object) -> str:
        """A value of a fact by the book's name for it."""
        if isinstance(item, Fact):
            named = self.book.facts[item.name].values.get(str(value))
            if named is not None:
                return self.said(named)
        if isinstance(value, bool):
            return self.say("yes" if value else "no")
        return _month_words(value) if self._type(item) == "month" and isinstance(value, int) else str(value)

    def number(self, node: Node) -> str:
        """A number, or what it is called."""
        match node:
            case Literal(value):
                return self._value(node, value)
            case Parameter(name):
                return self._parameter(name)
            case Builtin(name):
                return self.say(name)
            case Arith(op, left, right):
                sign = {"*": "×", "-": "−"}.get(op, op)
                return f"{self.number(left)} {sign} {self.number(right)}"
            case Call(name, args):
                return self.say(name, parts="; ".join(map(self.number, args)))
            case _:
                return _small(self._label(node))

    def _month(self, node: Node) -> str:
        if isinstance(node, Literal) and isinstance(node.value, int):
            return _month_words(node.value)
        return self.number(node)

    def _parameter(self, name: str) -> str:
        declared = self.book.parameters[name]
        found = value_on(declared, self.on) if self.on is not None else None
        if found is None and len(declared.values) == 1:
            found = declared.values[0]
        if found is None or declared.type == "money":
            return f"“{_small(self.said(declared.label))}”"
        value = found.value
        if isinstance(value, Fraction):
            return share_text(value)
        if isinstance(value, bool):
            return self.say("yes" if value else "no")
        return _month_words(value) if declared.type == "month" else str(value)

    def _type(self, node: Node) -> str:
        match node:
            case Fact(name):
                return self.book.facts[name].type
            case Parameter(name):
                return self.book.parameters[name].type
            case _:
                return ""


def listed(parts: Sequence[str], last: str) -> str:
    """`A, B or C`; `last` stands before the last one."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])}{last}{parts[-1]}"


def _core(node: Node) -> Node:
    return _core(node.item) if isinstance(node, Not) else node


def _month_words(month: int) -> str:
    return f"{month % 12 + 1:02d}/{month // 12}"


def _large(text: str) -> str:
    return text[:1].upper() + text[1:]


def _small(text: str) -> str:
    """With a small first letter, unless the first word is an abbreviation."""
    first = text.split(" ", 1)[0]
    return text if first.isupper() and len(first) > 1 else text[:1].lower() + text[1:]
