"""Duplicates: pairs, side by side, proposed to a second officer."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from baophu.accounts.errors import Refused
from baophu.accounts.services import may, reasons
from baophu.imports.models import Pair
from baophu.imports.words import from_data
from baophu.pages import sources, units
from baophu.pages.lists import Column, List, choice, exported
from baophu.pages.resume import kept as kept_form
from baophu.pages.texts import said
from baophu.registry.errors import RegistryError
from baophu.registry.services.merging import Side
from baophu.workplace.forms.merging import CompareForm, MergeForm
from baophu.workplace.services import duplicates, searches, seeing
from baophu.workplace.services.once import Done, mark, once
from baophu.workplace.views.asked import person_at, user_of
from baophu.workplace.views.guard import page
from baophu.workplace.words import born_text


def _why(pair: Pair) -> str:
    return "; ".join(said(from_data(w)) if isinstance(w, dict) else str(w) for w in pair.why)


COMPARED = _("so sánh hồ sơ trùng")


class Pairs(List):
    """Pairs to look at, the most alike first."""

    name = "ho-so-trung"
    title = _("Hồ sơ có thể trùng")
    columns = (
        Column(
            "first", _("Hồ sơ thứ nhất"), lambda p: f"{p.first.name}, {born_text(p.first)}",
            link=lambda p: reverse("work:compare", args=[p.first_id, p.second_id]),
        ),
        Column("second", _("Hồ sơ thứ hai"), lambda p: f"{p.second.name}, {born_text(p.second)}"),
        Column("unit", _("Đơn vị"), lambda p: p.first.unit.full_name if p.first.unit else ""),
        Column("score", _("Giống nhau (trên 100)"), kind="number", order=("score",)),
        Column("why", _("Vì sao"), _why),
        Column("by", _("Ai quyết định"), lambda p: (p.by.get_full_name() or p.by.username) if p.by else ""),
        Column("at", _("Lúc"), kind="moment", only="export"),
    )  # fmt: skip
    filters = (
        choice(
            "tinh-trang", _("Tình trạng"),
            [(key, label) for key, label in duplicates.STATES.items() if key != "open"],
            lambda found, _state: found, every=duplicates.STATES["open"],
        ),
    )  # fmt: skip
    order = "-score"
    nothing = _("Không còn cặp hồ sơ nào phải xem.")


@page("propose_merge")
def pairs(request: HttpRequest) -> HttpResponseBase:
    """Pairs of one's units, searched for here; any two records may be compared by their numbers."""
    form = CompareForm(request.GET if "mot" in request.GET else None)
    if form.is_bound and form.is_valid():
        one, two = form.cleaned_data["mot"], form.cleaned_data["hai"]
        return HttpResponseRedirect(reverse("work:compare", args=[one, two]))
    user, chosen = user_of(request), units.chosen(request)
    codes = frozenset((chosen,)) if chosen else units.units_of(user)
    if request.method == "POST":
        asked = searches.ask(user, codes)
        if request.POST.get("go") == "here" and searches.unclaimed(asked):
            searches.carry_out(asked.pk)
        return HttpResponseRedirect(request.path)
    now = searches.under_way(codes)
    context = {
        "form": form,
        "now": now,
        "percent": round(now.done * 100) if now else 0,
        "unclaimed": now is not None and searches.unclaimed(now),
        "last": searches.last(codes),
        "failed": searches.failed(codes),
        "where": sources.unit_name(chosen) if chosen else "",
        "may_search": may(user, "record"),
    }
    if request.headers.get("HX-Target") == "search-job":
        return render(request, "workplace/pairs_search.html", context)
    state = request.GET.get("tinh-trang", "")
    found = duplicates.pairs(user, chosen, state if state in duplicates.STATES else "open")
    return Pairs(request, found).response("workplace/pairs.html", context)


def log_export(sender: Any, request: HttpRequest, shown: List, kind: str, **_more: Any) -> None:
    """Whoever leaves with a list of pairs has looked at both."""
    if isinstance(shown, Pairs):
        why = reasons.kept(shown.title, _("in") if kind == "print" else _("tải tệp"))
        seeing.seen_many(user_of(request), (n for p in shown.everything() for n in (p.first_id, p.second_id)), why)


exported.connect(log_export, dispatch_uid="workplace.pairs_exported")


@page("propose_merge")
def compare(request: HttpRequest, first: int, second: int) -> HttpResponseBase:
    """Two records side by side: which stands, what is chosen where they differ, and why."""
    user = user_of(request)
    kept = person_at(request, first, COMPARED)
    other = person_at(request, second, COMPARED)
    context: dict[str, Any] = {"kept": kept, "other": other, "compared": duplicates.compared(kept, other)}
    try:
        seen = duplicates.preview(kept, other)
    except RegistryError as refused:
        return render(request, "workplace/compare.html", {**context, "refused": str(refused)}, status=200)
    asked = duplicates.choices(seen)
    data = request.POST if request.method == "POST" else kept_form(request)
    form = MergeForm(data or None, choices=asked)
    given = (data.get("mark") if data else "") or mark()
    context |= {"form": form, "asked": asked, "seen": seen, "mark": given}
    if request.method == "POST" and request.POST.get("go") == "different":
        duplicates.different(kept, other, user)
        messages.success(request, now_("Đã ghi là hai người khác nhau; cặp này không hiện lại nữa."))
        return HttpResponseRedirect(reverse("work:duplicates"))
    if request.method == "POST" and form.is_valid():
        chosen = cast("dict[str, Side]", {c.key: form.cleaned_data[form.field_of(c.key)] for c in asked})

        def do() -> Done:
            made = duplicates.propose(kept, other, user, chosen, form.cleaned_data["why"])
            return Done(reverse("work:proposal", args=[made.pk]))

        try:
            done, _now = once(given, user, do)
        except (RegistryError, Refused) as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, now_("Đã đề nghị gộp. Một cán bộ khác phải duyệt thì mới có hiệu lực."))
            return HttpResponseRedirect(done.leads_to)
    return render(request, "workplace/compare.html", context, status=422 if form.errors else 200)
