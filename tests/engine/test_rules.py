"""One rule at a time: exceptions, what stands ahead, choosing, ties, shares, each on a law of a few lines."""

from __future__ import annotations

from dataclasses import replace

import pytest

from baophu.engine.months import parse
from baophu.law.errors import LawError

from .running import answers, running
from .small import book, decided, group, household, row, somebody, support, true
from .world import World


def test_a_provision_holds_again_when_its_exception_is_itself_excepted() -> None:
    rule = support("state", "50%")
    exception = support("state", "20%", "veteran") | {"except": "support-0"}
    from_that = support("province", "10%", "island") | {"except": "support-1"}
    law_book = book(rule, exception, from_that)
    veteran = somebody(veteran=[true("2000-01-01")])
    island = {"00001": {"island": (true("2000-01-01"),)}}
    assert decided(law_book, "2020-05", somebody()).amounts["state"] == 50_000
    assert decided(law_book, "2020-05", veteran).amounts["state"] == 20_000
    assert decided(law_book, "2020-05", veteran, areas=island).amounts["state"] == 50_000


def test_an_exception_is_cited_only_when_a_group_gives_way_to_it() -> None:
    ahead = {"ahead": {"groups": ["worker"], "of": ["clerk", "worker"]}}
    law_book = book(group("clerk", "veteran"), group("worker", "job = 'worker'"), ahead)
    worker = [row("worker", "2000-01-01")]
    both = decided(law_book, "2020-05", somebody(job=worker, veteran=[true("2000-01-01")]))
    assert (both.outcome.group, "A#ahead-2" in both.outcome.applied) == ("worker", True)
    one = decided(law_book, "2020-05", somebody(job=worker))
    assert (one.outcome.group, "A#ahead-2" in one.outcome.applied) == ("worker", False)


def test_of_two_rules_of_choice_the_one_that_holds_is_cited() -> None:
    poor = {"choose": {"among": ["section 1"], "by": "support"}, "when": ["standard = 'poor'"]}
    always = {"choose": {"among": ["section 1"], "by": "support"}}
    helped = support("state", "50%", groups=["veteran"])
    law_book = book(group("worker", "job = 'worker'"), group("veteran", "veteran"), poor, always, helped)
    both = somebody(job=[row("worker", "2000-01-01")], veteran=[true("2000-01-01")])
    found = decided(law_book, "2020-05", both).outcome
    assert (found.group, found.by_choice) == ("veteran", "A#choose-3")


def test_groups_that_leave_the_same_are_chosen_by_the_order_of_the_law() -> None:
    choose = {"choose": {"among": ["section 1"], "by": "support"}}
    law_book = book(group("worker", "job = 'worker'"), group("veteran", "veteran"), choose, support("state", "50%"))
    both = somebody(job=[row("worker", "2000-01-01")], veteran=[true("2000-01-01")])
    found = decided(law_book, "2020-05", both).outcome
    assert (found.group, found.by_choice) == ("worker", "")


def test_the_support_order_holds_for_a_later_wording_too() -> None:
    change = {"support": {"payer": "province", "total": "50%", "for": ["all"]}}
    later = {"amends": [{"provision": "A#support-1", "set": change}]}
    both = (support("province", "50%"), support("province", "40%"))
    law_book = book(*both, later=later, support_order=["A#support-1", "A#support-0"])
    assert decided(law_book, "2020-12", somebody()).outcome.supports == (("province", "A#support-0"),)
    assert decided(law_book, "2021-01", somebody()).outcome.supports == (("province", "A#support-1@2021-01-01"),)


def test_a_total_fills_up_what_earlier_payers_leave_and_on_top_adds() -> None:
    fills = book(support("state", "70%"), support("province", "85%"))
    assert decided(fills, "2020-05", somebody()).amounts == {"state": 70_000, "province": 15_000, "own": 15_000}
    adds = book(support("state", "70%"), support("province", "25%", kind="on_top"))
    assert decided(adds, "2020-05", somebody()).amounts == {"state": 70_000, "province": 25_000, "own": 5_000}
    enough = book(support("state", "70%"), support("province", "60%"))
    assert decided(enough, "2020-05", somebody()).amounts == {"state": 70_000, "province": 0, "own": 30_000}


