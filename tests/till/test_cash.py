"""Cash: whole or not at all, a receipt each, days that close and stay closed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from baophu.accounts.errors import NotAllowed
from baophu.accounts.models import User
from baophu.cover.models import Payment
from baophu.registry.models import Card
from baophu.registry.services.recording import die, entry
from baophu.till.errors import CannotClose, CannotTake, NotSeen
from baophu.till.models import Closing, Taking
from baophu.till.services import cash, closing
from baophu.till.services.receipts import receipt_of
from tests.accounts.builders import officer, sign_in
from tests.builders import CO_TO, recording
from tests.cover.builders import WARD, a_family, balanced
from tests.till.builders import quoted_today
from tests.workplace.builders import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def thu() -> User:
    return officer("agent", WARD, name="thu")


def today() -> Any:
    return timezone.localdate()


def took(agent: User, mark: str = "m1") -> cash.Taken:
    return cash.take(agent, quoted_today(a_family("1970-01-01")[0]).pk, mark)


def test_cash_gives_cards_and_a_receipt_once(thu: User) -> None:
    kept = quoted_today(a_family("1970-01-01", "1975-01-01")[0])
    done = cash.take(thu, kept.pk, "m1")
    again = cash.take(thu, kept.pk, "m1")
    assert (again.payment, again.again, len(done.cards), len(again.cards)) == (done.payment, True, 2, 2)
    assert (Payment.objects.count(), Taking.objects.count()) == (1, 1)
    said = receipt_of(done.payment)
    assert (said.payer, said.method, said.taken_by) == ("Nguyễn An", "cash", "thu")
    assert [c.name for c in said.cards] == ["Nguyễn An", "Nguyễn Bình"]
    assert {c.valid_from for c in said.cards} == {today() + timedelta(days=30)}
    assert sum(c.amount for c in said.cards) == said.amount == kept.total
    balanced()


def test_cash_that_would_buy_nothing_is_not_taken(thu: User) -> None:
    home, _ = a_family("1970-01-01")
    kept = quoted_today(home)
    cash.take(thu, kept.pk, "m1")
    with pytest.raises(CannotTake):
        cash.take(thu, kept.pk, "m2")
    home2, (binh,) = a_family("1970-01-01")
    other = quoted_today(home2)
    with recording() as e:
        die(binh, today(), e)
    with pytest.raises(NotSeen):
        cash.take(officer("agent", CO_TO), other.pk, "m3")
    with pytest.raises((CannotTake, NotSeen)):
        cash.take(thu, other.pk, "m3")
    with pytest.raises(NotAllowed):
        cash.take(officer("commune", WARD), kept.pk, "m4")
    assert (Payment.objects.count(), Card.objects.known().count()) == (1, 1)
    balanced()


def test_a_day_closes_on_its_receipts_and_takes_no_more(thu: User) -> None:
    first, second = took(thu, "1"), took(thu, "2")
    total = first.payment.amount + second.payment.amount
    with pytest.raises(CannotClose):
        closing.close(thu, today(), total - 1000)
    made = closing.close(thu, today(), total - 1000, "thiếu tờ 1.000")
    assert (made.receipts, made.counted, made.handed) == (2, total, total - 1000)
    for handed in (total, total - 1000):
        with pytest.raises(CannotClose):
            closing.close(thu, today(), handed, "again")
    later = took(thu, "3")
    assert later.day == today() + timedelta(days=1)
    assert later.payment.received_on == today()
    assert [(d.day, d.amount) for d in closing.open_days(thu)] == [(later.day, later.payment.amount)]


def test_a_day_without_receipts_or_before_an_open_one_is_not_closed(thu: User) -> None:
    with pytest.raises(CannotClose):
        closing.close(thu, today(), 0)
    took(thu)
    with pytest.raises(CannotClose):
        closing.close(thu, today() + timedelta(days=1), 0)
    with transaction.atomic():
        act = entry("test")
        old = Payment.objects.create(payer="own", amount=5, received_on=today(), key="old", receipt="old", entry=act)
        Taking.objects.create(payment=old, agent=thu, day=today() - timedelta(days=3), amount=5, unit=WARD, entry=act)
    with pytest.raises(CannotClose, match=f"{today() - timedelta(days=3):%d/%m/%Y}"):
        closing.close(thu, today(), 0, "x")


def test_the_database_keeps_closed_days_closed(thu: User) -> None:
    done = took(thu)
    made = closing.close(thu, today(), done.payment.amount)
    taking = Taking.objects.get()
    with transaction.atomic():
        act = entry("test")
        more = Payment.objects.create(payer="own", amount=5, received_on=today(), key="k", receipt="r", entry=act)
    changes = (
        lambda: Taking.objects.create(payment=more, agent=thu, day=today(), amount=5, unit=WARD, entry=act),
        lambda: Taking.objects.update(amount=1),
        lambda: taking.delete(),
        lambda: Closing.objects.update(handed=1, reason="x"),
        lambda: Closing.objects.all().delete(),
        lambda: Closing.objects.create(
            agent=thu, day=today() + timedelta(days=5), receipts=1, counted=5, handed=5, entry=act
        ),
    )
    for change in changes:
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    made.refresh_from_db()
    assert made.handed == done.payment.amount


def test_an_officer_confirms_the_money_once(thu: User) -> None:
    done = took(thu)
    made = closing.close(thu, today(), done.payment.amount)
    lan = officer("commune", WARD)
    with pytest.raises(NotSeen):
        closing.confirm(officer("commune", CO_TO), made.pk, done.payment.amount)
    with pytest.raises(NotAllowed):
        closing.confirm(thu, made.pk, done.payment.amount)
    with pytest.raises(CannotClose):
        closing.confirm(lan, made.pk, 5)
    kept = closing.confirm(lan, made.pk, done.payment.amount)
    assert closing.confirm(lan, made.pk, done.payment.amount) == kept
    with pytest.raises(CannotClose):
        closing.confirm(lan, made.pk, 5, "x")


def test_the_pages(thu: User) -> None:
    kept = quoted_today(a_family("1970-01-01")[0])
    client = sign_in(Client(headers={"accept-language": "vi"}), thu)
    assert "Chưa thu khoản nào" in words(client.get("/thu-tien/"))
    page = f"/thu-tien/bao-gia/{kept.pk}/tien-mat/"
    assert "Phải thu" in words(client.get(page))
    receipt = client.post(page, {"mark": "m"}, follow=True)
    assert "Một triệu" in words(receipt)
    assert client.post(page, {"mark": "other"}).status_code == 409
    pdf = client.get(f"{receipt.redirect_chain[-1][0]}pdf/?ngon-ngu=en")
    assert (pdf.status_code, pdf.content[:5]) == (200, b"%PDF-")
    close = f"/thu-tien/khoa-ngay/{today().isoformat()}/"
    assert client.post(close, {"handed": "5"}).status_code == 422
    assert "Chờ cán bộ" in words(client.post(close, {"handed": f"{kept.total}"}, follow=True))
    assert client.get("/thu-tien/khoa-ngay/hom-nay/").status_code == 404
    assert client.get("/thu-tien/chuyen-khoan/").status_code == 403
    away = sign_in(Client(), officer("agent", CO_TO))
    for path in (page, receipt.redirect_chain[-1][0], f"/thu-tien/ngay/{Closing.objects.get().pk}/"):
        assert away.get(path).status_code == 404
    lan = sign_in(Client(headers={"accept-language": "vi"}), officer("commune", WARD))
    assert "Chờ xác nhận" in words(lan.get("/thu-tien/ngay/"))
    day = f"/thu-tien/ngay/{Closing.objects.get().pk}/"
    assert lan.post(day, {"received": "5"}).status_code == 422
    assert "đã được xác nhận" in words(lan.post(day, {"received": f"{kept.total}"}, follow=True))
