"""Quotes paid once, in whole or not at all; money that fits nothing waits for somebody."""

from __future__ import annotations

import pytest

from baophu.accounts.errors import Refused
from baophu.cover.errors import AlreadyDone, CannotIssue, KeyTaken, NoSuchThing, WrongMoney
from baophu.cover.models import Allocation, Charge, IssuedCard, Payment, Quote, Unmatched
from baophu.cover.services.cards import issue
from baophu.cover.services.foreseeing import asked
from baophu.cover.services.ledger import left_of, reverse_payment
from baophu.cover.services.paying import pay, return_money, unmatched, use_for
from baophu.cover.services.quoting import Priced, price, prices, quote_many
from baophu.registry.models import Card
from baophu.registry.services.recording import die
from tests.builders import a_card, a_status, day, recording
from tests.cover.builders import a_family, balanced, charged, paid, quoted, received

pytestmark = pytest.mark.django_db


def test_a_quote_paid_gives_cards_charges_and_a_receipt() -> None:
    home, (an, binh) = a_family("1970-01-01", "1975-01-01")
    done = paid(home)
    # 105.300 × 12 × (100 + 70) %
    assert received() == charged("own") == 1_263_600 + 884_520
    assert [(c.person_id, c.valid_from, c.valid_to) for c in done.cards] == [
        (an.pk, day("2026-03-03"), day("2027-03-02")),
        (binh.pk, day("2026-03-03"), day("2027-03-02")),
    ]
    assert done.payment.receipt == "2026-0000001"
    assert left_of(done.payment) == 0
    # GD, level 80 %, province 22, ten digits of the series
    assert done.cards[0].number == "GD4222290000000"
    an.refresh_from_db()
    assert an.card_number == done.cards[0].number
    assert [c.rank for c in IssuedCard.objects.order_by("id")] == [1, 2]
    balanced()


def test_a_partly_supported_card_is_charged_to_every_payer_at_issue() -> None:
    home, _ = a_family("1970-01-01")
    a_status(home, "living_standard", "average", "2025-01-01")
    a_status(home, "livelihood", "agriculture", "2020-01-01")
    paid(home)
    # 1.263.600: State 30 %, province 50 %, own 20 %
    assert {c.payer: (c.amount, c.provision, c.resolution) for c in Charge.objects.all()} == {
        "state": (379_080, "188/2025/NĐ-CP#agriculture-and-mines", "188/2025/NĐ-CP"),
        "province": (631_800, "91/2025/NQ-HĐND#agriculture-average", "91/2025/NQ-HĐND"),
        "own": (252_720, "188/2025/NĐ-CP#premium-supported", "188/2025/NĐ-CP"),
    }
    balanced()


def test_the_same_key_books_once() -> None:
    home, _ = a_family("1970-01-01")
    first = paid(home, key="VIB-1")
    kept = Quote.objects.get()
    again = pay(kept.pk, "VIB-1", kept.total, day("2026-02-01"))
    assert (again.payment, again.cards, again.again) == (first.payment, first.cards, True)
    assert (Payment.objects.count(), Charge.objects.count(), Card.objects.count()) == (1, 1, 1)


def test_a_key_of_another_amount_is_refused() -> None:
    home, _ = a_family("1970-01-01")
    paid(home, key="VIB-1")
    with pytest.raises(KeyTaken, match=r"VIB-1.*2026-0000001"):
        pay(Quote.objects.get().pk, "VIB-1", 5, day("2026-02-01"))


def test_paid_twice_with_two_keys_the_second_waits() -> None:
    home, _ = a_family("1970-01-01")
    paid(home, key="A")
    kept = Quote.objects.get()
    second = pay(kept.pk, "B", kept.total, day("2026-02-02"))
    assert second.unmatched is not None
    assert second.unmatched.reason == "twice"
    assert Card.objects.count() == 1
    assert [w.payment for w in unmatched()] == [second.payment]
    back = return_money(second.unmatched, "back B")
    assert (back.amount, received()) == (-1_263_600, 1_263_600)
    assert return_money(Unmatched.objects.get(), "back B") == back
    with pytest.raises(AlreadyDone):
        return_money(Unmatched.objects.get(), "another key")
    assert not unmatched()
    balanced()


