"""Questions of changes: statuses, moves, arrivals, births, deaths, corrections."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from baophu.law.model import FactDeclaration
from baophu.pages import sources
from baophu.pages.texts import said
from baophu.registry.models import Person
from baophu.workplace.forms.fields import Count, Day, Dong, Month, choice, line
from baophu.workplace.words import born_text

NEEDED = {"required": _("Hãy điền ô này.")}
NO_DAY = {"required": _("Hãy cho biết ngày.")}


def value_field(fact: FactDeclaration) -> forms.Field:
    """The field for a value of a fact, by its type."""
    label = said(fact.label)
    if fact.type == "choice":
        values = [(v, said(text)) for v, text in fact.values.items() if v != fact.default]
        missing = {"required": _("Hãy chọn một giá trị."), "invalid_choice": _("Hãy chọn một giá trị trong danh sách.")}
        return choice(label, values, radio=len(values) <= 8, error_messages=missing)
    if fact.type == "flag":
        value = "false" if fact.default is True else "true"
        return choice(label, [(value, now_("không") if value == "false" else now_("có"))], radio=True, initial=value)
    if fact.type == "money":
        return Dong(label=label, help_text=_("Số đồng mỗi tháng, ví dụ 5.000.000"), error_messages=NEEDED)
    if fact.type == "month":
        return Month(label=label, error_messages=NEEDED)
    if fact.type == "count":
        return Count(label=label, error_messages=NEEDED)
    return line(label, 40, required=True, error_messages=NEEDED)


class StatusForm(forms.Form):
    """A value and its days."""

    valid_from = Day(label=_("Từ ngày"), help_text=_("Ngày đầu tiên điều này đúng"), error_messages=NO_DAY)
    valid_to = Day(label=_("Đến hết ngày"), required=False, help_text=_("Để trống nếu chưa biết khi nào hết"))

    def __init__(self, *args: Any, fact: FactDeclaration, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["value"] = value_field(fact)
        self.order_fields(["value", "valid_from", "valid_to"])

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        start, end = found.get("valid_from"), found.get("valid_to")
        if start and end and end < start:
            self.add_error("valid_to", _("Ngày cuối trước ngày đầu; hãy sửa một trong hai ngày."))
        return found


class CorrectForm(StatusForm):
    """What a row that was recorded wrong should say; or that it was never true."""

    never = forms.BooleanField(label=_("Điều này chưa bao giờ đúng: rút lại"), required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.order_fields(["never", "value", "valid_from", "valid_to"])
        if self.is_bound and self.data.get("never"):
            for name in ("value", "valid_from"):
                self.fields[name].required = False


class EndForm(forms.Form):
    """The last day of something."""

    last_day = Day(label=_("Ngày cuối cùng còn đúng"), error_messages=NO_DAY)


class DeathForm(forms.Form):
    """The day somebody died."""

    died = Day(label=_("Ngày mất"), error_messages=NO_DAY)

    def clean_died(self) -> date:
        day: date = self.cleaned_data["died"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Ngày mất sau hôm nay; hãy kiểm tra lại."))
        return day


SEXES = (("m", _("Nam")), ("f", _("Nữ")))
PERMANENT = (("yes", _("Thường trú")), ("no", _("Tạm trú")))


def ethnicities() -> list[tuple[str, str]]:
    """The ethnic groups of the law book."""
    declared = sources.book().facts.get("ethnicity")
    return [(v, said(text)) for v, text in declared.values.items()] if declared else []


class PersonForm(forms.Form):
    """Who somebody is. What the register refuses is told beside the field when it is tried."""

    name = line(_("Họ và tên"), 120, required=True, error_messages=NEEDED)
    born = line(
        _("Ngày sinh"), 20, required=True, help_text=_("25/12/1980; nếu chỉ biết tháng hoặc năm: 12/1980, 1980"),
        error_messages=NEEDED,
    )  # fmt: skip
    sex = choice(_("Giới tính"), SEXES, radio=True, error_messages={"required": _("Hãy chọn giới tính.")})
    ethnicity = choice(_("Dân tộc"), ethnicities, required=False)
    personal_id = line(_("Số định danh cá nhân"), 20, help_text=_("12 chữ số trên căn cước"))
    old_id = line(_("Số chứng minh nhân dân cũ"), 20)
    social_number = line(_("Mã số BHXH"), 20)
    card_number = line(_("Số thẻ BHYT"), 25)
    phone = line(_("Điện thoại"), 30)


class CorrectPersonForm(PersonForm):
    """The same of somebody who is recorded."""

    @staticmethod
    def of(person: Person) -> dict[str, Any]:
        """What stands there now, as it is typed."""
        found: dict[str, Any] = {f: getattr(person, f) or "" for f in PersonForm.base_fields}
        return {**found, "born": born_text(person)}


class ArrivingForm(forms.Form):
    """Who arrives: told by the personal ID where the register may know them already."""

    personal_id = line(_("Số định danh cá nhân"), 20, help_text=_("12 chữ số; để trống nếu chưa được cấp"))
    name = line(_("Họ và tên"), 120, required=True, error_messages=NEEDED)
    born = line(
        _("Ngày sinh"), 20, required=True, help_text=_("25/12/1980; nếu chỉ biết năm: 1980"), error_messages=NEEDED
    )
    sex = choice(_("Giới tính"), SEXES, radio=True, error_messages={"required": _("Hãy chọn giới tính.")})
    ethnicity = choice(_("Dân tộc"), ethnicities, required=False)
    phone = line(_("Điện thoại"), 30)


class ArrivalForm(forms.Form):
    """Where somebody who arrives lives from now on."""

    unit = choice(_("Đến xã, phường, đặc khu"), [], error_messages={"required": _("Hãy chọn đơn vị.")})
    household = line(
        _("Vào hộ"), 20, help_text=_("Mã hộ trong sổ, hoặc số định danh của một người trong hộ; để trống: lập hộ mới")
    )
    address = line(_("Địa chỉ của hộ mới"), 200)
    permanent = choice(
        _("Cư trú"), PERMANENT, radio=True, error_messages={"required": _("Hãy chọn thường trú hay tạm trú.")}
    )
    day = Day(label=_("Từ ngày"), error_messages=NO_DAY)

    def __init__(self, *args: Any, units: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["unit"].choices = units  # type: ignore[attr-defined]


WHERE = (
    ("within", _("Đến đơn vị khác trong tỉnh")),
    ("household", _("Vào hộ khác, hoặc tách thành hộ riêng")),
    ("out", _("Ra ngoài tỉnh")),
    ("residence", _("Vẫn ở đó, chỉ đổi thường trú hoặc tạm trú")),
)


class WhereForm(forms.Form):
    """What kind of move, and who moves."""

    way = choice(_("Chuyển thế nào?"), WHERE, radio=True, error_messages={"required": _("Hãy chọn một cách.")})
    who = forms.MultipleChoiceField(
        label=_("Ai chuyển?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Hãy chọn ít nhất một người.")},
    )
    day = Day(label=_("Từ ngày"), error_messages=NO_DAY)

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["who"].choices = people  # type: ignore[attr-defined]


class ToForm(forms.Form):
    """Where to; what is asked hangs on the kind of move, so that each answer is needed only where it counts."""

    unit = choice(_("Đến xã, phường, đặc khu"), [], required=False)
    household = line(
        _("Vào hộ"), 20, help_text=_("Mã hộ, hoặc số định danh của một người trong hộ đó; để trống: hộ riêng")
    )
    permanent = choice(_("Cư trú"), PERMANENT, radio=True, required=False)

    def __init__(self, *args: Any, units: Sequence[tuple[str, str]], way: str = "", **more: Any) -> None:
        super().__init__(*args, **more)
        self.way = way or (self.data.get("way", "") if self.is_bound else "")
        self.fields["unit"].choices = [("", "—"), *units]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if self.way == "within" and not found.get("unit"):
            self.add_error("unit", _("Hãy chọn đơn vị chuyển đến."))
        if self.way in ("within", "residence") and not found.get("permanent"):
            self.add_error("permanent", _("Hãy chọn thường trú hay tạm trú."))
        return found


class BirthForm(forms.Form):
    """A newborn."""

    name = line(_("Họ và tên khai sinh"), 120, required=True, error_messages=NEEDED)
    born = Day(label=_("Ngày sinh"), error_messages=NO_DAY)
    sex = choice(_("Giới tính"), SEXES, radio=True, error_messages={"required": _("Hãy chọn giới tính.")})
    ethnicity = choice(_("Dân tộc"), ethnicities, required=False)
    personal_id = line(_("Số định danh cá nhân"), 20, help_text=_("12 chữ số trên giấy khai sinh, nếu đã có"))
    mother = choice(_("Mẹ"), [], required=False)
    permanent = choice(
        _("Cư trú"), PERMANENT, radio=True, error_messages={"required": _("Hãy chọn thường trú hay tạm trú.")}
    )

    def __init__(self, *args: Any, mothers: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["mother"].choices = [("", now_("không ở trong hộ này")), *mothers]  # type: ignore[attr-defined]


class HouseholdForm(forms.Form):
    """What is recorded of a household besides its members."""

    address = line(_("Địa chỉ"), 200)
    phone = line(_("Điện thoại"), 30)
    code = line(_("Mã hộ"), 20)
    head = choice(_("Chủ hộ"), [], required=False)

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["head"].choices = [("", now_("chưa rõ")), *people]  # type: ignore[attr-defined]
