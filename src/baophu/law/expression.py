"""One condition or amount: from the author's text to our typed tree.

SQLGlot parses; from its tree only the nodes listed here are taken, with only the arguments listed here, so whatever
else it can parse is refused by name. Types are checked on the way, in words for the person who wrote the law book.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Literal as OneOf

from sqlglot import exp
from sqlglot.errors import ParseError, TokenError
from sqlglot.parser import Parser
from sqlglot.tokenizer_core import Token, TokenType
from sqlglot.tokens import Tokenizer

from baophu.law import comparison
from baophu.law.comparison import Operand
from baophu.law.errors import Refused
from baophu.law.tree import All, Any, Literal, Node, Not
from baophu.law.vocabulary import Vocabulary

COMPARISONS: dict[type[exp.Expr], str] = {
    exp.EQ: "=",
    exp.NEQ: "<>",
    exp.LT: "<",
    exp.LTE: "<=",
    exp.GT: ">",
    exp.GTE: ">=",
}
ARITHMETIC: dict[type[exp.Expr], str] = {exp.Add: "+", exp.Sub: "-", exp.Mul: "*"}
ALLOWED_ARGS = {"this", "expression", "expressions"}


def read_condition(text: str, vocabulary: Vocabulary) -> Node:
    """A condition; Refused, with a sentence for its author, when it is not one."""
    node, kind = _Reader(vocabulary, "condition").operand(_parsed(text))
    if kind != "flag":
        raise Refused(comparison.not_a_condition(node, kind, vocabulary))
    if isinstance(node, Literal):
        raise Refused(f"'{text}' always holds or never does; leave it out")
    return node


def read_amount(text: str, vocabulary: Vocabulary) -> Node:
    """An amount in whole đồng; Refused when it is not one."""
    node, kind = _Reader(vocabulary, "amount").operand(_parsed(text))
    if kind not in ("money", "integer"):
        raise Refused(f"'{text}' is {comparison.KIND_WORDS[kind]} where an amount of money is needed")
    return node


@lru_cache(maxsize=4096)
def _parsed(text: str) -> exp.Expr:
    """SQLGlot's tree of one expression. The tree is only read, so it may be shared."""
    try:
        tokens = Tokenizer().tokenize(text)
        for token in tokens:
            _refuse_token(token)
        (tree,) = Parser().parse_into(exp.Condition, tokens, text)
    except TokenError:
        raise Refused(f"'{text}' has a quotation mark that is not closed") from None
    except ParseError as error:
        found = error.errors[0] if error.errors else {}
        near = found.get("highlight") or text
        raise Refused(f"'{text}' cannot be read at '{near}'") from None
    except RecursionError:
        raise Refused("the expression is nested too deeply; write its parts as items of any, all and not") from None
    if tree is None:
        raise Refused("the expression is empty")
    return tree


def _refuse_token(token: Token) -> None:
    if token.comments:
        raise Refused("a comment stands in the expression; write it behind # in the file")
    sentence = REFUSED_TOKENS.get(token.token_type) or REFUSED_WORDS.get(token.text.lower())
    if sentence and token.token_type != TokenType.STRING:
        raise Refused(sentence.format(token.text))


REFUSED_TOKENS = {
    TokenType.SEMICOLON: "';' stands in the expression; write one condition per line of the list",
    TokenType.SLASH: "'/' is not used: whole numbers only; a share is a parameter or written 2/3 where a share stands",
    TokenType.DIV: "'{}' is not used: whole numbers only",
    TokenType.MOD: "'%' is not used in an expression; a rate is written 4.5% as a parameter of type share",
    TokenType.IDENTIFIER: "\"{0}\" is in double quotation marks; a text stands in single ones: '{0}'",
    TokenType.DOT: "'.' stands in the expression; a fact is called by its name alone",
}

REFUSED_WORDS = {"if": "'if' stands in the expression; every item of the list is a condition already"}

# what an author may have meant → what it is called, and what would do
REFUSED_NODES: dict[type[exp.Expr], tuple[str, str]] = {
    exp.Subquery: ("a query", ""),
    exp.Query: ("a query", ""),
    exp.Exists: ("a query", ""),
    exp.Case: ("case … end", "; write its conditions as items of the list"),
    exp.Is: ("'is'", "; a fact always has a value: x = 'none', a flag alone, x = 'never'"),
    exp.Null: ("null", "; a fact always has a value"),
    exp.Like: ("'like'", "; texts are compared with =, <> and in"),
    exp.Cast: ("a type conversion", ""),
    exp.Interval: ("'interval'", "; durations are counted in months: month - left_hardship < 36"),
    exp.Placeholder: ("a placeholder", ""),
    exp.Parameter: ("'@'", "; a parameter is called by its name"),
    exp.CurrentDate: ("today's date", "; the month decided is called month"),
    exp.DPipe: ("'||'", "; write 'or'"),
    exp.Any: ("'any(…)'", "; write {any: […]} as an item of the list"),
    exp.Star: ("'*'", ""),
}


