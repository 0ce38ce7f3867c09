"""A household: its members and how each stands; what cover would cost it, told and kept as a quote to print."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from baophu.accounts.services import may
from baophu.cover.errors import CoverError
from baophu.cover.models import Quote
from baophu.cover.services.quoting import Priced, price, priced_again, quote
from baophu.pages.resume import kept
from baophu.registry.models import HouseholdStatus, Stay
from baophu.till.services import receipt_of_quote
from baophu.workplace.forms.quoting import QuoteForm
from baophu.workplace.services import families, quotes
from baophu.workplace.services.changing import statuses
from baophu.workplace.services.once import Done, mark, once
from baophu.workplace.views.asked import household_at, user_of
from baophu.workplace.views.guard import page
from baophu.workplace.words import fact_label, value_of


@page("read_person")
def household(request: HttpRequest, number: int) -> HttpResponseBase:
    """A household of one's units."""
    home, stays = household_at(request, number)
    today, user = timezone.localdate(), user_of(request)
    rows = HouseholdStatus.objects.known().filter(household=home).order_by("fact", "-valid_from")
    context = {
        "household": home,
        "unit": stays[0].unit if stays else None,
        "family": families.family(home, today, user),
        "rows": [(fact_label(r.fact), value_of(r.fact, r.value), r, statuses.key_of(r)) for r in rows],
        "quotes": Quote.objects.filter(household=home).order_by("-id")[:5],
        "may_record": may(user, "record"),
        "may_quote": may(user, "quote"),
        "today": today,
    }
    return render(request, "workplace/household.html", context)


@page("quote")
def ask(request: HttpRequest, number: int) -> HttpResponseBase:
    """What cover would cost: who joins, for how many months, paid when; the price to check; then kept."""
    home, _stays = household_at(request, number, _("lập báo giá"))
    user, today = user_of(request), timezone.localdate()
    data: QueryDict | None = request.POST if request.method == "POST" else kept(request)
    months = quotes.months(today)
    start = _first(home.pk, today, months)
    people = quotes.joinable(start, home) if start is not None else []
    first = {
        "months": str(max(months)) if months else "",
        "day": today,
        "joining": [str(n) for n, _ in people if start and start.line(int(n)).joins],
    }
    form = QuoteForm(data, people=people, months=months, initial=first)
    found: Priced | None = None
    given = (data.get("mark") if data is not None else "") or mark()
    if data is not None and form.is_valid():
        asked = form.cleaned_data
        joining = [int(n) for n in asked["joining"]]
        try:
            found = price(home.pk, asked["day"], asked["months"], joining)
            if request.method == "POST" and data.get("go") == "confirm":
                done, _now = once(
                    given,
                    user,
                    lambda: Done(_printed(quote(home.pk, asked["day"], asked["months"], joining, by=user))),
                )
                return HttpResponseRedirect(done.leads_to)
        except CoverError as refused:
            form.add_error(None, str(refused))
            found = None
    context: dict[str, Any] = {
        "household": home,
        "form": form,
        "start": start,
        "people": people,
        "found": found if data is not None and data.get("go") != "again" else None,
        "lines": quotes.lines(found) if found else [],
        "mark": given,
        "months": months,
    }
    template = "workplace/quote_check.html" if context["found"] is not None else "workplace/quote.html"
    return render(request, template, context, status=422 if form.errors else 200)


def _first(household: int, day: date, months: list[int]) -> Priced | None:
    """The household at today's price for the longest time, to see who may join."""
    try:
        return price(household, day, max(months)) if months else None
    except CoverError:
        return None


def _printed(made: Quote) -> str:
    return reverse("work:quoted", args=[made.pk])


@page("quote")
def quoted(request: HttpRequest, number: int) -> HttpResponseBase:
    """A quote that was told, to print: who pays how much, tapering shown, until when it holds."""
    made = Quote.objects.filter(pk=number).select_related("household", "household__head", "entry", "entry__by").first()
    if made is None:
        raise Http404(_("Không có báo giá này trong địa bàn của bạn."))
    home, _stays = household_at(request, made.household_id, _("xem báo giá"))
    today = timezone.localdate()
    holds = made.valid_until >= today
    fresh: Priced | None = None
    problem = ""
    try:
        fresh = priced_again(made, made.day)
    except CoverError as error:
        problem = str(error)
    stay = Stay.objects.known().on(made.day).filter(household=home).select_related("unit").first()
    context = {
        "quote": made,
        "household": home,
        "unit": stay.unit if stay else None,
        "lines": quotes.kept_lines(made),
        "months": quotes.lines(fresh) if fresh and fresh.total == made.total else [],
        "changed": fresh is not None and fresh.total != made.total,
        "problem": problem,
        "holds": holds,
        "receipt": receipt_of_quote(made),
        "may_take_cash": may(user_of(request), "take_cash"),
    }
    return render(request, "workplace/quoted.html", context)
