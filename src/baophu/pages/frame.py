"""What every page knows: `frame` in each template (a context processor)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.http import HttpRequest

from baophu import __version__
from baophu.accounts.models import User
from baophu.accounts.services import may
from baophu.pages import menus, sources, units
from baophu.pages.texts import said


class Frame:
    """The frame of one page; each part is looked up when the template first asks for it.

    `day`, `simulated`, `weight`, `menu`, `units` [(code, name)], `unit` (code or None), `unit_name`, `role`,
    `book` (name, digest, date of its newest instrument), `version`, `search` (what was typed into the search box),
    `next` (where a switch comes back to).
    """

    version = __version__

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def user(self) -> User | None:
        """Who is signed in."""
        user = getattr(self._request, "user", None)
        return user if isinstance(user, User) else None

    @cached_property
    def day(self) -> date:
        return sources.day(self._request)

    @cached_property
    def simulated(self) -> bool:
        return sources.simulated()

    @cached_property
    def weight(self) -> int:
        return sources.weight() if self.simulated else 1

    @cached_property
    def menu(self) -> tuple[menus.Shown, ...]:
        return menus.menu(self._request) if hasattr(self._request, "user") else ()

    @cached_property
    def units(self) -> tuple[tuple[str, str], ...]:
        return units.choices(self.user) if self.user else ()

    @cached_property
    def whole(self) -> bool:
        """Whether the user may look at the whole province."""
        return self.user is not None and units.units_of(self.user) is None

    @cached_property
    def unit(self) -> str | None:
        return units.chosen(self._request) if self.user else None

    @property
    def unit_name(self) -> str:
        return sources.unit_name(self.unit) if self.unit else ""

    @property
    def role(self) -> str:
        return str(self.user.get_role_display()) if self.user else ""

    @cached_property
    def book(self) -> LawBook:
        book = sources.book()
        return LawBook(said(book.title), book.digest[:12], max(i.issued for i in book.instruments.values()))

    @cached_property
    def searches(self) -> bool:
        """Whether there are people the user may find: others are not shown a box that would lead nowhere."""
        return self.user is not None and may(self.user, "read_person")

    @property
    def search(self) -> str:
        return self._request.GET.get("q", "") if self._request.path == "/tim/" else ""

    @property
    def next(self) -> str:
        request = self._request
        return request.get_full_path() if request.method in ("GET", "HEAD") else request.path


@dataclass(frozen=True, slots=True)
class LawBook:
    """The law book in a word: name, the first letters of its digest, the day of its newest instrument."""

    name: str
    digest: str
    newest: date


def frame(request: HttpRequest) -> dict[str, Any]:
    """The context processor."""
    return {"frame": Frame(request)}
