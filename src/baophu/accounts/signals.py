"""What follows from allauth's events."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_changed
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.dispatch import receiver
from django.http import HttpRequest

from baophu.accounts.models import User
from baophu.accounts.services.sessions import device_was_set_up


@receiver(authenticator_added, dispatch_uid="device_was_set_up")
def _added(request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    if authenticator.type == Authenticator.Type.TOTP:
        device_was_set_up(request, user, authenticator)


@receiver(password_changed, dispatch_uid="password_is_their_own")
def _own_password(user: User, **kwargs: Any) -> None:
    if user.one_time_until is not None:
        user.one_time_until = None
        user.save(update_fields=["one_time_until"])
