"""Fields of forms as people here write them, for every app: days and amounts of đồng."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LARGEST = 10**12
"""Amounts in đồng from here on are a slip of the keyboard."""

_NOT_A_DAY = _("“%(value)s” không phải là ngày. Viết ngày trước, ví dụ 25/12/2026.")
_GROUPED = re.compile(r"\d{1,3}(?:[.,\s]\d{3})+|\d+")


class Day(forms.DateField):
    """A day, as 25/12/2026."""

    def __init__(self, **options: Any) -> None:
        attrs = {"inputmode": "numeric", "autocomplete": "off", "placeholder": "25/12/2026", "class": "day"}
        options.setdefault("widget", forms.DateInput(attrs=attrs))
        super().__init__(**options)

    def to_python(self, value: Any) -> date | None:
        try:
            return super().to_python(value)
        except ValidationError as error:
            raise ValidationError(_NOT_A_DAY, params={"value": value}) from error


class Dong(forms.CharField):
    """An amount of whole đồng, with or without dots between thousands."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}))
        super().__init__(**options)

    def clean(self, value: Any) -> Any:
        text = super().clean(value).strip().removesuffix("₫").removesuffix("đ").strip()
        if not text:
            return None
        if not _GROUPED.fullmatch(text):
            raise ValidationError(
                _("“%(value)s” không phải là số tiền. Viết số đồng nguyên, ví dụ 5.000.000."), params={"value": value}
            )
        amount = int(re.sub(r"\D", "", text))
        if amount >= LARGEST:
            raise ValidationError(_("Số tiền này quá lớn; hãy kiểm tra lại số chữ số 0."))
        return amount
