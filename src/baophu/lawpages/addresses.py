"""Addresses of things of the law book."""

from __future__ import annotations

from functools import lru_cache

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from baophu.law.model import Book, Instrument, Provision
from baophu.registry.names import fold


def slug(text: str) -> str:
    """`91/2025/NQ-HĐND` as `91-2025-nq-hdnd`."""
    return fold(text).replace(" ", "-")


@lru_cache(maxsize=4)
def _slugs(digest: str, numbers: tuple[str, ...]) -> dict[str, str]:
    return {slug(number): number for number in numbers}


def instrument_at(book: Book, at: str) -> Instrument:
    """The instrument of an address; 404 when there is none."""
    number = _slugs(book.digest, tuple(book.instruments)).get(at)
    if number is None:
        raise Http404(_("Sổ luật không có văn bản này."))
    return book.instruments[number]


def provision_at(book: Book, at: str, id: str) -> tuple[Provision, ...]:
    """The wordings of a provision, the first first; 404 when there is none."""
    found = tuple(p for p in instrument_at(book, at).provisions if p.id == id)
    if not found:
        raise Http404(_("Văn bản này không có quy định đó."))
    return tuple(sorted(found, key=lambda p: p.start))


def instrument_href(number: str) -> str:
    """The page of an instrument."""
    return reverse("law:instrument", args=[slug(number)])


def provision_href(ref: str) -> str:
    """The page of a provision (`instrument#id`, also of a later wording)."""
    number, _, id = ref.rpartition("#")
    return reverse("law:provision", args=[slug(number), id.partition("@")[0]])


def parameter_href(name: str) -> str:
    """The page of a parameter."""
    return reverse("law:parameter", args=[name])


def source_href(book: Book, by: str) -> str | None:
    """The page of the instrument that something is `by`, where the book has it."""
    number = by.partition("#")[0]
    if number not in book.instruments:
        return None
    return provision_href(by) if "#" in by and _has(book, by) else instrument_href(number)


def _has(book: Book, ref: str) -> bool:
    return any(p.ref == ref for p in book.instruments[ref.partition("#")[0]].provisions)


def unit_href(code: str) -> str:
    """The page of a unit."""
    return reverse("law:unit", args=[code])
