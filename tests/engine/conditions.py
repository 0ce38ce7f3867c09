"""Random conditions, as an author writes them, over the facts of `laws.fact_files`."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

JOBS = ("none", "worker", "fisher", "clerk")
STANDARDS = ("none", "poor", "near_poor")
LEVELS = ("none", "hard", "very_hard")
TRIBES = ("low", "hill", "sea", "forest")
MONTHS = ("2020-01", "2020-09", "2021-05")

flags = st.sampled_from(
    ["veteran", "escaped", "escaped_whole", "island", "permanent_resident", "living_here", "opened", "needy", "settled"]
)
orders = st.sampled_from(["<", "<=", ">", ">=", "=", "<>"])
equals = st.sampled_from(["=", "<>"])


@st.composite
def words(draw: DrawFn) -> str:
    """A choice or code against texts."""
    fact, values = draw(
        st.sampled_from(
            [("job", JOBS), ("job_whole", JOBS), ("standard", STANDARDS), ("hardship", LEVELS), ("tribe", TRIBES)]
        )
    )
    some = draw(st.lists(st.sampled_from(values), min_size=1, max_size=2, unique=True))
    quoted = ", ".join(f"'{value}'" for value in some)
    if len(some) > 1:
        return f"{fact} {draw(st.sampled_from(['in', 'not in']))} ({quoted})"
    return f"{fact} {draw(equals)} {quoted}"


@st.composite
def ages(draw: DrawFn) -> str:
    if draw(st.booleans()):
        return f"age {draw(orders)} {draw(st.sampled_from(['old_age', '1', '6', '18', '64']))}"
    return f"age between {draw(st.integers(0, 15))} and {draw(st.integers(16, 90))}"


@st.composite
def months(draw: DrawFn) -> str:
    """The month decided."""
    return draw(
        st.sampled_from(
            [
                f"month {draw(orders)} '{draw(st.sampled_from(MONTHS))}'",
                f"month {draw(orders)} list_from",
                f"month between '2020-02' and '{draw(st.sampled_from(['2020-08', '2021-04']))}'",
            ]
        )
    )


@st.composite
def since(draw: DrawFn) -> str:
    """The months since something; the reader wants to hear what is meant where it never was, so nothing negates it."""
    fact = draw(st.sampled_from(["listed", "job_since", "escaped_since", "left_hardship"]))
    guarded = [
        f"month - {fact} {draw(orders)} {draw(st.sampled_from(['grace', '1', '7', '24']))}",
        f"{fact} + 3 {draw(orders)} month",
        f"{fact} {draw(orders)} list_from",
    ]
    alone = [
        f"month - {fact} < grace",
        f"month - {fact} between 1 and {draw(st.integers(2, 14))}",
        f"{fact} >= '2020-03'",
        f"{fact} {draw(equals)} 'never'",
        f"{fact} in ('{draw(st.sampled_from(MONTHS))}', 'never')",
    ]
    return draw(st.sampled_from([*alone, *(f"{fact} <> 'never' and {comparison}" for comparison in guarded)]))


@st.composite
def counts(draw: DrawFn) -> str:
    return draw(
        st.sampled_from(
            [
                f"children {draw(orders)} {draw(st.integers(0, 3))}",
                f"children between 1 and {draw(st.integers(1, 3))}",
                "children in (1, 3)",
                f"2 * children + 1 {draw(orders)} grace",
            ]
        )
    )


simple = st.one_of(flags, flags.map(lambda name: f"not {name}"), words(), words(), ages(), months(), counts())
joined = st.tuples(simple, st.sampled_from(["and", "or"]), simple).map(lambda t: f"({t[0]}) {t[1]} not ({t[2]})")
texts = st.one_of(simple, joined, since())
items: st.SearchStrategy[Any] = st.recursive(
    texts,
    lambda inner: st.one_of(
        st.fixed_dictionaries({"any": st.lists(inner, min_size=1, max_size=2)}),
        st.fixed_dictionaries({"all": st.lists(inner, min_size=1, max_size=2)}),
        st.fixed_dictionaries({"not": st.lists(st.one_of(simple, joined), min_size=1, max_size=2)}),
        st.fixed_dictionaries({"if": texts, "article": st.just("Article 9")}),
    ),
    max_leaves=3,
)


def condition_lists(*, some: bool = True) -> st.SearchStrategy[list[Any]]:
    """A `when` list; without `some` it is mostly empty."""
    if some:
        return st.lists(items, min_size=1, max_size=2)
    return st.one_of(st.just([]), st.just([]), st.lists(items, min_size=1, max_size=1))


@st.composite
def definitions(draw: DrawFn) -> dict[str, Any]:
    """Two named conditions, the second of which may use the first."""
    label = {"vi": "chữ", "en": "words"}
    plain = st.sampled_from(["standard = 'poor' or children > 2", "not island", "age < 18", "tribe in ('hill', 'sea')"])
    using = st.sampled_from(["needy and permanent_resident", "not needy or month >= '2020-10'", "living_here"])
    return {"needy": {"is": draw(plain), "label": label}, "settled": {"is": draw(using), "label": label}}
