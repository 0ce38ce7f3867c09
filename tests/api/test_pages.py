"""Pages: an administrator makes a key that works, sees it once, revokes it; the interfaces described for everybody."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from baophu.api.models import Key, Organisation
from tests.accounts.builders import officer
from tests.api.builders import a_facility, asking
from tests.browser import look, signed_in
from tests.builders import BINH_LIEU
from tests.workplace.builders import signed_in as client_of


@pytest.mark.django_db(transaction=True)
def test_an_administrator_makes_a_key_and_revokes_it(page: Any) -> None:
    a_facility(unit_id=None)
    signed_in(page, officer("administrator", name="quantri"))
    page.goto("/api/to-chuc/")
    look(page, "api-organisations-none")
    page.click("text=Thêm tổ chức")
    page.fill("[name=name]", "Bệnh viện Bãi Cháy")
    page.select_option("[name=kind]", "facility")
    page.fill("[name=facility]", "220")
    page.click("main button.button")
    page.wait_for_selector(".summary-of-errors, [role=alert]")
    assert page.input_value("[name=name]") == "Bệnh viện Bãi Cháy"  # what was typed stays
    look(page, "api-organisation-new")
    page.fill("[name=facility]", "22001")
    page.select_option("[name=units]", BINH_LIEU)
    page.click("main button.button")
    page.wait_for_url("**/to-chuc/*/")
    page.check("[name=scopes][value=check_cover]")
    page.check("[name=scopes][value=figures]")
    look(page, "api-organisation-no-key")
    page.click("button[value=make]")
    token = page.inner_text("code.token")
    look(page, "api-key")
    answer = Client().get("/api/v1/law/facts", headers={"authorization": f"Bearer {token}"})
    assert answer.status_code == 200
    page.click("main a:has-text('Về trang')")
    assert token not in page.content()
    page.wait_for_selector("text=check_cover, figures")
    look(page, "api-organisation")
    page.goto("/api/to-chuc/")
    look(page, "api-organisations")
    page.click("text=Bệnh viện Bãi Cháy")
    page.click("button[value^=revoke-]")
    page.wait_for_selector("text=thu hồi")
    assert Client().get("/api/v1/law/facts", headers={"authorization": f"Bearer {token}"}).status_code == 401
    assert Key.objects.get().revoked_by.username == "quantri"


@pytest.mark.django_db(transaction=True)
def test_the_interfaces_are_described_for_everybody(page: Any) -> None:
    page.goto("/api/")
    assert "POST /api/v1/check-ins" in page.inner_text("main")
    look(page, "api-described")


def test_nobody_else_sees_organisations(db: None) -> None:
    one = asking("figures")
    for role in ("commune", "province", "clinic", "committee"):
        client, _user = client_of(role)
        for path in ("/api/to-chuc/", "/api/to-chuc/them/", f"/api/to-chuc/{one.of.pk}/"):
            assert client.get(path).status_code == 403
    assert Client().get("/api/to-chuc/").status_code == 302
    client, _user = client_of("administrator")
    assert client.get("/api/to-chuc/999/").status_code == 404


def test_what_cannot_be_is_said_beside_the_field(db: None) -> None:
    client, _user = client_of("administrator")
    asked = {"name": "A", "kind": "other", "per_minute": 5, "per_day": 5, "until": "2020-01-01"}
    answer = client.post("/api/to-chuc/them/", asked)
    assert answer.status_code == 422
    assert "trước ngày đầu" in answer.content.decode()
    assert not Organisation.objects.exists()
    one = asking("figures")
    answer = client.post(f"/api/to-chuc/{one.of.pk}/", {"go": "make"})
    assert answer.status_code == 422
    assert Key.objects.count() == 1
