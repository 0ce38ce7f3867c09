"""A person: how they stand and why, what comes, the family; what was recorded when; who looked."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from baophu.accounts.services import looks_at, may
from baophu.accounts.services.reasons import told
from baophu.decisions.models import Current
from baophu.pages import sources
from baophu.pages.lists import Column, List
from baophu.registry.models import Person, Stay
from baophu.registry.services.recording import stay_on
from baophu.registry.services.telling import person_on
from baophu.workplace.errors import ScanLost
from baophu.workplace.forms.telling import AsOfForm
from baophu.workplace.services import families, recorded, routes, scans, telling, tracks
from baophu.workplace.services.reasons import why
from baophu.workplace.services.timeline import years_around
from baophu.workplace.views.asked import person_at, user_of
from baophu.workplace.views.guard import page
from baophu.workplace.words import fact_label, value_of


def head_of(request: HttpRequest, person: Person, tab: str) -> dict[str, Any]:
    """What every page of a person shows above."""
    today = timezone.localdate()
    stay = stay_on(person, today) or Stay.objects.known().filter(person=person).order_by("-valid_from").first()
    user = user_of(request)
    return {
        "person": person,
        "stay": stay,
        "household": stay.household if stay else None,
        "tab": tab,
        "today": today,
        "may_record": may(user, "record"),
        "may_quote": may(user, "quote"),
    }


@page("read_person")
def person(request: HttpRequest, number: int) -> HttpResponseBase:
    """The record of a person of one's units."""
    who = person_at(request, number)
    context = head_of(request, who, "overview")
    today, book = context["today"], sources.book()
    current = Current.objects.select_related("outcome").filter(person=who).first()
    years = years_around(today)
    decided = telling.decisions_of(who.pk, years)
    reasons = why(who.pk, today) if current is not None and current.outcome is not None else None
    home = context["household"]
    context |= {
        "current": current,
        "cover": telling.cover_of(current, today),
        "years": years,
        "tracks": tracks.tracks_of(who, decided, years, book),
        "decided": decided,
        "routes": routes.routes(home.pk, current, today) if home and routes.wanted(current, today) else None,
        "why": reasons,
        "payers": telling.payers_of(current.premium, current.amounts, current.outcome.supports, book)
        if current is not None and current.outcome is not None
        else [],
        "coming": telling.coming(current, decided, today, book),
        "family": families.family(home, today, user_of(request)) if home else [],
    }
    return render(request, "workplace/person.html", context)


@page("read_person")
def reasons(request: HttpRequest, number: int) -> HttpResponseBase:
    """Everything considered for a person."""
    who = person_at(request, number, _("xem lý do quyết định"))
    context = head_of(request, who, "reasons")
    context["why"] = why(who.pk, context["today"])
    return render(request, "workplace/reasons.html", context)


@page("read_person")
def history(request: HttpRequest, number: int) -> HttpResponseBase:
    """Everything recorded of a person; and the person as of a day, as known at another."""
    who = person_at(request, number, _("xem lịch sử ghi"))
    context = head_of(request, who, "history")
    form = AsOfForm(request.GET if "ngay" in request.GET else None, initial={"ngay": context["today"]})
    then = None
    if form.is_bound and form.is_valid():
        known = form.cleaned_data["biet"]
        at = timezone.make_aware(datetime.combine(known, time.max)) if known else None
        then = person_on(who, form.cleaned_data["ngay"], at)
    context |= {"form": form, "then": then, "facts": _facts(then), "acts": recorded.history(who)}
    return render(request, "workplace/history.html", context)


def _facts(then: Any) -> list[tuple[str, str, Any]]:
    if then is None:
        return []
    rows = [*then.statuses.values(), *then.amounts.values(), *then.household_statuses.values()]
    return [(fact_label(row.fact), value_of(row.fact, row.value), row) for row in rows]


@page("read_person")
def scan(request: HttpRequest, number: int, document: int) -> HttpResponseBase:
    """The scan of a document on whose strength something of this person was recorded; the look is logged."""
    who = person_at(request, number, _("mở bản quét giấy tờ"))
    found = next((a.entry.document for a in recorded.history(who) if a.entry.document_id == document), None)
    if found is None:
        raise Http404(now_("Hồ sơ này không có giấy tờ ấy."))
    try:
        content, media = scans.content(found)
    except ScanLost as lost:
        context = head_of(request, who, "history") | {"lost": str(lost), "document": found}
        return render(request, "workplace/scan_lost.html", context, status=404)
    ending = media.rpartition("/")[2]
    shown = "inline" if media.startswith("image/") else "attachment"
    answer = HttpResponse(content, content_type=media)
    answer["Content-Disposition"] = f'{shown}; filename="giay-to-{found.pk}.{ending}"'
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


class Looks(List):
    """Who looked at a record."""

    name = "ai-da-xem"
    title = _("Ai đã xem hồ sơ này")
    columns = (
        Column("at", _("Lúc"), kind="moment"),
        Column("who", _("Ai")),
        Column("why", _("Vì sao"), lambda look: told(look.why)),
        Column("page", _("Ở trang"), only="export"),
    )
    nothing = _("Chưa có ai xem hồ sơ này.")


@page("read_person")
def looks(request: HttpRequest, number: int) -> HttpResponseBase:
    """Who looked at a person's record."""
    who = person_at(request, number, _("xem nhật ký xem hồ sơ"))
    numbers = [who.pk, *Person.objects.filter(merged_into=who).values_list("pk", flat=True)]
    rows = list(looks_at(*numbers)[:500])
    return Looks(request, rows).response("workplace/looks.html", head_of(request, who, "looks"))
