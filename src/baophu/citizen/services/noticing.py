"""Notices: each said once to a person, and put into the outbox of the addresses they confirmed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from baophu.accounts.models import Role, User
from baophu.citizen.models import Address, Message, Notice
from baophu.cover.models import QuoteLine
from baophu.decisions.models import Current
from baophu.decisions.services.years import decisions_of
from baophu.engine.months import first_day, month_of
from baophu.insight.format import day as day_text
from baophu.insight.format import dong
from baophu.law.model import Text
from baophu.registry.models import Person
from baophu.registry.services.origin import simulated

CARD_ENDS = (7, 30)
"""Days before the end of a card on which it is said; the nearest first."""
CHANGES = 60
"""Days ahead in which a support that ends, or another own share, is said."""
PAID = timedelta(days=30)
"""How far back payments are looked at."""
SUBJECT = Text("Thông báo bảo hiểm y tế", "Health insurance notice")
MARK = Text("[MÔ PHỎNG] ", "[SIMULATED] ")
BATCH = 500


@dataclass(frozen=True, slots=True)
class Made:
    """How many notices were made, by kind, and how many messages were put into the outbox."""

    notices: Mapping[str, int]
    messages: int


def tell(person: Person, kind: str, key: str, text: Text, href: str) -> Notice | None:
    """Tell a person something once; None where it was told before. Their addresses get it with the next sending."""
    made, new = Notice.objects.get_or_create(
        person=person,
        key=key[:80],
        defaults={"kind": kind, "vi": text.vi, "en": text.en, "href": href, "at": timezone.now()},
    )
    if not new:
        return None
    post([made])
    return made


def post(notices: Iterable[Notice]) -> int:
    """Put notices into the outbox of the addresses their people confirmed; how many messages."""
    listed = list(notices)
    addresses: dict[int, list[Address]] = {}
    people = {n.person_id for n in listed}
    for one in Address.objects.filter(person__in=people, removed_at=None, confirmed_at__isnull=False):
        addresses.setdefault(one.person_id, []).append(one)
    now, invented = timezone.now(), simulated()
    rows = []
    for notice in listed:
        for one in addresses.get(notice.person_id, ()):
            said = notice.en if one.english else notice.vi
            subject = SUBJECT.en if one.english else SUBJECT.vi
            mark = (MARK.en if one.english else MARK.vi) if invented else ""
            rows.append(Message(address=one, notice=notice, subject=mark + subject, text=mark + said, at=now))
    return len(Message.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True))


def make(today: date | None = None) -> Made:
    """Make the notices of a day for whoever has an account here: cards that end, supports that end or change, payments
    that came. Asked again, nothing is said twice.
    """
    day = today or timezone.localdate()
    accounts = User.objects.filter(role=Role.CITIZEN, person__isnull=False)
    people = [number for number in accounts.values_list("person", flat=True) if number is not None]
    notices: dict[str, int] = {}
    messages = 0
    for start in range(0, len(people), BATCH):
        some = people[start : start + BATCH]
        for kind, rows in (("card", _cards(some, day)), ("change", _changes(some, day)), ("paid", _paid(some))):
            made, posted = _keep(kind, list(rows))
            notices[kind] = notices.get(kind, 0) + made
            messages += posted
    return Made(notices, messages)


Row = tuple[int, str, Text, str]
"""Person, key, text, where it leads."""


def _keep(kind: str, rows: list[Row]) -> tuple[int, int]:
    if not rows:
        return 0, 0
    with transaction.atomic():
        known = set(Notice.objects.filter(person__in={r[0] for r in rows}).values_list("person", "key"))
        new = [r for r in rows if (r[0], r[1]) not in known]
        now = timezone.now()
        made = [Notice(person_id=p, kind=kind, key=k, vi=t.vi, en=t.en, href=h, at=now) for p, k, t, h in new]
        Notice.objects.bulk_create(made, batch_size=BATCH, ignore_conflicts=True)
        found = Notice.objects.filter(person__in={r[0] for r in new}, key__in={r[1] for r in new})
        fresh = [n for n in found if (n.person_id, n.key) in {(r[0], r[1]) for r in new}]
        return len(fresh), post(fresh)


def _cards(people: list[int], day: date) -> Iterator[Row]:
    last = day + timedelta(days=max(CARD_ENDS))
    ending = Current.objects.filter(person__in=people, insured_to__gte=day, insured_to__lte=last)
    for one in ending.filter(Q(insured_from=None) | Q(insured_from__lte=day)):
        assert one.insured_to is not None
        left = (one.insured_to - day).days
        near = next(n for n in CARD_ENDS if left <= n)
        until = day_text(one.insured_to)
        yield (
            one.person_id,
            f"card:{one.insured_to}:{near}",
            Text(
                f"Thẻ bảo hiểm y tế của bạn hết hạn ngày {until}. Xem giá và đóng tiếp trong mục Gia đình.",
                f"Your health insurance card ends on {until}. See the price and renew under Family.",
            ),
            reverse("citizen:family"),
        )


def _changes(people: list[int], day: date) -> Iterator[Row]:
    last = month_of(day + timedelta(days=CHANGES))
    rows = Current.objects.filter(person__in=people, next_month__isnull=False, next_month__lte=last)
    for one in rows.filter(next_month__gt=month_of(day)):
        assert one.next_month is not None
        after = decisions_of(one.person_id, day.year, one.next_month // 12).at(one.next_month)
        if after is None or after.own == one.own:
            continue
        begins = day_text(first_day(one.next_month))
        yield (
            one.person_id,
            f"change:{one.next_month}:{after.own}",
            Text(
                f"Từ {begins}, phần bạn tự đóng đổi từ {dong(one.own)} thành {dong(after.own)} mỗi tháng.",
                f"From {begins} your own share goes from {dong(one.own)} to {dong(after.own)} a month.",
            ),
            reverse("citizen:card"),
        )


def _paid(people: list[int]) -> Iterator[Row]:
    since = timezone.now() - PAID
    lines = QuoteLine.objects.filter(
        person__in=people, joins=True, quote__paid__isnull=False, quote__paid__at__gte=since
    )
    for number, quote, total in lines.values_list("person", "quote", "quote__total"):
        yield (
            number,
            f"paid:{quote}",
            Text(f"Đã nhận {dong(total)} cho báo giá số {quote}; thẻ đã được cấp.",
                 f"{dong(total)} came for quote {quote}; cards are issued."),
            reverse("citizen:quoted", args=[quote]),
        )  # fmt: skip


def unseen(person: Person) -> int:
    """How many notices were not seen yet."""
    return Notice.objects.filter(person=person, seen_at=None).count()


def of_person(person: Person) -> list[Notice]:
    """The notices of a person, the latest first."""
    return list(Notice.objects.filter(person=person).order_by("-at", "-id")[:100])


def saw(notices: Iterable[Notice]) -> None:
    """These were shown."""
    Notice.objects.filter(pk__in=[n.pk for n in notices if n.seen_at is None]).update(seen_at=timezone.now())
