"""Check-ins that come back: each once, none lost, compared with what is known now."""

from __future__ import annotations

import json
import threading
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, close_old_connections, connection, transaction
from django.test import Client
from django.utils import timezone

from baophu.accounts.errors import NotAllowed
from baophu.accounts.models import Look
from baophu.care.models import CheckIn
from baophu.offline.models import SentCheckIn, Snapshot
from baophu.offline.services import sending, snapshots
from baophu.offline.tasks import make_snapshot
from baophu.registry.models import Card, Person
from baophu.registry.services.recording import die
from tests.accounts.builders import officer, sign_in
from tests.builders import CO_TO, recording
from tests.cover.test_at_once import ON_SQLITE
from tests.offline.builders import Taken, ahead, clinic, islanders, receptionist, taken

AN = "022080000011"


def kept(made: Taken, text: str = AN, situation: str = "valid", **more: Any) -> dict[str, Any]:
    """A check-in as the browser keeps it."""
    at = (timezone.now() - timedelta(minutes=5)).isoformat()
    told = {"key": str(uuid.uuid4()), "at": at, "snapshot": str(made.snapshot.number), "text": text}
    return {**told, "name": "", "born": "", "situation": situation, **more}


@pytest.fixture
def made(db: None) -> Taken:
    islanders()
    return taken()


def test_a_check_in_is_kept_with_what_was_told_then_and_is_known_now(made: Taken) -> None:
    rows = [kept(made), kept(made, "022999999999", "not_found"), kept(made, "x", "bad_format")]
    done = sending.take(rows, made.facility, made.user)
    assert [(r.state, r.known, r.differs) for r in done] == [
        ("kept", "valid", False),
        ("kept", "not_found", False),
        ("kept", "bad_format", False),
    ]
    an = Person.objects.get(personal_id=AN)
    one = CheckIn.objects.get(person=an)
    assert (one.situation, one.certain, one.as_of, one.by) == ("valid", False, made.snapshot.as_of, made.user)
    assert one.at.isoformat() == rows[0]["at"]
    assert Look.objects.filter(person=an.pk, why__startswith="đón tiếp").count() == 1


def test_sent_again_it_is_the_same(made: Taken) -> None:
    rows = [kept(made), kept(made, "022183000012", "expired")]
    sending.take(rows[:1], made.facility, made.user)
    done = sending.take(rows, made.facility, made.user)
    assert [r.state for r in done] == ["again", "kept"]
    assert [r.state for r in sending.take(rows, made.facility, made.user)] == ["again", "again"]
    assert (CheckIn.objects.count(), SentCheckIn.objects.count()) == (2, 2)


def test_what_has_changed_since_is_told(made: Taken) -> None:
    """Somebody died the day the line was down, and the register learnt of it before the check-in came."""
    an = Person.objects.get(personal_id=AN)
    with recording() as e:
        die(an, ahead(-1), e)
    (done,) = sending.take([kept(made)], made.facility, made.user)
    assert (done.told, done.known, done.differs) == ("valid", "dead", True)
    assert CheckIn.objects.get().situation == "valid"


@pytest.mark.parametrize(
    "wrong",
    [
        {"key": "no uuid"},
        {"at": "yesterday"},
        {"at": "2999-01-01T00:00:00+07:00"},
        {"at": "2026-11-27T08:00:00"},
        {"snapshot": "x"},
        {"snapshot": str(uuid.uuid4())},
        {"situation": "very valid"},
        {"text": 5},
        {"text": "x" * 3000},
    ],
)
def test_one_that_cannot_be_booked_is_given_back_and_the_others_are_kept(made: Taken, wrong: dict[str, Any]) -> None:
    done = sending.take([kept(made) | wrong, kept(made)], made.facility, made.user)
    assert [r.state for r in done] == ["refused", "kept"]
    assert done[0].refused is not None
    assert CheckIn.objects.count() == 1


