"""Campaigns made of lists, contacts recorded and taken back, and who may see which."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction
from django.db.models import QuerySet

from baophu.accounts.errors import NotAllowed
from baophu.accounts.models import User
from baophu.outreach.errors import AlreadyReversed, Closed, NobodyThere, NoSuchList, NotSeen, TooMany, WrongCampaign
from baophu.outreach.models import Contact, Member
from baophu.outreach.services import campaigns, contacts
from tests.accounts.builders import officer
from tests.outreach.builders import ELSEWHERE, WARD, a_campaign, day, mark, met, people, wish

pytestmark = pytest.mark.django_db


@pytest.fixture
def lan() -> User:
    return officer("commune", WARD)


def ordered(found: QuerySet[Member]) -> list[Member]:
    return list(found.order_by("pk"))


def test_a_list_becomes_a_campaign_of_the_officers_unit(lan: User) -> None:
    there, _elsewhere = people(4), people(2, ELSEWHERE)
    seen = campaigns.foresee(wish(), lan)
    assert (seen.people, seen.households, seen.uncovered, seen.phones, seen.units) == (4, 2, 4, 2, 1)
    made = a_campaign(lan, target="Ai cũng được gọi", window=45)
    members = ordered(campaigns.members(made, lan))
    assert [m.person_id for m in members] == [p.pk for p in there]
    assert all(m.uncovered and m.group and m.unit_id == WARD for m in members)
    assert made.window == 45


def test_filters_narrow_it(lan: User) -> None:
    people(4)
    made = a_campaign(lan, filters={"co-dien-thoai": "on", "nhom": ""})
    assert made.filters == {"co-dien-thoai": "on"}
    assert made.members.count() == 2


def test_what_cannot_be_is_refused(lan: User, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NobodyThere):
        a_campaign(lan)
    people(3)
    with pytest.raises(NoSuchList):
        a_campaign(lan, source="khong-co")
    with pytest.raises(NotSeen):
        a_campaign(lan, units=frozenset({WARD, ELSEWHERE}))
    for wrong in ({"name": " "}, {"window": 0}, {"fixed_cost": -1}, {"kind": "dance"}):
        with pytest.raises(WrongCampaign):
            a_campaign(lan, **wrong)
    monkeypatch.setattr(campaigns, "MOST", 2)
    with pytest.raises(TooMany) as told:
        a_campaign(lan)
    assert "2" in told.value.text.vi
    with pytest.raises(NotAllowed):
        a_campaign(officer("committee"))


def test_sent_twice_it_is_made_once(lan: User) -> None:
    people(2)
    given = mark()
    assert campaigns.make(wish(), lan, given).pk == campaigns.make(wish(), lan, given).pk


def test_officers_see_campaigns_of_their_units_and_their_people_only(lan: User) -> None:
    people(2), people(2, ELSEWHERE)
    province, other, away = officer("province"), officer("commune", ELSEWHERE), officer("commune", "06685")
    wide = a_campaign(province, units=frozenset({WARD, ELSEWHERE}))
    own = a_campaign(lan)
    assert set(campaigns.seen_by(lan)) == {wide, own}
    assert set(campaigns.seen_by(other)) == {wide}
    assert not campaigns.seen_by(away)
    assert campaigns.members(wide, lan).count() == 2
    assert campaigns.members(wide, province).count() == 4
    with pytest.raises(NotSeen):
        campaigns.campaign(other, own.pk)
    with pytest.raises(NotSeen):
        campaigns.close(wide, lan)
    with pytest.raises(NotSeen):
        met(campaigns.members(wide, other).get(person=campaigns.members(wide, other)[0].person), lan)


def test_contacts_are_kept_and_say_who_is_next(lan: User) -> None:
    people(6)
    made = a_campaign(lan, ago=5)
    first, second, third, *rest = ordered(campaigns.members(made, lan))
    found = campaigns.members(made, lan)
    assert [bool(m.person.phone) for m in contacts.next_to_call(found)] == [True] * 3 + [False] * 3
    met(first, lan, "refused", ago=3)
    met(second, lan, "absent", ago=4)
    met(third, lan, "absent", ago=5)
    waiting = contacts.next_to_call(found)
    assert waiting == [rest[1], rest[0], rest[2], third, second]
    done = contacts.progress(found)
    assert (done.people, done.contacted, done.reached, done.left) == (6, 3, 1, 3)
    assert dict(done.answers) == {"refused": 1, "absent": 2}


def test_the_last_contact_counts_and_can_be_taken_back(lan: User) -> None:
    people(2)
    made = a_campaign(lan, ago=5)
    member = ordered(campaigns.members(made, lan))[0]
    met(member, lan, "absent", ago=4)
    wrong = met(member, lan, "joined", ago=1)
    assert campaigns.members(made, lan).get(pk=member.pk).answer == "joined"
    contacts.take_back(wrong, lan, "nhầm người")
    after = campaigns.members(made, lan).get(pk=member.pk)
    assert (after.answer, after.tried) == ("absent", 1)
    assert Contact.objects.count() == 3
    for again in (wrong, Contact.objects.get(reverses=wrong)):
        with pytest.raises(AlreadyReversed):
            contacts.take_back(again, lan)


def test_a_contact_sent_twice_is_kept_once(lan: User) -> None:
    people(2)
    member = a_campaign(lan).members.all()[0]
    for _ in range(2):
        contacts.record(member, "call", "absent", lan, mark="same")
    assert Contact.objects.count() == 1


def test_a_wrong_contact_is_refused(lan: User) -> None:
    people(2)
    member = a_campaign(lan, ago=2).members.all()[0]
    for channel, answer, when in (
        ("call", "dunno", day()),
        ("x", "absent", day()),
        ("call", "absent", day(1)),
        ("call", "absent", day(-3)),
    ):
        with pytest.raises(WrongCampaign):
            contacts.record(member, channel, answer, lan, mark=mark(), day=when)
    assert not Contact.objects.exists()


def test_a_closed_campaign_takes_no_more(lan: User) -> None:
    people(2)
    made = a_campaign(lan)
    kept = met(made.members.all()[0], lan)
    campaigns.close(made, lan)
    with pytest.raises(Closed):
        campaigns.close(made, lan)
    with pytest.raises(Closed):
        met(made.members.all()[1], lan)
    with pytest.raises(Closed):
        contacts.take_back(kept, lan)


def test_messages_to_all_go_to_those_without_a_contact_who_have_a_telephone(lan: User) -> None:
    people(6)
    made = a_campaign(lan, kind="sms")
    met(made.members.order_by("pk")[0], lan, "joined")
    assert contacts.record_all_sent(made, campaigns.members(made, lan), lan, mark()) == 2
    assert contacts.record_all_sent(made, campaigns.members(made, lan), lan, mark()) == 0
    assert contacts.progress(campaigns.members(made, lan)).reached == 3


def test_the_database_keeps_contacts(lan: User) -> None:
    people(2)
    kept = met(a_campaign(lan).members.all()[0], lan)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Contact.objects.filter(pk=kept.pk).update(answer="joined")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Contact.objects.filter(pk=kept.pk)._raw_delete("default")
