"""Which values may be compared, added and multiplied, and what an author is told when they may not.

A kind is a fact's type, or one of three that only arise inside expressions: `integer` (a whole number as written),
`months` (the distance between two months) and `text` (a text as written).
"""

from __future__ import annotations

from collections.abc import Sequence

from baophu.law import scalars
from baophu.law.errors import Refused, did_you_mean
from baophu.law.forms import refuse_what_time_cannot_be_split_at
from baophu.law.tree import Among, Arith, Between, Builtin, Call, Compare, Fact, Literal, Named, Node, Not, Parameter
from baophu.law.vocabulary import Vocabulary

Kind = str
Operand = tuple[Node, Kind]

KIND_WORDS = {
    "flag": "a condition",
    "choice": "one of some words",
    "code": "a code",
    "count": "a number",
    "money": "an amount of money",
    "month": "a month",
    "share": "a share",
    "age": "a number of full years",
    "integer": "a whole number",
    "months": "a number of months",
    "text": "a text",
}
NUMBERS = {"count", "money", "integer"}
# kinds that may stand on the two sides of a comparison
COMPARABLE = {
    frozenset(pair)
    for pair in (
        ("age", "integer"),
        ("age", "count"),
        ("month",),
        ("months", "integer"),
        ("months", "count"),
        ("months",),
        ("money",),
        ("money", "integer"),
        ("count",),
        ("count", "integer"),
        ("integer",),
    )
}


def compare(op: str, left: Operand, right: Operand, vocabulary: Vocabulary) -> Node:
    """left op right, with texts turned into months where a month is asked for; Refused when they do not fit."""
    if "text" in (left[1], right[1]):
        if left[1] == right[1]:
            raise Refused(f"{name_of(left[0])} and {name_of(right[0])} are both texts; one side must be a fact")
        return _compare_text(op, left, right, vocabulary)
    if "flag" in (left[1], right[1]):
        return _compare_flag(op, left, right)
    _refuse_unlike(left, right)
    node = Compare(op, left[0], right[0])
    refuse_what_time_cannot_be_split_at(node, vocabulary.facts)
    return node


def between(item: Operand, low: Operand, high: Operand, vocabulary: Vocabulary) -> Node:
    """low <= item <= high."""
    if item[1] in ("choice", "code", "flag", "text", "share"):
        raise Refused(f"{name_of(item[0])} is {KIND_WORDS[item[1]]}; 'between' is for numbers and months")
    low, high = (_as_month(bound) if item[1] == "month" else bound for bound in (low, high))
    for bound in (low, high):
        _refuse_unlike(item, bound)
    if isinstance(low[0], Literal) and isinstance(high[0], Literal) and int(low[0].value) > int(high[0].value):
        raise Refused(f"between {name_of(low[0])} and {name_of(high[0])} lies nothing; the smaller stands first")
    for op, bound in ((">=", low), ("<=", high)):
        refuse_what_time_cannot_be_split_at(Compare(op, item[0], bound[0]), vocabulary.facts)
    return Between(item[0], low[0], high[0])


def among(item: Operand, values: Sequence[Operand], vocabulary: Vocabulary) -> Node:
    """item in (values)."""
    found: list[Literal] = []
    for value in values:
        if not isinstance(value[0], Literal):
            raise Refused(f"{name_of(value[0])} stands in a list of values; only written values may")
        node = compare("=", item, value, vocabulary)
        match node:
            case Compare(_, _, Literal() as literal) | Compare(_, Literal() as literal, _):
                found.append(literal)
            case _:
                raise Refused(f"{name_of(item[0])} is yes or no; it stands alone: {name_of(item[0])}")
    return Among(item[0], tuple(found))


def arithmetic(op: str, left: Operand, right: Operand) -> Operand:
    """left op right, with op one of + - *."""
    node = Arith(op, left[0], right[0])
    kinds = (left[1], right[1])
    for side, kind in (left, right):
        if kind not in NUMBERS | {"month", "months"}:
            hint = "; compare it alone: age >= 65" if kind == "age" else ""
            raise Refused(f"{name_of(side)} is {KIND_WORDS[kind]}; it cannot be part of a sum{hint}")
    if op == "*":
        return node, _product(left, right)
    if kinds == ("month", "month"):
        if op == "+":
            raise Refused("two months cannot be added; subtract them to count the months between")
        return node, "months"
    if "month" in kinds or "months" in kinds:
        return node, _moved_month(op, left, right)
    if set(kinds) == {"money", "count"}:
        raise Refused(f"{name_of(left[0])} and {name_of(right[0])}: an amount of money and a number cannot be added")
    return node, "money" if "money" in kinds else "count" if "count" in kinds else "integer"


def call(name: str, args: Sequence[Operand]) -> Operand:
    """least or greatest of amounts."""
    for node, kind in args:
        if kind not in ("money", "integer"):
            raise Refused(f"{name_of(node)} is {KIND_WORDS[kind]}; '{name}' compares amounts of money")
    if len(args) < 2:
        raise Refused(f"'{name}' needs two amounts")
    return Call(name, tuple(node for node, _ in args)), "money"


