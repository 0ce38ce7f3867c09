"""A quote to be paid by VietQR, and how it stands."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from baophu.accounts.guard import needs
from baophu.accounts.services import may
from baophu.accounts.services.demonstration import is_demonstration
from baophu.cover.vietqr import NoAccount
from baophu.till.services import seeing
from baophu.till.services.requests import payment_request
from baophu.till.views.asked import found, user_of


@needs("quote")
@found
def request_page(request: HttpRequest, number: int) -> HttpResponseBase:
    """The code with amount and reference filled; its state alone where the page asks again."""
    user = user_of(request)
    kept = seeing.quote(user, number, _("xem mã thanh toán"), request.path)
    try:
        asked = payment_request(kept.pk, user)
    except NoAccount as error:
        return render(request, "till/no_account.html", {"quote": kept, "problem": str(error)}, status=409)
    context = {
        "asked": asked,
        "quote": kept,
        "code": mark_safe(asked.svg),  # drawn by segno from our own payload
        "demonstration": is_demonstration(),
        "may_take_cash": may(user, "take_cash"),
    }
    template = "till/request_state.html" if request.headers.get("HX-Request") else "till/request.html"
    return render(request, template, context)
