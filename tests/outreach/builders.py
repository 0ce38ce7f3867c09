"""People on lists, campaigns of them, contacts."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from baophu.accounts.models import User
from baophu.decisions.services.redeciding import redecide
from baophu.outreach.models import Campaign, Contact, Member
from baophu.outreach.services import campaigns, contacts
from baophu.outreach.services.campaigns import Wish
from baophu.registry.models import Person
from tests.builders import a_card, a_household, a_person

WARD, ELSEWHERE = "06652", "06838"
NAMES = ("An", "Bình", "Chi", "Dũng", "Em", "Phúc", "Giang", "Hà")
_marks = itertools.count(1)


def day(offset: int = 0) -> date:
    return timezone.localdate() + timedelta(days=offset)


def mark() -> str:
    return f"test-{next(_marks)}"


def people(count: int, unit: str = WARD, household: int = 2) -> list[Person]:
    """Grown-up people without a card, some to a household, decided as of today. The first of each has a telephone."""
    made: list[Person] = []
    for n in range(count):
        phone = f"09{12345000 + n}" if n % household == 0 else ""
        made.append(a_person(f"Nguyễn {NAMES[n % len(NAMES)]}", f"198{n % 10}-03-02", "m", None, phone=phone))
    for n in range(0, count, household):
        a_household(unit, *made[n : n + household])
    redecide([p.pk for p in made])
    return made


def wish(**more: Any) -> Wish:
    told = {"kind": "call", "name": "Gọi người chưa có thẻ", "source": "chua-co-the", "units": frozenset({WARD})}
    return Wish(**{**told, **more})


def a_campaign(by: User, *, ago: int = 0, **more: Any) -> Campaign:
    return campaigns.make(wish(**more), by, mark(), day(-ago))


def met(member: Member, by: User, answer: str = "will_join", *, ago: int = 0, channel: str = "call") -> Contact:
    return contacts.record(member, channel, answer, by, mark=mark(), day=day(-ago))


def gains(person: Person, *, ago: int = 0, **more: Any) -> None:
    """A card since some days ago."""
    a_card(person, f"{day(-ago)}", f"{day(300)}", **more)
