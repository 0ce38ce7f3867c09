"""Addresses with the number of somebody in another unit: 404 for each one there is, in every app, and logged."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from baophu.accounts.models import Look, User
from baophu.cover.services.quoting import quote
from baophu.imports.models import Import, Pair
from baophu.registry.models import Document
from tests.builders import BINH_LIEU, HONG_GAI, a_person, recording
from tests.outreach.builders import a_campaign
from tests.workplace.builders import Family, day, signed_in

REFUSED = {401, 403, 404, 405}
"""What a page may answer to somebody it is not for: 403 and 401 say nothing of a person either."""

NAMES = re.compile(r"<(?:(\w+):)?(\w+)>")
WORDS = {"fact": "study", "key": "s1", "kind": "new", "document": "1", "act": "1", "papers": "1", "row": "1"}
"""What stands for the other parts of an address."""

FIGURES = ("dieu-hanh/", "so-luat/", "quan-tri/", "accounts/")
"""Addresses whose numbers are of no person: figures, targets, the law, accounts of officers."""


def patterns(within: Any = None, before: str = "") -> Iterator[str]:
    """The routes of the whole site that have a number in them."""
    for one in (within or get_resolver()).url_patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from patterns(one, route)
        elif isinstance(one, URLPattern) and "<int:" in route and not route.startswith(FIGURES):
            yield route


@pytest.fixture
def theirs(family: Family) -> dict[str, int]:
    """Things of a family in Bình Liêu, by the beginning of their addresses."""
    with recording("record", document=Document.objects.create(kind="decision")):
        pass
    twin = a_person("Nguyễn Văn An", "1980-03-02", "m")
    pair = Pair.objects.create(first=family.an, second=twin, score=96, why=[], unit="06838", found_at=timezone.now())
    _client, officer = signed_in()
    imp = Import.objects.create(
        kind="poverty", kind_digest="x", file_name="x.xlsx", digest="x", size=1, by=officer, at=timezone.now()
    )
    campaign = a_campaign(officer, units=frozenset({BINH_LIEU}))
    return {
        "ho/": family.home.pk,
        "bao-gia/": quote(family.home.pk, day(), 12, by=officer).pk,
        "ho-so-trung/": pair.first_id,
        "nhap/": imp.pk,
        "tiep-can/": campaign.pk,
        "": family.an.pk,
        "second": twin.pk,
        "member": campaign.members.first().pk,
    }


def filled(route: str, theirs: dict[str, int]) -> str:
    """A route with the numbers of another unit's people in it."""

    def part(found: re.Match[str]) -> str:
        name = found[2]
        if name in WORDS or found[1] != "int":
            return WORDS.get(name, "x")
        if name in theirs:
            return str(theirs[name])
        return str(next(n for begins, n in theirs.items() if route.startswith(begins)))

    return "/" + NAMES.sub(part, route)


def test_every_address_with_a_number_is_nobodys_in_another_unit(theirs: dict[str, int]) -> None:
    client, user = signed_in("commune", HONG_GAI)
    routes = sorted(patterns())
    assert len(routes) > 30
    for route in routes:
        href = filled(route, theirs)
        for answer in (client.get(href), client.post(href, {"go": "confirm", "why": "x"})):
            assert answer.status_code in REFUSED, (href, answer.status_code)
        if route.startswith(("nguoi/<int", "ho/<int", "bao-gia/", "ho-so-trung/<int")):
            assert tried(user, href), href
    assert client.get(f"/nguoi/{theirs['']}/").status_code == 404


def tried(user: User, href: str) -> bool:
    """Whether a trial at an address was logged, twice: it was asked and sent."""
    return Look.objects.filter(user=user, page=href, why="thử mở hồ sơ ngoài địa bàn").count() >= 2


def test_a_member_of_another_units_campaign_is_nobodys_and_logged(theirs: dict[str, int]) -> None:
    client, user = signed_in("commune", HONG_GAI)
    href = f"/tiep-can/{theirs['tiep-can/']}/nguoi/{theirs['member']}/"
    assert client.get(href).status_code == 404
    assert Look.objects.filter(user=user, page=href, why__startswith="thử mở người của đợt vận động").exists()


@pytest.mark.parametrize("role", ["agent", "school", "clinic"])
def test_so_it_is_for_other_roles(theirs: dict[str, int], role: str) -> None:
    client, _user = signed_in(role, HONG_GAI)
    for route in patterns():
        href = filled(route, theirs)
        assert client.get(href).status_code in REFUSED, href


def test_nobody_signed_in_is_led_to_sign_in(theirs: dict[str, int]) -> None:
    for route in patterns():
        answer = Client().get(filled(route, theirs))
        led = answer.status_code == 302 and answer["Location"].startswith("/accounts/login/")
        assert led or answer.status_code in REFUSED, route
