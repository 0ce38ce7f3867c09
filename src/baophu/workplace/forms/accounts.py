"""Accounts of officers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from baophu.accounts.models import Role
from baophu.workplace.forms.fields import Day, choice, line

ROLES = [(value, label) for value, label in Role.choices if value != Role.CITIZEN]


class UserForm(forms.Form):
    """A new account."""

    username = line(
        _("Tên đăng nhập"), 40, required=True, help_text=_("Chữ không dấu, chữ số, dấu chấm, gạch"),
        error_messages={"required": _("Hãy cho tên đăng nhập.")},
    )  # fmt: skip
    family = line(_("Họ và tên đệm"), 100)
    given = line(_("Tên"), 50)
    role = choice(_("Vai trò"), ROLES, radio=True, error_messages={"required": _("Hãy chọn vai trò.")})
    units = forms.MultipleChoiceField(
        label=_("Đơn vị được giao"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text=_("Cán bộ tỉnh, Ban Chỉ đạo và quản trị không cần đơn vị"),
    )
    until = Day(label=_("Ngày cuối làm việc"), required=False, help_text=_("Để trống nếu chưa biết"))

    def __init__(self, *args: Any, units: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["units"].choices = units  # type: ignore[attr-defined]


class EntrustForm(forms.Form):
    """A unit entrusted to somebody."""

    unit = choice(_("Giao thêm đơn vị"), [], error_messages={"required": _("Hãy chọn đơn vị.")})
    since = Day(label=_("Từ ngày"), required=False, help_text=_("Để trống: từ hôm nay"))
    until = Day(label=_("Đến hết ngày"), required=False)

    def __init__(self, *args: Any, units: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["unit"].choices = [("", "—"), *units]  # type: ignore[attr-defined]
