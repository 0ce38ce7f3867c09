"""Pages of a long list without counting it: the next page begins after the last row's own values.

A place in a list is a token of the row's order values. NULLs come last in both databases.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, Model, Q, QuerySet
from django.db.models.expressions import OrderBy


class BadPlace(Exception):
    """A token that names no place in this list."""


@dataclass(frozen=True, slots=True)
class By:
    """A field of a queryset to order by; `empty`: it may be NULL."""

    field: str
    down: bool = False
    empty: bool = False

    def turned(self) -> By:
        return By(self.field, not self.down, self.empty)


def ordered(source: QuerySet[Any], order: Sequence[By], backwards: bool = False) -> QuerySet[Any]:
    """The source in order, each row with its order values as `k0`, `k1`, …"""
    marked: QuerySet[Any] = source.annotate(**{f"k{i}": F(by.field) for i, by in enumerate(order)})
    return marked.order_by(*(_order(i, by, backwards) for i, by in enumerate(order)))


def _order(i: int, by: By, backwards: bool) -> OrderBy:
    key = F(f"k{i}")
    first, last = (by.empty and backwards, by.empty and not backwards)
    nulls: dict[str, bool] = {"nulls_first": True} if first else {"nulls_last": True} if last else {}
    return key.desc(**nulls) if by.down != backwards else key.asc(**nulls)


def beyond(order: Sequence[By], values: Sequence[Any], backwards: bool = False) -> Q:
    """The rows after (before, with `backwards`) the row with these values.

    (a > x) or (a = x and b > y) or …, with a >= x beside it where that lets an index begin at x.
    """
    found, same = Q(pk__in=[]), Q()
    for i, (by, value) in enumerate(zip(order, values, strict=True)):
        after = _after(i, by, value, backwards)
        if after is not None:
            found |= same & after
        same &= Q(**{f"k{i}__isnull": True}) if value is None else Q(**{f"k{i}": value})
    first = order[0]
    if not first.empty:
        found &= Q(**{f"k0__{'lte' if first.down != backwards else 'gte'}": values[0]})
    return found


def _after(i: int, by: By, value: Any, backwards: bool) -> Q | None:
    """What is beyond a value of one field; None: nothing is."""
    key = f"k{i}"
    if value is None:
        return Q(**{f"{key}__isnull": False}) if backwards else None
    found = Q(**{f"{key}__{'lt' if by.down != backwards else 'gt'}": value})
    return found | Q(**{f"{key}__isnull": True}) if by.empty and not backwards else found


def values_of(row: Any, order: Sequence[By]) -> list[Any]:
    """The order values of a row of `ordered`."""
    if isinstance(row, Model):
        return [getattr(row, f"k{i}") for i in range(len(order))]
    return [row[f"k{i}"] for i in range(len(order))]


def token(values: Sequence[Any]) -> str:
    """Values as letters that may stand in an address."""
    written = json.dumps([_written(v) for v in values], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(written.encode()).decode().rstrip("=")


def place(text: str, length: int) -> list[Any]:
    """The values of a token; BadPlace when it is none of `length` values."""
    try:
        values = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        found = [_read(v) for v in values]
    except (ValueError, TypeError, KeyError, IndexError) as error:
        raise BadPlace(text) from error
    if len(found) != length:
        raise BadPlace(text)
    return found


def _written(value: Any) -> Any:
    if isinstance(value, datetime):
        return ["t", value.isoformat()]
    if isinstance(value, date):
        return ["d", value.isoformat()]
    return value


def _read(value: Any) -> Any:
    if isinstance(value, list):
        kind, text = value
        return {"t": datetime, "d": date}[kind].fromisoformat(text)
    if isinstance(value, dict):
        raise TypeError
    return value
