"""A snapshot tells what care tells, on every day it may be asked; changed, foreign, old or with a wrong code it is
refused."""

from __future__ import annotations

import json
from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

from baophu.accounts.models import Look
from baophu.care.services.answering import answer
from baophu.offline.errors import NobodyThere, NoCode, NoSnapshot, NotOurs, NotSeen, TooOld, WrongCode
from baophu.offline.models import SigningKey
from baophu.offline.services import secrets, snapshots
from baophu.offline.services.sealing import head_of, unseal
from baophu.registry.models import Person
from tests.builders import BINH_LIEU, CO_TO, a_person
from tests.offline.builders import ahead, clinic, islanders, receptionist, taken

pytestmark = pytest.mark.django_db


def noon(days: int) -> datetime:
    return timezone.make_aware(datetime.combine(ahead(days), time(12)))


def asked() -> list[tuple[str, str, str]]:
    """Ways to ask for everybody: numbers, scans, names, and mistakes."""
    ids = [n for n in Person.objects.order_by("pk").values_list("personal_id", flat=True) if n]
    child = Person.objects.get(name="Phạm Hải Yến")
    born = f"{child.born:%d/%m/%Y}"
    return [
        *((number, "", "") for number in ids),
        *((number, "Lê Văn Cường", "15/01/1990") for number in ids[:4]),
        ("022080000011|100123456|Nguyễn Văn An|02031980|Nam|Cô Tô|01012022", "", ""),
        ("022080000011|100123456|NGUYEN VAN AN|02031980|Nam|Cô Tô|01012022\r\n", "", ""),
        ("022080000011|100123456|Nguyễn Văn An|03031980|Nam|Cô Tô|01012022", "", ""),
        ("022080000011|100123456|Trần Văn An|02031980|Nam|Cô Tô|01012022", "", ""),
        ("022080000011|100123456|Nguyễn Văn Bản|02031980|Nam|Cô Tô|01012022", "", ""),
        ("022080000011||Nguyễn Văn An|02/03/1980|Nam|Cô Tô", "", ""),
        ("022080000011|1001", "", ""),
        ("GD4222290000002", "", ""),
        ("gd 4222290000001", "", ""),
        ("XX4222290000001", "", ""),
        ("GD9222290000001", "", ""),
        ("GD4002290000001", "", ""),
        ("2212345678", "", ""),
        ("100123456", "", ""),
        ("100999999", "", ""),
        ("022999999999", "", ""),
        ("12345", "", ""),
        ("", "Phạm Hải Yến", born),
        ("022080000011", "Phạm Hải Yến", born),
        ("", "Không Ai Cả", born),
    ]


def test_a_snapshot_tells_what_care_tells_on_every_day() -> None:
    """The one evaluator: the same situation, level, days and shares, today and on each day ahead."""
    islanders()
    made = taken()
    opened = made.opened
    for days in (0, 1, 4, 5, 6, 7, 9, 10, 11, 15, 30):
        on = ahead(days)
        for text, name, born in asked():
            true = answer(text, made.facility, on, name=name, born=born)
            told = opened.answer(text, name, born, noon(days))
            where = (days, text, name)
            assert told.situation == true.situation, (*where, true.situation)
            if true.person is not None and told.person is not None:
                assert told.person["id"] == true.person, where
            if told.told is not None and true.level is not None:
                assert told.stretch is not None
                assert told.told["level"] == true.level, where
                assert told.stretch[4] == (true.valid_from.isoformat() if true.valid_from else None), where
                assert told.stretch[5] == (true.valid_to.isoformat() if true.valid_to else None), where
                shares = [r[2:4] for r in told.told["routes"]["outpatient"]]
                assert shares == [
                    [r.share.numerator, r.share.denominator] if r.share is not None else [None, None]
                    for r in true.routes
                ], where
                assert told.told["small"] == true.small_visit_limit, where


