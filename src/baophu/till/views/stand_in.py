"""The stand-in bank's page: scan or paste a code, or come from the payment page; change what you like; transfer."""

from __future__ import annotations

import re
import secrets
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from baophu.accounts.simulated.views import only_in_a_demonstration
from baophu.cover import vietqr
from baophu.till.forms import BankForm
from baophu.till.models import Outcome
from baophu.till.simulated.sending import Answered, send
from baophu.till.views.transfers import state_said


@only_in_a_demonstration
def bank(request: HttpRequest) -> HttpResponseBase:
    """Anybody may use it, as anybody may walk into a bank; no money moves."""
    given = {
        "amount": request.GET.get("so-tien", ""),
        "content": request.GET.get("noi-dung", ""),
        "kind": "transfer",
        "paid_on": timezone.localdate(),
        "transaction": f"GL{secrets.token_hex(6).upper()}",
    }
    given |= _scanned(request.GET.get("ma", ""))
    form = BankForm(request.POST if request.method == "POST" else None, initial=given)
    answered: Answered | None = None
    outcome: Outcome | None = None
    if request.method == "POST" and form.is_valid():
        answered = send(request.build_absolute_uri(reverse("till:notify")), _told(form.cleaned_data))
        outcome = Outcome.objects.filter(notice=answered.said.get("notice")).select_related("payment", "quote").first()
    context = {
        "form": form,
        "answered": answered,
        "outcome": outcome,
        "state": state_said(outcome) if outcome else "",
        "quote": vietqr.quoted(str(form["content"].value() or "")),
    }
    return render(request, "till/bank.html", context, status=422 if form.errors else 200)


def _told(asked: dict[str, Any]) -> dict[str, Any]:
    told = {
        "transaction": asked["transaction"],
        "kind": asked["kind"],
        "amount": asked["amount"],
        "currency": "VND",
        "account": vietqr.account().number,
        "content": asked["content"],
        "paid_at": f"{asked['paid_on'].isoformat()}T12:00:00+07:00",
    }
    return told | ({"of": asked["of"]} if asked["kind"] == "reversal" else {})


def _scanned(code: str) -> dict[str, str]:
    """Amount and content of a VietQR text that was scanned or pasted; nothing where it is none."""
    fields = _fields(code.strip())
    more = _fields(fields.get("62", ""))
    found = {"amount": fields.get("54", ""), "content": more.get("08", "")}
    return {key: value for key, value in found.items() if value}


def _fields(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    while re.match(r"\d{4}", text):
        size = int(text[2:4])
        found[text[:2]], text = text[4 : 4 + size], text[4 + size :]
    return found
