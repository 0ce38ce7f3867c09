"""Who may sign in, asked at every request of a session: a disabled or expired account is out at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.auth_backends import AuthenticationBackend
from django.utils import timezone

from baophu.accounts.models import User
from baophu.accounts.services.demonstration import is_demonstration

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser


class Backend(AuthenticationBackend):  # type: ignore[misc]
    """Signing in by name and password; citizens come through their identity provider and have no password."""

    def user_can_authenticate(self, user: AbstractBaseUser | None) -> bool:
        """Refuse accounts that are disabled, past their last day, of a person unknown, or of a demonstration elsewhere.

        A password that was handed out and not changed in time is worth nothing either.
        """
        if not isinstance(user, User) or not user.serves():
            return False
        if not user.is_officer and user.person is None:
            return False
        if user.one_time_until is not None and user.one_time_until < timezone.now():
            return False
        return not user.demonstration or is_demonstration()