def test_standings_are_all_there() -> None:
    islanders()
    opened = taken().opened
    found = {
        n: opened.answer(n, now=noon(0)).situation for n in Person.objects.values_list("personal_id", flat=True) if n
    }
    assert found["022080000011"] == "valid"
    assert found["022183000012"] == "expired"
    assert found["022090000013"] == "waiting"
    assert opened.answer("022090000013", now=noon(5)).situation == "valid"
    assert opened.answer("022175000014", now=noon(7)).situation == "expired"
    assert found["022050000018"] == "dead"
    assert opened.answer("100999999", now=noon(0)).situation == "several"


def test_its_age_is_told_and_past_its_last_day_it_tells_nothing() -> None:
    islanders()
    made = taken()
    opened = made.opened
    assert not opened.answer("022080000011", now=noon(0)).old
    assert opened.answer("022080000011", now=noon(8)).old
    assert opened.answer("022080000011", now=timezone.now() + timedelta(days=31, seconds=1)).situation == "too_old"
    assert opened.answer("022080000011", now=timezone.now() - timedelta(hours=2)).situation == "too_old"
    with pytest.raises(TooOld):
        unseal(made.file, made.code, secrets.signers(), timezone.now() + timedelta(days=32))


def test_wrong_code_changed_byte_foreign_signature() -> None:
    islanders()
    made = taken()
    with pytest.raises(WrongCode):
        unseal(made.file, "AAAAA-BBBBB-CCCCC-DDDDD", secrets.signers())
    unseal(made.file, made.code.lower().replace("-", " "), secrets.signers())
    places = [0, 9, 12, 40, len(made.file) // 2, len(made.file) - 65, len(made.file) - 1]
    for place in places:
        changed = bytearray(made.file)
        changed[place] ^= 1
        with pytest.raises((NoSnapshot, NotOurs)):
            unseal(bytes(changed), made.code, secrets.signers())
    for cut in (b"", made.file[:5], made.file[:100], made.file[:-1], b"PK\x03\x04" * 50):
        with pytest.raises((NoSnapshot, NotOurs)):
            unseal(cut, made.code, secrets.signers())
    with pytest.raises(NotOurs):
        unseal(made.file, made.code, {})
    # another key under the same name proves nothing
    other = secrets._made()
    with pytest.raises(NoSnapshot):
        unseal(made.file, made.code, {made.snapshot.signer.name: other.public})


def test_no_number_stands_in_the_clear() -> None:
    islanders()
    made = taken()
    head, content = unseal(made.file, made.code, secrets.signers())
    assert head["people"] == len(content["people"]) == 12
    for number in ("022080000011", "100123456", "Nguyễn Văn An"):
        assert number.encode() not in made.file
    text = json.dumps(content, ensure_ascii=False)
    assert "022080000011" not in text
    assert "100123456" not in text
    assert head_of(made.file)["facility"]["code"] == made.facility.code


def test_every_look_is_logged_and_only_own_units_are_taken() -> None:
    people = islanders()
    a_person("Người Ở Xa", unit=BINH_LIEU)
    made = taken()
    assert Look.objects.filter(user=made.user, why__contains="bản chụp ngoại tuyến").count() == len(people)
    with pytest.raises(NobodyThere):
        snapshots.make([BINH_LIEU], made.facility, made.user)
    with pytest.raises(NobodyThere):
        snapshots.make([], made.facility, made.user)
    other = clinic("22928")
    with pytest.raises(NoCode):
        snapshots.make([CO_TO], other, receptionist(other, "other"))
    with pytest.raises(NotSeen):
        snapshots.file_of(other, made.snapshot.number)


def test_a_file_that_was_changed_on_the_disk_is_not_given_out() -> None:
    islanders()
    made = taken()
    path = snapshots._path(made.snapshot.number)
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(NotSeen):
        snapshots.file_of(made.facility, made.snapshot.number)


def test_a_new_code_leaves_older_snapshots_to_the_old_one() -> None:
    islanders()
    made = taken()
    secrets.make_code(made.facility, made.user)
    unseal(made.file, made.code, secrets.signers())
    assert SigningKey.objects.count() == 1
    assert made.code.encode() not in SigningKey.objects.get().private.encode()
