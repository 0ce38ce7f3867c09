"""The desk: one field, one answer, today's list."""

from __future__ import annotations

import secrets
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from baophu.accounts.errors import Refused
from baophu.care.forms import CARE, SHORT, AskForm
from baophu.care.middleware import DESK, HEADER
from baophu.care.models import CheckIn, Facility
from baophu.care.services import tables
from baophu.care.services.answering import Answer, answer, check_in
from baophu.care.views.asked import at_facility, check_in_at, user_of
from baophu.pages import sources
from baophu.registry.names import fold

SHOWN = 50
"""Check-ins of today that stand below the field."""


@at_facility
def desk(request: HttpRequest, facility: Facility) -> HttpResponseBase:
    """The field; and, once something was asked, the answer above the next field."""
    context: dict[str, Any] = {"facility": facility}
    status = 200
    if request.method == "POST":
        form = AskForm(request.POST)
        if form.is_valid() and (form.cleaned_data["q"].strip() or form.cleaned_data["name"].strip()):
            context |= _answered(request, facility, form.cleaned_data)
        else:
            context["empty"], status = True, 422
    context |= {"today": _today(facility), "key": secrets.token_urlsafe(9)}
    response = render(request, "care/desk.html", context, status=status)
    return _for_the_desk(response)


def _answered(request: HttpRequest, facility: Facility, asked: dict[str, Any]) -> dict[str, Any]:
    """The answer, its check-in recorded: asked again for another route it is the same check-in."""
    care, route = asked["care"] or "outpatient", asked["route"] or "right"
    found = answer(
        asked["q"],
        facility,
        name=asked["name"],
        born=asked["born"],
        care=care,
        route=route,
        serious_disease=asked["serious_disease"],
    )
    key = request.POST.get("key", "")[:80]
    try:
        row = check_in(found, facility, user_of(request), key, page=request.path)
    except Refused:  # the form of an older page, sent for somebody else
        key = secrets.token_urlsafe(9)
        row = check_in(found, facility, user_of(request), key, page=request.path)
    return {"answer": found, "row": row, "given": key, "asked": asked, **_choices(found)}


def _choices(found: Answer) -> dict[str, Any]:
    book = sources.book()
    cited = [book.provision(ref) for ref in dict.fromkeys((found.level_ref, *found.why)) if ref]
    question = book.facts.get(found.question.fact) if found.question else None
    return {"cares": CARE, "routes": SHORT, "cited": cited, "question": question}


@at_facility
def one(request: HttpRequest, facility: Facility, number: int) -> HttpResponseBase:
    """A check-in as it was answered."""
    row = check_in_at(request, facility, number)
    return render(request, "care/check_in.html", {"row": row, "told": tables.word(row.situation), "facility": facility})


def _today(facility: Facility) -> list[dict[str, Any]]:
    """Today's check-ins, the last first: names are cut to their initials until one is opened."""
    begins = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    rows = CheckIn.objects.filter(facility=facility, at__gte=begins).select_related("person").order_by("-at", "-pk")
    return [
        {"row": row, "told": tables.word(row.situation), "name": initials(row.person.name) if row.person else ""}
        for row in rows[:SHOWN]
    ]


def initials(name: str) -> str:
    """`Nguyễn Văn An` as `N. V. An`."""
    *before, given = name.split()
    return " ".join([*(f"{word[0]}." for word in before if fold(word)), given])


def _for_the_desk(response: HttpResponse) -> HttpResponse:
    response.headers[HEADER] = DESK
    response.headers["Cache-Control"] = "no-store"
    return response
