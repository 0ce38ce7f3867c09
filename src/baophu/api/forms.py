"""What an administrator fills in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from baophu.api.models import Organisation
from baophu.api.scopes import SCOPES
from baophu.pages import sources
from baophu.pages.texts import said


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def _units() -> list[tuple[str, str]]:
    return sorted(((code, sources.unit_name(code)) for code in sources.book().areas), key=lambda pair: pair[1])


def _scopes() -> list[tuple[str, str]]:
    return [(name, f"{name}: {said(text)}") for name, text in SCOPES.items()]


class OrganisationForm(forms.Form):
    """A new organisation."""

    name = forms.CharField(label=_("Tên tổ chức"), max_length=120)
    kind = forms.ChoiceField(label=_("Loại"), choices=Organisation.Kind.choices)
    facility = forms.RegexField(
        "^[0-9]{5}$",
        label=_("Mã cơ sở khám chữa bệnh"),
        required=False,
        help_text=_("5 chữ số; chỉ cho cơ sở khám chữa bệnh."),
    )
    whole = forms.BooleanField(label=_("Được đọc toàn tỉnh"), required=False)
    units = forms.MultipleChoiceField(
        label=_("Các đơn vị được giao"), choices=_units, required=False, widget=forms.SelectMultiple(attrs={"size": 8})
    )
    per_minute = forms.IntegerField(label=_("Số yêu cầu mỗi phút"), min_value=1, initial=600)
    per_day = forms.IntegerField(label=_("Số yêu cầu mỗi ngày"), min_value=1, initial=100_000)
    until = forms.DateField(label=_("Ngày cuối"), required=False, widget=DayInput())

    def asked(self) -> dict[str, Any]:
        """What the service takes."""
        told = dict(self.cleaned_data)
        whole = told.pop("whole")
        return {**told, "units": None if whole else told["units"]}


class KeyForm(forms.Form):
    """A new key of an organisation."""

    scopes = forms.MultipleChoiceField(label=_("Quyền"), choices=_scopes, widget=forms.CheckboxSelectMultiple)
    until = forms.DateField(label=_("Ngày cuối"), required=False, widget=DayInput())
