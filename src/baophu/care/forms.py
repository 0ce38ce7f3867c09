"""Forms of the desk, of visits, of files and of facilities."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from baophu.accounts.models import Role, User
from baophu.care.services.visits import Told
from baophu.pages import sources
from baophu.pages.texts import said

LARGEST = 10**12
_GROUPED = re.compile(r"\d{1,3}(?:[.,\s]\d{3})+|\d+")
CARE = (("outpatient", _("Ngoại trú")), ("inpatient", _("Nội trú")))
ROUTES = (
    ("right", _("Đúng tuyến: nơi đăng ký, có giấy chuyển, giấy hẹn, hoặc đang lưu trú ở đây")),
    ("wrong", _("Tự đến, không đúng nơi đăng ký")),
    ("emergency", _("Cấp cứu")),
)


SHORT = (("right", _("Đúng tuyến")), ("wrong", _("Tự đến")), ("emergency", _("Cấp cứu")))


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
            raise ValidationError(
                _("“%(value)s” không phải là ngày. Viết ngày trước, ví dụ 25/12/2026."), params={"value": value}
            ) from error


class Dong(forms.CharField):
    """Whole đồng, with or without dots between thousands."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}))
        super().__init__(**options)

    def clean(self, value: Any) -> Any:
        text = super().clean(value).strip().removesuffix("₫").removesuffix("đ").strip()
        if not text:
            return 0
        if not _GROUPED.fullmatch(text) or (amount := int(re.sub(r"\D", "", text))) >= LARGEST:
            raise ValidationError(
                _("“%(value)s” không phải là số tiền. Viết số đồng nguyên, ví dụ 379.500."), params={"value": value}
            )
        return amount


class AskForm(forms.Form):
    """The one field of the desk, and what a child without a card is asked for."""

    q = forms.CharField(required=False, max_length=2000, strip=False)
    name = forms.CharField(label=_("Họ và tên của trẻ"), required=False, max_length=120)
    born = forms.CharField(label=_("Ngày sinh của trẻ"), required=False, max_length=10)
    care = forms.ChoiceField(choices=CARE, required=False)
    route = forms.ChoiceField(choices=ROUTES, required=False)
    serious_disease = forms.BooleanField(required=False)


class VisitForm(forms.Form):
    """A visit as it is told."""

    date_in = Day(label=_("Ngày vào"))
    date_out = Day(label=_("Ngày ra"))
    care = forms.ChoiceField(label=_("Hình thức"), choices=CARE, widget=forms.RadioSelect)
    route = forms.ChoiceField(label=_("Trình tự"), choices=ROUTES, widget=forms.RadioSelect)
    scope = Dong(label=_("Chi phí trong phạm vi hưởng BHYT (đồng)"))
    own = Dong(label=_("Ngoài phạm vi, người bệnh tự trả (đồng)"), required=False)
    diagnosis = forms.RegexField(
        r"^[A-Za-z][0-9][0-9A-Za-z](\.[0-9A-Za-z]{1,4})?$",
        label=_("Mã bệnh chính (ICD-10)"),
        required=False,
        error_messages={"invalid": _("Mã bệnh có dạng J06 hoặc J06.9.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "day"}),
    )
    serious_disease = forms.BooleanField(
        label=_("Bệnh hiếm, hiểm nghèo trong danh mục Thông tư 01/2025/TT-BYT"), required=False
    )
    sensitive = forms.BooleanField(label=_("Không hiện cho đến khi người bệnh mở"), required=False)

    def told(self, link: str = "") -> Told:
        """What was told, once it is valid."""
        v = self.cleaned_data
        return Told(
            date_in=v["date_in"],
            date_out=v["date_out"],
            care=v["care"],
            route=v["route"],
            scope=v["scope"],
            own=v["own"],
            diagnosis=v["diagnosis"],
            link=link,
            serious_disease=v["serious_disease"],
            sensitive=True if v["sensitive"] else None,
        )


class ReasonForm(forms.Form):
    """Why something is taken back."""

    reason = forms.CharField(label=_("Lý do"), max_length=200)


class FileForm(forms.Form):
    """A file of visits."""

    file = forms.FileField(label=_("Tệp XML1"))


class FacilityForm(forms.Form):
    """A facility, by the words of the law book."""

    code = forms.CharField(label=_("Mã cơ sở (5 chữ số)"), max_length=5)
    name = forms.CharField(label=_("Tên"), max_length=200)
    unit = forms.ChoiceField(label=_("Xã, phường, đặc khu"), required=False)
    level = forms.ChoiceField(label=_("Cấp chuyên môn"), required=False)
    former_class = forms.ChoiceField(label=_("Tuyến trước 2025-01-01"), required=False)
    points = forms.IntegerField(label=_("Số điểm xếp cấp"), required=False, min_value=0, max_value=1000)
    provisional = forms.NullBooleanField(
        label=_("Tạm xếp cấp cơ bản"),
        required=False,
        widget=forms.Select(choices=[("", _("Chưa rõ")), ("true", _("Có")), ("false", _("Không"))]),
    )
    valid_from = Day(label=_("Từ ngày"), required=False)
    valid_to = Day(label=_("Đến ngày"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        book = sources.book()
        nothing = ("", _("Chưa rõ"))
        units = sorted(((c, sources.unit_name(c)) for c in book.areas), key=lambda pair: pair[1])
        self._choices("unit", [("", _("Chưa ghi")), *units])
        for name, fact in (("level", "facility"), ("former_class", "former_class")):
            values: Mapping[str, Any] = book.facts[fact].values
            self._choices(name, [nothing, *((v, said(t)) for v, t in values.items() if v != "unknown")])

    def _choices(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


class PostForm(forms.Form):
    """Somebody who is to work at a facility."""

    user = forms.ModelChoiceField(
        label=_("Tài khoản"), queryset=User.objects.filter(role=Role.CLINIC, is_active=True).order_by("username")
    )
    valid_from = Day(label=_("Từ ngày"))
    valid_to = Day(label=_("Đến ngày"), required=False)
