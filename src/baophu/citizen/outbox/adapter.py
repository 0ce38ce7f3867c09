"""The protocol of adapters, and what they raise."""

from __future__ import annotations

from typing import Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string

from baophu.citizen.models import Channel


class BadAddress(Exception):
    """Nothing can be sent to this address, now or later; the message says why."""


class NotNow(Exception):
    """It did not work this time."""


class Adapter(Protocol):
    """A way out."""

    def send(self, address: str, subject: str, text: str, number: int) -> None:
        """Send one message; BadAddress, NotNow."""


def adapter(channel: str) -> Adapter:
    """The adapter of a channel, as the settings name it."""
    path = settings.SMS if channel == Channel.SMS else settings.OUTBOX
    return cast("Adapter", import_string(path)())
