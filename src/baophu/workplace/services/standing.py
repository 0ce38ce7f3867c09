"""What the frame says of this installation: the law book in use, whether people are simulated, who may try it."""

from __future__ import annotations

import threading
import time

from django.db import DatabaseError, transaction

from baophu.accounts.models import User
from baophu.accounts.services.demo_users import PASSWORD
from baophu.accounts.services.demonstration import is_demonstration
from baophu.decisions.services import lawbooks
from baophu.insight.run import weight as weight_of
from baophu.law.model import Book
from baophu.pages.sources import installed_book
from baophu.pages.texts import said
from baophu.registry.services.origin import about
from baophu.registry.services.origin import simulated as of_register

SECONDS = 2.0
"""How long a page may go on with the law book that was in use a moment ago: names of units are asked many times."""

_kept = threading.local()


def book() -> Book:
    """The law book in use; that of the setting BOOK where the database cannot be asked (before it is made)."""
    now = time.monotonic()
    if getattr(_kept, "until", 0.0) > now:
        return _kept.book  # type: ignore[no-any-return]
    try:
        with transaction.atomic():
            found = lawbooks.active()
    except DatabaseError:
        return installed_book()
    _kept.book, _kept.until = found, now + SECONDS
    return found


def simulated() -> bool:
    """Whether the people of the register are invented, or this is a demonstration."""
    return of_register() or is_demonstration()


def weight() -> int:
    """Real people one of the register stands for."""
    return weight_of(about())


def demonstration() -> tuple[tuple[str, str, str], ...]:
    """Users made for trying things out: name, password, what they do."""
    if not is_demonstration():
        return ()
    users = User.objects.filter(demonstration=True, is_active=True).order_by("id")
    return tuple((u.username, PASSWORD, said(u.get_role_display())) for u in users)
