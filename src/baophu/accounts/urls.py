"""Addresses of signing in. Each is named here: what allauth has besides (signing up, mail, connections) is closed."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.socialaccount import views as social
from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path

from baophu.accounts.views import closed

urlpatterns: list[URLPattern | URLResolver] = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("password/", account.password_change, name="account_change_password"),
    path("again/", account.reauthenticate, name="account_reauthenticate"),
    path("code/", mfa.authenticate, name="mfa_authenticate"),
    path("code/again/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("code/device/", totp.activate_totp, name="mfa_activate_totp"),
    path("code/recovery/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("code/recovery/new/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("code/recovery/download/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("code/index/", mfa.index, name="mfa_index"),
    path("vneid/cancelled/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("vneid/error/", login_not_required(social.login_error), name="socialaccount_login_error"),
    path("", include("baophu.accounts.vneid.urls")),
]
CLOSED = (
    "account_signup",
    "account_email",
    "account_email_verification_sent",
    "account_set_password",
    "mfa_deactivate_totp",
    "socialaccount_signup",
    "socialaccount_connections",
)
urlpatterns += [path(f"closed/{name}/", closed, name=name) for name in CLOSED]
