"""Merging two records."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from baophu.workplace.services.duplicates import Choice


class CompareForm(forms.Form):
    """Two records by their numbers."""

    mot = forms.IntegerField(
        label=_("Mã hồ sơ thứ nhất"), min_value=1, error_messages={"required": _("Hãy cho mã hồ sơ.")}
    )
    hai = forms.IntegerField(
        label=_("Mã hồ sơ thứ hai"), min_value=1, error_messages={"required": _("Hãy cho mã hồ sơ.")}
    )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("mot") and found.get("mot") == found.get("hai"):
            self.add_error("hai", _("Hãy cho hai hồ sơ khác nhau."))
        return found


class MergeForm(forms.Form):
    """Which side holds where two records contradict each other, and why they are one person."""

    why = forms.CharField(
        label=_("Vì sao là một người"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Ví dụ: cùng số định danh cũ, đã gọi điện xác minh"),
        error_messages={"required": _("Người duyệt cần biết vì sao.")},
    )

    def __init__(self, *args: Any, choices: Sequence[Choice], **more: Any) -> None:
        super().__init__(*args, **more)
        self._fields_of: dict[str, str] = {}
        for place, one in enumerate(choices):
            name = f"choice{place}"
            self._fields_of[one.key] = name
            self.fields[name] = forms.ChoiceField(
                label=one.label,
                choices=[
                    ("kept", now_("Giữ: %(value)s") % {"value": one.kept}),
                    ("other", now_("Lấy của hồ sơ kia: %(value)s") % {"value": one.other}),
                ],
                widget=forms.RadioSelect,
                error_messages={"required": _("Hãy chọn điều đúng.")},
            )
        self.order_fields([*self._fields_of.values(), "why"])

    def field_of(self, key: str) -> str:
        """The name of the field of a conflict."""
        return self._fields_of[key]
