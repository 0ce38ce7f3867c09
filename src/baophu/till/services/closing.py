"""A day's takings closed by their agent, and the money confirmed by an officer who counted it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Count, Exists, Max, OuterRef, QuerySet, Sum

from baophu.accounts.models import User
from baophu.accounts.services import narrowed, require
from baophu.registry.services.recording import entry as new_entry
from baophu.till.errors import CannotClose, NotSeen
from baophu.till.models import Closing, Handover, Taking


@dataclass(frozen=True, slots=True)
class OpenDay:
    """A day of an agent that is not closed: its receipts and what they come to."""

    agent: User
    day: date
    receipts: int
    amount: int


def open_days(user: User) -> list[OpenDay]:
    """Days that are not closed: an agent's own, or those of all agents who took money in an officer's units."""
    closed = Closing.objects.filter(agent=OuterRef("agent"), day=OuterRef("day"))
    found = Taking.objects.exclude(Exists(closed))
    found = found.filter(agent=user) if user.role == user_agent() else narrowed(found, user, "unit")
    days = found.values("agent", "day").annotate(n=Count("id"), total=Sum("amount")).order_by("day", "agent")
    agents = User.objects.in_bulk([row["agent"] for row in days])
    return [OpenDay(agents[row["agent"]], row["day"], row["n"], row["total"]) for row in days]


def user_agent() -> str:
    """The role that takes cash."""
    from baophu.accounts.models import Role

    return Role.AGENT


def closings(user: User) -> QuerySet[Closing]:
    """Closed days: an agent's own, or those with cash of an officer's units."""
    found = Closing.objects.select_related("agent", "entry", "handover__by", "handover__entry")
    if user.role == user_agent():
        return found.filter(agent=user)
    mine = narrowed(Taking.objects.filter(agent=OuterRef("agent"), day=OuterRef("day")), user, "unit")
    return found.filter(Exists(mine))


def closing_of(user: User, number: int) -> Closing:
    """A closed day one may see; NotSeen otherwise."""
    found = closings(user).filter(pk=number).first()
    if found is None:
        raise NotSeen("Không có ngày thu này trong địa bàn.", "There is no such day of takings in your units.")
    return found


def counted(agent: User, day: date) -> tuple[int, int]:
    """How many receipts a day has, and what they come to."""
    found = Taking.objects.filter(agent=agent, day=day).aggregate(n=Count("id"), total=Sum("amount"))
    return found["n"], found["total"] or 0


def close(agent: User, day: date, handed: int, reason: str = "") -> Closing:
    """Close a day of one's own: `handed` is the money in hand. CannotClose for a day without receipts, one that is
    closed, one with an earlier open day before it, or a difference without a reason.
    """
    require(agent, "take_cash")
    if handed < 0:
        raise CannotClose("Số tiền nộp không thể âm.", "The money handed over cannot be less than nothing.")
    with transaction.atomic():
        act = new_entry("close_day", by=agent, reason=reason)
        receipts, total = counted(agent, day)
        last = Closing.objects.filter(agent=agent).aggregate(last=Max("day"))["last"]
        if last is not None and day <= last:
            raise CannotClose(f"Ngày {day:%d/%m/%Y} đã khóa.", f"{day:%d/%m/%Y} is closed.")
        if not receipts:
            raise CannotClose(f"Ngày {day:%d/%m/%Y} chưa thu khoản nào.", f"Nothing was taken on {day:%d/%m/%Y}.")
        before = Taking.objects.filter(agent=agent, day__lt=day)
        if last is not None:
            before = before.filter(day__gt=last)
        if (earlier := before.order_by("day").first()) is not None:
            raise CannotClose(
                f"Hãy khóa ngày {earlier.day:%d/%m/%Y} trước.", f"Close {earlier.day:%d/%m/%Y} before this one."
            )
        if handed != total and not reason.strip():
            raise CannotClose(
                "Số tiền nộp khác tổng biên lai: hãy ghi lý do.", "The money differs from the receipts: say why."
            )
        return Closing.objects.create(
            agent=agent,
            day=day,
            receipts=receipts,
            counted=total,
            handed=handed,
            reason=reason.strip()[:500] if handed != total else "",
            entry=act,
        )


def confirm(officer: User, number: int, received: int, note: str = "") -> Handover:
    """Confirm the money of a closed day, counted by somebody else than its agent. Confirmed twice alike it is once;
    CannotClose otherwise, and for a difference without a note.
    """
    require(officer, "confirm_cash")
    if received < 0:
        raise CannotClose("Số tiền nhận không thể âm.", "The money received cannot be less than nothing.")
    with transaction.atomic():
        act = new_entry("confirm_cash", by=officer, reason=note)
        found = closing_of(officer, number)
        done = Handover.objects.filter(closing=found).first()
        if done is not None:
            if done.received == received and done.by_id == officer.pk:
                return done
            raise CannotClose("Ngày này đã được xác nhận.", "This day was confirmed already.")
        if received != found.handed and not note.strip():
            raise CannotClose(
                "Số nhận khác số nộp: hãy ghi rõ chênh lệch.",
                "It differs from what was handed over: say why.",
            )
        return Handover.objects.create(closing=found, received=received, note=note.strip()[:500], by=officer, entry=act)
