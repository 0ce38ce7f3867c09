"""What allauth asks of us: nobody signs themselves up, no mail is sent, secrets are kept encrypted."""

from __future__ import annotations

import base64
import io
import time
from typing import Any

import segno
from allauth.account import app_settings as account_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.stagekit import clear_login
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property

from baophu.accounts.address import address, attempted_name, password_failures_of
from baophu.accounts.backends import Backend
from baophu.accounts.models import User


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Signing in."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Officers are made by an administrator, citizens by their first sign-in through VNeID."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """No mail is needed, so none is sent."""

    def get_client_ip(self, request: HttpRequest) -> str:
        return address(request)

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """Refuse whoever may not sign in, whichever way they came."""
        if not Backend().user_can_authenticate(user):
            clear_login(request)
            return self.respond_user_inactive(request, user)  # type: ignore[no-any-return]
        return super().pre_login(request, user, **kwargs)  # type: ignore[no-any-return]

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Whoever signed in within the last minutes need not do it once more to set a device up or see their codes."""
        records = get_authentication_records(self.request, self.request.user)
        recently = time.time() - account_settings.REAUTHENTICATION_TIMEOUT
        just_signed_in = any(float(record.get("at", 0)) > recently for record in records)
        return bool(super().is_reauthentication_required(app=app)) and not just_signed_in

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        return password_failures_of(attempted_name(request, credentials), address(request))


class CodeAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The second factor: codes of an authenticator app, and recovery codes."""

    @cached_property
    def _box(self) -> Fernet:
        key = HKDF(SHA256(), 32, salt=None, info=b"baophu second factor").derive(settings.SECRET_KEY.encode())
        return Fernet(base64.urlsafe_b64encode(key))

    def encrypt(self, text: str) -> str:
        """Secrets in the database are worth nothing without the key of the installation."""
        return self._box.encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return self._box.decrypt(encrypted_text.encode()).decode()

    def get_totp_issuer(self) -> str:
        return "baophu"

    def build_totp_svg(self, url: str) -> str:
        """The QR code as a picture that stands alone."""
        picture = io.BytesIO()
        code = segno.make(url, error="m")
        code.save(picture, kind="svg", xmldecl=False, scale=5, border=4, light="#ffffff", dark="#000000")
        return picture.getvalue().decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """An officer cannot take the second factor off; an administrator resets it."""
        return False
