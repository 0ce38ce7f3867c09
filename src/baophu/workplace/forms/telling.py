"""Asking the register what was true when, as known when."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from baophu.workplace.forms.fields import Day


class AsOfForm(forms.Form):
    """As of a day, as known at the end of another."""

    ngay = Day(label=_("Tình trạng vào ngày"), error_messages={"required": _("Hãy cho biết ngày.")})
    biet = Day(label=_("Theo những gì đã ghi đến hết ngày"), required=False, help_text=_("Để trống: biết như hiện nay"))
