"""A clinic on an island in a real browser: the line is cut, people come, the line drops again in the middle."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from baophu.care.models import CheckIn
from baophu.offline.models import SentCheckIn, Snapshot
from baophu.offline.services import secrets, snapshots
from baophu.registry.models import Person
from tests.accounts.builders import PASSWORD, code, with_device, with_password
from tests.browser import look, until
from tests.offline.builders import clinic, islanders, receptionist, taken
from tests.offline.test_snapshots import asked, noon

pytestmark = pytest.mark.django_db(transaction=True)

SCAN = "022080000011|100123456|Nguyễn Văn An|02031980|Nam|Cô Tô|01012022"
IN_BROWSER = """async ({file, code, signers, asked, at}) => {
  const vault = await import("/static/offline/vault.js");
  const { answer } = await import("/static/offline/answering.js");
  const bytes = Uint8Array.from(atob(file), (c) => c.charCodeAt(0));
  const opened = await vault.open(bytes, code, signers, Date.now());
  const found = [];
  for (const now of at) for (const [text, name, born] of asked) {
    const one = await answer(opened, text, name, born, new Date(now));
    found.push([one.situation, one.person ? one.person.id : null, one.told ? one.told.level : null,
      one.stretch ? one.stretch.slice(4, 6) : null, one.old, one.here]);
  }
  return found;
}"""
REFUSES = """async ({file, code, signers, now}) => {
  const vault = await import("/static/offline/vault.js");
  const bytes = Uint8Array.from(atob(file), (c) => c.charCodeAt(0));
  try { await vault.open(bytes, code, signers, now); return "opened"; }
  catch (error) { return error instanceof vault.Refused ? error.message : String(error); }
}"""


def sign_in(page: Any) -> None:
    user = with_password(receptionist(clinic()))
    secret = with_device(user)
    page.goto("/accounts/login/?next=/ngoai-tuyen/")
    page.fill("input[name=login]", user.username)
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.fill("input[name=code]", code(secret))
    page.keyboard.press("Enter")
    page.wait_for_url("**/ngoai-tuyen/")


def press(page: Any, text: str) -> None:
    with page.expect_navigation():
        page.click(f"main button:has-text('{text}')")


def open_desk(page: Any, opening: str) -> None:
    page.goto("/ngoai-tuyen/quay/")
    page.wait_for_selector("#desk[data-ready]")
    page.fill("#code", opening)
    page.click("#open")
    page.wait_for_selector("#ask:not([hidden])")


def ask(page: Any, text: str, name: str = "", born: str = "") -> str:
    before = page.inner_text("#waiting")
    if name:
        page.evaluate("document.querySelector('#ask details').open = true")
        page.fill("#name", name)
        page.fill("#born", born)
    page.fill("#q", text)
    page.keyboard.press("Enter")
    until(page, "before => document.getElementById('waiting').textContent !== before", before)
    return str(page.inner_text("#answer"))


def installed(page: Any) -> str:
    """The clinic makes its code and snapshot, and installs the desk; the code."""
    sign_in(page)
    look(page, "offline-home-empty")
    press(page, "Tạo mã mở")
    opening = str(page.inner_text("main .notice code"))
    look(page, "offline-code")
    press(page, "Chụp bây giờ")
    look(page, "offline-home")
    page.click("main >> text=Mở quầy ngoại tuyến")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_selector("#desk[data-ready]")
    look(page, "offline-desk-empty")
    page.click("#fetch")
    page.wait_for_selector("text=Đã tải bản mới nhất")
    return opening


def test_the_line_is_cut_people_come_and_nothing_is_lost(page: Any) -> None:
    islanders()
    opening = installed(page)
    page.context.set_offline(True)
    page.goto("/ngoai-tuyen/quay/")  # from the browser's own keeping
    page.wait_for_selector("#desk[data-ready]")
    assert "Trạng thái lúc" in page.inner_text("#state")
    page.fill("#code", "AAAAA-AAAAA-AAAAA-AAAAA")
    page.click("#open")
    page.wait_for_selector("text=Mã mở không đúng")
    look(page, "offline-desk-locked")
    open_desk(page, opening)
    said = ask(page, SCAN)
    assert "Còn hiệu lực" in said
    assert "như đã biết lúc" in said
    look(page, "offline-valid")
    assert "Hết hạn" in ask(page, "022183000012")
    look(page, "offline-expired")
    assert "Không có trong bản chụp" in ask(page, "022999999999")
    look(page, "offline-not-here")
    assert "Sai họ tên" in ask(page, SCAN.replace("Nguyễn Văn An", "Trần Văn Xa"))
    child = Person.objects.get(name="Phạm Hải Yến")
    assert "Trẻ chưa có thẻ" in ask(page, "", child.name, f"{child.born:%d/%m/%Y}")
    assert CheckIn.objects.count() == 0
    kept = page.evaluate("""async () => {
      const { checkIns } = await import("/static/offline/keeping.js");
      return (await checkIns()).map((one) => JSON.stringify(one) + new TextDecoder().decode(one.box));
    }""")
    assert len(kept) == 5
    assert not any("022" in text or "Nguy" in text for text in kept)
    open_desk(page, opening)  # closed and opened again: all is there
    assert "5 lượt chờ gửi" in page.inner_text("#waiting")

    # the line is back, and drops before the answer comes: the register has them, the browser does not know it
    dropped = []

    def drops(route: Any) -> None:
        route.fetch()
        dropped.append(route.request.url)
        route.abort()

    page.route("**/ngoai-tuyen/gui/", drops, times=1)
    page.context.set_offline(False)
    page.wait_for_selector("text=Chưa gửi được")
    assert (len(dropped), SentCheckIn.objects.count()) == (1, 5)
    assert "5 lượt chờ gửi" in page.inner_text("#waiting")

    # two tabs at once
    other = page.context.new_page()
    open_desk(other, opening)
    for tab in (page, other):
        tab.evaluate("document.getElementById('send').click()")
    for tab in (page, other):
        until(tab, "() => document.getElementById('waiting').textContent.startsWith('Không có lượt')")
    assert (SentCheckIn.objects.count(), CheckIn.objects.count()) == (5, 5)
    told = sorted(SentCheckIn.objects.values_list("told", flat=True))
    assert told == ["child_without_card", "expired", "not_found", "valid", "wrong_name"]
    page.goto("/ngoai-tuyen/")
    look(page, "offline-home-sent")


def test_without_a_session_nothing_is_lost(page: Any) -> None:
    islanders()
    opening = installed(page)
    open_desk(page, opening)
    cookies = page.context.cookies()
    page.context.clear_cookies()
    ask(page, "022080000011")
    page.wait_for_selector("text=Phiên đăng nhập đã hết")
    assert (CheckIn.objects.count(), "1 lượt chờ gửi" in page.inner_text("#waiting")) == (0, True)
    page.context.add_cookies(cookies)
    page.click("#send")
    until(page, "() => document.getElementById('waiting').textContent.startsWith('Không có lượt')")
    assert CheckIn.objects.count() == 1


def test_an_old_snapshot_warns_and_a_very_old_one_says_nothing(page: Any) -> None:
    islanders()
    opening = installed(page)
    page.clock.set_fixed_time(noon(9))
    open_desk(page, opening)
    assert "Bản chụp đã cũ" in page.inner_text("#state")
    assert "Bản chụp đã cũ" in ask(page, "022080000011")
    assert page.locator(".answer-good").count() == 0
    look(page, "offline-old")
    # the device's clock is wrong: the register refuses the check-in, the browser keeps it until the clock is right
    page.wait_for_selector("text=Đồng hồ của máy chạy nhanh")
    assert "1 lượt chờ gửi" in page.inner_text("#waiting")
    page.clock.set_fixed_time(noon(40))
    said = ask(page, "022080000011")
    assert "Không xác định" in said
    assert "Nguyễn Văn An" not in said
    page.goto("/ngoai-tuyen/quay/")
    page.fill("#code", opening)
    page.click("#open")
    page.wait_for_selector("text=đã quá cũ nên không trả lời được")


def test_the_browser_says_what_python_says_and_refuses_what_it_refuses(page: Any) -> None:
    islanders()
    made = taken()
    opened = made.opened
    page.goto("/ngoai-tuyen/quay/")
    days = (0, 4, 6, 7, 10, 12, 30)
    given = {
        "file": base64.b64encode(made.file).decode(),
        "code": made.code,
        "signers": secrets.signers(),
        "asked": [list(one) for one in asked()],
        "at": [noon(n).isoformat() for n in days],
    }
    said = page.evaluate(IN_BROWSER, given)
    mine = []
    for n in days:
        for text, name, born in asked():
            one = opened.answer(text, name, born, noon(n))
            mine.append(
                [
                    one.situation,
                    one.person["id"] if one.person else None,
                    one.told["level"] if one.told else None,
                    list(one.stretch[4:6]) if one.stretch else None,
                    one.old,
                    one.here,
                ]
            )
    assert len(said) > 200
    assert said == mine

    def refused(file: bytes, typed: str = made.code, known: Any = None, at: Any = None) -> str:
        told = {"file": base64.b64encode(file).decode(), "code": typed, "now": (at or noon(0)).timestamp() * 1000}
        return str(page.evaluate(REFUSES, told | {"signers": secrets.signers() if known is None else known}))

    assert refused(made.file) == "opened"
    assert refused(made.file, "AAAAA") == "wrong_code"
    assert refused(made.file, known={}) == "not_ours"
    assert refused(made.file, at=noon(40)) == "too_old"
    assert refused(b"PK\x03\x04" * 100) == "no_snapshot"
    for place in (40, len(made.file) // 2, len(made.file) - 1):
        changed = bytearray(made.file)
        changed[place] ^= 1
        assert refused(bytes(changed)) in ("changed", "not_ours")


def test_a_snapshot_comes_on_a_stick(page: Any, tmp_path: Any) -> None:
    islanders()
    made = taken()
    file = tmp_path / snapshots.name_of(Snapshot.objects.get())
    file.write_bytes(made.file)
    page.goto("/ngoai-tuyen/quay/")
    page.wait_for_selector("#desk[data-ready]")
    page.set_input_files("#file", file)
    page.wait_for_selector("text=Đã lấy bản chụp từ tệp")
    open_desk(page, made.code)
    bad = tmp_path / "bad.baophu"
    bad.write_bytes(b"x" * 500)
    page.set_input_files("#file", bad)
    page.wait_for_selector("text=không phải tệp bản chụp")
