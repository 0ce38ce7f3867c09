"""A real Chromium for pages.

`page` is a fixture of a page of this server; a request to another host fails the test. `look` judges one page: axe,
weight, pictures under build/screens/.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

SCREENS = Path(__file__).parent.parent / "build" / "screens"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
HEAVIEST = 200_000
SIZES = {"1366": (1366, 768), "360": (360, 740)}
SERIOUS = ("serious", "critical")
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--font-render-hinting=none"]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The browser, started once."""
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("there is no chromium; install Debian's package")
        pytest.skip("there is no chromium; install Debian's package")
    from playwright.sync_api import sync_playwright

    # Playwright's loop runs in this thread; Django must still be asked from it
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Any, live_server: Any) -> Iterator[Any]:
    """A page at 1366×768 in Vietnamese, `page.goto("/…")` from this server; what it asks of another host is refused and
    fails the test, as does an error in a script."""
    context = chromium.new_context(base_url=live_server.url, locale="vi-VN", viewport={"width": 1366, "height": 768})
    context.base_url = live_server.url
    foreign: list[str] = []
    errors: list[str] = []

    def guard(route: Any) -> None:
        if route.request.url.startswith((live_server.url, "data:")):
            route.continue_()
        else:
            foreign.append(route.request.url)
            route.abort()

    context.route("**/*", guard)
    one = context.new_page()
    one.on("pageerror", lambda error: errors.append(str(error)))
    one.on("console", lambda m: errors.append(m.text) if "Content Security Policy" in m.text else None)
    yield one
    context.close()
    assert not foreign, f"asked of other hosts: {foreign}"
    assert not errors, errors


def look(page: Any, name: str, *, charts: bool = False) -> None:
    """Judge the page that is open: nothing serious for axe at both widths and in both themes, at most 200 kB without
    charts, nothing wider than the screen; pictures of each are kept."""
    weight = len(page.content().encode())
    assert charts or weight <= HEAVIEST, f"{name} weighs {weight} bytes"
    SCREENS.mkdir(parents=True, exist_ok=True)
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)
            _pictured(page, SCREENS / f"{name}-{size}-{theme}.png")
            rules = None if theme == "light" else _IN_COLOUR
            assert not (found := _serious(page, rules)), f"{name} at {size}, {theme}:\n" + "\n".join(found)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{name} is {wide} wide on a screen of {width}"
    page.set_viewport_size({"width": 1366, "height": 768})
    page.emulate_media(color_scheme="light")


def _pictured(page: Any, file: Path) -> None:
    """A picture of the whole page, asked of the browser itself: half the time of Playwright's own, which waits more."""
    width, height = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
    session = page.context.new_cdp_session(page)
    clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
    asked = {"captureBeyondViewport": True, "optimizeForSpeed": True, "clip": clip}
    file.write_bytes(b64decode(session.send("Page.captureScreenshot", asked)["data"]))
    session.detach()


_AXE = """async ([rules, impacts]) => {
    const run = rules ? {runOnly: {type: "rule", values: rules}} : {};
    const found = (await axe.run({...run, resultTypes: ["violations"]})).violations;
    return found.filter(v => impacts.includes(v.impact)).flatMap(v => v.nodes.slice(0, 3).map(n => [
        v.id, n.html.slice(0, 160), ([...n.any, ...n.all, ...n.none][0] || {}).message || ""]));
}"""
_IN_COLOUR = ["color-contrast", "link-in-text-block"]
"""What axe can find in one theme and not in the other."""


def _serious(page: Any, rules: list[str] | None = None) -> list[str]:
    """What axe finds that is serious or worse: by all of its rules, or by some."""
    from axe_playwright_python.base import AXE_SCRIPT

    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE_SCRIPT)
    return [json.dumps(one, ensure_ascii=False) for one in page.evaluate(_AXE, [rules, list(SERIOUS)])]


def until(page: Any, script: str, arg: Any = None, seconds: float = 30) -> None:
    """Wait until a script says yes. It is asked from outside: what polls within a page is a text made a program, which
    the policy of our pages refuses. A page that is just being left is asked again.
    """
    from playwright.sync_api import Error

    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if page.evaluate(script, arg):
                return
        except Error as error:
            if "context" not in str(error):
                raise
        page.wait_for_timeout(50)
    raise AssertionError(f"never came true: {script}")


def signed_in(page: Any, user: Any) -> None:
    """The page in a session of an officer who is signed in whole; some journeys sign in by hand."""
    from django.test import Client

    from tests.accounts.builders import sign_in

    session = sign_in(Client(), user).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": page.context.base_url}])
