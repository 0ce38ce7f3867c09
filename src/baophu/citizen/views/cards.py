"""My card; the card of whoever I act for; visits, years, who looked."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_safe

from baophu.accounts.models import Look, User
from baophu.accounts.services import looks_at
from baophu.accounts.services.reasons import told
from baophu.citizen.services import cards, noticing, seeing, years
from baophu.citizen.services.visits import visits_of
from baophu.citizen.views.asked import citizens, user_of
from baophu.pages import sources
from baophu.pages.lists import Column, List
from baophu.pages.texts import said
from baophu.registry.models import Person

CARD = gettext_noop("xem thẻ")
VISITS = gettext_noop("xem lần khám")
YEARS = gettext_noop("xem quá trình tham gia")
MOST_LOOKS = 500


def _whose(request: HttpRequest, number: int | None, what: str) -> Person:
    user = user_of(request)
    return seeing.me(user) if number is None else seeing.somebody(user, number, what, request.path)


def _about(request: HttpRequest, person: Person) -> dict[str, Any]:
    """What every page about a person says: whose it is, and whether somebody acts for them."""
    mine = seeing.me(user_of(request))
    return {"person": person, "acting": person.pk != mine.pk}


@require_safe
@citizens
def card(request: HttpRequest, number: int | None = None) -> HttpResponseBase:
    """The card with what comes next."""
    person, today = _whose(request, number, CARD), timezone.localdate()
    context = {
        **_about(request, person),
        "mine": cards.mine(person, today),
        "unseen": noticing.unseen(person),
        "unit": sources.unit_name(person.unit_id) if person.unit_id else "",
        "now": timezone.now(),
    }
    return render(request, "citizen/card.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@citizens
def visits(request: HttpRequest, number: int | None = None) -> HttpResponseBase:
    """Visits; the sensitive ones where they were asked for, on this one page, and never to somebody who acts."""
    person = _whose(request, number, VISITS)
    about = _about(request, person)
    asked = request.method == "POST" and not about["acting"]
    found = visits_of(person, sensitive=asked)
    return render(request, "citizen/visits.html", {**about, "visits": found, "asked": asked})


@require_safe
@citizens
def history(request: HttpRequest, number: int | None = None) -> HttpResponseBase:
    """Cards and groups over the years."""
    person, today = _whose(request, number, YEARS), timezone.localdate()
    spells = [(spell, spell.tense(today)) for spell in years.participation(person, today)]
    return render(request, "citizen/history.html", {**_about(request, person), "spells": spells, "today": today})


def who_looked(look: Look, mine: User) -> str:
    """Who it was: a name and what they are here; somebody else's citizen account is named by its person."""
    if look.user is None:
        return look.who
    if look.user.pk == mine.pk:
        return str(_("bạn"))
    if not look.user.is_officer:
        person = Person.objects.filter(pk=look.user.person or 0).first()
        return f"{person.name} · {_('người dân')}" if person else str(_("người dân"))
    name = look.user.get_full_name() or look.who
    return f"{name} · {said(look.user.get_role_display())}"


@require_safe
@citizens
def looks(request: HttpRequest) -> HttpResponseBase:
    """Who looked at my record, when and why; looks at records that were merged into it, too."""
    user = user_of(request)
    rows = list(looks_at(*seeing.records_of(seeing.me(user))).exclude(user=user)[:MOST_LOOKS])

    class Looks(List):
        name = "ai-da-xem"
        title = _("Ai đã xem hồ sơ của tôi")
        columns = (
            Column("at", _("Lúc"), kind="moment"),
            Column("who", _("Ai"), lambda look: who_looked(look, user)),
            Column("why", _("Vì sao"), lambda look: told(look.why)),
        )
        nothing = _("Chưa có ai khác xem hồ sơ của bạn.")

    return Looks(request, rows).response("citizen/looks.html", {})