@pytest.mark.parametrize(
    ("amount", "on", "reason"), [(1_000_000, "2026-02-01", "amount"), (1_263_600, "2026-07-02", "expired")]
)
def test_money_that_does_not_fit_waits_with_its_reason(amount: int, on: str, reason: str) -> None:
    home, _ = a_family("1970-01-01")
    kept = quoted(home)
    assert kept.valid_until == day("2026-06-30")
    done = pay(kept.pk, "A", amount, day(on))
    assert done.unmatched is not None
    assert done.unmatched.reason == reason
    assert (Charge.objects.count(), received()) == (0, amount)
    balanced()


def test_a_quote_for_the_dead_waits() -> None:
    home, (an, binh) = a_family("1970-01-01", "1975-01-01")
    kept = quoted(home)
    with recording() as e:
        die(binh, day("2026-02-03"), e)
    done = pay(kept.pk, "A", kept.total, day("2026-02-05"))
    assert done.unmatched is not None
    assert (done.unmatched.reason, done.unmatched.note) == ("dead", binh.name)
    # the family is quoted anew for the one who lives, pays the rest back and uses what fits
    assert price(home.pk, day("2026-02-05"), 12).total == 1_263_600
    assert an.pk


def test_facts_that_changed_make_a_quote_void() -> None:
    home, _ = a_family("1970-01-01")
    kept = quoted(home, "2026-03-01")
    a_status(home, "escaped_poverty", "both", "2026-03-05")
    done = pay(kept.pk, "A", kept.total, day("2026-03-06"))
    assert done.unmatched is not None
    assert done.unmatched.reason == "changed"
    # 1.263.600 → 20 % of it
    assert done.unmatched.note == "1.263.600 ₫ → 252.720 ₫"


def test_an_unmatched_payment_is_used_for_the_right_quote() -> None:
    home, (an, _) = a_family("1970-01-01", "1975-01-01")
    wrong = quoted(home)
    done = pay(wrong.pk, "A", 1_263_600, day("2026-02-01"))
    assert done.unmatched is not None
    with pytest.raises(WrongMoney, match="không khớp"):
        use_for(done.unmatched, wrong.pk)
    right = quoted(home, joining=[an.pk])
    used = use_for(done.unmatched, right.pk)
    assert [c.person_id for c in used.cards] == [an.pk]
    assert Unmatched.objects.get().outcome == "allocated"
    balanced()


def test_a_payment_reversed_opens_its_charges_again() -> None:
    home, _ = a_family("1970-01-01")
    done = paid(home)
    back = reverse_payment(done.payment, "séc không có tiền", "reverse A")
    assert reverse_payment(done.payment, "séc không có tiền", "reverse A") == back
    assert received() == 0
    assert sum(Allocation.objects.values_list("amount", flat=True)) == 0
    with pytest.raises(AlreadyDone):
        reverse_payment(done.payment, "again", "another")
    balanced()


def test_tapering_counts_those_who_joined_earlier_in_the_year() -> None:
    home, (an, binh, chi) = a_family("1970-01-01", "1975-01-01", "1976-01-01")
    paid(home, joining=[an.pk])
    # second in the year: 70 % of 1.263.600
    assert price(home.pk, day("2026-05-01"), 12, [binh.pk]).total == 884_520
    paid(home, "2026-05-01", joining=[binh.pk])
    # third: 60 %
    assert price(home.pk, day("2026-06-01"), 12, [chi.pk]).total == 758_160
    # in the next year everybody begins anew: 2.530.000 × 4.5 % × 12
    assert price(home.pk, day("2027-01-04"), 12, [chi.pk]).total == 1_366_200


def test_who_joins_in_which_order() -> None:
    home, (an, binh) = a_family("1970-01-01", "1975-01-01")
    assert [line.person for line in price(home.pk, day("2026-02-01"), 12, [binh.pk, an.pk]).lines] == [binh.pk, an.pk]