def not_a_condition(node: Node, kind: Kind, vocabulary: Vocabulary) -> str:
    """Why something cannot stand where a condition is needed."""
    if kind == "choice" and isinstance(node, Fact):
        values = list(vocabulary.facts[node.name].values)
        return f"{node.name} is one of {', '.join(values)}; say which: {node.name} = '{values[0]}'"
    return f"{name_of(node)} is {KIND_WORDS[kind]}, not a condition"


def name_of(node: Node) -> str:
    """What an author would call a node in a sentence."""
    match node:
        case Fact(name) | Parameter(name) | Builtin(name) | Named(name, _):
            return name
        case Literal(str(value)):
            return f"'{value}'"
        case Literal(bool(value)):
            return str(value).lower()
        case Literal(value):
            return str(value)
        case Arith(op, left, right):
            return f"{name_of(left)} {op} {name_of(right)}"
        case Call(name, _):
            return f"{name}(…)"
        case _:
            return "a condition"


def _compare_text(op: str, left: Operand, right: Operand, vocabulary: Vocabulary) -> Node:
    (item, kind), (literal, _) = (left, right) if right[1] == "text" else (right, left)
    text = str(literal.value) if isinstance(literal, Literal) else ""
    if kind == "month":
        left, right = _as_month(left), _as_month(right)
        node = Compare(op, left[0], right[0])
        refuse_what_time_cannot_be_split_at(node, vocabulary.facts)
        return node
    if kind not in ("choice", "code"):
        raise Refused(f"{name_of(item)} is {KIND_WORDS[kind]}; '{text}' is a text")
    if op not in ("=", "<>"):
        raise Refused(f"{name_of(item)} has no order; texts are compared with =, <> and in")
    if kind == "choice" and isinstance(item, Fact):
        values = list(vocabulary.facts[item.name].values)
        if text not in values:
            near = did_you_mean(text, values).partition("; allowed")[0]
            raise Refused(f"{item.name} is never '{text}'; it is one of {', '.join(values)}{near}")
    return Compare(op, left[0], right[0])


def _compare_flag(op: str, left: Operand, right: Operand) -> Node:
    (item, kind), (other, other_kind) = (right, left) if isinstance(left[0], Literal) else (left, right)
    if kind == "flag" and isinstance(item, Compare | Between | Among):
        raise Refused("a comparison is compared again; write both and join them with 'and': 1 < age and age < 5")
    if kind != other_kind or not isinstance(other, Literal):
        raise Refused(
            f"{name_of(left[0])} is {KIND_WORDS[left[1]]} and {name_of(right[0])} is {KIND_WORDS[right[1]]};"
            " they cannot be compared"
        )
    if op not in ("=", "<>") or isinstance(item, Literal):
        raise Refused(f"{name_of(item)} is yes or no; it stands alone, or behind 'not'")
    return item if (op == "=") == other.value else Not(item)


def _refuse_unlike(left: Operand, right: Operand) -> None:
    (item, kind), (other, other_kind) = left, right
    for side, side_kind in (left, right):
        if side_kind == "share":
            raise Refused(f"{name_of(side)} is a share; shares stand in supports and premiums, not in conditions")
    if frozenset((kind, other_kind)) in COMPARABLE:
        if kind == other_kind == "integer" and isinstance(item, Literal) and isinstance(other, Literal):
            raise Refused(f"{name_of(item)} and {name_of(other)} are both numbers; one side must be a fact")
        return
    if kind == other_kind:
        raise Refused(f"{name_of(item)} and {name_of(other)} cannot be compared with each other")
    if isinstance(item, Literal):
        (item, kind), (other, other_kind) = right, left
    wanted = {"month": "; a month is written '2025-07'"}.get(kind, "")
    raise Refused(f"{name_of(item)} is {KIND_WORDS[kind]}; {name_of(other)} is {KIND_WORDS[other_kind]}{wanted}")


def _product(left: Operand, right: Operand) -> Kind:
    kinds = (left[1], right[1])
    if "month" in kinds or "months" in kinds:
        raise Refused("months cannot be multiplied")
    if kinds == ("money", "money"):
        raise Refused("two amounts of money cannot be multiplied")
    return "money" if "money" in kinds else "count" if "count" in kinds else "integer"


def _moved_month(op: str, left: Operand, right: Operand) -> Kind:
    kinds = (left[1], right[1])
    if "money" in kinds:
        raise Refused("months and money cannot be added")
    if kinds[1] == "month" and (op == "-" or kinds[0] == "months"):
        raise Refused("the month stands first: month - left_hardship, month + 6")
    return "month" if "month" in kinds else "months"


def _as_month(operand: Operand) -> Operand:
    node, kind = operand
    if kind == "text" and isinstance(node, Literal):
        return Literal(scalars.month_of(str(node.value))), "month"
    return operand
