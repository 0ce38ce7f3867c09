"""Agents: cash taken for a quote, the day's takings, the day closed; officers: the money confirmed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from baophu.accounts.errors import Refused
from baophu.accounts.guard import needs
from baophu.accounts.services import log_looks
from baophu.accounts.services.reasons import kept as reason
from baophu.pages.written import day as day_text
from baophu.pages.written import money
from baophu.till.errors import CannotTake
from baophu.till.forms import CloseForm, ConfirmForm
from baophu.till.services import cash, closing, seeing
from baophu.till.views.asked import found, mark, user_of


@needs("take_cash")
def today(request: HttpRequest) -> HttpResponseBase:
    """Where an agent's day begins: search, what was taken, days that are open."""
    user = user_of(request)
    current = cash.day_of(user)
    rows = list(cash.takings(user, current))
    context = {
        "day": current,
        "later": current > timezone.localdate(),
        "rows": rows,
        "total": sum(row.amount for row in rows),
        "open": [one for one in closing.open_days(user) if one.day != current],
        "closed": closing.closings(user).order_by("-day")[:10],
    }
    return render(request, "till/today.html", context)


@needs("take_cash")
@found
def take(request: HttpRequest, number: int) -> HttpResponseBase:
    """Take the cash of a quote: what to take, asked once more, then the receipt."""
    user = user_of(request)
    kept = seeing.quote(user, number, _("thu tiền mặt"), request.path)
    problem = ""
    if request.method == "POST":
        try:
            done = cash.take(user, kept.pk, request.POST.get("mark", "")[:40] or mark(), request.path)
        except CannotTake as refused:
            problem = str(refused)
        else:
            messages.success(request, _("Đã thu và cấp thẻ."))
            return HttpResponseRedirect(reverse("till:receipt", args=[done.payment.receipt]))
    lines = kept.lines.filter(joins=True).select_related("person")
    context = {"quote": kept, "lines": lines, "mark": mark(), "problem": problem, "day": cash.day_of(user)}
    return render(request, "till/take.html", context, status=409 if problem else 200)


@needs("take_cash")
def close(request: HttpRequest, day: str) -> HttpResponseBase:
    """Close a day of one's own: its receipts, the money counted, a difference with its reason."""
    user, of = user_of(request), _day(day)
    rows = list(cash.takings(user, of))
    total = sum(row.amount for row in rows)
    form = CloseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = closing.close(user, of, form.cleaned_data["handed"], form.cleaned_data["reason"])
        except Refused as refused:
            form.add_error("reason" if rows and form.cleaned_data["handed"] != total else "handed", str(refused))
        else:
            messages.success(request, _("Đã khóa ngày %(day)s.") % {"day": day_text(of)})
            return HttpResponseRedirect(reverse("till:day", args=[made.pk]))
    context = {"day": of, "rows": rows, "total": total, "form": form}
    return render(request, "till/close.html", context, status=422 if form.errors else 200)


@needs("confirm_cash")
def days(request: HttpRequest) -> HttpResponseBase:
    """Days of agents in one's units: open, closed and not confirmed, confirmed."""
    user = user_of(request)
    closed = closing.closings(user)
    context = {
        "open": closing.open_days(user),
        "waiting": closed.filter(handover=None).order_by("day", "id"),
        "confirmed": closed.exclude(handover=None).order_by("-day", "-id")[:30],
        "today": timezone.localdate(),
    }
    return render(request, "till/days.html", context)


@found
def one_day(request: HttpRequest, number: int) -> HttpResponseBase:
    """A closed day: its receipts, what was handed over; an officer confirms."""
    user = user_of(request)
    of = closing.closing_of(user, number)
    own = of.agent_id == user.pk
    done = getattr(of, "handover", None)
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and not own and form.is_valid():
        try:
            closing.confirm(user, of.pk, form.cleaned_data["received"], form.cleaned_data["note"])
        except Refused as refused:
            form.add_error("note" if form.cleaned_data["received"] != of.handed else "received", str(refused))
        else:
            messages.success(request, _("Đã xác nhận %(sum)s.") % {"sum": money(form.cleaned_data["received"])})
            return HttpResponseRedirect(request.path)
    rows = list(cash.takings(of.agent, of.day))
    heads = [r.payment.quote.household.head_id for r in rows if r.payment.quote is not None]
    log_looks(user, [head for head in heads if head], reason(_("xem ngày thu tiền mặt")), request.path)
    context: dict[str, Any] = {
        "of": of,
        "rows": rows,
        "done": done,
        "form": form,
        "own": own,
        "difference": of.handed - of.counted,
    }
    return render(request, "till/day.html", context, status=422 if form.errors else 200)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Http404(text) from error
