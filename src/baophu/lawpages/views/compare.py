"""What changed between two days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from baophu.insight.words import PAYERS
from baophu.law.diff import ProvisionChange, compare_days
from baophu.law.model import Book, Provision, Text
from baophu.law.spoken import spoken
from baophu.law.spoken_effects import spoken_effect
from baophu.law.words import KEYS
from baophu.lawpages.parameters import value_text
from baophu.pages import sources, written
from baophu.pages.texts import language, said


class DaysForm(forms.Form):
    """Two days."""

    first = forms.DateField(label=_("Ngày thứ nhất"), help_text=_("Ví dụ: 30/06/2025"))
    second = forms.DateField(label=_("Ngày thứ hai"), help_text=_("Ví dụ: 01/07/2025"))

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        first, second = found.get("first"), found.get("second")
        if first and second and second < first:
            self.add_error("second", _("Ngày thứ hai phải sau ngày thứ nhất."))
        return found


@dataclass(frozen=True, slots=True)
class Changed:
    """A provision that starts, ends or changes, with what stood under each changed key before and after."""

    change: ProvisionChange
    provision: Provision
    rows: tuple[tuple[str, str, str], ...]


def compare(request: HttpRequest) -> HttpResponse:
    """Provisions that start, end or change between two days, and parameters that are worth something else."""
    book, day = sources.book(), sources.day(request)
    asked = "first" in request.GET or "second" in request.GET
    form = DaysForm(request.GET if asked else None, initial={"first": day - timedelta(days=365), "second": day})
    context: dict[str, Any] = {"form": form, "turns": _turns(book, day)}
    if asked and form.is_valid():
        first, second = form.cleaned_data["first"], form.cleaned_data["second"]
        found = compare_days(book, first, second)
        changed = [_changed(book, c, first, second) for c in found.provisions]
        context |= {
            "first": first,
            "second": second,
            "count": Counter(c.change.kind for c in changed),
            "starts": _by_instrument(changed, "starts"),
            "ends": _by_instrument(changed, "ends"),
            "changes": [c for c in changed if c.change.kind == "changes"],
            "parameters": [
                (p, value_text(p.parameter, p.old), value_text(p.parameter, p.new)) for p in found.parameters
            ],
        }
    return render(request, "lawpages/compare.html", context)


def _by_instrument(changed: Sequence[Changed], kind: str) -> list[tuple[str, list[Changed]]]:
    """Provisions that start or end, by their instrument."""
    found: dict[str, list[Changed]] = {}
    for one in changed:
        if one.change.kind == kind:
            found.setdefault(one.provision.instrument, []).append(one)
    return list(found.items())


def _changed(book: Book, change: ProvisionChange, first: date, second: date) -> Changed:
    provision = change.new or change.old
    assert provision is not None
    rows = []
    if change.old is not None and change.new is not None:
        for key in change.keys:
            old, new = _under(book, change.old, key, first), _under(book, change.new, key, second)
            rows.append((said(KEYS[key]), old, new))
    return Changed(change, provision, tuple(rows))


def _under(book: Book, provision: Provision, key: str, on: date) -> str:
    """What stands under a key of a provision, in words."""
    match key:
        case "when":
            return "; ".join(spoken(c.node, book, language(), on) for c in provision.conditions) or written.NONE
        case "effect":
            return spoken_effect(provision.effect, book, language(), PAYERS, on)
        case "except":
            return ", ".join(provision.excepts) or written.NONE
    found = getattr(provision, key)
    return said(found) if isinstance(found, Text) else str(found or written.NONE)


def _turns(book: Book, day: date) -> Mapping[str, Any] | list[tuple[date, date]]:
    """The last days on which an instrument began, as pairs to compare: the day before and the day itself."""
    starts = sorted({i.start for i in book.instruments.values() if i.start <= day}, reverse=True)
    return [(start - timedelta(days=1), start) for start in starts[:6]]
