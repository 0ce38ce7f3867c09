"""Parameters over time."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from baophu.law.dated import stands, value_on
from baophu.lawpages.parameters import drawn, readers
from baophu.pages import sources


def parameters(request: HttpRequest) -> HttpResponse:
    """Every parameter with the value of the day."""
    book, day = sources.book(), sources.day(request)
    rows = [(p, value_on(p, day)) for p in book.parameters.values()]
    rows.sort(key=lambda row: (row[1] is None or row[1].sure != "?", row[0].name))
    return render(request, "lawpages/parameters.html", {"rows": rows, "day": day})


def parameter(request: HttpRequest, name: str) -> HttpResponse:
    """A parameter: drawn, each value with its source, and the provisions that read it."""
    book, day = sources.book(), sources.day(request)
    found = book.parameters.get(name)
    if found is None:
        raise Http404(_("Sổ luật không có tham số này."))
    context: dict[str, Any] = {
        "parameter": found,
        "now": value_on(found, day),
        "day": day,
        "picture": drawn(book, found, day),
    }
    found_in = readers(book, name)
    context["standing"] = [p for p in found_in if stands(p, day)]
    context["others"] = [p for p in found_in if not stands(p, day)]
    return render(request, "lawpages/parameter.html", context)