class _Reader:
    """Turns SQLGlot's nodes into ours; one method per kind of node, everything else refused."""

    def __init__(self, vocabulary: Vocabulary, purpose: OneOf["condition", "amount"]) -> None:
        self.vocabulary = vocabulary
        self.purpose = purpose

    def operand(self, tree: exp.Expr) -> Operand:
        kind = type(tree)
        read: Callable[[_Reader, exp.Expr], Operand]
        if kind in COMPARISONS:
            read = _Reader.compared
        elif kind in ARITHMETIC:
            read = _Reader.sum
        elif kind in READERS:
            read = READERS[kind]
        else:
            raise Refused(_not_known(tree))
        for key, value in tree.args.items():
            if value and key not in ALLOWED_ARGS and (kind, key) not in EXTRA_ARGS:
                raise Refused(f"'{tree.sql()}' is not part of the language")
        return read(self, tree)

    def flag(self, tree: exp.Expr) -> Node:
        node, kind = self.operand(tree)
        if kind != "flag":
            raise Refused(comparison.not_a_condition(node, kind, self.vocabulary))
        return node

    def column(self, tree: exp.Expr) -> Operand:
        return self.vocabulary.look_up(tree.name)

    def literal(self, tree: exp.Expr) -> Operand:
        if tree.is_string:
            return Literal(tree.name), "text"
        if not tree.name.isdigit():
            raise Refused(
                f"'{tree.name}' is not a whole number; a rate is written 4.5% as a parameter of type share,"
                " an amount in whole đồng"
            )
        return Literal(int(tree.name)), "integer"

    def boolean(self, tree: exp.Expr) -> Operand:
        return Literal(bool(tree.this)), "flag"

    def negative(self, tree: exp.Expr) -> Operand:
        node, kind = self.operand(tree.this)
        if not (isinstance(node, Literal) and kind == "integer"):
            raise Refused(f"'{tree.sql()}': a minus sign stands between two values or before a number")
        return Literal(-int(node.value)), "integer"

    def paren(self, tree: exp.Expr) -> Operand:
        return self.operand(tree.this)

    def both(self, tree: exp.Expr) -> Operand:
        items = (self.flag(tree.this), self.flag(tree.expression))
        return All(_flat(items, All)), "flag"

    def either(self, tree: exp.Expr) -> Operand:
        items = (self.flag(tree.this), self.flag(tree.expression))
        return Any(_flat(items, Any)), "flag"

    def negation(self, tree: exp.Expr) -> Operand:
        return Not(self.flag(tree.this)), "flag"

    def compared(self, tree: exp.Expr) -> Operand:
        left, right = self.operand(tree.this), self.operand(tree.expression)
        return comparison.compare(COMPARISONS[type(tree)], left, right, self.vocabulary), "flag"

    def sum(self, tree: exp.Expr) -> Operand:
        left, right = self.operand(tree.this), self.operand(tree.expression)
        return comparison.arithmetic(ARITHMETIC[type(tree)], left, right)

    def between(self, tree: exp.Expr) -> Operand:
        item, low, high = (self.operand(tree.args[key]) for key in ("this", "low", "high"))
        return comparison.between(item, low, high, self.vocabulary), "flag"

    def among(self, tree: exp.Expr) -> Operand:
        if not tree.expressions:
            raise Refused(f"'{tree.sql()}' lists no value; write in ('a', 'b')")
        item = self.operand(tree.this)
        values = [self.operand(value) for value in tree.expressions]
        return comparison.among(item, values, self.vocabulary), "flag"

    def least(self, tree: exp.Expr) -> Operand:
        name = "least" if isinstance(tree, exp.Least) else "greatest"
        if self.purpose == "condition":
            raise Refused(f"'{name}' stands only in amounts, not in conditions")
        args = [self.operand(tree.this), *(self.operand(arg) for arg in tree.expressions)]
        return comparison.call(name, args)


READERS: dict[type[exp.Expr], Callable[[_Reader, exp.Expr], Operand]] = {
    exp.Column: _Reader.column,
    exp.Literal: _Reader.literal,
    exp.Boolean: _Reader.boolean,
    exp.Neg: _Reader.negative,
    exp.Paren: _Reader.paren,
    exp.And: _Reader.both,
    exp.Or: _Reader.either,
    exp.Not: _Reader.negation,
    exp.Between: _Reader.between,
    exp.In: _Reader.among,
    exp.Least: _Reader.least,
    exp.Greatest: _Reader.least,
}
EXTRA_ARGS = {
    (exp.Between, "low"),
    (exp.Between, "high"),
    (exp.Literal, "is_string"),
    (exp.Least, "ignore_nulls"),
    (exp.Greatest, "ignore_nulls"),
}


def _flat(items: tuple[Node, ...], kind: type[All] | type[Any]) -> tuple[Node, ...]:
    """`a and (b and c)` as one list of three."""
    return tuple(part for item in items for part in (item.items if isinstance(item, kind) else (item,)))


def _not_known(tree: exp.Expr) -> str:
    """What was found, and what would do."""
    for kind, (name, instead) in REFUSED_NODES.items():
        if isinstance(tree, kind):
            return f"{name} is not part of the language{instead}"
    if isinstance(tree, exp.Func):
        name = tree.name if isinstance(tree, exp.Anonymous) else tree.sql_name().lower()
        return f"the function '{name}' is not part of the language"
    return f"'{tree.sql()}' is not part of the language"
