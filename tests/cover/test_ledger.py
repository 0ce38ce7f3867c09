"""The ledger: append-only, within bounds, and balanced after any sequence of what can happen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from baophu.accounts.errors import Refused
from baophu.cover.errors import WrongMoney
from baophu.cover.models import Allocation, Charge, Payment, RefundProposal, Unmatched
from baophu.cover.services.books import check
from baophu.cover.services.cards import end, issue, take_back
from baophu.cover.services.foreseeing import asked
from baophu.cover.services.ledger import allocate, allocate_oldest, left_of, open_amount, receive, reverse_payment
from baophu.cover.services.paying import pay, return_money
from baophu.cover.services.quoting import quote
from baophu.cover.services.refunds import accept, decline, propose, propose_void, waiting
from baophu.cover.services.settling import account, close, total
from baophu.registry.models import Card, Entry, Household, Person
from baophu.registry.services.recording import die
from tests.builders import a_status, day, recording
from tests.cover.builders import a_family, balanced, paid


@pytest.mark.django_db
def test_nothing_of_the_ledger_is_changed_or_deleted() -> None:
    home, _ = a_family("1970-01-01")
    paid(home)
    changes: list[Callable[[], object]] = [
        lambda: Charge.objects.update(amount=0),
        lambda: Payment.objects.update(amount=1),
        lambda: Allocation.objects.update(amount=1),
        lambda: Allocation.objects.all()._raw_delete("default"),
        lambda: Charge.objects.all()._raw_delete("default"),
        lambda: Payment.objects.all()._raw_delete("default"),
    ]
    for change in changes:
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    balanced()


@pytest.mark.django_db
def test_the_database_keeps_allocations_and_reversals_within_bounds() -> None:
    home, _ = a_family("1970-01-01")
    done = paid(home)
    charge = Charge.objects.get()
    entry = Entry.objects.last()
    with pytest.raises(DatabaseError, match="more is allocated"), transaction.atomic():
        Allocation.objects.create(payment=done.payment, charge=charge, amount=1, entry=entry)
    state = receive("state", "S1", 10_000_000)
    with pytest.raises(DatabaseError, match=r"own payer|than the charge"), transaction.atomic():
        Allocation.objects.create(payment=state, charge=charge, amount=1, entry=entry)
    with pytest.raises(DatabaseError, match="by more than it is"), transaction.atomic():
        Charge.objects.create(
            kind="reversal", payer="own", unit=charge.unit, group="", period_from=charge.period_from,
            period_to=charge.period_to, amount=-charge.amount - 1, quarter=charge.quarter, entry=entry, reverses=charge,
        )  # fmt: skip
    with pytest.raises(WrongMoney, match="không trả cho"):
        allocate(state, charge, 1, entry)  # type: ignore[arg-type]


@pytest.mark.django_db
def test_books_that_do_not_balance_are_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    home, _ = a_family("1970-01-01")
    paid(home)
    assert check().by_payer()[0].receivable == 0
    monkeypatch.setattr("baophu.cover.services.books._SETTLED", "select 'own', '06652', 'x', 0")
    assert "is not 0" in check().problems[0].en


@pytest.mark.django_db
def test_a_school_pays_for_its_pupils_in_parts() -> None:
    home, (an,) = a_family("2010-01-01")
    a_status(an, "study", "pupil", "2016-09-01")
    issue(an.pk, asked(paid_on=day("2026-01-05"), months=12))
    own = Charge.objects.get(payer="own")
    # half of 105.300 × 12
    assert own.amount == 631_800
    first = receive("own", "school 1", 300_000, day("2026-01-05"), person=an.pk)
    assert allocate_oldest(first) == 0
    assert open_amount(own) == 331_800
    second = receive("own", "school 2", 400_000, day("2026-01-06"), person=an.pk)
    assert (allocate_oldest(second), left_of(second)) == (68_200, 68_200)
    assert home
    balanced()


ACTS = (
    *("pay", "pay", "pay", "pay", "short", "issue", "issue", "end", "void", "die", "state", "find", "find"),
    *("accept", "accept", "accept", "decline", "reverse", "return", "close"),
)
STEPS = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=9)

FOUND = (Phase.explicit, Phase.reuse, Phase.generate)
"""Without shrinking: a step is some queries, and minutes of shrinking say little more."""


class Whatever(TestCase):  # type: ignore[misc]
    """Charges = payments settled + receivable after every step of any sequence."""

    @settings(max_examples=20, deadline=None, phases=FOUND, suppress_health_check=list(HealthCheck))
    @given(STEPS)
    def test_the_books_balance_after_every_step(self, steps: list[tuple[str, int, int]]) -> None:
        homes = [a_family("1970-01-01", "1975-01-01", "2010-01-01")[0], a_family("1962-01-01", "1990-01-01")[0]]
        a_status(homes[1], "living_standard", "average", "2025-01-01")
        a_status(homes[1], "livelihood", "agriculture", "2020-01-01")
        for number, (act, a, b) in enumerate(steps):
            try:
                with transaction.atomic():
                    _do(act, homes[a % 2], a, b, f"step {number}")
            except Refused:
                pass
            balanced()
            self._every_card_is_paid_for_by_somebody()

    def _every_card_is_paid_for_by_somebody(self) -> None:
        for charge in Charge.objects.filter(kind="card"):
            parts = Charge.objects.filter(card=charge.card, kind="card")
            assert sum(parts.values_list("amount", flat=True)) == charge.premium


def _do(act: str, home: Household, a: int, b: int, key: str) -> None:
    """One thing that can happen, in 2026."""
    on = day(f"2026-{1 + a:02d}-{1 + b:02d}")
    people = list(Person.objects.filter(stays__household=home, died=None).order_by("id"))
    cards = list(Card.objects.known().order_by("id"))
    match act:
        case "pay" | "short":
            kept = quote(home.pk, on, (3, 6, 12)[b % 3])
            pay(kept.pk, key, kept.total - (act == "short") * 1000, on)
        case "issue" if people:
            issue(people[a % len(people)].pk, asked(paid_on=on, months=6))
        case "end" if cards:
            end(cards[a % len(cards)], on, "chuyển đi")
        case "void" if cards:
            with recording() as e:
                mine = take_back(cards[a % len(cards)], "nhầm", e)
                if mine is not None:
                    propose_void(mine, "nhầm", e)
        case "die" if people:
            with recording() as e:
                die(people[a % len(people)], on, e)
        case "state":
            payer, whose = ("state", "province", "own")[b % 3], people[0].pk if people else None
            payment = receive(payer, key, 100_000 * (1 + a), on, person=whose)
            allocate_oldest(payment)
        case "find":
            propose(day=on)
        case "accept" | "decline" if found := waiting():
            chosen = found[a % len(found)]
            accept(chosen, key) if act == "accept" else decline(chosen, "không")
        case "reverse" if listed := list(Payment.objects.filter(amount__gt=0).order_by("id")):
            reverse_payment(listed[a % len(listed)], "nhầm", key)
        case "return" if first := Unmatched.objects.filter(settled=None).first():
            return_money(first, key)
        case "close" if Charge.objects.exists():
            quarter = Charge.objects.order_by("quarter").values_list("quarter", flat=True)[0]
            with recording("settlement") as e:
                close(quarter, e)
            assert total(account(quarter).lines).amount == sum(
                Charge.objects.filter(quarter=quarter, payer__in=("state", "province")).values_list("amount", flat=True)
            )
    assert RefundProposal.objects.filter(accepted=True, payment__amount__gt=0).count() == 0
