"""Rows of an import as they are read: what stood in the file, what it changes, what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from baophu.imports.models import Row
from baophu.imports.words import from_data
from baophu.law.model import Text
from baophu.pages import sources
from baophu.pages.texts import said
from baophu.pages.written import span
from baophu.workplace.words import fact_label, field_label, value_of


def told(row: Row, labels: Mapping[str, Text], *, opens: bool = False) -> dict[str, Any]:
    """A row for a page: name, number, changes and messages in words; `href` leads to the person who may be opened."""
    return {
        "row": row,
        "name": row.name or " · ".join(c for c in row.cells[:4] if c),
        "cells": [c for c in row.cells if c],
        "changes": [_change(c) for c in row.changes],
        "faults": [_fault(m, labels) for m in row.messages if not m.get("hint")],
        "hints": [said(from_data(m)) for m in row.messages if m.get("hint")],
        "person": row.person_id if opens else None,
        "foreseen": row.foreseen,
    }


def _fault(message: Mapping[str, Any], labels: Mapping[str, Text]) -> str:
    text = said(from_data(dict(message)))
    label = labels.get(message["column"])
    return f"{said(label)}: {text}" if label else text


def _change(kept: Mapping[str, Any]) -> str:
    what = str(kept["what"])
    start, end = (date.fromisoformat(kept[k]) if kept.get(k) else None for k in ("from", "to"))
    days = span(start, end) if start or end else ""
    before, after = _value(what, kept["before"]), _value(what, kept["after"])
    label = _label(what)
    if before and after:
        text = f"{label}: {before} → {after}"
    elif after:
        text = f"{label}: {after}"
    else:
        text = _("%(label)s: thôi %(before)s") % {"label": label, "before": before or "–"}
    return f"{text} ({days})" if days else text


def _label(what: str) -> str:
    if what.startswith("person."):
        return field_label(what.removeprefix("person."))
    words = {
        "stay": _("Nơi ở"),
        "died": _("Ngày mất"),
        "born": _("Khai sinh"),
        "cover": _("Đề nghị tham gia"),
        "new": _("Người mới"),
    }
    return words.get(what) or fact_label(what)


def _value(what: str, value: Any) -> str:
    text = str(value or "")
    if not text:
        return ""
    if what == "stay":
        return sources.unit_name(text)
    return value_of(what, text) if what in sources.book().facts else text
