"""Why something is taken back, or refused."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class UndoForm(forms.Form):
    """Why an act of recording is undone."""

    why = forms.CharField(
        label=_("Vì sao hoàn tác"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Hãy nói vì sao; người xem sau cần biết.")},
    )


class RejectForm(forms.Form):
    """Why a proposal is rejected."""

    why = forms.CharField(
        label=_("Lý do từ chối"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Hãy nêu lý do từ chối.")},
    )
