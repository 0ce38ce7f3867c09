"""The menu: each app adds its entries in `ready()`, each role sees its own."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse

from baophu.accounts.models import Role, User
from baophu.pages.texts import Said

OFFICERS = frozenset({Role.PROVINCE, Role.COMMUNE, Role.COMMITTEE, Role.ADMINISTRATOR})
EVERYBODY: frozenset[Role] = frozenset()


@dataclass(frozen=True, slots=True)
class Entry:
    """A page in the menu. `url` is the name of its address, `roles` who sees it (none named: everybody, signed in
    or not), `order` where it stands."""

    url: str
    label: Said
    roles: Collection[Role] = OFFICERS
    order: int = 50


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry on a page; `here` when the page is it or below it."""

    label: Said
    href: str
    here: bool


_ENTRIES: dict[str, Entry] = {}


def add(*entries: Entry) -> None:
    """Put entries into the menu; one with the same address takes the other's place."""
    for entry in entries:
        _ENTRIES[entry.url] = entry


def menu(request: HttpRequest) -> tuple[Shown, ...]:
    """The entries for whoever asks, in order."""
    role = role_of(request.user)
    seen = [e for e in _ENTRIES.values() if not e.roles or role in e.roles]
    links = [(e, reverse(e.url)) for e in sorted(seen, key=lambda e: e.order)]
    inside = [href for _, href in links if request.path.startswith(href)]
    here = max(inside, key=len, default="")
    return tuple(Shown(e.label, href, href == here) for e, href in links)


def role_of(user: User | AnonymousUser) -> Role | None:
    """The role of a user; None of somebody who has not signed in."""
    return Role(user.role) if isinstance(user, User) else None
