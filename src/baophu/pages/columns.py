"""What a list is declared with: columns and filters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Literal

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from baophu.law.model import Text
from baophu.pages.texts import Said, said

Kind = Literal["text", "number", "money", "percent", "day", "month", "moment", "flag", "html"]
BY_VALUE = ("",)
"""The `order` of a column of a sequence: it sorts by its value."""
RIGHT: frozenset[Kind] = frozenset({"number", "money", "percent"})


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list.

    `value` is a path (`person.name`, also through mappings) or a function of the row; left out: the key. `kind` says
    how it is written. `order` names the fields of the queryset it sorts by (() : cannot be sorted), or is
    BY_VALUE. `empty`: those fields may be NULL. `link`: where the cell leads. `only`: "page" or "export".
    """

    key: str
    label: Said
    value: str | Callable[[Any], Any] = ""
    kind: Kind = "text"
    order: tuple[str, ...] = ()
    empty: bool = False
    link: Callable[[Any], str | None] | None = None
    only: Literal["", "page", "export"] = ""

    @property
    def right(self) -> bool:
        return self.kind in RIGHT

    def of(self, row: Any) -> Any:
        """The value of a row."""
        return self.value(row) if callable(self.value) else _at(row, self.value or self.key)


def _at(row: Any, path: str) -> Any:
    found = row
    for name in path.split("."):
        found = found.get(name) if isinstance(found, Mapping) else getattr(found, name)
        if found is None:
            return None
        if callable(found):
            found = found()
    return found


@dataclass(frozen=True, slots=True)
class Filter:
    """A field above a list and what it does: `narrow(source, value)` for a value that was given."""

    key: str
    field: forms.Field
    narrow: Callable[[Any, Any], Any]


Choices = Iterable[tuple[str, Said]] | Callable[[], Iterable[tuple[str, Said]]]


def words(key: str, label: Said, narrow: Callable[[Any, str], Any], hint: Said = "") -> Filter:
    """Free text."""
    return Filter(
        key, forms.CharField(label=_text(label), required=False, max_length=200, help_text=_text(hint)), narrow
    )


def choice(key: str, label: Said, choices: Choices, narrow: Callable[[Any, str], Any], every: Said = "") -> Filter:
    """One of some; `every` is what stands for none chosen."""

    def listed() -> list[tuple[str, Any]]:
        found = choices() if callable(choices) else choices
        return [("", _text(every) or _("Tất cả")), *((k, _text(label)) for k, label in found)]

    return Filter(key, forms.ChoiceField(label=_text(label), required=False, choices=listed), narrow)


def flag(key: str, label: Said, narrow: Callable[[Any, bool], Any]) -> Filter:
    """A tick."""
    return Filter(key, forms.BooleanField(label=_text(label), required=False), narrow)


def day(key: str, label: Said, narrow: Callable[[Any, Any], Any], hint: Said = "") -> Filter:
    """A day, as 25/12/1980 or from the browser's own picker."""
    field = forms.DateField(label=_text(label), required=False, help_text=_text(hint) or _("Ví dụ: 25/12/2026"))
    return Filter(key, field, narrow)


def form_of(filters: Iterable[Filter], data: Any, prefix: str = "") -> forms.Form:
    """The filters as a form over the query of the page."""
    form = forms.Form(data, auto_id=f"{prefix}%s")
    for one in filters:
        form.fields[one.key] = deepcopy(one.field)
    return form


def _text(text: Said) -> Any:
    """A text for Django's forms, said in the language of the moment it is shown."""
    return lazy(said, str)(text) if isinstance(text, Text) else text
