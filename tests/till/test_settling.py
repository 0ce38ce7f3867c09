"""Somebody decides what becomes of a transfer: within their units, once, and with the reason."""

from __future__ import annotations

import pytest
from django.test import Client

from baophu.accounts.errors import NotAllowed
from baophu.accounts.models import Look, User
from baophu.cover.errors import WrongMoney
from baophu.cover.models import Payment
from baophu.cover.services.quoting import quote
from baophu.registry.models import Card
from baophu.till.errors import CannotSettle, NotSeen
from baophu.till.models import Outcome
from baophu.till.services import settling
from tests.accounts.builders import officer, sign_in
from tests.builders import CO_TO, HONG_GAI
from tests.cover.builders import WARD, a_family, balanced
from tests.till.builders import quoted_today, tell, transfer
from tests.workplace.builders import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("key")]


@pytest.fixture
def lan() -> User:
    return officer("commune", WARD)


def waiting() -> Outcome:
    """Half a year's money for a quote of a year."""
    home, _ = a_family("1970-01-01")
    kept = quoted_today(home)
    return tell(transfer(kept, amount=kept.total // 2)).outcome


def test_money_is_used_for_the_quote_it_fits(lan: User) -> None:
    one = waiting()
    assert one.quote is not None
    half = quote(one.quote.household_id, one.notice.paid_on, 6, by=lan)
    done = settling.use_for(lan, one.pk, half.pk)
    assert (done.state, done.open, done.quote, done.settled_by) == ("booked", False, half, lan)
    assert Card.objects.known().count() == 1
    with pytest.raises(CannotSettle):
        settling.give_back(lan, one.pk, "too late")
    balanced()


def test_money_that_fits_nothing_is_given_back_once(lan: User) -> None:
    one = waiting()
    assert one.quote is not None
    with pytest.raises(WrongMoney):
        settling.use_for(lan, one.pk, one.quote.pk)
    with pytest.raises(CannotSettle):
        settling.give_back(lan, one.pk, "  ")
    with pytest.raises(CannotSettle):
        settling.note(lan, one.pk, "money waits: a note is not enough")
    settling.give_back(lan, one.pk, "wrong amount")
    with pytest.raises(CannotSettle):
        settling.give_back(lan, one.pk, "again")
    assert sum(Payment.objects.values_list("amount", flat=True)) == 0
    balanced()


def test_another_unit_sees_nothing_of_it(lan: User) -> None:
    one = waiting()
    stranger = officer("commune", CO_TO)
    assert list(settling.visible(stranger)) == []
    for act in (lambda: settling.outcome(stranger, one.pk), lambda: settling.give_back(stranger, one.pk, "x")):
        with pytest.raises(NotSeen):
            act()
    with pytest.raises(NotAllowed):
        settling.give_back(officer("agent", WARD), one.pk, "x")
    assert sign_in(Client(), stranger).get(f"/thu-tien/chuyen-khoan/{one.pk}/").status_code == 404


def test_a_quote_of_another_unit_takes_no_money_and_the_trial_is_logged(lan: User) -> None:
    one = waiting()
    other, (away,) = a_family("1970-01-01", unit=HONG_GAI)
    elsewhere = quoted_today(other, 6)
    with pytest.raises(NotSeen):
        settling.use_for(lan, one.pk, elsewhere.pk)
    assert "ngoài địa bàn" in Look.objects.get(person=away.pk, user=lan).why


def test_what_nobody_can_place_is_the_provinces(lan: User) -> None:
    home, _ = a_family("1970-01-01")
    kept = quoted_today(home)
    one = tell(transfer(amount=kept.total)).outcome
    with pytest.raises(NotSeen):
        settling.outcome(lan, one.pk)
    minh = officer("province")
    assert settling.use_for(minh, one.pk, kept.pk).state == "booked"
    balanced()


def test_a_contradiction_is_noted(lan: User) -> None:
    minh = officer("province")
    told = transfer()
    tell(told)
    one = tell(told | {"amount": 5}).outcome
    assert settling.note(minh, one.pk, "asked the bank: a slip").open is False
    with pytest.raises(CannotSettle):
        settling.note(minh, one.pk, "again")


def test_the_pages(lan: User) -> None:
    one = waiting()
    assert one.quote is not None
    client = sign_in(Client(headers={"accept-language": "vi"}), lan)
    listed = client.get("/thu-tien/chuyen-khoan/", follow=True)
    assert "số tiền không đúng báo giá" in words(listed)
    page = f"/thu-tien/chuyen-khoan/{one.pk}/"
    assert "Nên làm gì" in words(client.get(page))
    wrong = client.post(page, {"do": "use", "use-quote": str(one.quote.pk)})
    assert wrong.status_code == 422
    assert "không khớp" in words(wrong)
    assert client.post(page, {"do": "use", "use-quote": "mười"}).status_code == 422
    assert client.post(page, {"do": "return", "back-reason": ""}).status_code == 422
    done = client.post(page, {"do": "return", "back-reason": "sai số tiền"}, follow=True)
    assert "Đã ghi trả lại" in words(done)
    assert Look.objects.filter(user=lan).exists()
