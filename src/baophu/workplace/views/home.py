"""The first page: each role is led to where its day begins."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from baophu.accounts.models import Role, User
from baophu.pages import sources, units

FIRST = {
    Role.COMMUNE: "work:unit",
    Role.PROVINCE: "steering:overview",
    Role.COMMITTEE: "steering:targets",
    Role.ADMINISTRATOR: "work:users",
    Role.CITIZEN: "citizen:card",
    Role.CLINIC: "care:desk",
    Role.AGENT: "till:today",
}
"""Where a role's day begins; the others have a page that says what they can do here."""


@login_not_required
def home(request: HttpRequest) -> HttpResponseBase:
    """Where whoever asks is led."""
    user = request.user
    if not isinstance(user, User):
        return render(request, "workplace/welcome.html", {"tried": sources.demonstration()})
    if user.role in FIRST:
        return HttpResponseRedirect(reverse(FIRST[Role(user.role)]))
    context = {"role": user.role, "names": [name for _code, name in units.choices(user)], "day": sources.day(request)}
    return render(request, "workplace/role.html", context)
