"""What a bank tells ends in one defined state, however often, late or wrong it is told."""

from __future__ import annotations

import json
import time
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from baophu.accounts.errors import NotAllowed
from baophu.cover.models import Payment, Unmatched
from baophu.cover.services import ledger
from baophu.cover.services.quoting import quote
from baophu.registry.models import Card
from baophu.registry.services.recording import die
from baophu.till.errors import NoSuchKey
from baophu.till.models import BankKey, Notice, Outcome, Refusal
from baophu.till.services import booking, keys, receiving
from tests.accounts.builders import officer
from tests.builders import recording
from tests.cover.builders import a_family, balanced
from tests.till.builders import DOOR, a_key, administrator, post, quoted_today, reversal, signed, tell, transfer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("key")]


def state(number: int = 0) -> tuple[str, str, bool]:
    one = Outcome.objects.order_by("id")[number]
    return one.state, one.why, one.open


def money() -> int:
    return sum(Payment.objects.values_list("amount", flat=True))


def test_a_transfer_of_a_quote_gives_its_cards(client: Client) -> None:
    home, (an, _) = a_family("1970-01-01", "1975-01-01")
    kept = quoted_today(home)
    answer = post(client, transfer(kept))
    assert (answer.status_code, answer.json()["state"]) == (200, "booked")
    assert state() == ("booked", "", False)
    paid = Payment.objects.get()
    assert (paid.amount, paid.quote, paid.method, paid.reference) == (kept.total, kept, "qr", "FT1")
    assert Card.objects.known().get(person=an).paid_on == timezone.localdate()
    balanced()


def test_the_banks_day_is_the_day_of_payment() -> None:
    """Told ten days late: the card starts by the day of the transfer, whatever zone the bank writes in."""
    home, _ = a_family("1970-01-01")
    paid_on = timezone.localdate().replace(day=1)
    kept = quote(home.pk, paid_on, 12)
    tell(transfer(kept, paid_at=f"{(paid_on - timedelta(days=1)).isoformat()}T20:00:00+00:00"))
    card = Card.objects.known().get()
    assert (card.paid_on, card.valid_from) == (paid_on, paid_on + timedelta(days=30))


def test_a_thousand_replays_are_one_payment(client: Client) -> None:
    kept = quoted_today(a_family("1970-01-01")[0])
    body = json.dumps(transfer(kept)).encode()
    said = [client.post(DOOR, body, content_type="application/json", headers=signed(body)) for _ in range(1000)]
    assert {a.status_code for a in said} == {200}
    assert [a.json()["again"] for a in said] == [False, *[True] * 999]
    assert {a.json()["state"] for a in said} == {"booked"}
    assert (Notice.objects.count(), Payment.objects.count(), Card.objects.known().count()) == (1, 1, 1)
    assert Outcome.objects.get().told == 1000
    balanced()


def test_other_bytes_that_say_the_same_are_the_same() -> None:
    kept = quoted_today(a_family("1970-01-01")[0])
    told = transfer(kept)
    tell(told)
    assert tell(json.dumps({"more": [1], **dict(reversed(told.items()))}, indent=4).encode()).again
    assert Payment.objects.count() == 1


@pytest.mark.parametrize(
    ("how", "reason"),
    [
        ({"secret": "another"}, "signature"),
        ({"key": "nobody"}, "no_key"),
        ({"at": time.time() - 3600}, "stale"),
        ({"at": time.time() + 3600}, "stale"),
    ],
)
def test_what_is_not_shown_to_be_the_banks_is_refused_and_noted(
    client: Client, how: dict[str, Any], reason: str
) -> None:
    kept = quoted_today(a_family("1970-01-01")[0])
    how = how | ({"at": time.time() + (3600 if how["at"] > time.time() else -3600)} if "at" in how else {})
    answers = [post(client, transfer(kept), **how) for _ in range(3)]
    assert {a.status_code for a in answers} == {401}
    assert (Notice.objects.count(), Payment.objects.count()) == (0, 0)
    noted = Refusal.objects.get()
    assert (noted.reason, noted.times, noted.last_from) == (reason, 3, "127.0.0.1")


def test_a_changed_body_or_time_is_refused(client: Client) -> None:
    body = json.dumps(transfer()).encode()
    headers = signed(body)
    changed = body.replace(b"1000000", b"9000000")
    assert client.post(DOOR, changed, content_type="application/json", headers=headers).status_code == 401
    later = headers | {"X-Bank-Time": str(int(time.time()) + 1)}
    assert client.post(DOOR, body, content_type="application/json", headers=later).status_code == 401
    assert client.post(DOOR, body, content_type="application/json").status_code == 401
    odd = headers | {"X-Bank-Time": "²", "X-Bank-Signature": "é"}
    assert client.post(DOOR, body, content_type="application/json", headers=odd).status_code == 401
    assert client.get(DOOR).status_code == 405


