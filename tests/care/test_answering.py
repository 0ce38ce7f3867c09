"""What a clinic is told, situation by situation, and what it is not told by guess."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from django.utils import timezone
from pytest_django import Settings

from baophu.accounts.models import Look
from baophu.care.errors import KeyTaken
from baophu.care.models import CheckIn
from baophu.care.services import tables
from baophu.care.services.answering import answer, check_in
from baophu.decisions.models import Current
from baophu.decisions.services.redeciding import redecide
from baophu.registry.models import Card
from baophu.registry.services.recording import die, move_out
from baophu.registry.services.spells import retract
from tests.builders import CO_TO, a_card, a_person, a_status, day, recording
from tests.care.builders import WARD, a_clinic, a_receptionist, insured

pytestmark = pytest.mark.django_db
ID = "022080000001"


def test_a_valid_card() -> None:
    an = insured(personal_id=ID)
    found = answer(ID, a_clinic())
    assert (found.situation, found.code, found.tone, found.certain) == ("valid", "000", "good", True)
    assert (found.person, found.name, found.level, found.share) == (an.pk, "Nguyễn Văn An", 80, 1)
    assert found.level_ref.endswith("#benefit-80")
    assert found.valid_from == date(2021, 1, 1)
    assert found.five_year_on == date(2026, 1, 1)
    assert found.as_of is not None
    assert found.small_visit_limit == 379_500 if found.on >= date(2026, 7, 1) else 351_000


def test_a_card_that_ended_waits_or_never_was() -> None:
    insured(personal_id=ID, until="2025-12-31")
    ended = answer(ID, None)
    assert (ended.code, ended.tone, ended.level, ended.valid_to) == ("010", "bad", None, date(2025, 12, 31))
    soon = timezone.localdate() + timedelta(days=20)
    insured("Bình", personal_id="022080000002", since=soon.isoformat(), until=None)
    waiting = answer("022080000002", None)
    assert (waiting.situation, waiting.starts_on, waiting.insured) == ("waiting", soon, False)
    a_person("Chi", personal_id="022080000003", unit=WARD)
    assert (answer("022080000003", None).situation, answer("022080000003", None).code) == ("no_card", "050")


def test_an_old_card_leads_to_the_new_one() -> None:
    an = insured(personal_id=ID, since="2026-01-01", number="GD4222212345678")
    a_card(an, "2024-01-01", "2025-12-31", number="GD4222298765432")
    old = answer("GD4222298765432", None)
    assert (old.code, old.card_number, old.old_card, old.tone) == ("003", "GD4222212345678", "GD4222298765432", "good")


def test_a_digit_printed_wrong_decides_nothing() -> None:
    insured(personal_id=ID, number="GD1222212345678")
    assert answer("GD1222212345678", a_clinic()).level == 80


def test_somebody_who_died() -> None:
    an = insured(personal_id=ID)
    with recording() as e:
        die(an, day("2026-02-01"), e)
    found = answer(ID, a_clinic())
    assert (found.situation, found.tone, found.died, found.insured) == ("dead", "bad", date(2026, 2, 1), False)


def test_a_card_that_was_taken_back() -> None:
    an = insured(personal_id=ID)
    with recording("void_card") as e:
        retract(list(Card.objects.known().filter(person=an)), e)
    redecide([an.pk])
    found = answer(ID, None)
    assert (found.code, found.situation, found.insured) == ("110", "revoked", False)


def unsure(found: object, situation: str) -> None:
    assert (found.situation, found.tone, found.certain, found.insured) == (situation, "unsure", False, False)  # type: ignore[attr-defined]
    assert found.word.en == "Unknown"  # type: ignore[attr-defined]
    assert found.valid_from is not None, "the last known state is told"  # type: ignore[attr-defined]
    assert found.level is None  # type: ignore[attr-defined]


def test_somebody_who_moved_away() -> None:
    an = insured(personal_id=ID)
    with recording() as e:
        move_out(an, day("2026-03-01"), e)
    redecide([an.pk])
    found = answer(ID, a_clinic())
    unsure(found, "moved_out")
    assert found.code == "121"


def test_a_record_that_cannot_be_decided() -> None:
    an = insured(personal_id=ID)
    Current.objects.filter(person=an).update(problem="living_standard twice")
    unsure(answer(ID, a_clinic()), "not_decided")


def test_a_state_that_is_too_old(settings: Settings) -> None:
    an = insured(personal_id=ID)
    Current.objects.filter(person=an).update(decided_at=timezone.now() - timedelta(days=41))
    unsure(answer(ID, None), "too_old")
    settings.STATE_DAYS = 60
    assert answer(ID, None).situation == "valid"


def test_a_month_that_has_passed_since() -> None:
    an = insured(personal_id=ID)
    month = Current.objects.get(person=an).month
    Current.objects.filter(person=an).update(month=month - 1)
    assert answer(ID, None).situation == "valid", "nothing turned since"
    Current.objects.filter(person=an).update(month=month - 1, next_month=month)
    unsure(answer(ID, None), "too_old")


def test_cards_that_contradict_the_decision() -> None:
    an = insured(personal_id=ID)
    Current.objects.filter(person=an).update(insured_to=date(2025, 1, 1))
    unsure(answer(ID, a_clinic()), "contradictory")


def test_nobody() -> None:
    found = answer("022080000009", a_clinic())
    assert (found.code, found.tone, found.person, found.certain) == ("050", "unsure", None, False)


def test_a_child_without_a_card() -> None:
    mother = insured("Trần Thị Mẹ", "1995-04-04", sex="f", personal_id="022195000004")
    home = mother.stays.get().household
    born = timezone.localdate() - timedelta(days=500)
    child = a_person("Nguyễn Bé Na", born, sex="f", household=home, unit=WARD, personal_id="022325000009")
    for found in (
        answer("022325000009", a_clinic()),
        answer("", a_clinic(code="22902"), name="NGUYEN BE NA", born=f"{born:%d/%m/%Y}"),
        answer("022195000004", a_clinic(code="22903"), name="Nguyễn Bé Na", born=f"{born:%d/%m/%Y}"),
        answer("", a_clinic(code="22904"), name="Nguyễn Bé Na", born=f"{born:%d/%m/%Y}", unit=WARD),
    ):
        assert (found.person, found.code, found.tone, found.level) == (child.pk, "130", "soon", 100)
        assert "khai sinh" in found.treat.vi
    assert answer("", None, name="Nguyễn Bé Na", born="01/01/1990").code == "205"
    assert answer("", None, name="Nguyễn Bé Nu", born=f"{born:%d/%m/%Y}").code == "050"
    a_person("Nguyễn Bé Na", born, sex="f", unit=CO_TO)
    assert answer("", None, name="Nguyễn Bé Na", born=f"{born:%d/%m/%Y}").situation == "several"
    assert answer("", None, name="Nguyễn Bé Na", born=f"{born:%d/%m/%Y}", unit=WARD).person == child.pk
    assert answer("022195000004", None, name="Trần Thị Mẹ", born="04/04/1995").situation == "valid"


def test_routes_and_the_question_they_turn_on() -> None:
    insured(personal_id=ID)
    central = a_clinic("22905", "specialised", "central")
    bed = answer(ID, central, care="inpatient", route="wrong")
    assert (bed.level, bed.share, bed.question) == (80, Fraction(2, 5), None)
    assert {r.route: r.share for r in bed.routes} == {"right": 1, "wrong": Fraction(2, 5), "emergency": 1}
    assert answer(ID, central, route="wrong").share == 0
    unclassed = a_clinic("22906", "basic", "")
    asked = answer(ID, unclassed, route="wrong")
    assert (asked.level, asked.share) == (80, None)
    assert asked.question is not None
    assert asked.question.fact == "former_class"
    assert answer(ID, unclassed, route="right").question is None
    assert answer(ID, a_clinic("22907", "initial", "commune")).level == 100


def test_what_was_recorded_this_month_counts_from_its_day() -> None:
    an = insured(personal_id=ID)
    today = timezone.localdate()
    a_status(an.stays.get().household, "living_standard", "poor", max(today.replace(day=1), today).isoformat())
    redecide([an.pk])
    assert answer(ID, a_clinic()).level == 100


def test_another_day_is_decided_for_that_day() -> None:
    insured(personal_id=ID, since="2024-01-01", until="2025-06-30")
    assert answer(ID, a_clinic(), date(2025, 6, 30)).situation == "valid"
    assert answer(ID, None, date(2025, 7, 1)).code == "010"


def test_a_check_in_is_recorded_once_with_its_look() -> None:
    an, binh = insured(personal_id=ID), insured("Bình", personal_id="022080000002")
    clinic = a_clinic()
    user = a_receptionist(clinic)
    told = answer(ID, clinic)
    first = check_in(told, clinic, user, "k1", page="/kham-chua-benh/")
    assert check_in(answer(ID, clinic), clinic, user, "k1").pk == first.pk
    assert [(look.who, look.user_id) for look in Look.objects.filter(person=an.pk)] == [(user.username, user.pk)]
    row = CheckIn.objects.get()
    assert (row.code, row.level, row.share, row.certain, row.way) == ("000", 80, "100%", True, "personal_id")
    assert ID not in "".join(str(value) for value in vars(row).values())
    with pytest.raises(KeyTaken):
        check_in(answer("022080000002", clinic), clinic, user, "k1")
    assert not Look.objects.filter(person=binh.pk).exists()
    check_in(told, a_clinic("22902"), "một hệ thống", "k1")
    check_in(answer("022080000009", clinic), clinic, user)
    check_in(answer("022080000009", clinic), clinic, user)
    assert CheckIn.objects.count() == 4
    assert Look.objects.count() == 2


def test_every_situation_has_words_in_both_languages() -> None:
    for name, word in tables.words().items():
        assert word.code.isdigit(), name
        assert word.word.vi, name
        assert word.word.en, name
        assert word.tone in ("good", "soon", "bad", "unsure"), name
        assert word.sure in ("V", "K", "?"), name
