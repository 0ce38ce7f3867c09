"""Units and what the law says of their areas over time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from baophu.law.model import AreaSpell, Book
from baophu.law.scalars import month_text
from baophu.lawpages import addresses
from baophu.lawpages.standing import standing
from baophu.pages import sources
from baophu.pages.texts import said
from baophu.pages.tiles import tile_map


@dataclass(frozen=True, slots=True)
class ShownSpell:
    """A fact of an area in a period, in words."""

    spell: AreaSpell
    label: str
    value: str
    standing: Any


def _shown(book: Book, spell: AreaSpell, day: date) -> ShownSpell:
    declared = book.facts[spell.fact]
    if isinstance(spell.value, bool):
        value = _("có") if spell.value else _("không")
    elif declared.type == "month":
        value = "/".join(reversed(month_text(int(spell.value)).split("-")))
    else:
        named = declared.values.get(str(spell.value))
        value = said(named) if named else str(spell.value)
    return ShownSpell(spell, said(declared.label), value, standing(spell, day))


def units(request: HttpRequest) -> HttpResponse:
    """The map of the units, and what the law says of how many of them."""
    book, day = sources.book(), sources.day(request)
    population = {code: area.population for code, area in book.areas.items()}
    whole = tile_map(
        _("Các đơn vị, theo dân số"), _("Dân số"), book, population, kind="number", href=addresses.unit_href
    )
    spells = [(_shown(book, s, day), [book.areas[u] for u in s.units if u in book.areas]) for s in book.area_facts]
    return render(request, "lawpages/units.html", {"map": whole, "spells": spells, "areas": book.areas.values()})


def unit(request: HttpRequest, code: str) -> HttpResponse:
    """A unit: what it is and the facts of its area over time."""
    book, day = sources.book(), sources.day(request)
    area = book.areas.get(code)
    if area is None:
        raise Http404(_("Sổ luật không có đơn vị này."))
    spells = sorted((s for s in book.area_facts if code in s.units), key=lambda s: (s.start, s.fact))
    return render(request, "lawpages/unit.html", {"area": area, "spells": [_shown(book, s, day) for s in spells]})
