"""What a demonstration shows besides people: telephones, targets, money voted, campaigns. All made up, and said so.

Everything is made once, by the services that officers use, as the demonstration's users.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from baophu.accounts.models import User
    from baophu.decisions.models import Current
    from baophu.law.model import Book
    from baophu.outreach.models import Campaign
    from baophu.steering.models import Kept

CALLS_NOBODY = "0100"
"""How made-up telephone numbers begin: no number of Viet Nam does since subscribers' 01… became 03…, 05…, 07…, 08…"""
WITH_PHONE = 7
"""Of ten adults, how many have a telephone on record."""
AGO, FOLLOWED = 85, 60
"""Days since the campaign whose results can be seen began, and for how many people were followed."""
MADE_UP = "mô phỏng"
CHOSEN_BY = 7919
"""A prime: who is reached, and who has a telephone, is spread over people by it and is the same each time."""


def content(book: Book, units: Sequence[str]) -> None:
    """Make it, as far as it is not there; nothing that hangs on figures where none are kept."""
    from baophu.accounts.models import User
    from baophu.steering.services import reading

    officers = {u.username: u for u in User.objects.filter(demonstration=True)}
    phones()
    kept = reading.latest()
    if kept is not None:
        _targets(kept, book, officers["tinh1"])
        _money(kept, book, officers["tinh1"], officers["tinh2"])
    _campaigns(officers["xa1"], units[0])


def phones() -> int:
    """Give most adults without one a telephone number that calls nobody; how many."""
    from django.db.models import CharField, F, Value
    from django.db.models.functions import Cast, Concat, LPad, Mod
    from django.utils import timezone

    from baophu.registry.models import Person

    if Person.objects.filter(phone__startswith=CALLS_NOBODY).exists():
        return 0
    today = timezone.localdate()
    grown = date(today.year - 18, 1, 1)
    some = Person.objects.filter(phone="", died=None, born__lte=grown)
    some = some.annotate(one=Mod(F("id") * CHOSEN_BY, 10)).filter(one__lt=WITH_PHONE)
    last = LPad(Cast(Mod(F("id"), 1_000_000), CharField()), 6, Value("0"))
    return some.update(phone=Concat(Value(CALLS_NOBODY), last))


