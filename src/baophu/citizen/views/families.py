"""My family: who is covered, who is missing, what joining costs; a quote, and how it is paid."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_safe

from baophu.accounts.services.demonstration import is_demonstration
from baophu.citizen.forms.mine import JoinForm
from baophu.citizen.services import seeing
from baophu.citizen.services.family import Family, family
from baophu.citizen.views.asked import citizens, user_of
from baophu.cover.errors import CoverError
from baophu.cover.models import Quote
from baophu.cover.services.pricing import OWN
from baophu.cover.services.quoting import Priced, price, quote
from baophu.cover.services.words import REASONS
from baophu.cover.vietqr import NoAccount
from baophu.decisions.services.lawbooks import active
from baophu.lawpages.templatetags.law import payer_text
from baophu.pages.texts import said
from baophu.pages.written import day as day_text
from baophu.pages.written import money
from baophu.till.services.requests import payment_request

FAMILY = gettext_noop("xem gia đình")


@require_http_methods(["GET", "HEAD", "POST"])
@citizens
def family_page(request: HttpRequest, number: int | None = None) -> HttpResponseBase:
    """The household, and what it costs: who joins for how long is chosen, the price checked, then kept as a quote."""
    user, today = user_of(request), timezone.localdate()
    mine = seeing.me(user)
    person = mine if number is None else seeing.somebody(user, number, FAMILY, request.path)
    home = seeing.household_of(person)
    if home is None:
        return render(request, "citizen/family.html", {"person": person, "acting": person != mine, "found": None})
    found = family(active(), home, today)
    seeing.family_seen(user, (m.person.pk for m in found.members if m.person.pk != mine.pk), request.path)
    form = _form(request, found)
    priced: Priced | None = None
    if form.is_bound and form.is_valid():
        asked = form.cleaned_data
        joining = [int(n) for n in asked["joining"]]
        try:
            priced = price(home, today, int(asked["months"]), joining)
            if request.POST.get("go") == "keep":
                made = quote(home, today, int(asked["months"]), joining, by=user)
                return HttpResponseRedirect(reverse("citizen:quoted", args=[made.pk]))
        except CoverError as refused:
            form.add_error(None, str(refused))
            priced = None
    context = {
        "person": person,
        "acting": person != mine,
        "found": found,
        "form": form,
        "priced": priced,
        "lines": _lines(priced) if priced else [],
        "quotes": Quote.objects.filter(household=home).order_by("-id")[:3],
        "today": today,
    }
    return render(request, "citizen/family.html", context, status=422 if form.errors else 200)


def _form(request: HttpRequest, found: Family) -> JoinForm:
    people = []
    for member in found.members:
        if member.may_join:
            note = _("%(cost)s mỗi tháng") % {"cost": money(member.own)}
            if member.until is not None:
                note += ", " + _("thẻ đang có đến hết %(day)s") % {"day": day_text(member.until)}
            people.append((str(member.person.pk), f"{member.person.name} · {note}"))
    months = [(str(n), _("%(n)s tháng") % {"n": n}) for n in found.months]
    first = {
        "joining": [str(m.person.pk) for m in found.members if m.joins],
        "months": str(max(found.months)) if found.months else "",
    }
    return JoinForm(request.POST if request.method == "POST" else None, people, months, initial=first)


def _lines(priced: Priced) -> list[dict[str, Any]]:
    """The lines of a price as they are shown: what is paid, by whom, how far it falls."""
    book = active()
    full = max((line.month.amounts.get(OWN, 0) for line in priced.lines if line.joins and line.rank), default=0)
    shown = []
    for line in priced.lines:
        month = line.month.amounts.get(OWN, 0)
        shown.append(
            {
                "line": line,
                "month": month,
                "share": round(100 * month / full) if line.rank and full else None,
                "others": [(said(payer_text(book, p)), a) for p, a in line.amounts.items() if p != OWN and a],
                "first": line.card.dated.valid_from if line.card else None,
                "last": line.card.dated.valid_to if line.card else None,
                "why_not": "" if line.joins else said(line.why_not or REASONS.get(line.reason) or line.reason),
            }
        )
    return shown


@require_safe
@citizens
def quoted(request: HttpRequest, number: int) -> HttpResponseBase:
    """A quote: who pays how much, the code to pay it with, and how it stands."""
    kept = seeing.quote(user_of(request), number, request.path)
    context: dict[str, Any] = {"quote": kept, "lines": _kept_lines(kept), "demonstration": is_demonstration()}
    try:
        asked = payment_request(kept.pk, user_of(request))
        context |= {"asked": asked, "code": mark_safe(asked.svg)}  # drawn by segno from our own payload
    except NoAccount as error:
        context |= {"problem": str(error)}
    template = "citizen/pay_state.html" if request.headers.get("HX-Request") else "citizen/quote.html"
    return render(request, template, context)


def _kept_lines(kept: Quote) -> list[dict[str, Any]]:
    book = active()
    rows = kept.lines.select_related("person").order_by("place")
    return [
        {
            "name": row.person.name,
            "joins": row.joins,
            "own": row.own,
            "rank": row.rank,
            "others": [(said(payer_text(book, p)), a) for p, a in row.amounts.items() if p != OWN and a],
            "why_not": "" if row.joins else said(REASONS.get(row.reason) or row.reason),
        }
        for row in rows
    ]
