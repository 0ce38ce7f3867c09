"""What followed: shares with intervals, and honest words when it is too early or too few."""

from __future__ import annotations

import pytest

from baophu.accounts.models import User
from baophu.outreach.models import Campaign
from baophu.outreach.services import campaigns, measuring, statistics
from baophu.outreach.services.measuring import Measured
from tests.accounts.builders import officer
from tests.builders import a_card
from tests.outreach.builders import WARD, a_campaign, day, gains, met, people


def test_wilson_and_newcombe_say_what_the_papers_say() -> None:
    """Newcombe 1998: Wilson 81/263 is 0.2553 to 0.3662; method 10 for 56/70 less 48/80 is 0.0524 to 0.3339."""
    one = statistics.share(81, 263)
    assert (round(one.low, 4), round(one.high, 4)) == (0.2553, 0.3662)
    two = statistics.difference((56, 70), (48, 80))
    assert (round(two.value, 2), round(two.low, 4), round(two.high, 4)) == (0.2, 0.0524, 0.3339)
    assert two.clear
    assert statistics.share(0, 10).low == 0
    assert statistics.share(10, 10).high == 1
    with pytest.raises(ValueError, match="no share"):
        statistics.share(0, 0)


@pytest.fixture
def lan(db: None) -> User:
    return officer("commune", WARD)


def measured(made: Campaign, lan: User) -> Measured:
    return measuring.measure(made, campaigns.members(made, lan))


def test_it_says_when_it_is_too_early(lan: User) -> None:
    everybody = people(4)
    made = a_campaign(lan, ago=10)
    met(made.members.get(person=everybody[0]), lan, ago=5)
    gains(everybody[0], ago=1)
    found = measured(made, lan)
    assert found.state == "early"
    assert found.difference is None
    assert (found.reached.people, found.reached.ripe, found.reached.so_far) == (1, 0, 1)
    assert found.ripe_on == day(55)


def test_gains_within_the_window_are_compared(lan: User) -> None:
    everybody = people(8)
    made = a_campaign(lan, ago=100, contact_cost=20_000, fixed_cost=100_000)
    members = {m.person_id: m for m in made.members.all()}
    for person in everybody[:4]:
        met(members[person.pk], lan, ago=90)
    gains(everybody[0], ago=80)
    gains(everybody[1], ago=20)  # too late: 70 days after
    gains(everybody[2], ago=10, paid_on=day(-40))  # paid within the window
    gains(everybody[4], ago=95)
    gains(everybody[5], ago=30)  # too late: 70 days after the campaign began
    found = measured(made, lan)
    assert (found.reached.ripe, found.reached.gained) == (4, 2)
    assert (found.others.ripe, found.others.gained) == (4, 1)
    assert found.state == "few"
    assert found.difference is not None
    assert found.difference.value == pytest.approx(0.25)
    assert found.cost == 100_000 + 4 * 20_000
    assert found.a_gain == 90_000
    assert found.a_more == 180_000
    assert found.difference.low < 0
    assert found.a_more_least == round(180_000 / (4 * found.difference.high))
    assert found.a_more_most is None, "the difference may be nothing"


def test_whoever_joined_before_being_reached_counts_as_not_reached(lan: User) -> None:
    everybody = people(2)
    made = a_campaign(lan, ago=100)
    gains(everybody[0], ago=95)
    met(made.members.get(person=everybody[0]), lan, ago=90)
    met(made.members.get(person=everybody[1]), lan, "absent", ago=90)  # no word has reached them
    found = measured(made, lan)
    assert (found.before, found.reached.people, found.others.people, found.others.gained) == (1, 0, 2, 1)


def test_a_card_that_ends_within_the_window_can_be_renewed(lan: User) -> None:
    everybody = people(3)
    a_card(everybody[0], f"{day(-300)}", f"{day(-80)}")  # ended 20 days after the campaign
    a_card(everybody[1], f"{day(-300)}", f"{day(200)}")  # outlasts the window
    made = a_campaign(lan, ago=0)
    Campaign.objects.filter(pk=made.pk).update(day=day(-100))
    made.refresh_from_db()
    made.members.filter(person=everybody[0]).update(uncovered=False, insured_to=day(-80))
    made.members.filter(person=everybody[1]).update(uncovered=False, insured_to=day(200))
    gains(everybody[0], ago=79)
    found = measured(made, lan)
    assert (found.others.people, found.others.gained) == (2, 1)


def test_enough_people_and_a_clear_difference(lan: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measuring, "FEW", 4)
    everybody = people(10)
    made = a_campaign(lan, ago=100)
    for person in everybody[:5]:
        met(made.members.get(person=person), lan, ago=90)
        gains(person, ago=80)
    found = measured(made, lan)
    assert found.state == "more"
    assert found.a_more is None, "the campaign costs nothing"
    Campaign.objects.filter(pk=made.pk).update(fixed_cost=1_000_000)
    made.refresh_from_db()
    found = measured(made, lan)
    assert found.a_more_least is not None
    assert found.a_more_most is not None
    assert found.a_more_least <= (found.a_more or 0) <= found.a_more_most
