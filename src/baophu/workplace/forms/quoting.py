"""What a quote is asked with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from baophu.workplace.forms.fields import Day


class QuoteForm(forms.Form):
    """Who joins, for how many months, paid on which day."""

    joining = forms.MultipleChoiceField(
        label=_("Ai tham gia?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Hãy chọn ít nhất một người tham gia.")},
    )
    months = forms.TypedChoiceField(
        label=_("Đóng cho mấy tháng?"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Hãy chọn số tháng.")},
    )
    day = Day(label=_("Ngày đóng tiền"), error_messages={"required": _("Hãy cho biết ngày đóng tiền.")})

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], months: Sequence[int], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["joining"].choices = people  # type: ignore[attr-defined]
        self.fields["months"].choices = [(str(m), now_("%(n)s tháng") % {"n": m}) for m in months]  # type: ignore[attr-defined]
