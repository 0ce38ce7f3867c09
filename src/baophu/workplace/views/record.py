"""Recording statuses: pick what, its value and days, the document; end or correct what is recorded."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from baophu.pages import sources
from baophu.registry.errors import WrongFact
from baophu.registry.models import Household, Person
from baophu.registry.services.households import members
from baophu.registry.services.recording import stay_on
from baophu.workplace.forms.changes import CorrectForm, EndForm, StatusForm
from baophu.workplace.forms.document import DocumentForm, ReasonForm
from baophu.workplace.services import picking
from baophu.workplace.services.changing import statuses
from baophu.workplace.views.asked import household_at, person_at
from baophu.workplace.views.guard import page
from baophu.workplace.views.person import head_of
from baophu.workplace.views.steps import Page, Steps, run
from baophu.workplace.words import fact_label, value_of

RECORDS = gettext_lazy("ghi thay đổi")


def href_of(owner: Person | Household) -> str:
    """The page of a person or household."""
    return reverse("work:person" if isinstance(owner, Person) else "work:household", args=[owner.pk])


def name_of(owner: Person | Household) -> str:
    """What a page that records is about."""
    if isinstance(owner, Person):
        return owner.name
    return _("Hộ của %(name)s") % {"name": owner.head.name} if owner.head else _("Hộ %(n)s") % {"n": owner.pk}


@page("record")
def menu(request: HttpRequest, number: int) -> HttpResponseBase:
    """What can be recorded of a person: the kinds of changes, and every status by what people call it."""
    who = person_at(request, number, RECORDS)
    context = head_of(request, who, "record")
    text = request.GET.get("tim", "")[:80]
    context |= {"text": text, "picks": _picks(text), "rows": _rows(who), "home_rows": _rows(context["household"])}
    if request.headers.get("HX-Target") == "picks":
        return render(request, "workplace/picks.html", context)
    return render(request, "workplace/record.html", context)


def _picks(text: str) -> list[picking.Pick]:
    return picking.picks(sources.book(), text)


def _rows(owner: Person | Household | None) -> list[dict[str, Any]]:
    if owner is None:
        return []
    return [
        {"row": row, "key": statuses.key_of(row), "label": fact_label(row.fact), "value": value_of(row.fact, row.value)}
        for row in statuses.rows_of(owner)
    ]


@page("record")
def person_status(request: HttpRequest, number: int, fact: str) -> HttpResponse:
    """A status or amount of a person."""
    return _status(request, person_at(request, number, RECORDS), fact)


@page("record")
def household_status(request: HttpRequest, number: int, fact: str) -> HttpResponse:
    """A status of a household."""
    return _status(request, household_at(request, number, RECORDS)[0], fact)


def _status(request: HttpRequest, owner: Person | Household, fact: str) -> HttpResponse:
    try:
        declared = statuses.declaration(owner, fact)
    except WrongFact as error:
        raise Http404(str(error)) from error
    initial = {"value": request.GET["gia-tri"]} if "gia-tri" in request.GET else {}
    pages = (
        Page(_("Giá trị và thời gian"), StatusForm, {"fact": declared, "initial": initial}),
        Page(_("Giấy tờ"), DocumentForm),
    )
    steps = Steps(
        title=fact_label(fact),
        pages=pages,
        act=lambda c: statuses.set_act(owner, fact, c["value"], c["valid_from"], c["valid_to"]),
        back=href_of(owner),
        after=lambda entry: href_of(owner),
        about=name_of(owner),
        context={"there": [r for r in _rows(owner) if r["row"].fact == fact]},
    )
    return run(request, steps)


@page("record")
def person_end(request: HttpRequest, number: int, key: str) -> HttpResponse:
    """A status of a person ends."""
    return _end(request, person_at(request, number, RECORDS), key)


@page("record")
def household_end(request: HttpRequest, number: int, key: str) -> HttpResponse:
    """A status of a household ends."""
    return _end(request, household_at(request, number, RECORDS)[0], key)


def _end(request: HttpRequest, owner: Person | Household, key: str) -> HttpResponse:
    row = _row_at(owner, key)
    steps = Steps(
        title=_("Kết thúc: %(what)s") % {"what": f"{fact_label(row.fact)}, {value_of(row.fact, row.value)}"},
        pages=(Page(_("Ngày kết thúc"), EndForm), Page(_("Giấy tờ"), DocumentForm)),
        act=lambda c: statuses.end_act(row, c["last_day"]),
        back=href_of(owner),
        after=lambda entry: href_of(owner),
        about=name_of(owner),
    )
    return run(request, steps)


@page("record")
def person_correct(request: HttpRequest, number: int, key: str) -> HttpResponse:
    """A status of a person was recorded wrong."""
    return _correct(request, person_at(request, number, RECORDS), key)


@page("record")
def household_correct(request: HttpRequest, number: int, key: str) -> HttpResponse:
    """A status of a household was recorded wrong."""
    return _correct(request, household_at(request, number, RECORDS)[0], key)


def _correct(request: HttpRequest, owner: Person | Household, key: str) -> HttpResponse:
    row = _row_at(owner, key)
    initial = {"value": row.value, "valid_from": row.valid_from, "valid_to": row.valid_to}
    options = {"fact": statuses.declaration(owner, row.fact), "initial": initial}
    steps = Steps(
        title=_("Sửa điều ghi sai: %(what)s") % {"what": fact_label(row.fact)},
        pages=(Page(_("Điều đúng"), CorrectForm, options), Page(_("Vì sao sửa"), ReasonForm)),
        act=lambda c: (
            statuses.never_act(row)
            if c["never"]
            else statuses.correct_act(row, c["value"], c["valid_from"], c["valid_to"])
        ),
        back=href_of(owner),
        after=lambda entry: href_of(owner),
        about=name_of(owner),
    )
    return run(request, steps)


def _row_at(owner: Person | Household, key: str) -> statuses.Row:
    row = statuses.row_at(owner, key)
    if row is None:
        raise Http404(_("Dòng này không còn: đã được sửa hoặc rút lại. Hãy mở lại trang của người này."))
    return row


def living_with(person: Person, day: Any) -> list[Person]:
    """Everybody of a person's household, the person first."""
    stay = stay_on(person, day)
    others = members(stay.household, day) if stay else [person]
    return [person, *(p for p in others if p.pk != person.pk)]
