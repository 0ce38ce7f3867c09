"""Notices: each once, to whoever asked for them, and what becomes of those that cannot be sent."""

from __future__ import annotations

import re
import smtplib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from pytest_django import Settings

from baophu.citizen.errors import WrongAddress, WrongState
from baophu.citizen.models import Address, Message, Notice
from baophu.citizen.outbox.adapter import BadAddress, NotNow
from baophu.citizen.services import addresses, noticing, sending
from baophu.cover.services.paying import pay
from baophu.cover.services.quoting import quote
from baophu.decisions.services.redeciding import redecide
from baophu.registry.models import Person
from tests.builders import a_card
from tests.citizen.builders import citizen_of, client_of
from tests.workplace.builders import Family, day, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings: Settings, tmp_path: Path) -> Path:
    settings.HOME = tmp_path
    settings.OUTBOX = settings.SMS = settings.FILES
    return tmp_path


def letters(home: Path) -> list[str]:
    return [f.read_text(encoding="utf-8") for f in sorted((home / "outbox").glob("*.txt"))]


def code_in(home: Path) -> str:
    found = re.search(r"\d{6}", letters(home)[-1].split("\n\n")[1])
    assert found
    return found[0]


def confirmed(person: Person, home: Path, channel: str = "email", address: str = "an@example.vn") -> Address:
    addresses.give(person, channel, address, english=False)
    sending.send_waiting()
    return addresses.confirm(person, channel, code_in(home))


def ending(person: Person, days: int) -> None:
    a_card(person, day(-300).isoformat(), day(days).isoformat())
    redecide([person.pk])


def test_an_address_is_used_after_its_code_was_typed(family: Family, home: Path) -> None:
    an = client_of(family.an)
    page = an.post("/toi/thong-bao/", {"channel": "sms", "address": "0912 345 678"})
    assert page.status_code == 302
    assert "To: +84912345678" in letters(home)[0]
    wrong = an.post(page["Location"], {"code": "000000" if code_in(home) != "000000" else "111111"})
    assert wrong.status_code == 422
    assert an.post(page["Location"], {"code": code_in(home)}).status_code == 302
    assert "đã xác nhận" in words(an.get("/toi/thong-bao/"))


@pytest.mark.parametrize(("channel", "address"), [("sms", "12"), ("email", "an"), ("email", "an@"), ("sms", "")])
def test_an_address_that_cannot_be_is_told_beside_its_field(family: Family, channel: str, address: str) -> None:
    page = client_of(family.an).post("/toi/thong-bao/", {"channel": channel, "address": address})
    assert page.status_code == 422
    assert not Address.objects.exists()


def test_codes_cannot_be_guessed_or_flooded(family: Family, home: Path) -> None:
    addresses.give(family.an, "email", "an@example.vn", english=False)
    with pytest.raises(WrongState):
        addresses.give(family.an, "email", "an@example.vn", english=False)
    sending.send_waiting()
    right = code_in(home)
    for _ in range(5):
        with pytest.raises(WrongAddress):
            addresses.confirm(family.an, "email", "x")
    with pytest.raises(WrongAddress):
        addresses.confirm(family.an, "email", right)


def test_a_code_grows_old(family: Family, home: Path) -> None:
    addresses.give(family.an, "email", "an@example.vn", english=False)
    sending.send_waiting()
    Address.objects.update(code_until=timezone.now() - timedelta(seconds=1))
    with pytest.raises(WrongAddress):
        addresses.confirm(family.an, "email", code_in(home))


def test_a_card_that_ends_is_said_once_each_time(family: Family, home: Path) -> None:
    citizen_of(family.binh)
    confirmed(family.binh, home)
    ending(family.binh, 25)
    assert noticing.make().notices["card"] == 1
    assert noticing.make().notices["card"] == 0
    assert noticing.make(day(20)).notices["card"] == 1  # five days before
    sending.send_waiting()
    sending.send_waiting()
    assert len([t for t in letters(home) if "hết hạn ngày" in t]) == 2
    assert Message.objects.exclude(state="sent").count() == 0


def test_whoever_has_no_account_is_told_nothing(family: Family) -> None:
    ending(family.binh, 25)
    made = noticing.make()
    assert not any(made.notices.values())
    assert made.messages == 0