def test_keys_rotate_and_an_old_one_is_refused(client: Client) -> None:
    kept = quoted_today(a_family("1970-01-01")[0])
    a_key("icb-2027", "new secret")
    assert post(client, transfer(kept)).status_code == 200  # both count while one takes over
    assert post(client, transfer(kept), key="icb-2027", secret="new secret").json()["again"]
    keys.revoke("icb-2026", administrator())
    answer = post(client, transfer(transaction="FT2"))
    assert answer.status_code == 401
    assert Refusal.objects.get().reason == "ended"
    assert not Notice.objects.filter(transaction="FT2").exists()
    a_key("icb-2028", "next", valid_from=timezone.now() + timedelta(days=30))
    assert post(client, transfer(transaction="FT2"), key="icb-2028", secret="next").status_code == 401
    assert Refusal.objects.filter(reason="early").exists()


def test_only_administrators_make_keys_and_a_secret_is_kept_encrypted() -> None:
    with pytest.raises(NotAllowed):
        keys.make("vcb-1", "VCB", officer("province"))
    made = keys.make("vcb-1", "VCB", administrator())
    assert made.secret not in BankKey.objects.get(name="vcb-1").secret
    assert keys.secret_of(BankKey.objects.get(name="vcb-1")) == made.secret.encode()
    for name, bank in (("vcb-1", "VCB"), ("Có dấu", "VCB"), ("vcb-2", "a bank with a long name")):
        with pytest.raises(NoSuchKey):
            keys.make(name, bank, administrator())
    with pytest.raises(NotAllowed):
        keys.revoke("vcb-1", officer("province"))
    with pytest.raises(NoSuchKey):
        keys.revoke("nobody", administrator())


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"amount=1",
        b"\xff\xfe",
        b"[1]",
        b"[" * 60_000,
        b'{"transaction": "A"}',
        *(
            json.dumps(transfer() | wrong).encode()
            for wrong in (
                {"amount": "1000000"},
                {"amount": 1e6},
                {"amount": True},
                {"amount": 0},
                {"amount": -5},
                {"amount": 10**15},
                {"transaction": "x" * 61},
                {"transaction": "số 1"},
                {"transaction": 5},
                {"kind": "gift"},
                {"currency": "USD"},
                {"content": 5},
                {"paid_at": "27/11/2026"},
                {"paid_at": "2999-01-01T00:00:00"},
                {"paid_at": None},
                {"kind": "reversal"},
            )
        ),
    ],
)
def test_what_cannot_be_read_is_kept_and_said(client: Client, body: bytes) -> None:
    answers = [post(client, body) for _ in range(2)]
    assert {a.status_code for a in answers} == {400}
    assert answers[0].json()["error"]
    assert state() == ("unreadable", "unreadable", True)
    assert (Notice.objects.count(), bytes(Notice.objects.get().body)) == (1, body)
    assert Payment.objects.count() == 0


def test_what_is_too_long_is_refused(client: Client) -> None:
    answer = post(client, b" " * (receiving.LONGEST + 1))
    assert (answer.status_code, Notice.objects.count(), Refusal.objects.get().reason) == (413, 0, "size")


def test_odd_letters_are_kept_readable() -> None:
    kept = quoted_today(a_family("1970-01-01")[0])
    body = json.dumps(transfer(kept, content=f"\x00\ud800 BHYT\nBG{kept.pk}\t")).encode()
    assert tell(body).outcome.state == "booked"
    assert Notice.objects.get().content == f"? BHYT BG{kept.pk}"


@pytest.mark.parametrize("more", [-1000, 1000])
def test_another_amount_waits(more: int) -> None:
    kept = quoted_today(a_family("1970-01-01")[0])
    tell(transfer(kept, amount=kept.total + more))
    assert state() == ("waiting", "amount", True)
    assert (money(), Card.objects.known().count()) == (kept.total + more, 0)
    balanced()


def test_a_quote_paid_twice_waits() -> None:
    kept = quoted_today(a_family("1970-01-01")[0])
    tell(transfer(kept))
    tell(transfer(kept, transaction="FT2"))
    assert [state(0), state(1)] == [("booked", "", False), ("waiting", "twice", True)]
    balanced()


def test_for_somebody_who_died_it_waits() -> None:
    home, (an,) = a_family("1970-01-01")
    kept = quoted_today(home)
    with recording() as e:
        die(an, timezone.localdate(), e)
    tell(transfer(kept))
    assert state()[:2] == ("waiting", "dead")
    assert Unmatched.objects.get().reason == "dead"
    balanced()


