"""What views share: who asks, and people and households of addresses."""

from __future__ import annotations

from typing import cast

from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from baophu.accounts.models import User
from baophu.registry.models import Household, Person, Stay
from baophu.workplace.errors import Merged, NotSeen
from baophu.workplace.services import seeing


class Elsewhere(Exception):
    """The page is to be found at another address."""

    def __init__(self, href: str) -> None:
        self.href = href
        super().__init__(href)

    def answer(self) -> HttpResponseRedirect:
        return HttpResponseRedirect(self.href)


def user_of(request: HttpRequest) -> User:
    """Who is signed in; every page here is for somebody."""
    return cast("User", request.user)


def person_at(request: HttpRequest, number: int, what: object = "") -> Person:
    """The person of an address, the look logged; 404 for nobody and for people of other units (logged too)."""
    way = request.GET.get("tu", "")
    try:
        why, again = seeing.reason(way, what), request.method == "POST"
        return seeing.person(user_of(request), number, why, request.path, again=again)
    except Merged as merged:
        raise Elsewhere(request.path.replace(f"/{number}/", f"/{merged.number}/", 1)) from merged
    except NotSeen as error:
        raise Http404(now_("Không có hồ sơ này trong địa bàn của bạn.")) from error


def household_at(request: HttpRequest, number: int, what: object = _("mở hộ gia đình")) -> tuple[Household, list[Stay]]:
    """The household of an address and its members of one's units; 404 else."""
    try:
        why, again = seeing.reason(request.GET.get("tu", ""), what), request.method == "POST"
        return seeing.household(user_of(request), number, why, request.path, again=again)
    except NotSeen as error:
        raise Http404(now_("Không có hộ này trong địa bàn của bạn.")) from error
