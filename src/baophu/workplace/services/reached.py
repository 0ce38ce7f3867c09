"""The people a provision or an act reaches today: where the list behind the law book's figure is."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from baophu.accounts.acts import ACTS
from baophu.accounts.models import User


def href(ref: str, user: User | AnonymousUser) -> str | None:
    """The address of the list, for roles that may see persons (the list asks whose units). The database is asked
    nothing: a page has dozens of them."""
    if not isinstance(user, User) or "read_person" not in ACTS[user.role]:
        return None
    return f"{reverse('steering:people')}?{urlencode({'ap-dung': ref})}"