def test_an_own_share_that_changes_is_said_with_both_amounts(family: Family) -> None:
    from baophu.decisions.models import Current

    citizen_of(family.binh)
    today = timezone.localdate()
    month = today.year * 12 + today.month
    Current.objects.filter(person=family.binh).update(next_month=month, own=1)
    noticing.make()
    said = Notice.objects.get(kind="change")
    assert "1 ₫" in said.vi
    assert "a month" in said.en


def test_a_payment_is_said(family: Family) -> None:
    citizen_of(family.binh)
    made = quote(family.home.pk, timezone.localdate(), 12, [family.binh.pk])
    pay(made.pk, "k1", made.total, timezone.localdate())
    noticing.make()
    assert Notice.objects.filter(person=family.binh, kind="paid").count() == 1
    page = client_of(family.binh).get("/toi/thong-bao/")
    assert "mới" in words(page)
    assert noticing.unseen(family.binh) == 0


class Refuses:
    def send(self, address: str, subject: str, text: str, number: int) -> None:
        raise BadAddress("550 no such user")


class Busy:
    def send(self, address: str, subject: str, text: str, number: int) -> None:
        raise NotNow("try later")


class Breaks:
    def send(self, address: str, subject: str, text: str, number: int) -> None:
        raise RuntimeError("the line fell")


def test_a_bad_address_ends_in_a_state_with_its_reason(family: Family, home: Path, settings: Settings) -> None:
    citizen_of(family.binh)
    confirmed(family.binh, home)
    ending(family.binh, 25)
    noticing.make()
    settings.OUTBOX = "tests.citizen.test_notices.Refuses"
    assert sending.send_waiting().failed == 1
    failed = Message.objects.get(state="failed")
    assert failed.reason == "550 no such user"
    assert sending.send_waiting() == sending.Sent()


def test_what_may_work_later_is_tried_five_times(family: Family, home: Path, settings: Settings) -> None:
    addresses.give(family.an, "email", "an@example.vn", english=False)
    settings.OUTBOX = "tests.citizen.test_notices.Busy"
    for _ in range(4):
        assert sending.send_waiting().left == 1
    assert sending.send_waiting().failed == 1
    assert Message.objects.get().reason == "try later"


def test_what_may_have_left_is_not_sent_again(family: Family, home: Path, settings: Settings) -> None:
    addresses.give(family.an, "email", "an@example.vn", english=False)
    settings.OUTBOX = "tests.citizen.test_notices.Breaks"
    with pytest.raises(RuntimeError):
        sending.send_waiting()
    settings.OUTBOX = settings.FILES
    assert sending.send_waiting() == sending.Sent()
    Message.objects.update(tried_at=timezone.now() - timedelta(hours=2))
    sending.send_waiting()
    assert Message.objects.get().state == "failed"
    assert not letters(home)


def test_smtp(family: Family, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.OUTBOX = "baophu.citizen.outbox.mail.Smtp"
    addresses.give(family.an, "email", "an@example.vn", english=True)
    assert sending.send_waiting().sent == 1
    assert mail.outbox[0].to == ["an@example.vn"]
    assert "your code" in str(mail.outbox[0].body)

    def refused(*args: Any, **more: Any) -> int:
        raise smtplib.SMTPRecipientsRefused({"an@example.vn": (550, b"unknown")})

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refused)
    Address.objects.update(at=timezone.now() - timedelta(hours=1))
    addresses.give(family.an, "email", "an@example.vn", english=True)
    assert sending.send_waiting().failed == 1


def test_an_address_taken_away_gets_nothing_more(family: Family, home: Path) -> None:
    citizen_of(family.binh)
    confirmed(family.binh, home)
    ending(family.binh, 25)
    noticing.make()
    client_of(family.binh).post("/toi/thong-bao/email/bo/")
    sending.send_waiting()
    assert not [t for t in letters(home) if "hết hạn ngày" in t]


def test_messages_of_simulated_people_say_so(family: Family, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(noticing, "simulated", lambda: True)
    citizen_of(family.binh)
    confirmed(family.binh, home)
    ending(family.binh, 25)
    noticing.make()
    sending.send_waiting()
    assert letters(home)[-1].count("[MÔ PHỎNG]") == 2
