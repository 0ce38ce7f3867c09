"""A family, officers, and pages asked as an officer asks them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from baophu.accounts.models import User
from baophu.registry.models import Household, Person
from tests.accounts.builders import officer, sign_in
from tests.builders import BINH_LIEU, a_card, a_household, a_person


@dataclass(frozen=True)
class Family:
    """Four people of one household; the first is its head and has a card to the end of the year."""

    home: Household
    an: Person
    binh: Person
    chi: Person
    dung: Person


def a_family(unit: str = BINH_LIEU) -> Family:
    an = a_person("Nguyễn Văn An", "1980-03-02", "m", None, personal_id="022080000011", phone="0912345678")
    binh = a_person("Trần Thị Bình", "1983-07-20", "f", None, personal_id="022183000012")
    chi = a_person("Nguyễn Thị Chi", "2005-01-15", "f", None)
    dung = a_person("Nguyễn Văn Dũng", "1950-11-05", "m", None, old_id="100123456")
    home = a_household(unit, an, binh, chi, dung)
    year = timezone.localdate().year
    a_card(an, f"{year}-01-01", f"{year}-12-31")
    return Family(home, an, binh, chi, dung)


def signed_in(role: str = "commune", *units: str, name: str | None = None) -> tuple[Client, User]:
    """A client of an officer (of Bình Liêu unless said otherwise), in Vietnamese."""
    bound = role in ("commune", "agent", "school", "clinic")
    user = officer(role, *((units or (BINH_LIEU,)) if bound else units), name=name)
    return sign_in(Client(headers={"accept-language": "vi"}), user), user


def words(answer: Any) -> str:
    """The words of a page, single-spaced."""
    plain = re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", answer.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", plain.replace("&nbsp;", " ").replace("\N{NO-BREAK SPACE}", " "))


def hidden(answer: Any) -> dict[str, Any]:
    """What the main form of a page sends back by itself: hidden fields and what is typed or ticked."""
    page = answer.content.decode()
    page = page[page.index("<main") :]
    found: dict[str, Any] = {}
    for tag in re.findall(r"<input\b[^>]*>", page):
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        kind, name = attributes.get("type", "text"), attributes.get("name")
        if name is None or name == "csrfmiddlewaretoken":
            continue
        if kind in ("radio", "checkbox") and not re.search(r"\bchecked\b", tag):
            continue
        found.setdefault(name, []).append(attributes.get("value", ""))
    return found


def day(offset: int = 0) -> date:
    return timezone.localdate() + timedelta(days=offset)


def written(value: date) -> str:
    return f"{value:%d/%m/%Y}"
