"""Forms of outreach's pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from baophu.law.model import Text
from baophu.outreach import sources
from baophu.outreach.models import Campaign, Contact
from baophu.outreach.services.campaigns import DEAREST, LONGEST, WINDOW
from baophu.pages.texts import said


class Dong(forms.IntegerField):
    """Whole đồng as people write them: 1.500.000, 1 500 000 ₫."""

    def to_python(self, value: Any) -> int | None:
        if isinstance(value, str):
            value = value.replace("₫", "").replace("đ", "").replace(".", "").replace(" ", "").replace("\N{NBSP}", "")
        return super().to_python(value)


class CampaignForm(forms.Form):
    """A campaign to be made of a list; `groups` are those one may narrow it to."""

    source = forms.ChoiceField(label=_("Danh sách"))
    group = forms.ChoiceField(label=_("Chỉ nhóm"), required=False)
    phone = forms.BooleanField(label=_("Chỉ người có điện thoại"), required=False)
    words = forms.CharField(label=_("Chỉ người có tên"), required=False, max_length=120)
    kind = forms.ChoiceField(label=_("Tiếp cận bằng cách nào"), choices=Campaign.Kind.choices, widget=forms.RadioSelect)
    name = forms.CharField(
        label=_("Tên đợt vận động"), max_length=120, help_text=_("Ví dụ: Gọi người hết hạn thẻ tháng 12")
    )
    target = forms.CharField(
        label=_("Lời nhắn cho người dân"),
        required=False,
        max_length=300,
        help_text=_("In trên thông báo, phía trên bảng. Có thể để trống."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    window = forms.IntegerField(
        label=_("Theo dõi bao nhiêu ngày"),
        min_value=1,
        max_value=LONGEST,
        initial=WINDOW,
        help_text=_("Có thẻ trong ngần ấy ngày sau khi được tiếp cận thì tính là kết quả."),
    )
    fixed_cost = Dong(
        label=_("Chi phí chung, đồng"), min_value=0, max_value=DEAREST, initial=0, required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    contact_cost = Dong(
        label=_("Chi phí mỗi lần liên hệ, đồng"), min_value=0, max_value=DEAREST, initial=0, required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip

    def __init__(self, *args: Any, groups: Sequence[tuple[str, Text]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = [(s.key, said(s.title)) for s in sources.sources()]
        self.fields["source"].choices = listed  # type: ignore[attr-defined]
        every = [("", said(_("Mọi nhóm")))]
        self.fields["group"].choices = [*every, *((k, said(t)) for k, t in groups)]  # type: ignore[attr-defined]

    @property
    def filters(self) -> dict[str, str]:
        """How the list is narrowed, as services and addresses call it."""
        told = self.cleaned_data
        found = {"nhom": told["group"], "co-dien-thoai": "on" if told["phone"] else "", "ten": told["words"]}
        return {k: v for k, v in found.items() if v}


class ContactForm(forms.Form):
    """What came of meeting somebody."""

    answer = forms.ChoiceField(label=_("Kết quả"), choices=[("", _("Chọn kết quả")), *Contact.Answer.choices])
    channel = forms.ChoiceField(label=_("Cách liên hệ"), choices=Contact.Channel.choices)
    note = forms.CharField(label=_("Ghi chú"), required=False, max_length=300)
    day = forms.DateField(label=_("Ngày liên hệ"), required=False, help_text=_("Để trống: hôm nay. Ví dụ: 25/12/2026"))


class LeafletForm(forms.Form):
    """Leaflets of a unit for some groups."""

    unit = forms.ChoiceField(label=_("Đơn vị"))
    groups = forms.MultipleChoiceField(label=_("Nhóm"), widget=forms.CheckboxSelectMultiple)
    language = forms.ChoiceField(label=_("Ngôn ngữ"), choices=[("vi", "Tiếng Việt"), ("en", "English")])

    def __init__(
        self, *args: Any, units: Sequence[tuple[str, str]], groups: Sequence[tuple[str, str]], **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        self.fields["unit"].choices = list(units)  # type: ignore[attr-defined]
        self.fields["groups"].choices = list(groups)  # type: ignore[attr-defined]
