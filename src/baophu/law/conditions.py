"""A `when` list: short SQL conditions, and mappings `any`, `all`, `not`, `if` around them."""

from __future__ import annotations

from baophu.law.errors import Refused
from baophu.law.expression import read_condition
from baophu.law.fields import Fields
from baophu.law.model import Condition
from baophu.law.tree import All, Any, Node, Not
from baophu.law.vocabulary import AlreadyNoted, Vocabulary
from baophu.law.yaml_file import Listing, Scalar, Table, YamlNode, described

NOTHING = All(())


def read_conditions(fields: Fields, key: str, vocabulary: Vocabulary) -> tuple[Condition, ...]:
    """The list under a key, if it is there; all of its conditions must hold."""
    return tuple(read_item(node, fields, vocabulary) for node in fields.items(key, required=False))


def read_item(node: YamlNode, fields: Fields, vocabulary: Vocabulary) -> Condition:
    """One item: a text, or a mapping with one of `any`, `all`, `not`, `if` and perhaps `article` and `says`."""
    if not isinstance(node, Table):
        text, tree = _read(node, fields, vocabulary)
        return Condition(text, tree, None, None, node.place)
    inner = Fields(node, fields.about, fields.problems)
    article = inner.word("article", required=False) or None
    says = inner.optional_text("says")
    text, tree = _read_mapping(inner, vocabulary)
    inner.done()
    return Condition(text, tree, article, says, node.place)


def _read_mapping(inner: Fields, vocabulary: Vocabulary) -> tuple[str, Node]:
    kinds = [key for key in ("if", "any", "all", "not") if inner.has(key)]
    if len(kinds) != 1:
        inner.refuse("a condition written as a mapping has exactly one of if, any, all and not")
        return "", NOTHING
    (kind,) = kinds
    if kind == "if":
        node = inner.node("if")
        return _read(node, inner, vocabulary) if node else ("", NOTHING)
    parts = [_read_nested(node, inner, vocabulary) for node in inner.items(kind)]
    if not parts:
        inner.refuse(f"the list '{kind}' is empty", inner.place_of(kind))
    nodes = tuple(tree for _, tree in parts)
    if kind == "any":
        return _joined(parts, "or"), Any(nodes)
    if kind == "all":
        return _joined(parts, "and"), All(nodes)
    return f"not ({_joined(parts, 'and')})", Not(nodes[0] if len(nodes) == 1 else All(nodes))


def _read_nested(node: YamlNode, fields: Fields, vocabulary: Vocabulary) -> tuple[str, Node]:
    condition = read_item(node, fields, vocabulary)
    return condition.text, condition.node


def _read(node: YamlNode, fields: Fields, vocabulary: Vocabulary) -> tuple[str, Node]:
    if isinstance(node, Listing | Table):
        fields.refuse(f"a condition is {described(node)} where a text is needed", node.place)
        return "", NOTHING
    return node.text, condition_or_noted(node, fields, vocabulary)


def condition_or_noted(node: Scalar, fields: Fields, vocabulary: Vocabulary) -> Node:
    """The condition's tree; an empty one after noting what is wrong with it."""
    try:
        return read_condition(node.text, vocabulary)
    except Refused as error:
        fields.refuse(f"{error}", node.place)
    except AlreadyNoted:
        pass
    return NOTHING


def _joined(parts: list[tuple[str, Node]], word: str) -> str:
    return f" {word} ".join(f"({text})" if len(parts) > 1 else text for text, _ in parts)
