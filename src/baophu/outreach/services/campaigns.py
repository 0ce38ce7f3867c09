"""Campaigns: made of a list, seen by the officers of their units, closed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from baophu.accounts.models import User
from baophu.accounts.services import require, units_of
from baophu.decisions.models import Current
from baophu.outreach import sources
from baophu.outreach.errors import Closed, NobodyThere, NoSuchList, NotSeen, TooMany, WrongCampaign
from baophu.outreach.models import Campaign, CampaignUnit, Member
from baophu.registry.names import fold

MOST = 5000
"""People of one campaign at most: more than a unit's officers can meet in its weeks. A custom, not law."""

WINDOW = 60
"""Days after a contact within which cover counts as gained, where the campaign does not say otherwise."""

LONGEST = 366
DEAREST = 10**12
"""Đồng; more is a slip of the keyboard."""

Units = frozenset[str]


@dataclass(frozen=True, slots=True)
class Wish:
    """A campaign as it is asked for. `filters`: `nhom` a group, `co-dien-thoai` only people with a telephone, `ten` a
    part of the name, as the lists of work call them."""

    kind: str
    name: str
    source: str
    units: Units
    filters: Mapping[str, str] = field(default_factory=dict)
    window: int = WINDOW
    fixed_cost: int = 0
    contact_cost: int = 0
    target: str = ""


@dataclass(frozen=True, slots=True)
class Foreseen:
    """Who a campaign would be for: people and households, how many have no cover, how many a telephone."""

    people: int
    households: int
    uncovered: int
    phones: int
    units: int


def candidates(source: str, units: Units, filters: Mapping[str, str], day: date, by: User) -> QuerySet[Current]:
    """The people of a list in some units, narrowed to those of the officer in the query. NoSuchList, NotSeen."""
    found = sources.source(source)
    if found is None:
        raise NoSuchList(
            "Không có danh sách này để lập đợt vận động; hãy chọn một danh sách trong «Đơn vị của tôi».",
            "There is no such list to make a campaign of; choose one under “My unit”.",
        )
    scope = units_of(by)
    if not units or (scope is not None and not units <= scope):
        raise NotSeen(
            "Đơn vị này không thuộc địa bàn của bạn; hãy chọn đơn vị của mình.",
            "This unit is not one of yours; choose one of your own.",
        )
    people = found.people(units, day)
    if group := filters.get("nhom"):
        people = people.filter(group=group)
    if filters.get("co-dien-thoai"):
        people = people.exclude(person__phone="")
    if name := filters.get("ten"):
        people = people.filter(person__name_key__contains=fold(name))
    return people


def foresee(wish: Wish, by: User, day: date | None = None) -> Foreseen:
    """Who the campaign would be for; nothing is written. Errors as for `make`."""
    today = day or timezone.localdate()
    rows = _rows(wish, by, today)
    return Foreseen(
        people=len(rows),
        households=len({r.household_id for r in rows}),
        uncovered=sum(uncovered(r, today) for r in rows),
        phones=sum(bool(r.person.phone) for r in rows),
        units=len({r.unit_id for r in rows}),
    )


def make(wish: Wish, by: User, mark: str, day: date | None = None) -> Campaign:
    """Make a campaign of a list as it is today; sent twice with one mark, it is made once.

    NoSuchList, NotSeen, NobodyThere, TooMany; WrongCampaign for a name, window or cost that cannot be.
    """
    require(by, "record")
    today = day or timezone.localdate()
    _judge(wish)
    if there := Campaign.objects.filter(mark=mark).first():
        return there
    rows = _rows(wish, by, today)
    try:
        with transaction.atomic():
            made = Campaign.objects.create(
                kind=wish.kind,
                name=wish.name.strip(),
                source=wish.source,
                filters={k: v for k, v in wish.filters.items() if v},
                day=today,
                window=wish.window,
                fixed_cost=wish.fixed_cost,
                contact_cost=wish.contact_cost,
                target=wish.target.strip(),
                made_by=by,
                made_at=timezone.now(),
                mark=mark,
            )
            counts = Counter(r.unit_id for r in rows)
            CampaignUnit.objects.bulk_create(
                CampaignUnit(campaign=made, unit_id=u, people=n) for u, n in counts.items()
            )
            Member.objects.bulk_create((_member(made, r, today) for r in rows), batch_size=500)
    except IntegrityError:
        return Campaign.objects.get(mark=mark)
    return made


