"""Forms of targets, actions and reports. What is wrong is said by the services, beside the field it is wrong in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from baophu.insight.labels import group_label
from baophu.law.model import Book
from baophu.pages.texts import said
from baophu.steering.errors import WrongTargets
from baophu.steering.models import Agency
from baophu.steering.services.targets import Decided, groups_of

DAY_HINT = gettext_lazy("Ví dụ: 25/12/2026")


class DecisionForm(forms.Form):
    """The decision that assigns targets."""

    number = forms.CharField(
        label=gettext_lazy("Số quyết định"), max_length=80, help_text=gettext_lazy("Ví dụ: 12/QĐ-BCĐ")
    )
    issued = forms.DateField(label=gettext_lazy("Ngày quyết định"), help_text=DAY_HINT)
    issuer = forms.CharField(label=gettext_lazy("Cơ quan ban hành"), max_length=200, required=False)
    replace = forms.BooleanField(
        label=gettext_lazy("Quyết định này thay chỉ tiêu đã giao trước cho cùng đơn vị và năm"), required=False
    )

    @property
    def decided(self) -> Decided:
        """The decision as it was given."""
        d = self.cleaned_data
        return Decided(d["number"], d["issued"], d["issuer"])

    def say(self, wrong: WrongTargets) -> None:
        """Each problem beside its field; what belongs to none stands above."""
        for problem in wrong.problems:
            self.add_error(problem.field if problem.field in self.fields else None, str(problem))


class TargetForm(DecisionForm):
    """One target."""

    unit = forms.ChoiceField(label=gettext_lazy("Đơn vị"), required=False)
    agency = forms.CharField(
        label=gettext_lazy("Cơ quan chịu trách nhiệm"),
        max_length=160,
        required=False,
        help_text=gettext_lazy(
            "Sở, trường, hiệp hội, hoặc Uỷ ban nhân dân của đơn vị. Tên đã có thì ghi đúng như trước."
        ),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Loại cơ quan"), choices=Agency.Kind.choices, required=False)
    person = forms.CharField(label=gettext_lazy("Người phụ trách"), max_length=120, required=False)
    phone = forms.CharField(label=gettext_lazy("Điện thoại"), max_length=20, required=False)
    group = forms.ChoiceField(label=gettext_lazy("Nhóm đối tượng"), required=False)
    year = forms.IntegerField(label=gettext_lazy("Năm"), min_value=2008, max_value=2100, localize=False)
    coverage = forms.CharField(
        label=gettext_lazy("Chỉ tiêu tỷ lệ bao phủ (%)"), max_length=12, help_text=gettext_lazy("Ví dụ: 95,5")
    )
    field_order = (
        "unit",
        "agency",
        "kind",
        "person",
        "phone",
        "group",
        "year",
        "coverage",
        "number",
        "issued",
        "issuer",
    )

    def __init__(self, *args: Any, book: Book, month: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = sorted(((c, a.full_name) for c, a in book.areas.items()), key=lambda u: u[1])
        self.fields["unit"].choices = [("", _("Toàn tỉnh, hoặc chỉ một cơ quan")), *units]  # type: ignore[attr-defined]
        groups = [(g, said(group_label(book, g, month))) for g in groups_of(book)]
        self.fields["group"].choices = [("", _("Mọi người")), *sorted(groups, key=lambda g: g[1])]  # type: ignore[attr-defined]


class TableForm(DecisionForm):
    """An assignment table."""

    year = forms.IntegerField(
        label=gettext_lazy("Năm"),
        min_value=2008,
        max_value=2100,
        localize=False,
        help_text=gettext_lazy("Dùng khi bảng không có cột năm."),
    )
    file = forms.FileField(
        label=gettext_lazy("Bảng giao chỉ tiêu"),
        help_text=gettext_lazy("Tệp .xlsx, .ods hoặc .csv, mỗi đơn vị một dòng."),
        error_messages={"required": gettext_lazy("Hãy chọn một tệp.")},
    )
    field_order = ("file", "year", "number", "issued", "issuer", "replace")


class ActionForm(forms.Form):
    """What somebody is to do."""

    what = forms.CharField(label=gettext_lazy("Việc cần làm"), max_length=300)
    person = forms.CharField(label=gettext_lazy("Người làm"), max_length=120)
    due = forms.DateField(label=gettext_lazy("Hạn xong"), help_text=DAY_HINT)


class OutcomeForm(forms.Form):
    """What came of it."""

    outcome = forms.CharField(label=gettext_lazy("Kết quả"), max_length=300)


class WithdrawForm(forms.Form):
    """Why a target is taken back."""

    reason = forms.CharField(label=gettext_lazy("Lý do rút"), max_length=300)


class ReportForm(forms.Form):
    """A quarter's report and the words of its heading."""

    quarter = forms.ChoiceField(label=gettext_lazy("Quý"))
    parent = forms.CharField(label=gettext_lazy("Cơ quan chủ quản"), max_length=120)
    agency = forms.CharField(label=gettext_lazy("Cơ quan lập báo cáo"), max_length=120)
    number = forms.CharField(label=gettext_lazy("Số báo cáo"), max_length=60, required=False)
    place = forms.CharField(label=gettext_lazy("Nơi lập"), max_length=60)
    signer_title = forms.CharField(label=gettext_lazy("Chức danh người ký"), max_length=120)
    signer = forms.CharField(label=gettext_lazy("Người ký"), max_length=120, required=False)
    anew = forms.BooleanField(label=gettext_lazy("Lập bản mới dù số liệu không đổi"), required=False)

    def __init__(self, *args: Any, quarters: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["quarter"].choices = quarters  # type: ignore[attr-defined]
