"""What the till's pages ask."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from baophu.cover.vietqr import quoted
from baophu.pages.fields import Day, Dong


def _long(label: Any, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=500, widget=forms.Textarea(attrs={"rows": 2}), **more)


class ReasonForm(forms.Form):
    """Why money is given back, or what was done."""

    reason = _long(_("Lý do, hoặc việc đã làm"), error_messages={"required": _("Hãy ghi lý do hoặc việc đã làm.")})


class UseForm(forms.Form):
    """The quote that money is used for: its number, with or without the letters before it."""

    quote = forms.CharField(
        label=_("Số báo giá"),
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "day"}),
        error_messages={"required": _("Hãy ghi số báo giá.")},
    )

    def clean_quote(self) -> int:
        """`17`, `BG17` or `BHYT BG17`."""
        text = str(self.cleaned_data["quote"]).strip()
        number = int(text) if text.isascii() and text.isdigit() else quoted(f"BHYT {text.removeprefix('BHYT ')}")
        if number is None or number >= 2**63:
            raise forms.ValidationError(_("Số báo giá là một số, ví dụ 17."))
        return number


class CloseForm(forms.Form):
    """The money in hand at the end of a day."""

    handed = Dong(label=_("Tiền mặt nộp lại"), error_messages={"required": _("Hãy đếm và ghi số tiền nộp.")})
    reason = _long(_("Lý do chênh lệch, nếu có"), required=False)


class ConfirmForm(forms.Form):
    """The money an officer received for a closed day."""

    received = Dong(label=_("Tiền mặt đã nhận"), error_messages={"required": _("Hãy đếm và ghi số tiền nhận.")})
    note = _long(_("Ghi chú chênh lệch, nếu có"), required=False)


class BankForm(forms.Form):
    """What the simulated bank is told to transfer. Everything may be changed, to see what happens then."""

    kind = forms.ChoiceField(
        label=_("Việc"),
        choices=(("transfer", _("Chuyển khoản")), ("reversal", _("Hoàn lại một khoản đã chuyển"))),
        initial="transfer",
        widget=forms.RadioSelect,
    )
    amount = Dong(label=_("Số tiền"), error_messages={"required": _("Hãy ghi số tiền.")})
    content = forms.CharField(label=_("Nội dung chuyển khoản"), max_length=200, required=False)
    paid_on = Day(label=_("Ngày chuyển"), error_messages={"required": _("Hãy cho biết ngày chuyển.")})
    transaction = forms.RegexField(
        label=_("Số giao dịch của ngân hàng"),
        regex=r"^[0-9A-Za-z._:/-]{1,60}$",
        error_messages={"invalid": _("Số giao dịch gồm chữ không dấu và chữ số."), "required": _("Hãy ghi số.")},
    )
    of = forms.RegexField(
        label=_("Hoàn lại giao dịch số"),
        regex=r"^[0-9A-Za-z._:/-]{0,60}$",
        required=False,
        error_messages={"invalid": _("Số giao dịch gồm chữ không dấu và chữ số.")},
    )

    def clean(self) -> dict[str, Any]:
        """A reversal names what it takes back."""
        told = super().clean() or {}
        if told.get("kind") == "reversal" and not told.get("of"):
            self.add_error("of", _("Hãy ghi số giao dịch được hoàn lại."))
        return told
