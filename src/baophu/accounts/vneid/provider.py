"""OpenID Connect as allauth has it, made strict: PKCE and a nonce always, the ID token's signature always verified."""

from __future__ import annotations

import secrets
from typing import Any

import jwt
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from allauth.utils import build_absolute_uri
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

SIGNED_BY = frozenset(("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"))
"""Signatures by a key that only the identity provider has; never a shared word, never none."""


class VneidEndpoints(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """Talking to the identity provider."""

    def complete_login(self, request: HttpRequest, app: SocialApp, token: Any, **kwargs: Any) -> Any:
        """Read who it is from the ID token alone; without one there is no sign-in."""
        id_token = kwargs["response"].get("id_token")
        if not id_token:
            raise OAuth2Error("the identity provider sent no ID token")
        return self.get_provider().sociallogin_from_response(
            request, {"id_token": self._decode_id_token(app, id_token)}
        )

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        """Signature, issuer, audience and expiry, whatever way the token came."""
        if _algorithm(id_token) not in SIGNED_BY:
            raise OAuth2Error("the ID token is not signed by a key of the identity provider")
        claims: dict[str, Any] = jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
            verify_signature=True,
        )
        return claims

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        return build_absolute_uri(request, reverse("vneid_callback"))  # type: ignore[no-any-return]


def _algorithm(id_token: str) -> str:
    try:
        return str(jwt.get_unverified_header(id_token).get("alg"))
    except jwt.PyJWTError as error:
        raise OAuth2Error("the identity provider sent no readable ID token") from error


class VneidProvider(OpenIDConnectProvider):  # type: ignore[misc]
    """The provider for allauth."""

    id = "vneid"
    name = "VNeID"
    pkce_enabled_default = True
    oauth2_adapter_class = VneidEndpoints

    def get_login_url(self, request: HttpRequest, **kwargs: Any) -> str:
        return reverse("vneid_login")

    def get_callback_url(self) -> str:
        return reverse("vneid_callback")

    def get_default_scope(self) -> list[str]:
        return ["openid", "profile"]

    def get_redirect_from_request_kwargs(self, request: HttpRequest) -> dict[str, Any]:
        """Where to go afterwards is all that the address may say; not scopes, parameters or another process."""
        given: dict[str, Any] = super().get_redirect_from_request_kwargs(request)
        return {"process": "login"} | ({"next_url": given["next_url"]} if "next_url" in given else {})

    def redirect(
        self, request: HttpRequest, process: str, next_url: str | None = None, data: Any = None, **kwargs: Any
    ) -> HttpResponse:
        """Send a nonce along and keep it with the state, to be compared when the ID token comes back."""
        nonce = secrets.token_urlsafe(32)
        response: HttpResponse = super().redirect(
            request, process, next_url, data, auth_params={"nonce": nonce}, scope=self.get_scope(), nonce=nonce
        )
        return response

    def extract_common_fields(self, data: Any) -> dict[str, Any]:
        """Nothing about the person is taken from the identity provider: the register knows better."""
        return {}


provider_classes = [VneidProvider]
