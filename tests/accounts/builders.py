"""Users for tests, and sessions that are signed in whole."""

from __future__ import annotations

import itertools
import time
from datetime import date

from allauth.mfa.models import Authenticator
from django.test import Client

from baophu.accounts.models import Entrusted, Role, User

_names = itertools.count(1)
LONG_AGO = date(2020, 1, 1)


def officer(role: str, *units: str, name: str | None = None, person: int | None = None) -> User:
    """A user of a role with units entrusted since long ago, without a password."""
    user = User(username=name or f"{role}-{next(_names)}", role=Role(role), person=person)
    user.set_unusable_password()
    user.save()
    Entrusted.objects.bulk_create(Entrusted(user=user, unit=unit, valid_from=LONG_AGO) for unit in units)
    return user


def sign_in(client: Client, user: User) -> Client:
    """The client in a session that is signed in as the role needs it: officers with password and code."""
    if user.is_officer:
        Authenticator.objects.get_or_create(user=user, type="totp", defaults={"data": {"secret": "x"}})
    client.force_login(user, backend="baophu.accounts.backends.Backend")
    session = client.session
    methods = ("password", "mfa") if user.is_officer else ("socialaccount",)
    session["account_authentication_methods"] = [{"method": method, "at": time.time()} for method in methods]
    session.save()
    return client