def test_who_is_insured_or_supported_need_not_pay() -> None:
    home, (an, _, child, old) = a_family("1970-01-01", "1975-01-01", "2022-05-05", "1950-01-01")
    a_card(an, "2026-01-01", "2026-12-31", paid_on=day("2026-01-01"))
    found = price(home.pk, day("2026-02-01"), 12)
    assert {line.name: line.reason for line in found.lines} == {
        "Nguyễn An": "insured",
        "Nguyễn Bình": "",
        "Nguyễn Chi": "supported",
        "Nguyễn Dũng": "supported",
    }
    assert found.line(child.pk).month.provisions == {"state": "188/2025/NĐ-CP#premium-state"}
    assert found.line(old.pk).month.provisions == {"province": "91/2025/NQ-HĐND#elderly-65"}


def test_what_nobody_may_pay() -> None:
    home, (an, _) = a_family("1970-01-01", "2022-01-01")
    with pytest.raises(CannotIssue, match="3, 6, 12"):
        price(home.pk, day("2026-02-01"), 7)
    with pytest.raises(NoSuchThing):
        price(home.pk + 999, day("2026-02-01"), 12)
    with pytest.raises(NoSuchThing):
        price(home.pk, day("2026-02-01"), 12, [an.pk + 999])
    with pytest.raises(NoSuchThing):
        pay(999, "A", 5, day("2026-02-01"))
    with pytest.raises(WrongMoney):
        pay(quoted(home).pk, "A", -5, day("2026-02-01"))
    with pytest.raises(Refused):
        pay(quoted(home).pk, " ", 1_263_600, day("2026-02-01"))
    assert Payment.objects.count() == 0


def test_a_household_of_thirty() -> None:
    home, _ = a_family(*["1980-01-01"] * 7)
    from tests.builders import a_person

    for n in range(23):
        a_person("Nguyễn Đông", f"19{60 + n}-01-01", household=home, unit="06652")
    found = price(home.pk, day("2026-02-01"), 12)
    own = [line.own for line in found.lines if line.joins]
    # the fifth and everybody behind: 40 %; those of 65 and over are supported by the province
    assert own[4:] == [505_440] * (len(own) - 4)
    assert all(line.reason == "supported" for line in found.lines if not line.joins)


def test_a_card_renewed_in_time_has_no_gap_and_no_wait() -> None:
    home, _ = a_family("1970-01-01")
    (card,) = paid(home, "2025-03-10").cards
    assert card.valid_to is not None
    (again,) = paid(home, "2026-03-20").cards
    # cover to 2026-04-08; paid on 20 March: from the day after, for twelve months
    assert (card.valid_to, again.valid_from, again.valid_to) == (
        day("2026-04-08"),
        day("2026-04-09"),
        day("2027-04-08"),
    )
    assert IssuedCard.objects.last().five_year_since == card.valid_from  # type: ignore[union-attr]


def test_ninety_uncovered_days_wait_and_keep_the_five_years() -> None:
    _, (an,) = a_family("1970-01-01")
    a_card(an, "2022-01-01", "2025-12-31", paid_on=day("2022-01-01"))
    card = issue(an.pk, asked(paid_on=day("2026-03-31"), months=12))
    # from 31 December to 31 March are 90 days: waits 30 more (Article 16), still in the chain (Article 18; trap 18)
    assert card.valid_from == day("2026-04-30")
    assert IssuedCard.objects.get().five_year_since == day("2022-01-01")


def test_money_that_waits_and_is_reversed_waits_no_more() -> None:
    home, _ = a_family("1970-01-01")
    done = pay(quoted(home).pk, "A", 5, day("2026-02-01"))
    assert done.unmatched is not None
    reverse_payment(done.payment, "nhầm", "reverse A")
    assert not unmatched()
    with pytest.raises(AlreadyDone):
        return_money(done.unmatched, "back A")
    balanced()


def test_many_households_are_told_what_each_is_told_alone() -> None:
    homes = [a_family("1980-01-01", "1982-05-05", "2010-03-03")[0], a_family("1950-01-01", "1990-05-05")[0]]
    empty = 10**9
    found = prices([h.pk for h in homes] + [empty], day("2026-02-01"), 12)
    assert found == {h.pk: price(h.pk, day("2026-02-01"), 12) for h in homes}
    kept = quote_many([f for f in found.values() if isinstance(f, Priced)])
    assert {h: q.total for h, q in kept.items()} == {h: f.total for h, f in found.items() if f.total}
    assert len({q.entry_id for q in kept.values()}) == 1
