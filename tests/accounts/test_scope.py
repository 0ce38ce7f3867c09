"""Who may do what, and for which units."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from baophu.accounts.acts import ACTS
from baophu.accounts.errors import NotAllowed
from baophu.accounts.models import Entrusted, Role, User
from baophu.accounts.services import acts_of, may, narrowed, require, units_of
from tests.accounts.builders import officer

pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 5)


def test_the_province_and_the_committee_reach_the_whole_province() -> None:
    assert units_of(officer("province")) is None
    assert units_of(officer("committee")) is None


def test_a_commune_officer_reaches_the_units_entrusted_and_no_other() -> None:
    assert units_of(officer("commune", "06838", "06841")) == {"06838", "06841"}


@pytest.mark.parametrize(
    ("day", "units"),
    [
        (date(2026, 2, 28), set()),
        (date(2026, 3, 1), {"06838"}),
        (date(2026, 3, 31), {"06838"}),
        (date(2026, 4, 1), set()),
    ],
)
def test_both_days_of_an_entrusted_unit_count(day: date, units: set[str]) -> None:
    user = officer("commune")
    Entrusted.objects.create(user=user, unit="06838", valid_from=date(2026, 3, 1), valid_to=date(2026, 3, 31))
    assert units_of(user, day) == units


@pytest.mark.parametrize("role", list(Role))
def test_somebody_disabled_can_do_nothing(role: str) -> None:
    user = officer(role, "06838")
    user.is_active = False
    assert units_of(user) == frozenset()
    assert acts_of(user) == frozenset()


@pytest.mark.parametrize("role", list(Role))
def test_after_the_last_day_of_service_nothing_can_be_done(role: str) -> None:
    user = officer(role, "06838")
    user.until = timezone.localdate()
    assert acts_of(user) == ACTS[role]
    user.until = timezone.localdate() - timedelta(days=1)
    assert units_of(user) == frozenset()
    assert acts_of(user) == frozenset()
    assert units_of(user, timezone.localdate() - timedelta(days=30)) == frozenset()


def test_an_officer_whose_last_unit_was_taken_away_can_do_nothing() -> None:
    user = officer("commune", "06838")
    assert may(user, "record")
    user.entrusted.update(valid_to=timezone.localdate() - timedelta(days=1))
    assert not may(user, "record")


def test_nobody_signed_in_can_do_nothing() -> None:
    assert units_of(AnonymousUser()) == frozenset()
    assert not may(AnonymousUser(), "see_figures")


def test_the_committee_sees_figures_and_never_persons() -> None:
    assert acts_of(officer("committee")) == {"see_figures", "see_money"}


def test_an_administrator_sees_nobody() -> None:
    user = officer("administrator")
    assert acts_of(user) == {"administer"}
    assert units_of(user) == frozenset()


def test_a_clinic_asks_for_one_answer_and_opens_no_record() -> None:
    assert acts_of(officer("clinic", "06838")) == {"check_cover"}


def test_what_may_not_be_done_is_said_in_both_languages() -> None:
    with pytest.raises(NotAllowed) as refused:
        require(officer("committee"), "read_person")
    assert "không có quyền" in refused.value.text.vi
    assert "may not" in refused.value.text.en


def test_a_query_is_narrowed_to_the_units_of_the_user() -> None:
    for unit in ("06838", "06841", "06844"):
        officer("commune", unit)
    rows = Entrusted.objects.all()
    two = officer("commune", "06838", "06841")
    assert set(narrowed(rows, two, "unit").values_list("unit", flat=True)) == {"06838", "06841"}
    assert narrowed(rows, officer("province"), "unit").count() == rows.count()
    assert narrowed(rows, officer("commune"), "unit").count() == 0
    reached = narrowed(User.objects.all(), two, "entrusted__unit").distinct()
    assert two in reached
    assert reached.count() == 3
