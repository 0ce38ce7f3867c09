"""Where a request comes from. Throttling counts by it, so a header that anybody can write must not decide it."""

from __future__ import annotations

import ipaddress
import unicodedata
from collections.abc import Mapping

from django.conf import settings
from django.http import HttpRequest

UNKNOWN = "127.0.0.1"


def address(request: HttpRequest) -> str:
    """The client's address: what the connection says, or what the outermost of our own proxies says it saw."""
    seen = str(request.META.get("REMOTE_ADDR", ""))
    if settings.PROXIES:
        hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
        if len(hops) >= settings.PROXIES:
            seen = hops[-settings.PROXIES]
    try:
        return str(ipaddress.ip_address(seen))
    except ValueError:
        return UNKNOWN


def password_failures_of(name: str, at: str) -> str:
    """The key under which wrong passwords are counted besides: by name and address, by the name alone anybody could
    lock an officer out."""
    return f"{name.lower()} from {at}"


def attempted_name(request: HttpRequest, credentials: Mapping[str, str] | None) -> str:
    """The name somebody tries to sign in with, written one way: names do not differ by case."""
    name = (credentials or {}).get("username") or request.POST.get("login") or ""
    return unicodedata.normalize("NFKC", name).strip().lower()[:150]
