"""One search box."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from baophu.pages import units
from baophu.workplace.services.searching import search as find
from baophu.workplace.services.seeing import seen_many
from baophu.workplace.views.asked import user_of
from baophu.workplace.views.guard import page


@page("read_person")
def search(request: HttpRequest) -> HttpResponseBase:
    """People found; one exact hit of a number leads straight to the person."""
    text = request.GET.get("q", "")[:400]
    user = user_of(request)
    found = find(text, user, units.chosen(request))
    if found.only is not None:
        return HttpResponseRedirect(f"{reverse('work:person', args=[found.only.person.pk])}?tu=tim")
    if found.kind in ("number", "scan"):
        seen_many(user, [hit.person.pk for hit in found.hits], _("tìm theo số"), request.path)
    return render(request, "workplace/search.html", {"text": text, "found": found})
