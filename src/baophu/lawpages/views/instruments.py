"""An instrument, a provision, the examples of an instrument."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from baophu.insight.words import PAYERS
from baophu.law.check import parameters_of
from baophu.law.model import Book, Condition, Group, Instrument, ParameterDeclaration, Provision, Text
from baophu.law.selectors import group_provisions, selected, selectors_of
from baophu.law.show import unknown_values
from baophu.lawpages import addresses, figures
from baophu.lawpages.examples import citing, examples
from baophu.lawpages.figures import Reach
from baophu.lawpages.standing import standing
from baophu.pages import sources
from baophu.pages.charts import Bar, Picture, Table, bars
from baophu.pages.texts import said
from baophu.pages.tiles import TileMap, tile_map
from baophu.pages.units import units_of

KINDS: dict[str, Any] = {
    "Group": _("Nhóm đối tượng"),
    "Order": _("Thứ tự nhóm"),
    "Ahead": _("Thứ tự nhóm"),
    "Choose": _("Thứ tự nhóm"),
    "Premium": _("Mức đóng"),
    "Taper": _("Mức đóng"),
    "Support": _("Hỗ trợ"),
    "Benefit": _("Mức hưởng"),
    "Rule": _("Thẻ và khám chữa bệnh"),
}


def instrument(request: HttpRequest, at: str) -> HttpResponse:
    """An instrument: its dates, what it ends and what ends it, its provisions of one kind, whom it reaches."""
    read, day = sources.book(), sources.day(request)
    one = addresses.instrument_at(read, at)
    known = figures.figures(read, day)
    kinds = _kinds(one)
    chosen = request.GET.get("kind", "")
    chosen = chosen if chosen in kinds else next(iter(kinds), "")
    reach = known.of.get(one.number) if known else None
    return render(
        request,
        "lawpages/instrument.html",
        {
            "book": read,
            "instrument": one,
            "standing": standing(one, day),
            "day": day,
            "known": known,
            "reach": reach,
            "people_href": figures.people_href(one.number, request.user),
            "money": _money(one, known) if known else None,
            "kinds": [(key, label, n) for key, (label, n) in kinds.items()],
            "kind": chosen,
            "provisions": [
                _shown(request, p, day, known, one.conditions) for p in one.provisions if _kind(p) == chosen
            ],
            "repeals": _repealed(one.repeals),
            "ends": [i for i in read.instruments.values() if i.number == one.ended_by],
            "parts": sorted({p.article for p in one.provisions}),
            "examples": len(examples(read, one)),
            "parameters": [
                p for p in read.parameters.values() if any(v.by.partition("#")[0] == one.number for v in p.values)
            ],
            "areas": [s for s in read.area_facts if s.by == one.number],
            "targets": [t for t in read.targets if t.instrument == one.number],
        },
    )


@dataclass(frozen=True, slots=True)
class ShownProvision:
    """A provision with what its page needs."""

    provision: Provision
    on: date
    standing: Any
    kind: Any
    groups: tuple[str, ...]
    unknown: tuple[Any, ...]
    parameters: tuple[str, ...]
    reach: Reach | None
    people_href: str | None
    conditions: tuple[Condition, ...]


def _shown(
    request: HttpRequest,
    provision: Provision,
    day: date,
    known: figures.Figures | None,
    common: Sequence[Condition] = (),
) -> ShownProvision:
    """Spoken on `day` while it stands, else on its first or last day; without the conditions in `common`."""
    book = sources.book()
    last = provision.end or day
    on = min(max(day, provision.start), last) if last >= provision.start else provision.start
    groups = selected(selectors_of(provision.effect), group_provisions(book))
    if isinstance(provision.effect, Group):
        groups = (provision.effect.name,)
    return ShownProvision(
        provision,
        on,
        standing(provision, day),
        KINDS[type(provision.effect).__name__],
        groups if len(groups) <= 12 else (),
        tuple(unknown_values(book, provision)),
        tuple(sorted(parameters_of(provision))),
        known.of.get(provision.ref) if known else None,
        figures.people_href(provision.ref, request.user),
        tuple(c for c in provision.conditions if c not in common),
    )


def provision(request: HttpRequest, at: str, id: str) -> HttpResponse:
    """A provision: every wording, whom it reaches where, its examples."""
    read, day = sources.book(), sources.day(request)
    wordings = addresses.provision_at(read, at, id)
    known = figures.figures(read, day)
    shown = [_shown(request, p, day, known) for p in wordings]
    now = next((s for s in shown if s.standing.key in ("in_force", "ending")), shown[-1])
    found = tuple(e for p in wordings for e in citing(read, p.ref))
    return render(
        request,
        "lawpages/provision.html",
        {
            "book": read,
            "instrument": read.instruments[now.provision.instrument],
            "now": now,
            "wordings": shown,
            "day": day,
            "known": known,
            "map": _map(request, read, now.reach),
            "examples": found,
            "denied": [p for p in read.provisions() if now.provision.ref in p.excepts],
        },
    )


def example_list(request: HttpRequest, at: str) -> HttpResponse:
    """The examples of an instrument."""
    read = sources.book()
    one = addresses.instrument_at(read, at)
    found = examples(read, one)
    page = max(1, int(request.GET.get("page", "1"))) if request.GET.get("page", "1").isdigit() else 1
    size = 20
    return render(
        request,
        "lawpages/examples.html",
        {
            "instrument": one,
            "examples": found[(page - 1) * size : page * size],
            "total": len(found),
            "previous": page - 1 if page > 1 else None,
            "next": page + 1 if page * size < len(found) else None,
        },
    )


def _kind(provision: Provision) -> str:
    """The first of the kinds that are shown under one name."""
    label = KINDS[type(provision.effect).__name__]
    return next(key for key, other in KINDS.items() if str(other) == str(label)).lower()


def _kinds(one: Instrument) -> dict[str, tuple[Any, int]]:
    counts: dict[str, int] = {}
    for p in one.provisions:
        counts[_kind(p)] = counts.get(_kind(p), 0) + 1
    return {key.lower(): (label, counts[key.lower()]) for key, label in KINDS.items() if key.lower() in counts}


def _settles(one: Instrument, parameter: ParameterDeclaration) -> bool:
    return any(v.by.partition("#")[0] == one.number for v in parameter.values)


def _repealed(repeals: Sequence[str]) -> list[tuple[str, int]]:
    """Instruments repealed, with the number of provisions where it is not the whole (0: the whole)."""
    whole = [ref for ref in repeals if "#" not in ref]
    parts = Counter(ref.partition("#")[0] for ref in repeals if "#" in ref)
    return [(n, 0) for n in whole] + [(n, count) for n, count in parts.items() if n not in whole]


def _money(one: Instrument, known: figures.Figures) -> Picture | None:
    """Money of the year by provision; None where the instrument makes nobody pay."""
    found = [(p, known.of[p.ref]) for p in one.provisions if p.ref in known.of and known.of[p.ref].amount]
    if not found:
        return None
    found.sort(key=lambda pair: -pair[1].amount)
    rows = [Bar(_short(p.says), reach.amount, addresses.provision_href(p.ref)) for p, reach in found]
    table = Table(
        (_("Quy định"), _("Số người"), _("Số tiền"), _("Nguồn")),
        ("text", "number", "money", "text"),
        tuple(
            (
                (said(p.says), addresses.provision_href(p.ref)),
                r.people,
                r.amount,
                _payers(r),
            )
            for p, r in found
        ),
    )
    return bars(_("Tiền hỗ trợ năm nay theo quy định"), rows, table, kind="money")


def _payers(reach: Reach) -> str:
    return ", ".join(said(PAYERS[name]) for name in reach.amounts)


def _short(text: Text) -> str:
    whole = said(text)
    return whole if len(whole) <= 46 else f"{whole[:45].rstrip()}…"


def _map(request: HttpRequest, book: Book, reach: Reach | None) -> TileMap | None:
    if reach is None or not reach.people or not book.areas:
        return None
    persons = units_of(request.user) != frozenset()
    values = {c: (n if persons or n >= figures.SMALL else None) for c in book.areas for n in [reach.units.get(c, 0)]}
    return tile_map(_("Số người theo đơn vị"), _("Số người"), book, values, kind="number", href=addresses.unit_href)
