"""Requests for cover that lists brought (D03-TS): for whoever collects, until they are answered."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet

from baophu.accounts.models import User
from baophu.accounts.services import narrowed, require
from baophu.imports.errors import NotNow
from baophu.imports.models import Request


def open_requests(by: User) -> QuerySet[Request]:
    """Requests of people of the officer's units that nobody answered yet, the oldest first."""
    require(by, "quote")
    waiting = Request.objects.filter(withdrawn=None, answered=None)
    return narrowed(waiting, by, "person__unit").select_related("person", "entry").order_by("id")


def answer(request: int, by: User, number: int, answer: str) -> Request:
    """Note what became of a request: `number` of what was made of it (a quote, a charge), `answer` in words.

    NotNow when it was answered or withdrawn meanwhile, or is none of the officer's units.
    """
    with transaction.atomic():
        now = open_requests(by).select_for_update(of=("self",)).filter(pk=request).first()
        if now is None:
            raise NotNow("request not open", number=request)
        now.answered, now.answer = number, answer[:200]
        now.save(update_fields=["answered", "answer"])
    return now
