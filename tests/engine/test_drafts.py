"""Asking again under a draft says the same as deciding everybody again: whoever is not named is decided alike."""

from __future__ import annotations

from copy import deepcopy
from datetime import timedelta

from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from baophu.engine.decide import decide, load
from baophu.engine.redecide import Comparison, compare
from baophu.engine.source import FactsError
from baophu.law.model import Book

from .conditions import condition_lists
from .laws import LABEL, PARAMETERS, TAPERS, TOTALS, Data, Law, days, instrument, laws, parameters, written
from .residents import FIRST, LAST, worlds
from .running import Answer, answers, running
from .test_oracle import SOME, book_of
from .world import World, facts_of


@st.composite
def changed_provisions(draw: DrawFn, act: Data) -> None:
    """Some provisions say something else: other conditions, another share, another level, another end."""
    listed, since = act["provisions"], act["in_force"]["from"]
    for provision in draw(st.lists(st.sampled_from(listed), max_size=3)) if listed else []:
        kind = next(iter(provision))
        change = draw(st.sampled_from(["when", "effect", "end"]))
        if change == "when" and "when" in provision:
            provision["when"] = draw(condition_lists())
        elif change == "end" and kind not in ("order", "group", "premium"):
            provision["to"] = max(written(draw(days)), provision.get("from", since))
        elif kind == "support" and "total" in provision["support"]:
            provision["support"] = provision["support"] | {"total": draw(st.sampled_from(TOTALS))}
        elif kind == "taper":
            provision["taper"] = provision["taper"] | {"shares": draw(st.sampled_from(TAPERS))}
        elif kind == "benefit":
            provision["benefit"] = provision["benefit"] | {"level": draw(st.sampled_from([40, 100]))}
        elif kind == "order":
            provision["order"] = draw(st.permutations(provision["order"]))


@st.composite
def drafts(draw: DrawFn) -> tuple[Law, Law]:
    """A law and a draft of it: some parameters, provisions or a whole new act are different."""
    law = draw(laws())
    files = dict(deepcopy(law.files))
    for name in draw(st.sets(st.sampled_from(sorted(PARAMETERS)), max_size=2)):
        files[f"{name}.yaml"] = draw(parameters(name))
    draw(changed_provisions(files["a.yaml"]))
    draw(changed_provisions(files["b.yaml"]))
    if draw(st.integers(0, 2)) == 0:
        start = draw(days)
        share = {"support": {"payer": files["book.yaml"]["payers"][0], "total": "70%", "for": ["all"]}}
        more = {"id": "more", "article": "Article 1", "says": LABEL, **share, "when": draw(condition_lists(some=False))}
        end = start + timedelta(days=draw(st.integers(30, 400)))
        files["c.yaml"] = instrument("C", start, [more | {"to": written(end)}])
        files["book.yaml"]["support_order"].append("C#more")
    return law, Law(files)


def said(comparison: Comparison) -> dict[tuple[int, int], tuple[Answer, Answer]]:
    """(person, month) → both answers, where the comparison says that they differ."""
    found: dict[tuple[int, int], tuple[Answer, Answer]] = {}
    payers = comparison.draft.payers
    for row in comparison.con.sql("select * from changed").to_arrow_table().to_pylist():
        both = tuple(
            Answer(
                outcome=outcomes[row[f"{law}_outcome"]],
                rank=row[f"{law}_rank"],
                insured=bool(row["card"]),
                household=row["household"],
                unit=row["unit"],
                premium=row[f"{law}_premium"],
                amounts={payer: row[f"{law}_{payer}"] for payer in payers},
            )
            for law, outcomes in (("base", comparison.base_outcomes), ("draft", comparison.draft_outcomes))
        )
        for month in range(row["a"], row["b"] + 1):
            assert (row["person"], month) not in found
            found[row["person"], month] = (both[0], both[1])
    return found


def in_full(book: Book, world: World) -> dict[tuple[int, int], Answer]:
    with running(book, world, FIRST, LAST) as decided:
        return answers(decided)


def alike(one: Answer, other: Answer) -> bool:
    """Whether two answers say the same. Shares are in units of the run's own scale, so amounts stand for them."""
    mine = (one.outcome.group, one.outcome.benefit, one.outcome.held, one.outcome.applied, one.rank, one.amounts)
    theirs = other.outcome
    return mine == (theirs.group, theirs.benefit, theirs.held, theirs.applied, other.rank, other.amounts)


@SOME
@given(drafts(), worlds())
def test_asking_again_under_a_draft_is_deciding_everybody_again(pair: tuple[Law, Law], world: World) -> None:
    base, draft = book_of(pair[0]), book_of(pair[1])
    before, after = in_full(base, world), in_full(draft, world)
    decided = decide(load(facts_of(world, base), base, FIRST, LAST, also=[draft]))
    try:
        changed = said(compare(decided, draft))
    except FactsError as error:
        assume("not whole in units" not in str(error))
        raise
    finally:
        decided.loaded.con.close()
    for key in before:
        old, new = changed.get(key, (before[key], before[key]))
        assert alike(old, before[key]), key
        assert alike(new, after[key]), key
    assert changed.keys() <= before.keys()
