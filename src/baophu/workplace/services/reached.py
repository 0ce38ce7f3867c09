"""The people a provision or an act reaches today: where the list behind the law book's figure is."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from baophu.accounts.models import User
from baophu.accounts.services import may


def href(ref: str, user: User | AnonymousUser) -> str | None:
    """The address of the list, for those who may see persons."""
    if not isinstance(user, User) or not may(user, "read_person"):
        return None
    return f"{reverse('steering:people')}?{urlencode({'ap-dung': ref})}"
