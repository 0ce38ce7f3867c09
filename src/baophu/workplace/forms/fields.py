"""Fields of forms as people here write them: days, months, amounts of đồng, numbers of records."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from baophu.pages.fields import Day, Dong

__all__ = ["Count", "Day", "Dong", "Month", "choice", "line"]

Label = Any
_MONTH = re.compile(r"(?:(\d{1,2})[/.-](\d{4})|(\d{4})-(\d{1,2}))")


class Month(forms.CharField):
    """A month, as 03/2026; kept as `2026-03`."""

    def __init__(self, **options: Any) -> None:
        attrs = {"inputmode": "numeric", "autocomplete": "off", "placeholder": "03/2026", "class": "day"}
        options.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(**options)

    def clean(self, value: Any) -> Any:
        text = super().clean(value).strip()
        match = _MONTH.fullmatch(text)
        if text and match:
            month, year = int(match[1] or match[4]), int(match[2] or match[3])
            if 1 <= month <= 12:
                return f"{year}-{month:02d}"
        if text:
            raise ValidationError(_("“%(value)s” không phải là tháng. Viết như 03/2026."), params={"value": value})
        return text


class Count(forms.CharField):
    """A whole number, kept as its digits."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}))
        super().__init__(**options)

    def clean(self, value: Any) -> Any:
        text = super().clean(value).strip()
        if text and not (text.isascii() and text.isdigit() and len(text) < 10):
            raise ValidationError(_("Hãy viết một số nguyên."))
        return text


def choice(label: Label, choices: Any, *, radio: bool = False, **options: Any) -> forms.ChoiceField:
    """One of some: a list, or buttons where there are few."""
    widget = forms.RadioSelect if radio else forms.Select
    return forms.ChoiceField(label=label, choices=choices, widget=widget, **options)


def line(label: Label, longest: int = 200, *, required: bool = False, **options: Any) -> forms.CharField:
    """A line of text."""
    widget = options.pop("widget", None) or forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=label, max_length=longest, required=required, widget=widget, **options)