@pytest.mark.parametrize("share", ["33.3333%", "0.0001%", "99.99999%"])
def test_shares_of_many_decimals_are_exact(share: str) -> None:
    choose = {"choose": {"among": ["section 1"], "by": "support"}}
    parts = (group("worker", "job = 'worker'"), group("veteran", "veteran"), choose)
    law_book = book(*parts, support("state", share), support("province", "1/7", kind="on_top", groups=["nobody"]),
                    group("nobody", "age > 190"))  # fmt: skip
    both = somebody(job=[row("worker", "2000-01-01")], veteran=[true("2000-01-01")])
    found = decided(law_book, "2020-05", both)
    assert found.amounts["state"] == int(100_000 * float(share[:-1]) / 100)
    assert sum(found.amounts.values()) == found.premium == 100_000


def test_members_are_ranked_by_the_month_of_joining_then_by_number_and_who_is_not_insured_last() -> None:
    law_book = book({"taper": {"for": ["everybody"], "shares": ["100%", "70%", "60%"]}})
    people = [somebody(4), somebody(2), somebody(3)]
    ranks = [decided(law_book, "2020-05", p, *(q for q in people if q is not p)).rank for p in people]
    assert ranks == [3, 1, 2]
    cards = {4: [true("2020-01-01")], 3: [true("2020-03-01")], 2: []}
    people = [replace(p, cards=tuple(cards[p.number])) for p in people]
    with running(law_book, World(tuple(people), with_cards=True), parse("2020-01"), parse("2021-12")) as run:
        found = answers(run)
    assert [found[n, parse("2020-05")].rank for n in (4, 3, 2)] == [1, 2, 3]
    assert [found[n, parse("2021-05")].rank for n in (4, 3, 2)] == [2, 1, 3], "the next year counts anew"


def test_a_tapering_premium_falls_only_while_nobody_else_pays_a_share() -> None:
    taper = {"taper": {"for": ["all"], "shares": ["100%", "70%"]}}
    law_book = book(taper, support("state", "50%", "standard = 'poor'"))
    first, second = somebody(1), somebody(2)
    assert decided(law_book, "2020-05", second, first).premium == 70_000
    poor = household(standard=[row("poor", "2000-01-01")])
    assert decided(law_book, "2020-05", second, first, households=poor).premium == 100_000


def test_a_premium_below_nothing_is_nothing() -> None:
    premium = {"premium": {"for": ["all"], "of": "wage - 200000", "rate": "rate"}}
    law_book = book(premium=premium)
    found = decided(law_book, "2020-05", somebody(wage=[row(50_000, "2000-01-01")]))
    assert (found.premium, found.amounts["own"]) == (0, 0)


def test_the_base_of_a_premium_reads_only_amounts_of_money_of_the_person() -> None:
    law_book = book(premium={"premium": {"for": ["all"], "of": "reference * children", "rate": "rate"}})
    with pytest.raises(ValueError, match="children: the base of a premium reads a person's amounts of money"):
        decided(law_book, "2020-05", somebody(children=[row(3, "2000-01-01")]))


def test_exceptions_in_a_ring_are_refused() -> None:
    ring = [support("state", f"{n}0%") | {"except": f"support-{(n + 1) % 3}"} for n in range(3)]
    with pytest.raises(LawError, match="except: a ring of exceptions, A#support-0 from A#support-1, A#support-1 from"):
        book(*ring, support_order=["A#support-0", "A#support-1", "A#support-2"])


def test_a_law_of_nothing_but_groups_decides() -> None:
    found = decided(book(premium={}), "2020-05", somebody())
    assert (found.outcome.group, found.premium, found.outcome.benefit) == ("everybody", 0, 0)


def test_whoever_holds_no_group_has_no_premium() -> None:
    law_book = book(group("worker", "job = 'worker'"), {"benefit": {"level": 80, "for": ["all"]}}, everybody=False)
    found = decided(law_book, "2020-05", somebody())
    assert (found.outcome.group, found.premium, found.outcome.benefit) == ("", 0, 0)
    assert found.outcome.applied == ()
