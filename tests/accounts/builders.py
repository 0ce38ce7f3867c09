"""Users for tests, and sessions that are signed in whole."""

from __future__ import annotations

import itertools
import time
from datetime import date

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client

from baophu.accounts.models import Entrusted, Role, User

_names = itertools.count(1)
LONG_AGO = date(2020, 1, 1)
PASSWORD = "mot-cau-dai-8217"


def officer(role: str, *units: str, name: str | None = None, person: int | None = None) -> User:
    """A user of a role with units entrusted since long ago, without a password."""
    user = User(username=name or f"{role}-{next(_names)}", role=Role(role), person=person)
    user.set_unusable_password()
    user.save()
    Entrusted.objects.bulk_create(Entrusted(user=user, unit=unit, valid_from=LONG_AGO) for unit in units)
    return user


def with_password(user: User, password: str = PASSWORD) -> User:
    user.set_password(password)
    user.save()
    return user


def with_device(user: User) -> str:
    """Set an authenticator app up; its secret."""
    secret = generate_totp_secret()
    Authenticator.objects.create(user=user, type="totp", data={"secret": get_adapter().encrypt(secret)})
    return secret


def code(secret: str, steps: int = 0) -> str:
    """The code an authenticator app shows, now or some steps of 30 seconds later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def sign_in(client: Client, user: User) -> Client:
    """The client in a session that is signed in as the role needs it: officers with password and code."""
    if user.is_officer and not Authenticator.objects.filter(user=user, type="totp").exists():
        with_device(user)
    client.force_login(user, backend="baophu.accounts.backends.Backend")
    session = client.session
    methods = ("password", "mfa") if user.is_officer else ("socialaccount",)
    session["account_authentication_methods"] = [{"method": method, "at": time.time()} for method in methods]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client
