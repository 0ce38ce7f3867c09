"""Forms of signed-in citizens, and the answer of an officer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from baophu.citizen.models import Channel, Report
from baophu.citizen.services.reporting import ABOUT


class JoinForm(forms.Form):
    """Who of the household joins, and for how many months."""

    joining = forms.MultipleChoiceField(
        label=_("Ai tham gia"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Chọn ít nhất một người.")},
    )
    months = forms.ChoiceField(label=_("Đóng mấy tháng một lần"), widget=forms.RadioSelect)

    def __init__(self, data: Any, people: list[tuple[str, str]], months: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["joining"].choices = people  # type: ignore[attr-defined]
        self.fields["months"].choices = months  # type: ignore[attr-defined]


class ReportForm(forms.Form):
    """What is wrong."""

    about = forms.ChoiceField(
        label=_("Điều gì sai?"),
        widget=forms.RadioSelect,
        choices=list(ABOUT.items()),
        error_messages={"required": _("Chọn điều bị sai.")},
    )
    text = forms.CharField(
        label=_("Sai thế nào, đúng ra là gì?"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=2000,
        error_messages={"required": _("Viết vài chữ để cán bộ biết phải sửa gì.")},
    )


class ReplyForm(forms.Form):
    """What an officer answers."""

    state = forms.ChoiceField(
        label=_("Kết quả"),
        widget=forms.RadioSelect,
        choices=(
            (Report.State.TAKEN, _("Đang xem, sẽ trả lời sau")),
            (Report.State.RIGHT, _("Đã sửa trong hồ sơ")),
            (Report.State.WRONG, _("Giữ nguyên, vì lý do sau")),
        ),
        error_messages={"required": _("Chọn kết quả.")},
    )
    text = forms.CharField(
        label=_("Trả lời người dân"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        error_messages={"required": _("Viết câu trả lời; người dân sẽ đọc đúng câu này.")},
    )


class AddressForm(forms.Form):
    """Where notices go."""

    channel = forms.ChoiceField(
        label=_("Gửi bằng"),
        widget=forms.RadioSelect,
        choices=((Channel.SMS, _("Tin nhắn điện thoại")), (Channel.EMAIL, _("Thư điện tử"))),
        error_messages={"required": _("Chọn một cách.")},
    )
    address = forms.CharField(
        label=_("Số điện thoại hoặc địa chỉ thư"),
        max_length=254,
        error_messages={"required": _("Ghi số điện thoại hoặc địa chỉ thư.")},
    )


class CodeForm(forms.Form):
    """The code that was sent."""

    code = forms.CharField(
        label=_("Mã sáu chữ số"),
        max_length=6,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        error_messages={"required": _("Ghi mã vừa nhận.")},
    )


class DelegateForm(forms.Form):
    """Who acts for whom."""

    way = forms.ChoiceField(
        label=_("Ai thay mặt ai?"),
        widget=forms.RadioSelect,
        choices=(
            ("give", _("Người này được thay mặt tôi (có hiệu lực ngay)")),
            ("ask", _("Tôi xin thay mặt người này (xã xác nhận)")),
        ),
        error_messages={"required": _("Chọn một.")},
    )
    person = forms.ChoiceField(label=_("Người trong hộ"), widget=forms.RadioSelect)
    relation = forms.CharField(
        label=_("Quan hệ"),
        max_length=80,
        error_messages={"required": _("Ghi quan hệ, ví dụ: mẹ, con gái.")},
    )

    def __init__(self, data: Any, people: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["person"].choices = people  # type: ignore[attr-defined]
        self.fields["person"].error_messages["required"] = _("Chọn một người.")
