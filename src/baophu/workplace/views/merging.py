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
from baophu.imports.models import Pair
from baophu.imports.words import from_data
from baophu.pages import units
from baophu.pages.lists import Column, List
from baophu.pages.texts import said
from baophu.registry.errors import RegistryError
from baophu.registry.services.merging import Side
from baophu.workplace.forms.merging import CompareForm, MergeForm
from baophu.workplace.services import duplicates
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
    )  # fmt: skip
    order = "-score"
    nothing = _("Không còn cặp hồ sơ nào phải xem.")


@page("propose_merge")
def pairs(request: HttpRequest) -> HttpResponseBase:
    """Pairs of one's units; any two records may be compared by their numbers."""
    form = CompareForm(request.GET if "mot" in request.GET else None)
    if form.is_bound and form.is_valid():
        one, two = form.cleaned_data["mot"], form.cleaned_data["hai"]
        return HttpResponseRedirect(reverse("work:compare", args=[one, two]))
    found = duplicates.pairs(user_of(request), units.chosen(request))
    return Pairs(request, found).response("workplace/pairs.html", {"form": form})


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
    form = MergeForm(request.POST or None, choices=asked)
    given = request.POST.get("mark") or mark()
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
