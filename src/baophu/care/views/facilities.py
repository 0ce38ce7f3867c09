"""Facilities and posts, for administrators."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from baophu.accounts.errors import Refused
from baophu.accounts.guard import needs
from baophu.care.forms import FacilityForm, PostForm
from baophu.care.models import Facility
from baophu.care.services import facilities as services
from baophu.pages import sources
from baophu.pages.lists import Column, List, words
from baophu.pages.texts import said


def level(facility: Facility) -> str:
    """The level in the words of the law book."""
    values = sources.book().facts["facility"].values
    return said(values[facility.level]) if facility.level in values else now_("Chưa rõ")


class Facilities(List):
    """Facilities."""

    name = "co-so-kham-chua-benh"
    title = _("Cơ sở khám chữa bệnh")
    columns = (
        Column("code", _("Mã"), order=("code",), link=lambda f: reverse("care:facility", args=[f.code])),
        Column("name", _("Tên")),
        Column("level", _("Cấp chuyên môn"), level),
        Column("unit", _("Đơn vị"), lambda f: sources.unit_name(f.unit_id) if f.unit_id else ""),
        Column("simulated", _("Giả lập"), kind="flag"),
    )
    filters = (
        words(
            "ten", _("Tên hoặc mã"), lambda found, text: found.filter(name__icontains=text) | found.filter(code=text)
        ),
    )
    order = "code"
    nothing = _("Chưa có cơ sở nào; nhập danh sách bằng lệnh baophu facilities.")


@needs("administer")
def facilities(request: HttpRequest) -> HttpResponseBase:
    """The list."""
    return Facilities(request, Facility.objects.all()).response("care/facilities.html")


@needs("administer")
def add(request: HttpRequest) -> HttpResponse:
    """A new facility."""
    return _form(request, None)


@needs("administer")
def facility(request: HttpRequest, code: str) -> HttpResponse:
    """A facility: its facts, and who works there."""
    found = Facility.objects.filter(code=code).first()
    if found is None:
        raise Http404("facility")
    return _form(request, found)


def _form(request: HttpRequest, found: Facility | None) -> HttpResponse:
    first = None if found is None else {name: getattr(found, name) for name in services.COLUMNS if name != "unit"}
    if first is not None and found is not None:
        first["unit"] = found.unit_id
    posting = request.POST.get("go") == "post"
    form = FacilityForm(request.POST if request.method == "POST" and not posting else None, initial=first)
    post = PostForm(request.POST if posting else None, initial={"valid_from": timezone.localdate()})
    try:
        if posting and found is not None and post.is_valid():
            services.post(
                post.cleaned_data["user"], found, post.cleaned_data["valid_from"], post.cleaned_data["valid_to"]
            )
            messages.success(request, now_("Đã phân công."))
            return HttpResponseRedirect(reverse("care:facility", args=[found.code]))
        if request.method == "POST" and not posting and form.is_valid():
            saved = services.save(form.cleaned_data, found)
            messages.success(request, now_("Đã lưu cơ sở."))
            return HttpResponseRedirect(reverse("care:facility", args=[saved.code]))
    except Refused as refused:
        (post if posting else form).add_error(None, str(refused))
    context: dict[str, Any] = {"facility": found, "form": form, "post": post, "posts": []}
    if found is not None:
        context["posts"] = found.posts.select_related("user").order_by("-valid_from")
    return render(request, "care/facility.html", context, status=422 if form.errors or post.errors else 200)
