"""A real Chromium for pages.

`page` is a fixture of a page of this server; a request to another host fails the test. `look` judges one page: axe,
weight, pictures under build/screens/.
"""

from __future__ import annotations

import json
import os
import shutil
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
            page.screenshot(path=SCREENS / f"{name}-{size}-{theme}.png", full_page=True)
            assert not (found := _serious(page)), f"{name} at {size}, {theme}:\n" + "\n".join(found)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{name} is {wide} wide on a screen of {width}"
    page.set_viewport_size({"width": 1366, "height": 768})
    page.emulate_media(color_scheme="light")


def _serious(page: Any) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    found = []
    for violation in Axe().run(page).response["violations"]:
        if violation["impact"] in SERIOUS:
            for node in violation["nodes"][:3]:
                why = (node["any"] or node["all"] or node["none"] or [{}])[0].get("message", "")
                found.append(json.dumps([violation["id"], node["html"][:160], why], ensure_ascii=False))
    return found
