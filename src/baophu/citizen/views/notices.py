"""Notices, where they are sent, and who acts for whom."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from baophu.citizen.errors import CitizenRefused
from baophu.citizen.forms.mine import AddressForm, CodeForm, DelegateForm
from baophu.citizen.models import Channel
from baophu.citizen.services import addresses, delegating, noticing, seeing, sending
from baophu.citizen.views.asked import citizens, user_of


@require_http_methods(["GET", "HEAD", "POST"])
@citizens
def notices(request: HttpRequest) -> HttpResponseBase:
    """My notices, and the addresses they also go to."""
    person = seeing.me(user_of(request))
    form = AddressForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        asked = form.cleaned_data
        english = (get_language() or "vi").startswith("en")
        try:
            addresses.give(person, asked["channel"], asked["address"], english=english)
        except CitizenRefused as refused:
            form.add_error("address", str(refused))
        else:
            sending.send_waiting(20)
            return HttpResponseRedirect(reverse("citizen:confirm", args=[asked["channel"]]))
    listed = noticing.of_person(person)
    fresh = {n.pk for n in listed if n.seen_at is None}
    noticing.saw(listed)
    context = {
        "notices": [(n, n.pk in fresh) for n in listed],
        "addresses": addresses.of(person),
        "form": form,
    }
    return render(request, "citizen/notices.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@citizens
def confirm(request: HttpRequest, channel: str) -> HttpResponseBase:
    """The code that was sent to an address."""
    person = seeing.me(user_of(request))
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            addresses.confirm(person, channel, form.cleaned_data["code"])
        except CitizenRefused as refused:
            form.add_error("code", str(refused))
        else:
            messages.success(request, _("Đã xác nhận; từ nay thông báo cũng được gửi đến đó."))
            return HttpResponseRedirect(reverse("citizen:notices"))
    context = {"form": form, "channel": Channel(channel) if channel in Channel.values else ""}
    return render(request, "citizen/confirm.html", context, status=422 if form.errors else 200)


@require_POST
@citizens
def remove(request: HttpRequest, channel: str) -> HttpResponseBase:
    """Send no more to an address."""
    addresses.remove(seeing.me(user_of(request)), channel)
    messages.success(request, _("Đã bỏ; không gửi gì đến đó nữa."))
    return HttpResponseRedirect(reverse("citizen:notices"))


@require_http_methods(["GET", "HEAD", "POST"])
@citizens
def delegates(request: HttpRequest) -> HttpResponseBase:
    """Who acts for me, for whom I act; given, asked for, ended."""
    user = user_of(request)
    person = seeing.me(user)
    people = [(str(one.pk), one.name) for one in delegating.relatives(person)]
    form = DelegateForm(request.POST if request.method == "POST" else None, people)
    if form.is_bound and form.is_valid():
        asked = form.cleaned_data
        act = delegating.give if asked["way"] == "give" else delegating.ask
        try:
            act(user, int(asked["person"]), asked["relation"])
        except CitizenRefused as refused:
            form.add_error("person", str(refused))
        else:
            return HttpResponseRedirect(reverse("citizen:delegates"))
    by, for_ = delegating.of(person)
    context = {"form": form, "by": by, "acting_for": for_, "people": people}
    return render(request, "citizen/delegates.html", context, status=422 if form.errors else 200)


@require_POST
@citizens
def end(request: HttpRequest, number: int) -> HttpResponseBase:
    """End a delegation one is a side of."""
    try:
        delegating.end(user_of(request), number)
        messages.success(request, _("Đã kết thúc uỷ quyền."))
    except CitizenRefused as refused:
        messages.error(request, str(refused))
    return HttpResponseRedirect(reverse("citizen:delegates"))
