"""Uploading a list, and saying which of its columns is what."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from baophu.imports.catalogue import ListType
from baophu.imports.catalogue.model import Column
from baophu.imports.reading.mapping import Mapping
from baophu.pages.texts import said


class UploadForm(forms.Form):
    """A file and what kind of list it is."""

    kind = forms.ChoiceField(
        label=_("Danh sách gì?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Hãy chọn loại danh sách.")},
    )
    file = forms.FileField(
        label=_("Tệp danh sách"),
        help_text=_("Excel (.xlsx, .xls) hoặc CSV, đúng như nơi gửi đã gửi; không cần sửa cột"),
        error_messages={
            "required": _("Hãy chọn tệp."),
            "empty": _("Tệp trống; hãy chọn đúng tệp danh sách."),
        },
    )
    sender = forms.CharField(
        label=_("Nơi lập danh sách"),
        max_length=200,
        required=False,
        help_text=_("Ví dụ: Trường Tiểu học Bình Liêu. Lần sau, cột của nơi này được nhớ."),
    )
    full = forms.BooleanField(label=_("Đây là danh sách đầy đủ: ai không còn tên thì thôi được hưởng"), required=False)
    units = forms.MultipleChoiceField(
        label=_("Danh sách của đơn vị nào?"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
        help_text=_("Để trống: các đơn vị của bạn"),
    )

    def __init__(
        self, *args: Any, kinds: MappingOf[str, ListType], units: Sequence[tuple[str, str]], **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.fields["kind"].choices = [(n, said(k.title)) for n, k in kinds.items()]  # type: ignore[attr-defined]
        self.fields["units"].choices = units  # type: ignore[attr-defined]
        if len(units) < 2:
            del self.fields["units"]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        found.setdefault("units", [])
        return found


class MappingForm(forms.Form):
    """For each column a list may have: the column of the file, or one value for all rows."""

    def __init__(self, *args: Any, kind: ListType, mapping: Mapping, **more: Any) -> None:
        super().__init__(*args, **more)
        self.kind, self.mapping = kind, mapping
        places = [(str(n), self._place(n)) for n in range(len(mapping.labels))]
        for column in kind.columns.values():
            here = mapping.columns.get(column.name, ())
            several = [("+".join(map(str, here)), " + ".join(self._place(n) for n in here))] if len(here) > 1 else []
            self.fields[f"c-{column.name}"] = forms.ChoiceField(
                label=said(column.label),
                required=False,
                choices=[("", now_("không có trong tệp")), *several, *places],
                initial="+".join(map(str, here)),
            )
            if not column.parts:
                self.fields[f"v-{column.name}"] = forms.CharField(
                    label=now_("%(column)s: một giá trị chung") % {"column": said(column.label)},
                    required=False,
                    max_length=100,
                    initial=mapping.constants.get(column.name, ""),
                    widget=forms.TextInput(attrs={"autocomplete": "off"}),
                )

    def _place(self, place: int) -> str:
        label = self.mapping.labels[place].label
        return f"{_letters(place)}: {label}" if label else _letters(place)

    def shown(self) -> list[dict[str, Any]]:
        """The lines of the page: the column asked for, its two fields, samples, how it was told."""
        found: list[dict[str, Any]] = []
        for column in self.kind.columns.values():
            here = self.mapping.columns.get(column.name, ())
            samples = self.mapping.labels[here[0]].samples[:3] if here and here[0] < len(self.mapping.labels) else ()
            found.append(
                {
                    "column": column,
                    "place": self[f"c-{column.name}"],
                    "value": self[f"v-{column.name}"] if f"v-{column.name}" in self.fields else None,
                    "samples": samples,
                    "how": self.mapping.how.get(column.name, ""),
                    "needed": column.needed and not column.otherwise,
                    "given": self.mapping.given(column.name),
                    "open": bool(self.mapping.constants.get(column.name)) or _may_be_constant(column),
                }
            )
        for line in found:
            line["shown"] = (
                line["needed"] or line["given"] or bool(self.is_bound and self.data.get(f"c-{line['column'].name}"))
            )
        return sorted(found, key=lambda line: (not line["needed"], not line["given"]))

    def corrected(self) -> Mapping:
        """The mapping as the officer left it."""
        columns: dict[str, tuple[int, ...] | int | None] = {}
        constants: dict[str, str] = {}
        for column in self.kind.columns.values():
            text = self.cleaned_data.get(f"c-{column.name}", "")
            if text != "+".join(map(str, self.mapping.columns.get(column.name, ()))):
                columns[column.name] = tuple(int(n) for n in text.split("+")) if text else None
            value = self.cleaned_data.get(f"v-{column.name}")
            if value is not None:
                constants[column.name] = value.strip()
        return self.mapping.corrected(columns, constants)


def _may_be_constant(column: Column) -> bool:
    """Whether a column mostly has one value for a whole list: days, decisions, units."""
    return column.kind in ("date", "month", "year", "unit", "code", "choice")


def _letters(place: int) -> str:
    """A column of a sheet as a spreadsheet names it: A, B, …, AA."""
    text = ""
    number = place + 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text
