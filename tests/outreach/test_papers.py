"""Notices, leaflets and texts: what they say, and to whom."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from baophu.accounts.models import User
from baophu.cover import vietqr
from baophu.cover.models import Quote
from baophu.cover.services.quoting import price
from baophu.decisions.services.lawbooks import active
from baophu.engine.months import month_of
from baophu.outreach.models import Papers
from baophu.outreach.papers import leaflets, notices, texts
from baophu.outreach.papers.household import Letter, letter
from baophu.outreach.services import campaigns
from baophu.pages import setting
from tests.accounts.builders import officer, sign_in
from tests.builders import a_card
from tests.outreach.builders import WARD, a_campaign, day, met, people

pytestmark = pytest.mark.django_db


@pytest.fixture
def lan() -> User:
    return officer("commune", WARD)


def test_a_notice_says_what_the_quote_says(lan: User) -> None:
    first, second = people(2)
    home = first.stays.get().household
    today = timezone.localdate()
    told = price(home.pk, today, 12)
    kept = Quote(pk=77, total=told.total)
    data, code = letter(Letter(told, kept, home, "Phường Hà Tu", {}), active(), vietqr.SIMULATED, month_of(today))
    assert [p["name"] for p in data["people"]] == [first.name, second.name]
    assert {p["cover"] for p in data["people"]} == {"chưa có thẻ"}
    assert data["reference"] == "BHYT BG77"
    assert data["total"].replace(".", "").startswith(str(told.total))
    assert code is not None
    assert data["several"]


def test_notices_of_a_campaign_are_one_pdf_and_quotes_are_kept(lan: User) -> None:
    people(4)
    made = a_campaign(lan, kind="notice", target="Hãy cùng tham gia")
    papers = notices.ask(made, lan)
    assert (papers.state, papers.pages, papers.households, papers.done) == ("done", 2, 2, 2)
    file = notices.file_of(papers)
    assert file is not None
    assert file.read_bytes().startswith(b"%PDF")
    assert Quote.objects.count() == 2


def test_whoever_has_cover_for_long_gets_no_notice(lan: User) -> None:
    folk = people(4)
    made = a_campaign(lan)
    from baophu.decisions.services.redeciding import redecide

    for person in folk[:2]:
        a_card(person, f"{day(-5)}", f"{day(300)}")
    redecide([p.pk for p in folk])
    assert notices.ask(made, lan).households == 1


def test_long_ones_wait_for_a_worker(lan: User, monkeypatch: pytest.MonkeyPatch) -> None:
    people(4)
    monkeypatch.setattr(notices, "SHORT", 1)
    papers = notices.ask(a_campaign(lan), lan)
    assert papers.state == Papers.State.WAITING
    notices.carry_out(papers.pk)
    notices.carry_out(papers.pk)
    papers.refresh_from_db()
    assert (papers.state, papers.pages) == ("done", 2)


def test_without_noto_the_letters_of_typst_serve(monkeypatch: pytest.MonkeyPatch) -> None:
    none: Callable[[], tuple[Path, ...]] = lambda: ()  # noqa: E731
    monkeypatch.setattr(setting, "font_files", none)
    assert leaflets.leaflets(WARD, ["household"]).startswith(b"%PDF")


def test_a_leaflet_tells_prices_decided_and_supports_in_force() -> None:
    people(2)
    book, today = active(), timezone.localdate()
    household = next(p for p in leaflets._groups(book, today) if leaflets._name(p) == "household")
    page = leaflets._page(book, household, WARD, today)
    assert page["letter"] == "5a"
    assert len(page["prices"]) == 1
    assert [s["place"] for s in page["steps"]] == [*(f"Người thứ {n}" for n in range(1, 5)), "Từ người thứ 5"]
    assert any("91/2025/NQ-HĐND" in s["article"] for s in page["supports"])
    assert not any("Cách hiểu khác" in s["says"] for s in page["supports"])  # a parameter says that it does not hold


def test_a_leaflet_of_a_group_nobody_is_in_is_priced_by_the_law() -> None:
    book, today = active(), timezone.localdate()
    pages = {leaflets._name(p): leaflets._page(book, p, WARD, today) for p in leaflets._groups(book, today)}
    wanted = {c.name for c in leaflets.choices(book, today)}
    assert all(pages[name]["prices"] and pages[name]["typical"] for name in wanted)
    assert all(pages[name]["benefit"] for name in wanted)
    near_poor = pages["near_poor"]["prices"]
    assert [p["amount"] for p in near_poor] == [0], "the State and the province pay all of it"


def test_a_message_fits_and_names_no_number(lan: User) -> None:
    folk = people(2)
    folk[0].name = "Nguyễn Thị Hoàng Phương Thảo Nguyên Lê"
    folk[0].save()
    made = a_campaign(lan)
    met(made.members.get(person=folk[0]), lan)
    found = campaigns.members(made, lan).select_related("person__current")
    (only,) = texts.messages(found, timezone.localdate(), 12)
    assert only.phone == folk[0].phone
    assert only.bare.isascii()
    assert only.length <= texts.LENGTH
    assert "chưa có thẻ BHYT" in only.full
    assert str(folk[0].born.year) not in only.full


def test_files_are_for_whoever_asked(lan: User) -> None:
    people(2)
    made = a_campaign(lan)
    client = sign_in(Client(), lan)
    done = client.post(reverse("outreach:notices", args=[made.pk]), {"language": "vi"})
    assert done.status_code == 302
    papers = Papers.objects.get()
    here = reverse("outreach:notices_file", args=[made.pk, papers.pk])
    assert b"".join(client.get(here).streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]
    colleague = sign_in(Client(), officer("commune", WARD))
    assert colleague.get(here).status_code == 404
    sent = client.post(reverse("outreach:leaflets"), {"unit": WARD, "groups": ["household"], "language": "en"})
    assert sent["Content-Type"] == "application/pdf"
    foreign = client.post(reverse("outreach:leaflets"), {"unit": "06838", "groups": ["household"], "language": "en"})
    assert foreign.status_code == 422