def seen_by(user: User) -> QuerySet[Campaign]:
    """The campaigns that reach people of the user's units, the last first."""
    scope = units_of(user)
    found = Campaign.objects.order_by("-id")
    if scope is None:
        return found
    return found.filter(Exists(CampaignUnit.objects.filter(campaign=OuterRef("pk"), unit__in=scope)))


def campaign(user: User, number: int) -> Campaign:
    """A campaign of one's units; NotSeen for any other."""
    found = seen_by(user).select_related("made_by", "closed_by").filter(pk=number).first()
    if found is None:
        raise NotSeen("Không có đợt vận động này trong địa bàn của bạn.", "There is no such campaign in your units.")
    return found


def members(of: Campaign, user: User) -> QuerySet[Member]:
    """The people of a campaign who were of the user's units, with whom they are."""
    scope = units_of(user)
    found = of.members.select_related("person", "household")
    return found if scope is None else found.filter(unit__in=scope)


def to_be_told(of: Campaign, user: User, day: date) -> QuerySet[Member]:
    """The members to write to on a day: those without cover, or whose card ends within the days followed."""
    found = members(of, user).filter(person__current__isnull=False)
    endless = Q(person__current__insured_to=None, person__current__insured_from__isnull=False)
    return found.exclude(Q(person__current__insured_to__gt=day + timedelta(days=of.window)) | endless)


def whole(of: Campaign, user: User) -> bool:
    """Whether all of a campaign lies in the user's units: only then is it theirs to close, and its cost theirs."""
    scope = units_of(user)
    return scope is None or not of.units.exclude(unit__in=scope).exists()


def close(of: Campaign, by: User) -> None:
    """Close a campaign. NotSeen for one that reaches beyond one's units; Closed for one that is."""
    require(by, "record")
    if not whole(of, by):
        raise NotSeen(
            "Đợt này còn có đơn vị khác; chỉ cấp tỉnh hoặc người phụ trách mọi đơn vị được đóng.",
            "This campaign has other units, too; the province or an officer of all of them may close it.",
        )
    done = Campaign.objects.filter(pk=of.pk, closed_at=None).update(closed_at=timezone.now(), closed_by=by)
    if not done:
        raise Closed("Đợt vận động này đã được đóng.", "This campaign is closed already.")
    of.refresh_from_db()


def uncovered(row: Current, day: date) -> bool:
    """Whether somebody is without a card on a day: it ended, there never was one, or it begins later."""
    if row.insured_from is None or row.insured_from > day:
        return True
    return row.insured_to is not None and row.insured_to < day


def _judge(wish: Wish) -> None:
    if not wish.name.strip():
        raise WrongCampaign("Hãy đặt tên cho đợt vận động.", "Give the campaign a name.")
    if wish.kind not in Campaign.Kind.values:
        raise WrongCampaign("Hãy chọn cách tiếp cận.", "Choose how people are to be reached.")
    if not 1 <= wish.window <= LONGEST:
        raise WrongCampaign(f"Số ngày theo dõi phải từ 1 đến {LONGEST}.", f"Days to follow must be 1 to {LONGEST}.")
    if not all(0 <= cost <= DEAREST for cost in (wish.fixed_cost, wish.contact_cost)):
        raise WrongCampaign("Chi phí không thể âm hoặc quá lớn.", "A cost cannot be negative, nor that large.")


def _rows(wish: Wish, by: User, day: date) -> list[Current]:
    found = candidates(wish.source, wish.units, wish.filters, day, by).order_by("unit", "household", "person")
    rows = list(found.select_related("person")[: MOST + 1])
    if len(rows) > MOST:
        raise TooMany(
            f"Danh sách có hơn {MOST} người, một đợt nhận nhiều nhất {MOST}; hãy lọc theo đơn vị hoặc nhóm.",
            f"The list has more than {MOST} people, the most one campaign takes; narrow it by unit or group.",
        )
    if not rows:
        raise NobodyThere(
            "Không có ai trong danh sách này sau khi lọc; hãy bỏ bớt điều kiện.",
            "Nobody is left on this list; filter less.",
        )
    return rows


def _member(made: Campaign, row: Current, day: date) -> Member:
    return Member(
        campaign=made,
        person_id=row.person_id,
        household_id=row.household_id,
        unit_id=row.unit_id,
        group=row.group,
        insured_to=row.insured_to,
        next_month=row.next_month,
        uncovered=uncovered(row, day),
    )


def kept_filters(given: Mapping[str, Any]) -> dict[str, str]:
    """Of a page's query, what narrows a list."""
    return {k: str(given[k]) for k in ("nhom", "co-dien-thoai", "ten") if given.get(k)}