def test_a_snapshot_of_another_facility_gives_nothing(made: Taken) -> None:
    other = clinic("22928")
    (done,) = sending.take([kept(made)], other, receptionist(other, "other"))
    assert done.state == "refused"
    with pytest.raises(NotAllowed):
        sending.take([kept(made)], made.facility, officer("commune", CO_TO))
    assert CheckIn.objects.count() == 0


def test_the_door(made: Taken) -> None:
    client = sign_in(Client(headers={"accept-language": "vi"}), made.user)
    row = kept(made)
    for state in ("kept", "again"):
        answer = client.post("/ngoai-tuyen/gui/", json.dumps({"check_ins": [row]}), content_type="application/json")
        assert answer.json()["results"][0]["state"] == state
    for body in ("", "{}", "[]", '{"check_ins": 5}', '{"check_ins": [5]}', "[" * 50_000):
        assert client.post("/ngoai-tuyen/gui/", body, content_type="application/json").status_code == 400
    many = json.dumps({"check_ins": [row] * 201})
    assert client.post("/ngoai-tuyen/gui/", many, content_type="application/json").status_code == 400
    assert Client().post("/ngoai-tuyen/gui/", "{}", content_type="application/json").status_code == 302
    assert SentCheckIn.objects.count() == 1


def test_a_file_is_its_facilitys_alone(made: Taken) -> None:
    mine = sign_in(Client(), made.user)
    path = f"/ngoai-tuyen/ban-chup/{made.snapshot.number}/"
    assert mine.get(path).content == made.file == mine.get("/ngoai-tuyen/ban-chup/moi-nhat/").content
    other = clinic("22928")
    theirs = sign_in(Client(), receptionist(other, "other"))
    assert theirs.get(path).status_code == 404
    assert theirs.get("/ngoai-tuyen/ban-chup/moi-nhat/").status_code == 404
    assert sign_in(Client(), officer("commune", CO_TO)).get(path).status_code == 403
    assert Client().get(path).status_code == 302


def test_the_shell_knows_nobody(made: Taken) -> None:
    page = Client(headers={"accept-language": "vi"}).get("/ngoai-tuyen/quay/").content.decode()
    assert "Nguyễn" not in page
    assert made.code not in page
    for address in ("/ngoai-tuyen/quay/worker.js", "/ngoai-tuyen/quay/app.webmanifest"):
        assert Client().get(address).status_code == 200


def test_the_database_refuses_changes(made: Taken) -> None:
    sending.take([kept(made)], made.facility, made.user)
    for change in (lambda: SentCheckIn.objects.update(told="x"), lambda: Snapshot.objects.update(people=0)):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert Card.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(ON_SQLITE, reason="threads of one SQLite file wait in turn")
def test_two_tabs_send_the_same_at_once() -> None:
    islanders()
    made = taken()
    rows = [kept(made) for _ in range(10)]
    ready = threading.Barrier(4)
    done: list[list[sending.Result]] = []

    def sends() -> None:
        close_old_connections()
        try:
            ready.wait()
            done.append(sending.take(rows, made.facility, made.user))
        finally:
            connection.close()

    threads = [threading.Thread(target=sends) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(r.state in ("kept", "again") for some in done for r in some)
    assert sum(r.state == "kept" for some in done for r in some) == 10
    assert (CheckIn.objects.count(), SentCheckIn.objects.count()) == (10, 10)


def test_a_long_snapshot_is_made_by_a_worker(made: Taken, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "AT_ONCE", 3)
    client = sign_in(Client(headers={"accept-language": "vi"}), made.user)
    answer = client.post("/ngoai-tuyen/", {"do": "make", "unit": [CO_TO]})
    assert "Đang lập ở nền" in answer.content.decode()
    assert Snapshot.objects.count() == 1
    number = make_snapshot.func([CO_TO], made.facility.pk, made.user.pk)
    assert str(snapshots.latest(made.facility).number) == number  # type: ignore[union-attr]
