"""The forms of signing in. Failures with codes count together with those of passwords, a code is worth one use."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as CodeAgainForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import TOTP
from axes.handlers.proxy import AxesProxyHandler
from django.contrib.auth.password_validation import password_validators_help_texts
from django.contrib.auth.signals import user_login_failed
from django.core.exceptions import ValidationError
from django.forms import Field
from django.utils.translation import gettext_lazy as _

LOCKED = _("Đã nhập sai quá nhiều lần từ máy này. Hãy thử lại sau 15 phút, hoặc nhờ người quản trị mở khoá.")


class Plain:
    """A form whose fields have a label and nothing else inside: a placeholder says the same and then disappears."""

    fields: dict[str, Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class SignInForm(Plain, LoginForm):  # type: ignore[misc]
    """Name and password."""


class PasswordForm(Plain, ChangePasswordForm):  # type: ignore[misc]
    """A new password; what it must be is said in sentences."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = " ".join(password_validators_help_texts())


class PasswordAgainForm(Plain, ReauthenticateForm):  # type: ignore[misc]
    """The password once more."""


class CodeOnceMoreForm(Plain, CodeAgainForm):  # type: ignore[misc]
    """A code once more."""


class CodeForm(Plain, AuthenticateForm):  # type: ignore[misc]
    """The code asked for after the password."""

    def clean_code(self) -> str:
        """Refuse while this name is locked from this address; a wrong code counts like a wrong password."""
        credentials = {"username": self.user.get_username()}
        if not AxesProxyHandler.is_allowed(context.request, credentials):
            raise ValidationError(LOCKED)
        return super().clean_code()  # type: ignore[no-any-return]

    def _emit_authentication_failed(self, authenticator: Authenticator) -> None:
        super()._emit_authentication_failed(authenticator)
        user_login_failed.send(
            sender=__name__, credentials={"username": self.user.get_username()}, request=context.request
        )


class DeviceForm(Plain, ActivateTOTPForm):  # type: ignore[misc]
    """Setting an authenticator app up."""

    def clean_code(self) -> str:
        """The code that proves the set-up cannot be used a second time to sign in."""
        code: str = super().clean_code()
        used: Any = TOTP(Authenticator(user=self.user))
        used._mark_code_used(code)
        return code
