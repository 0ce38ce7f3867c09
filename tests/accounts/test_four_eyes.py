"""Four eyes: what one officer proposes is done when another approves, once."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from django.db import DatabaseError, connection, transaction

from baophu.accounts.errors import AlreadyDecided, NotAllowed, Refused
from baophu.accounts.models import Entrusted, Proposal, User
from baophu.accounts.services import (
    approve,
    four_eyes,
    handler,
    proposals,
    propose,
    reject,
    waiting_for,
    withdraw,
)
from baophu.law.model import Text
from tests.accounts.builders import LONG_AGO, officer

pytestmark = pytest.mark.django_db
SUMMARY = Text("Gộp hai hồ sơ của một người", "Merge two records of one person")


class Gone(Refused):
    """For tests: it can no longer be done."""


@pytest.fixture(autouse=True)
def done() -> Iterator[list[int]]:
    """What the handler did: it entrusts a unit to the proposer, and refuses or fails when told to."""
    before = dict(four_eyes._kinds)
    four_eyes._kinds.clear()
    did: list[int] = []

    @handler("merge")
    def merge(proposal: Proposal, approver: User) -> four_eyes.Json:
        assert isinstance(proposal.payload, dict)
        Entrusted.objects.create(user=proposal.by, unit="done", valid_from=LONG_AGO)
        if proposal.payload.get("gone"):
            raise Gone("Hồ sơ đã được gộp.", "The record is merged already.")
        if proposal.payload.get("bug"):
            raise ZeroDivisionError
        did.append(approver.pk)
        return {"kept": proposal.payload["keep"]}

    @handler("settlement")
    def settle(proposal: Proposal, approver: User) -> four_eyes.Json:
        return None

    yield did
    four_eyes._kinds.clear()
    four_eyes._kinds.update(before)


@pytest.fixture
def lan() -> User:
    return officer("commune", "06838", name="lan")


@pytest.fixture
def minh() -> User:
    return officer("commune", "06838", "06841", name="minh")


def merge(by: User, *units: str, **payload: four_eyes.Json) -> Proposal:
    return propose("merge", {"keep": 1, "drop": 2} | payload, by, SUMMARY, units or ("06838",))


def times_done() -> int:
    return Entrusted.objects.filter(unit="done").count()


def test_a_second_officer_approves_and_it_is_done(lan: User, minh: User, done: list[int]) -> None:
    proposal = merge(lan)
    assert (proposal.state, times_done()) == ("waiting", 0)
    approved = approve(proposal, minh)
    assert (approved.state, approved.decided_by, approved.result) == ("approved", minh, {"kept": 1})
    assert approved.decided_at is not None
    assert (times_done(), done) == (1, [minh.pk])


def test_whoever_proposed_cannot_decide(lan: User) -> None:
    proposal = merge(lan)
    with pytest.raises(NotAllowed) as refused:
        approve(proposal, lan)
    assert "second officer" in refused.value.text.en
    with pytest.raises(NotAllowed):
        reject(proposal, lan, "không")


def test_the_province_neither_decides_its_own() -> None:
    boss = officer("province")
    with pytest.raises(NotAllowed):
        approve(merge(boss), boss)


@pytest.mark.parametrize("role", ["committee", "clinic", "agent", "school", "administrator"])
def test_somebody_without_the_act_cannot_decide(lan: User, role: str) -> None:
    units = () if role in ("committee", "administrator") else ("06838",)
    with pytest.raises(NotAllowed):
        approve(merge(lan), officer(role, *units))


def test_an_officer_of_another_unit_cannot_decide(minh: User) -> None:
    proposal = merge(minh, "06838", "06841")
    for other in (officer("commune", "06844"), officer("commune", "06838")):
        with pytest.raises(NotAllowed):
            approve(proposal, other)
        assert not waiting_for(other).exists()
    assert approve(proposal, officer("province")).state == "approved"


def test_nobody_proposes_beyond_their_units(lan: User) -> None:
    with pytest.raises(NotAllowed):
        merge(lan, "06838", "06841")
    with pytest.raises(NotAllowed):
        propose("merge", {}, lan, SUMMARY, units=None)
    with pytest.raises(NotAllowed):
        propose("settlement", {}, lan, SUMMARY, units=["06838"])
    with pytest.raises(ValueError, match="at least one unit"):
        propose("merge", {}, lan, SUMMARY, units=[])
    assert not Proposal.objects.exists()


def test_what_concerns_the_whole_province_is_the_provinces(minh: User) -> None:
    proposal = propose("settlement", {}, officer("province"), SUMMARY, units=None)
    with pytest.raises(NotAllowed):
        approve(proposal, minh)
    assert proposal not in proposals(minh)
    assert approve(proposal, officer("province")).state == "approved"


def test_an_officer_disabled_or_changed_meanwhile_cannot_decide(lan: User, minh: User) -> None:
    proposal = merge(lan)
    User.objects.filter(pk=minh.pk).update(is_active=False)  # the object of the request does not know yet
    with pytest.raises(NotAllowed):
        approve(proposal, minh)
    User.objects.filter(pk=minh.pk).update(is_active=True, role="committee")
    with pytest.raises(NotAllowed):
        approve(proposal, minh)
    assert times_done() == 0


def test_what_is_decided_stays_decided(lan: User, minh: User) -> None:
    proposal = merge(lan)
    approve(proposal, minh)
    for again in (
        lambda: approve(proposal, minh),
        lambda: approve(proposal, officer("province")),
        lambda: reject(proposal, minh, "muộn"),
        lambda: withdraw(proposal, lan),
    ):
        with pytest.raises(AlreadyDecided):
            again()
    assert times_done() == 1


def test_rejecting_needs_a_reason_and_does_nothing(lan: User, minh: User) -> None:
    proposal = merge(lan)
    with pytest.raises(Refused):
        reject(proposal, minh, "  ")
    rejected = reject(proposal, minh, "Không phải cùng một người")
    assert (rejected.state, rejected.decision_reason) == ("rejected", "Không phải cùng một người")
    with pytest.raises(AlreadyDecided):
        approve(proposal, minh)
    assert times_done() == 0


def test_one_takes_back_ones_own(lan: User, minh: User) -> None:
    proposal = merge(lan)
    with pytest.raises(NotAllowed):
        withdraw(proposal, minh)
    assert withdraw(proposal, lan).state == "withdrawn"
    with pytest.raises(AlreadyDecided):
        approve(proposal, minh)


def test_what_the_handler_refuses_waits_on_with_the_reason(lan: User, minh: User) -> None:
    proposal = merge(lan, gone=True)
    with pytest.raises(Gone):
        approve(proposal, minh)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decided_by) == ("waiting", None)
    assert proposal.error == Text("Hồ sơ đã được gộp.", "The record is merged already.")
    assert times_done() == 0
    assert reject(proposal, minh, "đã gộp").error is None


def test_a_mistake_of_the_program_is_not_hidden_and_nothing_is_half_done(lan: User, minh: User) -> None:
    proposal = merge(lan, bug=True)
    with pytest.raises(ZeroDivisionError):
        approve(proposal, minh)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.error, times_done()) == ("waiting", None, 0)


@pytest.mark.django_db(transaction=True)
def test_approval_is_not_part_of_a_larger_transaction(lan: User, minh: User) -> None:
    proposal = merge(lan)
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        approve(proposal, minh)


@pytest.mark.django_db(transaction=True)
def test_of_two_officers_at_once_one_wins(lan: User, done: list[int]) -> None:
    proposal = merge(lan)
    officers = [officer("commune", "06838") for _ in range(4)]
    start = threading.Barrier(len(officers))
    late: list[AlreadyDecided] = []

    def decide(by: User) -> None:
        try:
            start.wait()
            approve(Proposal.objects.get(pk=proposal.pk), by)
        except AlreadyDecided as error:
            late.append(error)
        finally:
            connection.close()

    if connection.vendor == "sqlite":  # a database in memory is one connection: one after the other
        start = threading.Barrier(1)
        for by in officers:
            decide(by)
    else:
        threads = [threading.Thread(target=decide, args=[by]) for by in officers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    proposal.refresh_from_db()
    assert (times_done(), len(done), len(late)) == (1, 1, 3)
    assert proposal.decided_by_id == done[0]


@pytest.mark.parametrize(
    "change",
    [
        "payload = '{\"keep\": 9}'",
        "kind = 'settlement'",
        "summary_vi = 'khác'",
        "whole = not whole",
        "by_id = decided_by_id",
        "state = 'waiting', decided_by_id = null, decided_at = null",
    ],
)
def test_the_database_keeps_what_was_decided(lan: User, minh: User, change: str) -> None:
    approve(merge(lan), minh)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"update accounts_proposal set {change}")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("delete from accounts_proposalunit")


def test_the_database_knows_that_four_eyes_are_two_people(lan: User) -> None:
    proposal = merge(lan)
    with pytest.raises(DatabaseError), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(state="approved", decided_by=lan, decided_at=proposal.at)
    with pytest.raises(DatabaseError), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(payload={"keep": 3})


def test_who_sees_what_waits(lan: User, minh: User) -> None:
    here, both = merge(lan), merge(minh, "06838", "06841")
    assert list(waiting_for(minh)) == [here]
    assert list(proposals(minh)) == [both, here]
    assert list(waiting_for(lan)) == []
    assert list(proposals(lan)) == [here]
    assert list(waiting_for(officer("province"))) == [both, here]
    assert list(proposals(officer("committee"))) == []
    assert list(waiting_for(officer("commune", "06844"))) == []


def test_a_kind_has_one_handler_and_an_unknown_kind_none(lan: User) -> None:
    with pytest.raises(ValueError, match="already has a handler"):
        handler("merge")(lambda proposal, by: None)
    with pytest.raises(LookupError, match="void_card"):
        propose("void_card", {}, lan, SUMMARY, units=["06838"])
