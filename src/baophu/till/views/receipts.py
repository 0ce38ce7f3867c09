"""Receipts: on the page, to print, and as PDF."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from baophu.accounts.guard import needs
from baophu.pages.texts import language
from baophu.till import papers
from baophu.till.services import seeing
from baophu.till.services.inwords import in_words
from baophu.till.services.receipts import receipt_of
from baophu.till.views.asked import found, user_of


@needs("quote")
@found
def receipt(request: HttpRequest, number: str) -> HttpResponseBase:
    """A receipt of somebody of one's units."""
    shown = receipt_of(seeing.receipt(user_of(request), number, _("xem biên lai"), request.path))
    context = {
        "receipt": shown,
        "words": in_words(shown.amount, language()),
        "method": papers.method(shown.method),
        "offers": papers.LANGUAGES,
    }
    return render(request, "till/receipt.html", context)


@needs("quote")
@found
def paper(request: HttpRequest, number: str) -> HttpResponseBase:
    """The same as PDF, in the language of `?ngon-ngu=`, else the page's."""
    shown = receipt_of(seeing.receipt(user_of(request), number, _("in biên lai"), request.path))
    asked = request.GET.get("ngon-ngu", "")
    content = papers.pdf(shown, "en" if asked == "en" or (not asked and language() == "en") else "vi")
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{papers.file_name(shown)}"'
    return answer