def _targets(kept: Kept, book: Book, by: User) -> None:
    """Targets of this year for the province, its units and two departments, a little above where each stood when the
    year began, and what somebody is to do about the hardest."""
    from baophu.steering.models import Target
    from baophu.steering.services import actions, progress, reading, targets
    from baophu.steering.services.agencies import Named
    from baophu.steering.services.targets import Assignment, Decided

    year = kept.month // 12
    if Target.objects.filter(year=year).exists():
        return
    began = max(kept.first, year * 12 - 1)
    before = reading.by_unit(kept, began)

    def aim(rate: object, more: int) -> int:
        return min(9_990, int(float(rate or 0) * targets.WHOLE) // 10 * 10 + more)  # type: ignore[arg-type]

    rows = [Assignment("", year, aim(reading.total(kept, began).rate, 80))]
    for number, (code, area) in enumerate(sorted(book.areas.items())):
        if code in before:
            who = Named(
                f"Uỷ ban nhân dân {area.full_name}", "committee", f"Người phụ trách {MADE_UP}",
                f"{CALLS_NOBODY}9{number:05d}",
            )  # fmt: skip
            rows.append(Assignment(code, year, aim(before[code].rate, 20 + number * 37 % 120), who))
    groups = targets.groups_of(book)
    for group, name in (("student", "Sở Giáo dục và Đào tạo"), ("household", "Bảo hiểm xã hội tỉnh")):
        if group in groups:
            count = reading.by_key(kept, began, "group").get(group)
            who = Named(name, "department", f"Người phụ trách {MADE_UP}", f"{CALLS_NOBODY}800001")
            rows.append(Assignment("", year, aim(count.rate if count else 0, 100), who, group))
    decided = Decided(f"01/QĐ-BCĐ ({MADE_UP})", date(year, 1, 15), f"Ban Chỉ đạo ({MADE_UP})")
    made = targets.assign(rows, decided, by, book=book)
    hardest = sorted((p for p in progress.progress(kept, made, book=book) if p.target.unit), key=lambda p: -p.gap)[:5]
    for number, p in enumerate(hardest):
        what = "Rà soát hộ có thẻ sắp hết hạn và người chưa có thẻ cùng trưởng khu phố, thôn"
        due = kept.day + timedelta(days=10 * number - 8)
        actions.note(p.target, f"{what} ({MADE_UP})", f"Người phụ trách {MADE_UP}", due, by)


def _money(kept: Kept, book: Book, by: User, second: User) -> None:
    """Money voted for each act that costs the province something this year, enough for most of them."""
    from baophu.accounts.services import approve
    from baophu.cover.models import Appropriation
    from baophu.cover.services.deciding import appropriate
    from baophu.cover.services.pricing import BUDGET
    from baophu.steering.services import reading

    year = kept.month // 12
    if Appropriation.objects.filter(year=year).exists():
        return
    last = min(kept.last, year * 12 + 11)
    due = reading.money(kept, year * 12, last, keys=("payer", "instrument"))
    for number, ((payer, act), amount) in enumerate(sorted(due.items(), key=lambda d: -d[1])):
        if payer == BUDGET[1] and act in book.instruments and amount:
            voted = amount * (104 if number % 3 else 97) // 100 // 1_000_000 * 1_000_000 or 1_000_000
            approve(appropriate(act, year, voted, by, note=f"Dự toán {MADE_UP}"), second)


def _campaigns(by: User, unit: str) -> None:
    """A campaign of some months ago with contacts and what followed, and one that begins today."""
    from django.utils import timezone

    from baophu.outreach import sources
    from baophu.outreach.errors import OutreachError
    from baophu.outreach.models import Campaign
    from baophu.outreach.services import campaigns
    from baophu.outreach.services.campaigns import Wish

    if Campaign.objects.exists():
        return
    units, today = frozenset({unit}), timezone.localdate()
    now = sources.source("chua-co-the")
    if now is None:
        return
    began = today - timedelta(days=AGO)
    wish = Wish("visit", f"Đến từng hộ chưa có thẻ ({MADE_UP})", now.key, units, window=FOLLOWED, fixed_cost=3_000_000,
                contact_cost=20_000, target="Thẻ bảo hiểm y tế cho cả nhà")  # fmt: skip
    sms = Wish("sms", f"Nhắn tin trước khi thẻ hết hạn ({MADE_UP})", "sap-het-han-60", units, {"co-dien-thoai": "1"},
               fixed_cost=500_000, contact_cost=700)  # fmt: skip
    # the list as it was then: whoever got a card since was on it
    sources.register(now.key, now.title, _without_card)
    try:
        made = campaigns.make(wish, by, "demonstration-1", began)
    except OutreachError:
        return  # a register so small that nobody is without a card
    finally:
        sources.register(now.key, now.title, now.people)
    _contacts(made, by)
    try:
        campaigns.make(sms, by, "demonstration-2")
    except OutreachError:
        return


def _without_card(units: frozenset[str], day: date) -> QuerySet[Current]:
    """People of some units who had no card on a day, as it is known now."""
    from django.db.models import Exists, OuterRef, Q

    from baophu.decisions.models import Current
    from baophu.registry.models import Card

    held = Card.objects.known().filter(Q(valid_to=None) | Q(valid_to__gte=day), person=OuterRef("person"))
    return Current.objects.filter(~Exists(held.filter(valid_from__lte=day)), unit__in=units, problem="")


def _contacts(made: Campaign, by: User) -> None:
    """Half of the people are met in the weeks after; those who joined a card later somewhat more often."""
    from baophu.outreach.services import contacts
    from baophu.registry.models import Card

    gained: dict[int, date] = {}
    people = list(made.members.values_list("person", flat=True))
    cards = Card.objects.known().filter(person__in=people, valid_from__gt=made.day).order_by("-valid_from")
    for person, begins, paid in cards.values_list("person", "valid_from", "paid_on"):
        gained[person] = min(begins, paid) if paid and paid > made.day else begins
    answers = ("will_join", "reached", "refused", "reached")
    for member in made.members.select_related("campaign").order_by("pk"):
        chance = member.person_id * CHOSEN_BY % 100
        when = made.day + timedelta(days=2 + chance % 16)
        joined = gained.get(member.person_id)
        if joined is not None and joined <= when:
            when = joined - timedelta(days=1)
        if when < made.day:
            continue
        mark = f"demonstration-{member.pk}"
        if chance < (68 if joined else 45):
            answer = "joined" if joined and chance % 2 else answers[chance % len(answers)]
            contacts.record(member, "visit", answer, by, mark=mark, note=f"liên hệ {MADE_UP}", day=when)
        elif chance < 75:
            contacts.record(member, "visit", "absent", by, mark=mark, note=f"liên hệ {MADE_UP}", day=when)
