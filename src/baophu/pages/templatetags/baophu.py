"""Tags and filters of every page: `{% load baophu %}`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import template
from django.forms import BaseForm, BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.http import QueryDict

from baophu.engine.months import month_of
from baophu.insight.labels import group_label
from baophu.pages import sources, written
from baophu.pages.texts import said

register = template.Library()
register.filter("said", said)
register.filter("whole", written.whole)
register.filter("money", written.money)
register.filter("short_money", written.short_money)
register.filter("percent", written.percent)
register.filter("points", written.points)
register.filter("day", written.day)
register.filter("moment", written.moment)
register.filter("month", written.month)
register.simple_tag(written.span, name="span")


@register.simple_tag(takes_context=True)
def query(context: Mapping[str, Any], **changed: Any) -> str:
    """The query of this page with some keys changed (None takes one out): `<a href="{% query sort='name' %}">`."""
    params: QueryDict = context["request"].GET.copy()
    for key, value in changed.items():
        if value is None:
            params.pop(key, None)
        else:
            params[key] = str(value)
    return f"?{params.urlencode()}"


@register.inclusion_tag("pages/parts/group.html")
def group_tag(name: str, on: date | int | None = None, short: bool = False) -> dict[str, Any]:
    """A participant group: its letter on a day (or month) and what the law book says of it; or its letter alone."""
    month = on if isinstance(on, int) else month_of(on or sources.day())
    letter, _, label = said(group_label(sources.book(), name, month)).partition(" · ")
    return {"letter": letter if label else "–", "label": label or letter, "short": short}


@register.inclusion_tag("pages/parts/field.html")
def field(bound: BoundField, hint: str = "", wide: bool = False, filter: bool = False) -> dict[str, Any]:
    """A field of a form: label, hint, its error beside it, the control."""
    widget = bound.field.widget
    kind = (
        "set"
        if isinstance(widget, RadioSelect | CheckboxSelectMultiple)
        else "tick"
        if isinstance(widget, CheckboxInput)
        else "line"
    )
    described = [f"{bound.auto_id}-hint"] if hint or bound.help_text else []
    if bound.errors:
        described.append(f"{bound.auto_id}-error")
    attrs: dict[str, Any] = {}
    if described:
        attrs["aria-describedby"] = " ".join(described)
    if bound.errors:
        attrs["aria-invalid"] = "true"
    control = bound.as_widget(attrs=attrs)
    return {
        "field": bound,
        "kind": kind,
        "hint": hint or bound.help_text,
        "control": control,
        "wide": wide,
        "filter": filter,
    }


@register.inclusion_tag("pages/parts/error_summary.html")
def error_summary(form: BaseForm | None) -> dict[str, Any]:
    """What is wrong with a form, each line leading to its field. Nothing where nothing is."""
    if form is None or not form.is_bound or form.is_valid():
        return {"lines": []}
    lines = []
    for name, errors in form.errors.items():
        place, label = (f"#{form[name].auto_id}", f"{form[name].label}: ") if name in form.fields else ("#main", "")
        lines += [(place, f"{label}{error}") for error in errors]
    return {"lines": lines}


@register.inclusion_tag("pages/parts/person.html")
def person_line(person: Any, href: str = "", unit: str = "", note: str = "") -> dict[str, Any]:
    """Somebody in one line: name (a link where `href` is given), birth as far as known, sex, unit and a note."""
    return {"person": person, "href": href, "unit": sources.unit_name(unit) if unit else "", "note": note}
