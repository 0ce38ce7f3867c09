"""What a session still lacks before anything may be seen in it."""

from __future__ import annotations

from typing import Literal

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from django.http import HttpRequest

from baophu.accounts.models import User

Lack = Literal["device", "code", "password"]


def lacks(request: HttpRequest, user: User) -> Lack | None:
    """What an officer's session lacks: `device` to set up, the `code` of one that exists, a `password` of their own.

    None: signed in whole. A citizen lacks nothing: they come only through their identity provider.
    """
    if not user.is_officer:
        return None
    records = get_authentication_records(request, user)
    if not any(record.get("method") == "mfa" for record in records):
        return "code" if has_device(user) else "device"
    return "password" if user.one_time_until is not None else None


def has_device(user: User) -> bool:
    """Whether an authenticator app is set up."""
    return bool(Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists())


def code_is_right(user: User, code: str) -> bool:
    """Whether this is a code of the user's app, or a recovery code, at this moment; it is used up by asking."""
    return any(device.wrap().validate_code(code) for device in Authenticator.objects.filter(user=user))


def device_was_set_up(request: HttpRequest, user: User, authenticator: Authenticator) -> None:
    """The code typed at the set-up counts as the session's second factor."""
    record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)
