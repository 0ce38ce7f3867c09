"""Money that goes back: months date to date, only once somebody else covers the person."""

from __future__ import annotations

import pytest

from baophu.cover.errors import AlreadyDone, NotReady
from baophu.cover.models import Charge, RefundProposal
from baophu.cover.services.cards import issue, issue_many
from baophu.cover.services.foreseeing import asked
from baophu.cover.services.refunds import accept, decline, propose, waiting
from baophu.registry.models import Card
from baophu.registry.services.recording import die
from tests.builders import a_status, day, recording
from tests.cover.builders import a_family, balanced, charged, paid, received

pytestmark = pytest.mark.django_db
CO_TO = "07192"


def an_islander_who_paid() -> tuple[object, Card]:
    """Paid on 21 May 2025 for twelve months in Cô Tô, which became an island commune on 2025-12-01."""
    home, (an,) = a_family("1980-01-01", unit=CO_TO)
    (card,) = paid(home, "2025-05-21").cards
    return an, card


def test_an_island_recognised_gives_back_the_months_that_had_not_begun() -> None:
    an, card = an_islander_who_paid()
    # waits 30 days: from 20 June 2025 to 19 June 2026
    assert (card.valid_from, card.valid_to) == (day("2025-06-20"), day("2026-06-19"))
    (proposal,) = propose(day=day("2025-12-05"))
    # months begin on the 20th: those of 20 December … 20 May are six, × 105.300
    assert (proposal.cause, proposal.months, proposal.amount) == ("takeover", 6, 631_800)
    assert (proposal.period_from, proposal.period_to) == (day("2025-12-20"), day("2026-06-19"))
    assert proposal.provision == "595/QĐ-BHXH Điều 2 (hoàn trả)"
    assert propose(day=day("2025-12-06")) == []
    with pytest.raises(NotReady, match="cấp thẻ của nhóm mới trước"):
        accept(proposal, "refund 1")
    issue(an.pk, asked(listed_on=day("2025-12-01")))  # type: ignore[attr-defined]
    done = accept(proposal, "refund 1")
    assert done.payment is not None
    assert (done.payment.amount, received(), charged("own")) == (-631_800, 631_800, 631_800)
    assert accept(RefundProposal.objects.get(), "refund 1") == done
    with pytest.raises(AlreadyDone):
        accept(RefundProposal.objects.get(), "refund 2")
    balanced()


def test_the_states_card_ends_the_paid_one_and_proposes_by_itself() -> None:
    an, card = an_islander_who_paid()
    done = issue_many([an.pk], asked(listed_on=day("2025-12-01")))  # type: ignore[attr-defined]
    assert [c.valid_from for c in done.overlapped] == [card.valid_from]
    (proposal,) = waiting()
    assert proposal.amount == 631_800
    old, new = Card.objects.known().order_by("valid_from")
    assert (old.valid_to, old.ended, new.valid_from, new.valid_to) == (
        day("2025-11-30"),
        "replaced",
        day("2025-12-01"),
        None,
    )


def test_the_provinces_support_begins_the_day_after_and_gives_nothing_back() -> None:
    home, _ = a_family("1961-02-10")
    (card,) = paid(home, "2025-05-21").cards
    # 65 on 10 February 2026: Resolution 91, Article 5(4)
    assert propose(day=day("2026-03-01")) == []
    issue(card.person_id, asked(listed_on=day("2026-02-10"), months=10))
    assert waiting() == []
    assert Card.objects.known().order_by("valid_from").last().valid_from == day("2026-06-20")  # type: ignore[union-attr]


def test_death_gives_back_the_months_that_had_not_begun() -> None:
    home, (_, binh) = a_family("1970-01-01", "1975-01-01")
    paid(home, "2026-02-01")
    with recording() as e:
        die(binh, day("2026-05-10"), e)
    (proposal,) = waiting()
    # card 2026-03-03 … 2027-03-02; months begin on the 3rd: from 3 June nine are left, × 73.710
    assert (proposal.cause, proposal.months, proposal.amount) == ("death", 9, 663_390)
    accept(proposal, "refund")
    assert charged("own") == received() == 1_263_600 + 884_520 - 663_390
    balanced()


def test_the_state_and_the_province_stop_paying_too() -> None:
    home, (an,) = a_family("1970-01-01")
    a_status(home, "living_standard", "average", "2025-01-01")
    a_status(home, "livelihood", "agriculture", "2020-01-01")
    paid(home, "2026-02-01")
    with recording() as e:
        die(an, day("2026-03-03"), e)
    (proposal,) = waiting()
    accept(proposal, "refund")
    # 105.300 a month, one month used: State 30 %, province 50 %, own 20 %
    assert (charged("state"), charged("province"), charged("own")) == (31_590, 52_650, 21_060)
    rows = Charge.objects.filter(kind="reversal").order_by("payer")
    assert [(r.payer, r.months, r.heads) for r in rows] == [("own", -11, 0), ("province", -11, 0), ("state", -11, 0)]
    balanced()


def test_who_becomes_poor() -> None:
    home, _ = a_family("1970-01-01")
    paid(home, "2026-02-01")
    a_status(home, "living_standard", "poor", "2026-06-10", "2026-12-31")
    (proposal,) = propose(day=day("2026-06-20"))
    # taken over on 10 June; months begin on the 3rd: from 3 July eight are left
    assert (proposal.period_from, proposal.months, proposal.amount) == (day("2026-07-03"), 8, 842_400)
    decline(proposal, "đã có thẻ khác")
    assert waiting() == []
    with pytest.raises(AlreadyDone):
        decline(proposal, "again")


def test_what_nobody_paid_is_not_paid_back() -> None:
    home, (an,) = a_family("1970-01-01")
    issue(an.pk, asked(paid_on=day("2026-02-01"), months=12))
    assert charged("own") == 1_263_600
    a_status(home, "living_standard", "poor", "2026-06-10", "2026-12-31")
    issue(an.pk, asked(listed_on=day("2026-06-10"), months=6))
    (proposal,) = waiting()
    done = accept(proposal, "refund")
    assert done.payment is None
    # four months were used and are still due
    assert charged("own") == 4 * 105_300
    balanced()
