"""Contacts with the people of a campaign: recorded, taken back, who is next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Case, Count, F, IntegerField, OuterRef, QuerySet, Subquery, Value, When
from django.utils import timezone

from baophu.accounts.models import User
from baophu.accounts.services import require, units_of
from baophu.outreach.errors import AlreadyReversed, Closed, NotSeen, WrongCampaign
from baophu.outreach.models import Campaign, Contact, Member
from baophu.outreach.models.contact import REACHED, SETTLED

CHANNEL = {
    Campaign.Kind.VISIT: Contact.Channel.VISIT,
    Campaign.Kind.CALL: Contact.Channel.CALL,
    Campaign.Kind.SMS: Contact.Channel.SMS,
    Campaign.Kind.NOTICE: Contact.Channel.LETTER,
    Campaign.Kind.CONFERENCE: Contact.Channel.MEETING,
    Campaign.Kind.LEAFLET: Contact.Channel.LETTER,
}
"""How the people of a campaign are met, unless somebody says otherwise."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a campaign is: people, those with a contact, those reached, by answer; people with a telephone."""

    people: int
    contacted: int
    reached: int
    answers: tuple[tuple[str, int], ...]

    @property
    def left(self) -> int:
        return self.people - self.contacted


def next_to_call(found: QuerySet[Member], count: int = 10) -> list[Member]:
    """Whom to meet next, nobody reached or settled.

    First those never tried, with a telephone before those without, then those tried longest ago; households together.
    """
    unheard = found.exclude(answer__in=REACHED | SETTLED)
    first = Case(
        When(answer="", person__phone__gt="", then=Value(0)),
        When(answer="", then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    ordered = unheard.annotate(first=first).order_by("first", F("answered").asc(nulls_first=True), "household", "pk")
    return list(ordered[:count])


def progress(found: QuerySet[Member]) -> Progress:
    """How far a campaign is, among some of its members."""
    counted = found.select_related(None).order_by().values("answer").annotate(n=Count("pk"))
    answers = {row["answer"]: row["n"] for row in counted}
    met = {a: n for a, n in answers.items() if a}
    order = [a for a in Contact.Answer.values if a in met]
    reached = sum(n for a, n in met.items() if a in REACHED)
    return Progress(sum(answers.values()), sum(met.values()), reached, tuple((a, met[a]) for a in order))


def record(
    member: Member,
    channel: str,
    answer: str,
    by: User,
    *,
    mark: str,
    note: str = "",
    day: date | None = None,
) -> Contact:
    """Record a contact; sent twice with one mark it is kept once.

    NotSeen for a member of another unit; Closed for a closed campaign; WrongCampaign for a channel or an answer that
    there is not, or a day before the campaign or still to come.
    """
    require(by, "record")
    _may(member, by)
    today = timezone.localdate()
    when = day or today
    if channel not in Contact.Channel.values or answer not in Contact.Answer.values:
        raise WrongCampaign("Hãy chọn cách liên hệ và kết quả.", "Choose how they were met and what came of it.")
    if not member.campaign.day <= when <= today:
        raise WrongCampaign(
            f"Ngày liên hệ phải từ {member.campaign.day:%d/%m/%Y} đến hôm nay.",
            f"The day must be from {member.campaign.day:%d/%m/%Y} to today.",
        )
    if there := Contact.objects.filter(mark=mark, member=member).first():
        return there
    try:
        with transaction.atomic():
            _open(member.campaign_id)
            made = Contact.objects.create(
                member=member, day=when, at=timezone.now(), by=by, channel=channel, answer=answer,
                note=note.strip()[:300], mark=mark,
            )  # fmt: skip
            _told(member.pk)
            return made
    except IntegrityError:
        return Contact.objects.get(mark=mark)


def record_all_sent(of: Campaign, found: QuerySet[Member], by: User, mark: str) -> int:
    """Record that a message or paper went out to everybody of some members who has no contact yet; how many."""
    require(by, "record")
    today, now = timezone.localdate(), timezone.now()
    channel = CHANNEL[Campaign.Kind(of.kind)]
    with transaction.atomic():
        _open(of.pk)
        waiting = found.filter(answer="")
        if of.kind == Campaign.Kind.SMS:
            waiting = waiting.exclude(person__phone="")
        rows = [
            Contact(
                member=m,
                day=today,
                at=now,
                by=by,
                channel=channel,
                answer=Contact.Answer.SENT,
                mark=f"{mark[:40]}-{m.pk}",
            )
            for m in waiting.select_related(None).only("pk")
        ]
        Contact.objects.bulk_create(rows, batch_size=500)
        of_member = Contact.objects.filter(mark__startswith=f"{mark[:40]}-", member=OuterRef("pk")).values("pk")[:1]
        Member.objects.filter(pk__in=waiting.order_by().values("pk")).update(
            answer=Contact.Answer.SENT, answered=today, tried=F("tried") + 1, last=Subquery(of_member)
        )
    return len(rows)


def take_back(contact: Contact, by: User, reason: str = "") -> Contact:
    """Take a contact back by a row that reverses it. AlreadyReversed, NotSeen, Closed."""
    require(by, "record")
    _may(contact.member, by)
    if contact.reverses_id is not None:
        raise AlreadyReversed("Dòng này là dòng thu hồi; không thu hồi lần nữa.", "This row takes another back.")
    try:
        with transaction.atomic():
            _open(contact.member.campaign_id)
            made = Contact.objects.create(
                member=contact.member, day=contact.day, at=timezone.now(), by=by, channel=contact.channel,
                answer=contact.answer, note=reason.strip()[:300], reverses=contact, mark=f"reverse-{contact.pk}",
            )  # fmt: skip
            _told(contact.member_id)
            return made
    except IntegrityError as error:
        raise AlreadyReversed("Liên hệ này đã được thu hồi.", "This contact was taken back already.") from error


def _told(number: int) -> None:
    """Derive what a member's last contact says; in the transaction that wrote one."""
    standing = list(Contact.objects.standing().filter(member=number).order_by("-day", "-id"))
    last = standing[0] if standing else None
    Member.objects.filter(pk=number).update(
        last=last,
        answer=last.answer if last else "",
        answered=last.day if last else None,
        tried=len(standing),
    )


def _open(number: int) -> None:
    """Hold the campaign while writing; Closed for one that is closed."""
    if Campaign.objects.select_for_update().filter(pk=number, closed_at=None).first() is None:
        raise Closed(
            "Đợt vận động này đã đóng, không ghi thêm liên hệ được nữa.",
            "This campaign is closed and takes no more contacts.",
        )


def _may(member: Member, by: User) -> None:
    scope = units_of(by)
    if scope is not None and member.unit_id not in scope:
        raise NotSeen("Người này không thuộc địa bàn của bạn.", "This person is not of your units.")


__all__ = [
    "CHANNEL",
    "Progress",
    "next_to_call",
    "progress",
    "record",
    "record_all_sent",
    "take_back",
]
