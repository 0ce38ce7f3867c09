"""Pages: the interfaces described for people, and what an administrator does with organisations and keys."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from baophu.accounts.errors import Refused
from baophu.accounts.guard import needs
from baophu.accounts.models import User
from baophu.api.forms import KeyForm, OrganisationForm
from baophu.api.models import Organisation
from baophu.api.scopes import SCOPES
from baophu.api.services import keys, quotas
from baophu.pages import sources
from baophu.pages.lists import Column, List, words


class Organisations(List):
    """Organisations that have keys."""

    name = "to-chuc"
    title = _("Tổ chức kết nối")
    columns = (
        Column("name", _("Tên"), order=("name",), link=lambda o: reverse("api:organisation", args=[o.pk])),
        Column("kind", _("Loại"), lambda o: o.get_kind_display()),
        Column("facility", _("Mã cơ sở")),
        Column("units", _("Đơn vị"), lambda o: _whose(o)),
        Column("per_minute", _("Mỗi phút"), kind="number"),
        Column("per_day", _("Mỗi ngày"), kind="number"),
        Column("today", _("Hôm nay"), lambda o: quotas.today(o.pk), kind="number"),
        Column("valid_to", _("Ngày cuối"), kind="day"),
    )
    filters = (words("ten", _("Tên"), lambda found, text: found.filter(name__icontains=text)),)
    order = "name"
    nothing = _("Chưa có tổ chức nào.")


def _whose(one: Organisation) -> str:
    if one.whole:
        return now_("toàn tỉnh")
    return ", ".join(sources.unit_name(u.unit) for u in one.units.all())


@needs("administer")
def organisations(request: HttpRequest) -> HttpResponseBase:
    """Organisations, and what they asked today."""
    return Organisations(request, Organisation.objects.prefetch_related("units")).response("api/organisations.html")


@needs("administer")
def add_organisation(request: HttpRequest) -> HttpResponseBase:
    """Make an organisation; its first key is made on its page."""
    form = OrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = keys.organisation(**form.asked(), by=_user(request))
        except Refused as refused:
            form.add_error("name", str(refused))
        else:
            return HttpResponseRedirect(reverse("api:organisation", args=[made.pk]))
    return render(request, "api/organisation_new.html", {"form": form}, status=422 if form.errors else 200)


@needs("administer")
def organisation(request: HttpRequest, number: int) -> HttpResponseBase:
    """An organisation with its keys: another is made, shown once; one is revoked."""
    one = Organisation.objects.filter(pk=number).first()
    if one is None:
        raise Http404(now_("Không có tổ chức này."))
    go = request.POST.get("go", "")
    form = KeyForm(request.POST if go == "make" else None)
    if request.method == "POST":
        try:
            if go == "make" and form.is_valid():
                asked = form.cleaned_data
                made = keys.make(one, asked["scopes"], until=asked["until"], by=_user(request))
                answer = render(request, "api/key.html", {"made": made, "one": one})
                answer["Cache-Control"] = "no-store"
                return answer
            if go.startswith("revoke-"):
                keys.revoke(go.removeprefix("revoke-"), by=_user(request))
                messages.success(request, now_("Đã thu hồi khoá; chậm nhất sau vài giây khoá không dùng được nữa."))
                return HttpResponseRedirect(request.path)
        except Refused as refused:
            form.add_error("scopes", str(refused))
    context: dict[str, Any] = {
        "one": one,
        "units": _whose(one),
        "keys": one.keys.order_by("-pk"),
        "form": form,
        "used": quotas.today(one.pk),
    }
    return render(request, "api/organisation.html", context, status=422 if form.errors else 200)


@login_not_required
@require_safe
def described(request: HttpRequest) -> HttpResponse:
    """The interfaces described for people, from their own description."""
    from baophu.api.rest.openapi import description

    told = description()
    listed = [
        {
            "method": method.upper(),
            "path": path,
            "id": operation["operationId"],
            "summary": operation.get("description", operation["summary"]),
            "parameters": [p for p in operation["parameters"] if p["in"] in ("query", "path")],
            "fields": _fields(told, operation),
        }
        for path, methods in told["paths"].items()
        for method, operation in methods.items()
    ]
    context = {"operations": listed, "scopes": SCOPES.items()}
    return render(request, "api/described.html", context)


def _fields(told: dict[str, Any], operation: dict[str, Any]) -> list[dict[str, Any]]:
    """The fields of an operation's body."""
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if content is None:
        return []
    schema = content["schema"]
    if "$ref" in schema:
        schema = told["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]]
    required = schema.get("required", ())
    return [
        {"name": name, "required": name in required, "description": field.get("description", "")}
        for name, field in schema.get("properties", {}).items()
    ]


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
