"""What a provision does: one reader for each of the keys `group`, `order`, `ahead`, `choose`, `premium`, `support`,
`benefit`, `taper`, `card` and `route`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from baophu.law import scalars
from baophu.law.errors import Problems, Refused, did_you_mean
from baophu.law.expression import read_amount
from baophu.law.fields import Fields
from baophu.law.model import Ahead, Benefit, Choose, Effect, Group, Order, Premium, Rule, Support, Taper
from baophu.law.tree import Literal, Node, Type
from baophu.law.vocabulary import AlreadyNoted, Vocabulary
from baophu.law.yaml_file import Listing, Scalar, Table, YamlNode, described

SECTION = re.compile(r"section ([1-9])")


@dataclass(frozen=True)
class Context:
    """What a book's provisions are read against."""

    vocabulary: Vocabulary
    payers: tuple[str, ...]
    problems: Problems


def read_effect(kind: str, fields: Fields, context: Context) -> Effect | None:
    """The effect under the key `kind` of a provision; None after noting what is wrong."""
    if kind == "order":
        return Order(fields.words("order"))
    table = fields.mapping(kind)
    if table is None:
        return None
    if kind in ("card", "route"):
        return Rule(kind, {key: plain(node) for key, (_, node) in table.entries.items()})
    inner = fields.inner(table, kind)
    effect = _READERS[kind](inner, context)
    inner.done()
    return effect


def _group(fields: Fields, context: Context) -> Group:
    return Group(
        name=fields.word("name"),
        letter=fields.word("letter"),
        section=fields.whole("section"),
        card_code=fields.word("card_code", required=False) or None,
    )


def _ahead(fields: Fields, context: Context) -> Ahead:
    return Ahead(fields.words("groups"), fields.words("of"))


def _choose(fields: Fields, context: Context) -> Choose:
    fields.one_of("by", ("support",), "support")
    return Choose(fields.words("among"))


def _premium(fields: Fields, context: Context) -> Premium:
    groups = fields.words("for")
    node = fields.node("of")
    text = node.text if isinstance(node, Scalar) else ""
    return Premium(
        groups=groups,
        of=_amount(fields, node, context.vocabulary),
        of_text=text,
        rate=_parameter(fields, "rate", "share", context.vocabulary),
        shares=_shares(fields, context),
    )


def _amount(fields: Fields, node: YamlNode | None, vocabulary: Vocabulary) -> Node:
    if node is None:
        return Literal(0)
    if not isinstance(node, Scalar):
        fields.refuse(f"'of' is {described(node)} where an amount is needed", node.place)
        return Literal(0)
    try:
        return read_amount(node.text, vocabulary)
    except Refused as error:
        fields.refuse(f"of: {error}", node.place)
    except AlreadyNoted:
        pass
    return Literal(0)


def _parameter(fields: Fields, key: str, type_: Type, vocabulary: Vocabulary) -> str:
    def read(text: str) -> str:
        if text in vocabulary.broken:
            return text
        if text not in vocabulary.parameters:
            of_type = [name for name, t in vocabulary.parameters.items() if t == type_]
            raise Refused(f"no parameter is called '{text}'{did_you_mean(text, of_type)}")
        if vocabulary.parameters[text] != type_:
            raise Refused(f"the parameter {text} is of type {vocabulary.parameters[text]}; a {type_} is needed")
        return text

    return fields.scalar(key, read, "")


def _shares(fields: Fields, context: Context) -> tuple[tuple[str, Fraction], ...]:
    table = fields.mapping("shares", required=False)
    if table is None:
        return ()
    inner = fields.inner(table, "shares")
    shares = [(payer, inner.share(payer)) for payer in context.payers if inner.has(payer)]
    inner.asked.update(context.payers)
    known = len(fields.problems)
    inner.done()
    total = sum((share for _, share in shares), Fraction(0))
    if total != 1 and len(fields.problems) == known:
        fields.refuse(f"the shares make {scalars.share_text(total)}, not 100%", fields.place_of("shares"))
    return tuple(shares)


def _support(fields: Fields, context: Context) -> Support:
    payer = fields.one_of("payer", context.payers, "")
    kinds = [key for key in ("total", "on_top") if fields.has(key)]
    if len(kinds) != 1:
        fields.refuse("a support says either 'total: 70%' (fills up to) or 'on_top: 30%' (adds)")
    share = _rate(fields, kinds[0], context.vocabulary) if kinds else Fraction(0)
    return Support(payer, kinds == ["on_top"], share, fields.words("for"))


def _rate(fields: Fields, key: str, vocabulary: Vocabulary) -> Fraction | str:
    node = fields.node(key)
    if isinstance(node, Scalar) and node.text[:1].isalpha():
        return _parameter(fields, key, "share", vocabulary)
    share = fields.share(key)
    if share > 1:
        fields.refuse(f"{key}: a support of {scalars.share_text(share)} is more than the premium", fields.place_of(key))
    return share


def _benefit(fields: Fields, context: Context) -> Benefit:
    level = fields.whole("level")
    if not 0 < level <= 100:
        fields.refuse(f"level: {level} is not a percentage from 1 to 100", fields.place_of("level"))
    return Benefit(level, fields.words("for"))


def _taper(fields: Fields, context: Context) -> Taper:
    groups = fields.words("for")
    shares = tuple(fields.read_scalar(node, "shares", scalars.share_of, Fraction(0)) for node in fields.items("shares"))
    if any(share > 1 for share in shares):
        fields.refuse("shares: a member pays at most 100% of the premium", fields.place_of("shares"))
    return Taper(groups, shares)


_READERS: dict[str, Callable[[Fields, Context], Effect]] = {
    "group": _group,
    "ahead": _ahead,
    "choose": _choose,
    "premium": _premium,
    "support": _support,
    "benefit": _benefit,
    "taper": _taper,
}
EFFECTS = ("group", "order", "ahead", "choose", "premium", "support", "benefit", "taper", "card", "route")


def plain(node: YamlNode) -> object:
    """A node as YAML 1.2 understands it, shares and dates left as written: dict, list, int, bool, None or text."""
    match node:
        case Table(entries):
            return {key: plain(value) for key, (_, value) in entries.items()}
        case Listing(items):
            return [plain(item) for item in items]
        case Scalar(text, quoted):
            if quoted:
                return text
            if text in ("", "null", "~"):
                return None
            if text in ("true", "false"):
                return text == "true"
            return int(text) if re.fullmatch(r"-?(0|[1-9]\d*)", text) else text
