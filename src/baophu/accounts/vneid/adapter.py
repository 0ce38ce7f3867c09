"""From the identity provider's answer to a citizen's account: by the personal ID, by nothing else."""

from __future__ import annotations

import logging
import secrets
from typing import Any

import requests
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from django.http import HttpRequest
from django.shortcuts import render

from baophu.accounts.services.citizens import NobodyThere, citizen
from baophu.accounts.vneid.configured import configured

log = logging.getLogger("baophu.accounts")


class CitizenAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Citizens."""

    def list_apps(self, request: HttpRequest, provider: Any = None, client_id: Any = None) -> list[SocialApp]:
        """The one identity provider that is configured."""
        found = configured(request)
        if found is None or provider not in (None, "vneid") or client_id not in (None, found.client):
            return []
        return [
            SocialApp(
                provider="vneid",
                provider_id="vneid",
                name=found.name,
                client_id=found.client,
                secret=found.secret,
                settings={"server_url": found.server, "oauth_pkce_enabled": True},
            )
        ]

    def get_requests_session(self) -> requests.Session:
        """How the identity provider is talked to; the stand-in answers within this process."""
        session: requests.Session = super().get_requests_session()
        found = configured(self.request)
        if found is not None and found.transport is not None:
            session.mount(found.server, found.transport)
        return session

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Accounts are made below, for people of the register only."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Compare the nonce, find the person by the personal ID, and sign in as that citizen."""
        claims = sociallogin.account.extra_data.get("id_token", {})
        sociallogin.account.extra_data = {}
        nonce, sent = str(claims.get("nonce", "")), str(sociallogin.state.get("nonce", ""))
        if not sent or not secrets.compare_digest(nonce, sent) or sociallogin.state.get("process") != "login":
            log.warning("a citizen's sign-in was refused: the answer does not belong to the question")
            raise ImmediateHttpResponse(render(request, "socialaccount/authentication_error.html", status=401))
        found = configured(request)
        try:
            sociallogin.user = citizen(str(claims.get(found.claim, "")) if found else "")
        except NobodyThere as refused:
            page = render(request, "accounts/nobody.html", {"refused": refused}, status=403)
            raise ImmediateHttpResponse(page) from refused
