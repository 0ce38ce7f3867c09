"""On the strength of what something is recorded."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from baophu.registry.models import Document
from baophu.workplace.forms.fields import Day, choice, line

KINDS = (
    ("decision", _("Quyết định")),
    ("list", _("Danh sách được phê duyệt")),
    ("application", _("Đơn, tờ khai của người dân")),
    ("certificate", _("Giấy chứng nhận, giấy khai sinh, giấy chứng tử")),
    ("check", _("Biên bản xác minh")),
    ("other", _("Giấy tờ khác")),
)
"""Kinds of documents."""


class DocumentForm(forms.Form):
    """The document behind a change. Only a decision, list or certificate must have a number."""

    document = choice(_("Loại giấy tờ"), KINDS, radio=True, error_messages={"required": _("Hãy chọn loại giấy tờ.")})
    number = line(_("Số, ký hiệu"), 80, help_text=_("Ví dụ: 125/QĐ-UBND"))
    issued = Day(label=_("Ngày ban hành"), required=False)
    issuer = line(_("Nơi ban hành"), help_text=_("Ví dụ: UBND xã Bình Liêu"))
    note = forms.CharField(
        label=_("Ghi chú"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )

    file = forms.FileField(
        label=_("Bản quét hoặc ảnh chụp giấy tờ"), required=False, allow_empty_file=True,
        help_text=_("PDF, JPEG hoặc PNG, nhiều nhất 10 MB"),
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png,application/pdf,image/jpeg,image/png"}),
    )  # fmt: skip
    scan = forms.CharField(required=False, max_length=600, widget=forms.HiddenInput)
    """The mark of a scan that was kept (`services.scans`)."""

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("document") in ("decision", "list") and not found.get("number") and "number" not in self.errors:
            self.add_error("number", _("Quyết định hoặc danh sách phải có số, ký hiệu."))
        if (day := found.get("issued")) is not None and day > timezone.localdate():
            self.add_error("issued", _("Ngày ban hành sau hôm nay; hãy kiểm tra lại."))
        return found


class ReasonForm(DocumentForm):
    """The same where the reason must be said: corrections."""

    note = forms.CharField(
        label=_("Vì sao sửa"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Hãy nói vì sao sửa; người xem sau cần biết.")},
    )
    document = choice(_("Căn cứ"), KINDS, radio=True, error_messages={"required": _("Hãy chọn loại giấy tờ.")})


def kept(cleaned: dict[str, Any], scan: tuple[str, str] | None = None) -> Document:
    """The document of a form, kept, with the scan (hash and name) that was attached."""
    digest, name = scan or ("", "")
    return Document.objects.create(
        digest=digest,
        name=name,
        kind=cleaned["document"],
        number=cleaned.get("number", ""),
        issued=cleaned.get("issued"),
        issuer=cleaned.get("issuer", ""),
    )


def told(cleaned: dict[str, Any], scan: tuple[str, str] | None = None) -> str:
    """The document in a line, with the name of what is attached."""
    from django.utils.translation import gettext as _

    from baophu.pages.written import day

    parts = [str(dict(KINDS).get(cleaned.get("document", ""), "")), cleaned.get("number", "")]
    if cleaned.get("issued"):
        parts.append(day(cleaned["issued"]))
    parts += [cleaned.get("issuer", ""), _("kèm tệp %(name)s") % {"name": scan[1] or scan[0][:12]} if scan else ""]
    return " · ".join(p for p in parts if p)
