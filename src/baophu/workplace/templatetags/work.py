"""Tags of the workplace's pages: `{% load work %}`."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils import timezone

from baophu.decisions.models import Current
from baophu.engine.considered import Considered, Line
from baophu.insight.labels import provision_of
from baophu.pages import sources
from baophu.pages.written import day
from baophu.registry.models import Document
from baophu.workplace import words
from baophu.workplace.forms.document import KINDS
from baophu.workplace.services.reasons import Why
from baophu.workplace.services.telling import Cover, cover_of

register = template.Library()
register.filter("born_text", words.born_text)
register.filter("field_label", words.field_label)
register.filter("fact_label", words.fact_label)
register.filter("entry_label", words.entry_label)
register.filter("ethnicity", words.ethnicity_label)


@register.filter
def considered(ref: str, why: Why) -> Considered | None:
    """The provision of a decision among those considered."""
    return why.of(ref)


@register.filter
def article(ref: str) -> str:
    """Article and act of a provision: `Điều 12, 51/2024/QH15`."""
    provision = provision_of(sources.book(), ref)
    return f"{provision.article}, {instrument_of(ref)}" if provision else ref


@register.filter
def instrument_of(ref: str) -> str:
    """The number of the act a provision stands in."""
    return ref.partition("#")[0]


@register.filter
def values_seen(line: Line) -> str:
    """What a condition looked at, where it does not hold: `Mức sống: Hộ nghèo`."""
    if line.holds:
        return ""
    said = []
    for name, value in line.values.items():
        if name in ("age",):
            said.append(words.age_text(value))
        elif name in sources.book().facts:
            said.append(f"{words.fact_label(name)}: {words.value_of(name, value)}")
    return "; ".join(said)


@register.inclusion_tag("workplace/cover_tag.html")
def cover_tag(current: Current | None) -> dict[str, Cover]:
    """Whether somebody is insured, in a word with its colour."""
    return {"cover": cover_of(current, timezone.localdate())}


@register.filter
def document_text(document: Document) -> str:
    """A document in a line."""
    kind = str(dict(KINDS).get(document.kind, ""))
    parts = [kind, document.number, day(document.issued) if document.issued else "", document.issuer, document.name]
    return " · ".join(p for p in parts if p)


@register.filter
def pairs(first: Any, second: Any) -> list[tuple[Any, Any]]:
    """Two rows side by side."""
    return list(zip(first, second, strict=True))


@register.filter
def at(mapping: Any, key: Any) -> Any:
    """What a mapping has under a key, or nothing."""
    return mapping.get(key) if mapping else None
