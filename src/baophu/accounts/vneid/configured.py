"""Which identity provider citizens sign in through."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from requests.adapters import BaseAdapter

from baophu.accounts.services.demonstration import is_demonstration


@dataclass(frozen=True, slots=True)
class Identity:
    """An identity provider: its address, our name and secret there, the claim that carries the personal ID.

    `transport` is how it is reached, None: over the network.
    """

    name: str
    server: str
    client: str
    secret: str
    claim: str
    transport: BaseAdapter | None = None

    @property
    def simulated(self) -> bool:
        """Whether this is the stand-in."""
        return self.transport is not None


def configured(request: HttpRequest) -> Identity | None:
    """The provider of the settings; else in a demonstration the stand-in; else None: citizens cannot sign in."""
    given = settings.VNEID
    if given["server"]:
        return Identity("VNeID", given["server"], given["client"], given["secret"], given["claim"])
    if not is_demonstration():
        return None
    from baophu.accounts.simulated.here import CLAIM, CLIENT, NAME, Here
    from baophu.accounts.simulated.keys import kept

    return Identity(str(NAME), request.build_absolute_uri("/").rstrip("/"), CLIENT, kept()["secret"], CLAIM, Here())
