"""An officer's campaign in a real browser: from the sign-in page to what followed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from baophu.outreach.models import Campaign, Contact
from tests.accounts.builders import PASSWORD, code, officer, with_device, with_password
from tests.browser import look
from tests.outreach.builders import WARD, a_campaign, day, gains, met, people

pytestmark = pytest.mark.django_db(transaction=True)


def signed_in(page: Any, to: str) -> Any:
    user = with_password(officer("commune", WARD, name="lan"))
    user.first_name, user.last_name = "Lan", "Vũ"
    user.save()
    secret = with_device(user)
    page.goto(f"/accounts/login/?next={to}")
    page.fill("input[name=login]", "lan")
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.fill("input[name=code]", code(secret))
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{to}")
    return user


def test_a_list_becomes_a_campaign_and_people_are_called(page: Any, tmp_path: Path) -> None:
    folk = people(10)
    signed_in(page, "/don-vi-cua-toi/viec/chua-co-the/")
    page.click("text=Lập đợt vận động từ danh sách này")
    page.fill("[name=name]", "Gọi người chưa có thẻ, tháng 12")
    page.fill("[name=fixed_cost]", "500.000")
    page.fill("[name=contact_cost]", "2000")
    look(page, "outreach-make")
    page.click("button[value=check]")
    look(page, "outreach-check")
    page.click("button[value=confirm]")
    page.wait_for_selector(".next-row")
    made = Campaign.objects.get()
    assert page.locator(".next-row").count() == 10
    first = page.locator(".next-row").first
    name = first.get_attribute("id")
    row = page.locator(f"#{name}")
    row.locator("button").click()  # nothing chosen
    page.wait_for_selector(f"#{name} [role=alert]")
    page.evaluate("window.stayed = true")
    row.locator("select").select_option("will_join")
    row.locator("input[name=note]").fill("chờ lương")
    row.locator("button").click()
    page.wait_for_selector(f"#{name}.next-done")
    assert page.evaluate("window.stayed")
    assert Contact.objects.get().answer == "will_join"
    page.locator(".next-row").nth(1).locator("button").click()
    page.wait_for_selector(".next-row:nth-child(2) [role=alert]")
    look(page, "outreach-campaign")
    row.locator("button").click()
    page.wait_for_selector(f"#{name}:not(.next-done)")
    assert Contact.objects.count() == 2
    page.goto(f"/tiep-can/{made.pk}/nguoi/{name.removeprefix('row-')}/")
    look(page, "outreach-contact")
    page.goto(f"/tiep-can/{made.pk}/nguoi/")
    look(page, "outreach-members")
    page.goto(f"/tiep-can/{made.pk}/ket-qua/")
    assert "quá sớm" in page.inner_text(".notice")
    page.goto(f"/tiep-can/{made.pk}/tin-nhan/")
    look(page, "outreach-messages")
    page.goto(f"/tiep-can/{made.pk}/thong-bao/")
    page.click("button[value=make]")
    page.wait_for_selector("a[download]")
    look(page, "outreach-notices")
    with page.expect_download() as coming:
        page.click("#papers a[download]")
    assert Path(coming.value.path()).read_bytes().startswith(b"%PDF")
    page.goto("/tiep-can/to-roi/")
    look(page, "outreach-leaflets")
    page.goto("/tiep-can/")
    look(page, "outreach-campaigns")
    assert len(folk) == made.members.count()


def test_what_followed_is_shown_with_its_doubt(page: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from baophu.outreach.services import measuring

    monkeypatch.setattr(measuring, "FEW", 6)
    folk = people(16)
    lan = signed_in(page, "/tiep-can/")
    made = a_campaign(lan, ago=100, contact_cost=20_000, fixed_cost=400_000)
    for n, member in enumerate(made.members.order_by("pk")[:8]):
        met(member, lan, "will_join", ago=90)
        if n < 6:
            gains(folk[n], ago=70)
    gains(folk[12], ago=80)
    page.goto(f"/tiep-can/{made.pk}/ket-qua/")
    assert "nhiều hơn rõ rệt" in page.inner_text(".notice")
    look(page, "outreach-results", charts=True)
    page.click(".language button")
    assert page.get_attribute("html", "lang") == "en"
    look(page, "outreach-results-english", charts=True)
    page.goto(f"/tiep-can/{made.pk}/")
    look(page, "outreach-campaign-english")
    assert made.day == day(-100)


def test_it_works_without_scripts(chromium: Any, live_server: Any) -> None:
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False, locale="vi-VN")
    page = context.new_page()
    people(2)
    user = signed_in(page, "/tiep-can/")
    made = a_campaign(user)
    page.goto(f"/tiep-can/{made.pk}/")
    page.locator(".next-row select").first.select_option("absent")
    page.locator(".next-row button").first.click()
    assert "Đã ghi liên hệ" in page.inner_text(".messages")
    context.close()
