"""What allauth's identity provider asks of the stand-in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from allauth.idp.oidc.models import Client, PrivateKey
from django.http import HttpRequest
from django.urls import reverse

from baophu.accounts.models import Role, User
from baophu.accounts.simulated.here import CLAIM, CLIENT
from baophu.accounts.simulated.keys import kept

PREFIX = "vneid-"


class StandInAdapter(DefaultOIDCAdapter):  # type: ignore[misc]
    """Keys and claims."""

    def list_private_keys(self, **which: Any) -> list[PrivateKey]:
        """The one key that is kept; it has no end."""
        return [PrivateKey(pem=kept()["key"])]

    def get_claims(
        self, purpose: Any, user: User, client: Client, scopes: Iterable[str], email: str | None = None, **kwargs: Any
    ) -> dict[str, Any]:
        """Who it is, and the personal ID that was typed."""
        return {"sub": self.get_user_sub(client, user), CLAIM: user.username.removeprefix(PREFIX)}


def identity(personal_id: str) -> User:
    """The stand-in's own account of somebody. It belongs to no person of the register and cannot sign in to baophu."""
    user = User(username=f"{PREFIX}{personal_id}")
    user.set_unusable_password()
    found, _ = User.objects.get_or_create(
        username=user.username,
        defaults={"role": Role.CITIZEN, "demonstration": True, "password": user.password},
    )
    return found


def know_client(request: HttpRequest) -> None:
    """Let baophu be known to the stand-in, under the address it is used by."""
    back = request.build_absolute_uri(reverse("vneid_callback"))
    client, _ = Client.objects.get_or_create(
        id=CLIENT, defaults={"name": "baophu", "scopes": "openid\nprofile", "skip_consent": True}
    )
    if back not in client.get_redirect_uris() or not client.check_secret(kept()["secret"]):
        client.set_redirect_uris([back])
        client.set_secret(kept()["secret"])
        client.save()
