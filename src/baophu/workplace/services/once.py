"""A form is carried out once, however often it is sent."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from baophu.accounts.models import User
from baophu.workplace.models import Sent


@dataclass(frozen=True, slots=True)
class Done:
    """What carrying a form out came to: where it leads, and the entry it made, if any."""

    leads_to: str
    entry: int | None = None


def mark() -> str:
    """A mark for a form that is handed out."""
    return secrets.token_urlsafe(18)


def once(given: str, by: User, do: Callable[[], Done]) -> tuple[Done, bool]:
    """Carry a form out unless it was before: what it came to, and whether it was done now.

    `do` runs in the transaction that keeps the mark: what it refuses leaves nothing, and may be sent again. Of two
    sendings at once the second waits for the first.
    """
    with transaction.atomic():
        try:
            with transaction.atomic():
                kept = Sent.objects.create(mark=given[:40] or mark(), by=by, at=timezone.now())
        except IntegrityError:
            earlier = Sent.objects.get(mark=given[:40])
            return Done(earlier.leads_to if earlier.by_id == by.pk else "/", earlier.entry), False
        done = do()
        kept.leads_to, kept.entry = done.leads_to, done.entry
        kept.save(update_fields=["leads_to", "entry"])
    return done, True
