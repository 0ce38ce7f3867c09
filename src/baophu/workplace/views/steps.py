"""A change recorded step by step: one thing a page, then the answers to check and what they come to, then recorded.

Everything typed goes along in the form itself: nothing is kept in the session, and a form that outlives its session
comes back as it was (`pages.resume`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from baophu.accounts.errors import Refused
from baophu.accounts.models import User
from baophu.pages import sources
from baophu.pages.resume import kept
from baophu.pages.texts import said
from baophu.registry.errors import RegistryError, WrongField
from baophu.registry.models import Entry
from baophu.workplace.forms import document
from baophu.workplace.services import consequences, scans
from baophu.workplace.services.changing.act import Act, foreseen, record, rehearse
from baophu.workplace.services.once import Done, mark, once

CONTROL = frozenset({"csrfmiddlewaretoken", "at", "go", "mark"})


@dataclass(frozen=True, slots=True)
class Page:
    """One page of questions: what it is headed, its form, what the form is made with."""

    title: str
    form: type[forms.Form]
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Steps:
    """A change: its pages (the last asks for the document), the act they come to, and where it leads afterwards."""

    title: str
    pages: Sequence[Page]
    act: Callable[[dict[str, Any]], Act]
    back: str
    after: Callable[[Entry], str]
    about: str = ""
    context: Mapping[str, Any] = field(default_factory=dict)


def run(request: HttpRequest, steps: Steps) -> HttpResponse:
    """Answer a request of any step."""
    data = request.POST if request.method == "POST" else kept(request)
    if data is None:
        page = steps.pages[0]
        return _page(request, steps, 0, page.form(**page.options), QueryDict(), mark())
    given, go = data.get("mark") or mark(), data.get("go", "next")
    user = cast("User", request.user)
    data, refused = _with_scan(request, data, user, drop=go == "drop")
    forms_ = [page.form(data, **_bound(page)) for page in steps.pages]
    at = _at(data, steps)
    if go == "drop":
        return _page(request, steps, min(at, len(forms_) - 1), _unjudged(steps, at, data), data, given)
    if go.isdigit() and int(go) < len(forms_):
        return _page(request, steps, int(go), _unjudged(steps, int(go), data), data, given)
    upto = len(forms_) if at >= len(forms_) or go == "confirm" else at + 1
    for place, form in enumerate(forms_[:upto]):
        if refused and "file" in form.fields:
            form.add_error("file", refused)
        if not form.is_valid():
            return _page(request, steps, place, form, data, given)
    if upto < len(forms_):
        fresh = _unjudged(steps, upto, data)
        return _page(request, steps, upto, fresh, data, given)
    return _check_or_record(request, steps, forms_, data, given, request.method == "POST" and go == "confirm")


def _with_scan(request: HttpRequest, data: QueryDict, user: User, *, drop: bool) -> tuple[QueryDict, str]:
    """What was sent, with the mark of the scan that came with it or before; and why a file was refused, if one was."""
    file = request.FILES.get("file") if request.method == "POST" else None
    changed = data.copy()
    if drop:
        changed["scan"] = ""
        return changed, ""
    if isinstance(file, UploadedFile):
        try:
            changed["scan"] = scans.keep(file, user)
        except Refused as refused:
            return changed, str(refused)
    elif data.get("scan") and scans.carried(str(data["scan"]), user) is None:
        changed["scan"] = ""
        return changed, _("Tệp đã chọn không còn được giữ; hãy chọn lại.")
    return changed, ""


def _check_or_record(
    request: HttpRequest, steps: Steps, forms_: list[forms.Form], data: QueryDict, given: str, confirmed: bool
) -> HttpResponse:
    user = cast("User", request.user)
    scan = scans.carried(data.get("scan", ""), user)
    cleaned: dict[str, Any] = {}
    for form in forms_:
        cleaned |= form.cleaned_data
    try:
        act = steps.act(cleaned)
        if not confirmed:
            rehearse(act, user)
            return _check(request, steps, act, cleaned, data, given)

        def do() -> Done:
            entry = record(act, user, lambda: document.kept(cleaned, scan), cleaned.get("note", ""))
            return Done(steps.after(entry), entry.pk)

        done, now = once(given, user, do)
    except (RegistryError, Refused) as refused:
        place = _told_to(forms_, refused)
        return _page(request, steps, place, forms_[place], data, given)
    if now:
        messages.success(request, _("Đã ghi."))
    else:
        messages.info(request, _("Điều này đã được ghi trước đó; không ghi lần thứ hai."))
    return HttpResponseRedirect(done.leads_to)


def _told_to(forms_: list[forms.Form], refused: Exception) -> int:
    """Put what was refused beside its field, or above the first form; the form it stands at."""
    places: list[int] = []
    if isinstance(refused, WrongField):
        for problem in refused.problems:
            place = next((n for n, form in enumerate(forms_) if problem.field in form.fields), 0)
            name = problem.field if problem.field in forms_[place].fields else None
            forms_[place].add_error(name, said(problem.text))
            places.append(place)
    else:
        forms_[0].add_error(None, str(refused))
        places.append(0)
    return min(places)


def _bound(page: Page) -> dict[str, Any]:
    return {k: v for k, v in page.options.items() if k != "initial"}


def _unjudged(steps: Steps, place: int, data: QueryDict) -> forms.Form:
    """A form as it was typed, before anybody says what is wrong with it."""
    page = steps.pages[place]
    names = page.form(**page.options).fields
    typed = {n: data.getlist(n) if len(data.getlist(n)) > 1 else data.get(n) for n in names if n in data}
    initial = {**page.options.get("initial", {}), **typed}
    return page.form(**{**page.options, "initial": initial})


def _at(data: QueryDict, steps: Steps) -> int:
    text = data.get("at", "0")
    return min(int(text), len(steps.pages)) if text.isdigit() else 0


def _carried(data: QueryDict, but: set[str]) -> list[tuple[str, str]]:
    return [(name, value) for name, values in data.lists() if name not in but | CONTROL for value in values]


def _page(
    request: HttpRequest, steps: Steps, place: int, form: forms.Form, data: QueryDict, given: str
) -> HttpResponse:
    context = {
        "steps": steps,
        "place": place,
        "page": steps.pages[place],
        "titles": [*(p.title for p in steps.pages), _("Kiểm tra và ghi")],
        "form": form,
        "carried": _carried(data, set(form.fields)),
        "mark": given,
        "scan": scans.carried(data.get("scan", ""), cast("User", request.user)),
        **steps.context,
    }
    return render(request, "workplace/steps.html", context, status=422 if form.errors else 200)


def _check(
    request: HttpRequest, steps: Steps, act: Act, cleaned: dict[str, Any], data: QueryDict, given: str
) -> HttpResponse:
    found = foreseen(act)
    book = sources.book()
    context = {
        "steps": steps,
        "place": len(steps.pages),
        "titles": [*(p.title for p in steps.pages), _("Kiểm tra và ghi")],
        "act": act,
        "document": document.told(cleaned, scans.carried(data.get("scan", ""), cast("User", request.user))),
        "note": cleaned.get("note", ""),
        "told": consequences.tell(found, book, act.names) if found else None,
        "carried": _carried(data, set()),
        "last": len(steps.pages) - 1,
        "mark": given,
        **steps.context,
    }
    return render(request, "workplace/check.html", context)