def test_after_the_quote_expired_it_waits() -> None:
    """A quote of a year ago: the base it was reckoned on has changed since."""
    home, _ = a_family("1990-01-01")
    kept = quote(home.pk, date(2026, 6, 1), 12)
    assert kept.valid_until == date(2026, 6, 30)
    tell(transfer(kept, paid_at="2026-07-02T08:00:00+07:00"))
    assert state() == ("waiting", "expired", True)
    assert Unmatched.objects.get().reason == "expired"
    balanced()


@pytest.mark.parametrize("content", ["tien dien", "", "BHYT BG999999", "BHYT BG"])
def test_money_nobody_can_place_is_kept(content: str) -> None:
    tell(transfer(content=content))
    assert state() == ("unknown", "unknown", True)
    assert (money(), Unmatched.objects.get().reason) == (1_000_000, "unknown")
    balanced()


def test_money_of_another_account_is_not_ours() -> None:
    kept = quoted_today(a_family("1970-01-01")[0])
    tell(transfer(kept, account="999"))
    assert (state(), Payment.objects.count()) == (("unknown", "account", True), 0)


def test_a_number_told_otherwise_books_nothing_more() -> None:
    kept = quoted_today(a_family("1970-01-01")[0])
    tell(transfer(kept))
    for told in ({"amount": kept.total + 1}, {"content": "BHYT BG5"}, {"amount": kept.total + 2}):
        tell(transfer(kept, **told))
    assert [o.state for o in Outcome.objects.order_by("id")] == ["booked", *["conflict"] * 3]
    assert tell(transfer(kept, content="BHYT BG5")).again
    assert (Payment.objects.count(), Notice.objects.filter(differs=True).count()) == (1, 3)


def test_a_reversal_takes_the_money_back_and_asks_what_becomes_of_the_cards() -> None:
    kept = quoted_today(a_family("1970-01-01")[0])
    told = transfer(kept)
    tell(told)
    tell(reversal(told))
    assert [state(0), state(1)] == [("reversed", "cards_stand", True), ("reversed", "", False)]
    assert tell(reversal(told)).again
    assert (money(), Payment.objects.count(), Card.objects.known().count()) == (0, 2, 1)
    balanced()


def test_a_reversal_of_what_waits_ends_it() -> None:
    kept = quoted_today(a_family("1970-01-01")[0])
    told = transfer(kept, amount=5000)
    tell(told)
    tell(reversal(told))
    assert [o.open for o in Outcome.objects.all()] == [False, False]
    assert (money(), Unmatched.objects.get().outcome) == (0, "reversed")
    balanced()


def test_a_reversal_that_comes_first_waits_for_its_transfer() -> None:
    kept = quoted_today(a_family("1970-01-01")[0])
    told = transfer(kept)
    tell(reversal(told))
    assert state() == ("early", "", False)
    tell(told)
    assert [o.state for o in Outcome.objects.order_by("id")] == ["reversed", "reversed"]
    assert (money(), Payment.objects.count(), Card.objects.known().count()) == (0, 2, 0)
    assert tell(told).again
    balanced()


def test_a_reversal_of_another_amount_is_for_somebody() -> None:
    kept = quoted_today(a_family("1970-01-01")[0])
    told = transfer(kept)
    tell(told)
    tell(reversal(told, amount=5000))
    assert [state(0)[0], state(1)] == ["booked", ("conflict", "amount_back", True)]
    assert money() == kept.total


def test_an_early_reversal_of_another_amount_is_for_somebody() -> None:
    kept = quoted_today(a_family("1970-01-01")[0])
    told = transfer(kept)
    tell(reversal(told, amount=5000))
    tell(told)
    assert [state(0), state(1)[0]] == [("conflict", "amount_back", True), "booked"]


def test_a_reversal_of_what_was_given_back_is_for_somebody() -> None:
    kept = quoted_today(a_family("1970-01-01")[0])
    told = transfer(kept, amount=5000)
    tell(told)
    ledger.reverse_payment(Payment.objects.get(), "by hand", "by hand")
    tell(reversal(told))
    assert state(1)[:2] == ("conflict", "back_twice")
    assert money() == 0


def test_a_process_that_died_between_keeping_and_booking_is_made_good(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = quoted_today(a_family("1970-01-01")[0])

    def dies(number: int) -> Outcome:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(receiving, "process", dies)
        with pytest.raises(KeyboardInterrupt):
            tell(transfer(kept))
    assert (state()[0], Payment.objects.count()) == ("arrived", 0)
    (left,) = receiving.unfinished()
    assert booking.process(left.pk).state == "booked"
    assert tell(transfer(kept)).again
    assert Payment.objects.count() == 1


def test_the_database_refuses_to_change_a_notice() -> None:
    tell(transfer())
    for change in (lambda: Notice.objects.update(amount=1), lambda: Notice.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
