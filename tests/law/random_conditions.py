"""Random conditions over the toy country's facts, and random situations to try them in."""

from __future__ import annotations

from hypothesis import strategies as st

from baophu.law.interpret import Situation
from baophu.law.scalars import month_of
from baophu.law.tree import All, Among, Any, Arith, Between, Builtin, Compare, Fact, Literal, Node, Not, Parameter

WORDS = {
    "work": ("none", "employee", "fisher"),
    "study": ("none", "pupil", "student"),
    "hardship": ("none", "hard", "very_hard"),
}
OPS = st.sampled_from(["=", "<>", "<", "<=", ">", ">="])
FLAGS = st.sampled_from([Fact("veteran"), Fact("pension"), Fact("island"), Parameter("open_to_hill_people")])
MONTHS = st.integers(month_of("1990-01"), month_of("2090-12")).map(Literal)
NUMBERS = st.integers(0, 10**7).map(Literal)
MONEY = st.sampled_from([Fact("wage"), Fact("pension_amount"), Parameter("reference")])
SUMS = st.recursive(
    MONEY,
    lambda sums: st.one_of(
        st.builds(Arith, st.sampled_from("+-"), sums, st.one_of(sums, NUMBERS)),
        st.builds(Arith, st.just("*"), NUMBERS, sums),
        st.builds(Arith, st.just("*"), sums, NUMBERS),
    ),
    max_leaves=4,
)
WORD_TESTS = st.sampled_from(list(WORDS)).flatmap(
    lambda name: st.one_of(
        st.builds(
            Compare, st.sampled_from(["=", "<>"]), st.just(Fact(name)), st.sampled_from(WORDS[name]).map(Literal)
        ),
        st.builds(
            Among,
            st.just(Fact(name)),
            st.lists(st.sampled_from(WORDS[name]).map(Literal), min_size=1, unique=True).map(tuple),
        ),
    )
)
DURATIONS = st.integers(0, 99).map(Literal)
SINCE = Arith("-", Builtin("month"), Fact("left_hardship"))
LEAVES = st.one_of(
    FLAGS,
    WORD_TESTS,
    st.builds(Compare, OPS, st.just(Builtin("age")), st.integers(0, 120).map(Literal)),
    st.builds(Between, st.just(Builtin("age")), st.integers(0, 60).map(Literal), st.integers(60, 120).map(Literal)),
    st.builds(Compare, OPS, st.just(Builtin("month")), MONTHS),
    st.builds(Compare, OPS, st.just(Fact("left_hardship")), st.one_of(MONTHS, st.just(Parameter("list_from")))),
    st.builds(
        Compare, OPS, st.just(SINCE), st.one_of(st.integers(0, 99).map(Literal), st.just(Parameter("grace_months")))
    ),
)
AMOUNTS = st.builds(Compare, OPS, SUMS, st.one_of(SUMS, NUMBERS))


def joined(kind: type[All] | type[Any], items: list[Node]) -> Node:
    """As the reader builds it: lists of the same kind are one list."""
    flat = [part for item in items for part in (item.items if isinstance(item, kind) else (item,))]
    return kind(tuple(flat))


def trees_of(leaves: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    """Conditions put together from leaves with and, or and not."""
    return st.recursive(
        leaves,
        lambda trees: st.one_of(
            st.builds(Not, trees),
            st.lists(trees, min_size=2, max_size=4).map(lambda items: joined(All, items)),
            st.lists(trees, min_size=2, max_size=4).map(lambda items: joined(Any, items)),
        ),
        max_leaves=10,
    )


TREES = trees_of(st.one_of(LEAVES, AMOUNTS))
WITHOUT_AMOUNTS = trees_of(LEAVES)

# parameters as they are in the toy country in every month of 2022 and 2023 up to June
PARAMETERS = {
    "open_to_hill_people": True,
    "list_from": month_of("2022-01"),
    "grace_months": 12,
    "reference": 1200000,
    "elderly_age": 70,
}
FACTS = st.fixed_dictionaries(
    {
        **{name: st.sampled_from(words) for name, words in WORDS.items()},
        **{name: st.booleans() for name in ("veteran", "pension", "island")},
        "left_hardship": st.one_of(st.just(0), st.integers(month_of("1990-01"), month_of("2090-12"))),
    }
)
SITUATIONS = st.builds(
    Situation,
    FACTS,
    st.just(PARAMETERS),
    st.integers(0, 120),
    st.integers(month_of("2022-01"), month_of("2023-06")),
)
