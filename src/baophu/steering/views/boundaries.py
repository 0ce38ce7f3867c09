"""The user's own boundary file."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from baophu.steering.access import Seen, steering
from baophu.steering.errors import WrongBoundaries
from baophu.steering.services import boundaries
from baophu.steering.services.geojson import SHOWN


class BoundaryForm(forms.Form):
    """A GeoJSON file."""

    file = forms.FileField(
        label=gettext_lazy("Tệp GeoJSON"),
        help_text=gettext_lazy(
            "Mỗi đơn vị một vùng, khớp theo mã hoặc tên; WGS 84, kinh độ trước vĩ độ; nhiều nhất 20 MB."
        ),
        error_messages={"required": gettext_lazy("Hãy chọn một tệp.")},
    )


@steering
def upload(request: HttpRequest, seen: Seen) -> HttpResponseBase:
    """Take a boundary file, or forget the one there is."""
    if request.method == "POST" and request.POST.get("drop"):
        boundaries.drop()
        messages.success(request, _("Đã bỏ tệp đường ranh; bản đồ dùng các ô bằng nhau."))
        return HttpResponseRedirect(reverse("steering:map"))
    form = BoundaryForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        content = sent.read(boundaries.LARGEST + 1)
        try:
            found = boundaries.take(sent.name, content, seen.book, request.user.get_username())
        except WrongBoundaries as wrong:
            form.add_error("file", str(wrong))
        else:
            told = _("Đã nhận đường ranh của %(n)d đơn vị.") % {"n": len(found.shapes)}
            if found.left_out:
                names = ", ".join(found.left_out[:SHOWN])
                told += " " + _("Bỏ qua %(n)d đối tượng không phải đơn vị: %(names)s.") % {
                    "n": len(found.left_out),
                    "names": names,
                }
            messages.success(request, told)
            return HttpResponseRedirect(f"{reverse('steering:map')}?ranh-gioi=1")
    context = {"seen": seen, "form": form, "own": boundaries.kept()}
    return render(request, "steering/boundaries.html", context, status=422 if form.errors else 200)
