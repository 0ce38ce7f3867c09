"""What outreach's pages share: who asks, of which campaign, and where people's own pages are."""

from __future__ import annotations

import secrets
from typing import cast

from django.http import Http404, HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from baophu.accounts.models import User
from baophu.accounts.services import log_look
from baophu.accounts.services.reasons import kept
from baophu.insight.labels import group_label
from baophu.law.model import Group, Text
from baophu.outreach.errors import NotSeen
from baophu.outreach.models import Campaign, Member
from baophu.outreach.services import campaigns
from baophu.outreach.services.campaigns import Units
from baophu.pages import sources, units

TRIED = gettext_lazy("thử mở người của đợt vận động ngoài địa bàn")


def user_of(request: HttpRequest) -> User:
    """Who is signed in; every page here is for somebody."""
    return cast("User", request.user)


def campaign_at(request: HttpRequest, number: int) -> Campaign:
    """The campaign of an address; 404 for nobody's and for those of other units, a trial for a member of one logged."""
    try:
        return campaigns.campaign(user_of(request), number)
    except NotSeen as error:
        match = request.resolver_match
        _log_trial(request, match.kwargs.get("member", 0) if match else 0)
        raise Http404(str(error)) from error


def member_at(request: HttpRequest, of: Campaign, number: int) -> Member:
    """A member of a campaign of one's units; 404 for others, the trial logged."""
    user = user_of(request)
    found = campaigns.members(of, user).select_related("campaign").filter(pk=number).first()
    if found is None:
        _log_trial(request, number)
        raise Http404(_("Không có người này trong địa bàn của bạn."))
    return found


def _log_trial(request: HttpRequest, number: int) -> None:
    """Note that somebody tried the address of a member who is not of their units."""
    other = Member.objects.filter(pk=number).first()
    if other is not None:
        log_look(user_of(request), other.person_id, kept(TRIED), request.path)


def looked_at(request: HttpRequest) -> Units:
    """The units looked at: the one chosen, else all of one's own, else the whole province."""
    chosen = units.chosen(request)
    mine = units.units_of(request.user)
    return frozenset((chosen,)) if chosen else frozenset(sources.book().areas) if mine is None else mine


def groups() -> list[tuple[str, Text]]:
    """The participant groups of the law book as lettered today."""
    book = sources.book()
    month = sources.day().year * 12 + sources.day().month - 1
    names = sorted({p.effect.name for p in book.provisions() if isinstance(p.effect, Group)})
    return sorted(((n, group_label(book, n, month)) for n in names), key=lambda pair: pair[1].vi)


def person_href(person: int) -> str | None:
    """The page of somebody, where this installation has one."""
    try:
        return f"{reverse('work:person', args=[person])}?tu=viec"
    except NoReverseMatch:
        return None


def mark() -> str:
    """A mark for a form that is handed out: sent twice it is carried out once."""
    return secrets.token_urlsafe(18)
