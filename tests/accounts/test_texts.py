"""Both languages are complete: every text of ours has its English, every text of a library its Vietnamese."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.test import Client
from django.urls import reverse

import baophu.accounts
from baophu.accounts.models import User
from tests.accounts.builders import PASSWORD, officer, sign_in, with_device, with_password

HERE = Path(baophu.accounts.__file__).parent
WRITTEN = re.compile(
    r"""(?:translate\s+["'](?P<tag>.*?)["'](?:\s+as\s+\w+)?\s*%})"""
    r"""|(?:blocktranslate[^%]*%}(?P<block>.*?){%\s*endblocktranslate)"""
    r"""|(?:\b_\(\s*"(?P<code>.*?)"\s*\))""",
    re.DOTALL,
)
ENGLISH = re.compile(r"\b(the|your|you|please|password|code|sign|this|is|are|not|with|too|again)\b", re.IGNORECASE)
VIETNAMESE = re.compile("[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]", re.IGNORECASE)


def ours() -> Iterator[str]:
    for file in (*HERE.glob("**/*.py"), *HERE.glob("**/templates/**/*.*")):
        for found in WRITTEN.finditer(file.read_text(encoding="utf-8")):
            text = found["tag"] or found["block"] or found["code"]
            yield re.sub(r"{{ (\w+) }}", r"%(\1)s", text)


def shown(answer: object) -> str:
    """The words of a page's own part, without its marks and the names of things."""
    page = answer.content.decode()  # type: ignore[attr-defined]
    assert "<main" in page, answer
    page = page[page.index("<main") : page.index("</main>")]
    page = re.sub(r"<(style|script|code|pre)\b.*?</\1>|<[^>]*lang=\"en\"[^>]*>.*?</span>", " ", page, flags=re.DOTALL)
    of_the_frame = r'<h2 id="errors-title">.*?</h2>|<span class="(?:hidden-text|quiet)">.*?</span>'
    assert "placeholder" not in page
    page = re.sub(of_the_frame, " ", page, flags=re.DOTALL)
    attributes = " ".join(re.findall(r'(?:placeholder|alt|title|aria-label)="([^"]*)"', page))
    return re.sub(r"<[^>]*>|\s+", " ", page) + attributes


def test_every_text_of_ours_has_its_english() -> None:
    english = {entry.msgid: entry.msgstr for entry in polib.pofile(str(HERE / "locale/en/LC_MESSAGES/django.po"))}
    texts = set(ours())
    assert len(texts) > 40
    assert {text for text in texts if not english.get(text)} == set()
    assert set(english) - texts == set()


@pytest.mark.django_db
class TestPages:
    """Their words, and that no field says its name twice."""

    @pytest.fixture
    def lan(self) -> User:
        return with_password(officer("commune", "06838", name="lan"))

    def pages(self, lan: User, language: str) -> Iterator[str]:
        """Pages of signing in, with errors on them."""
        speaks = {"headers": {"accept-language": language}}
        anonymous, bare, whole = Client(**speaks), Client(**speaks), Client(**speaks)  # type: ignore[arg-type]
        yield shown(anonymous.get(reverse("account_login")))
        yield shown(anonymous.post(reverse("account_login"), {"login": "lan", "password": "x"}))
        yield shown(anonymous.post(reverse("account_login"), {}))
        yield shown(anonymous.get(reverse("account_inactive")))
        yield shown(anonymous.get(reverse("socialaccount_login_cancelled")))
        yield shown(anonymous.get(reverse("socialaccount_login_error")))
        yield shown(anonymous.get(reverse("vneid_login")))
        yield shown(anonymous.get(reverse("simulated:authorize")))
        bare.post(reverse("account_login"), {"login": "lan", "password": PASSWORD})
        yield shown(bare.get(reverse("mfa_activate_totp")))
        yield shown(bare.post(reverse("mfa_activate_totp"), {"code": "000000"}))
        with_device(lan)
        waiting = Client(**speaks)  # type: ignore[arg-type]
        waiting.post(reverse("account_login"), {"login": "lan", "password": PASSWORD})
        yield shown(waiting.get(reverse("mfa_authenticate")))
        yield shown(waiting.post(reverse("mfa_authenticate"), {"code": "000000"}))
        sign_in(whole, lan)
        for name in (
            "mfa_index",
            "account_change_password",
            "account_reauthenticate",
            "mfa_reauthenticate",
            "mfa_generate_recovery_codes",
            "account_logout",
        ):
            yield shown(whole.get(reverse(name)))
        wrong = {"oldpassword": "x", "password1": "123", "password2": "lan"}
        yield shown(whole.post(reverse("account_change_password"), wrong))
        short = {"oldpassword": PASSWORD, "password1": "123", "password2": "123"}
        yield shown(whole.post(reverse("account_change_password"), short))
        yield shown(whole.post(reverse("account_reauthenticate"), {"password": "x"}))
        yield shown(whole.post(reverse("mfa_generate_recovery_codes"), follow=True))
        for _ in range(6):
            locked = anonymous.post(reverse("account_login"), {"login": "lan", "password": "x"})
        assert locked.status_code == 429
        yield shown(locked)

    def test_vietnamese_pages_have_no_english(self, lan: User, demonstration: Path) -> None:
        for page in self.pages(lan, "vi"):
            assert VIETNAMESE.search(page), page
            assert not ENGLISH.search(page), page

    def test_english_pages_have_no_vietnamese(self, lan: User, demonstration: Path) -> None:
        for page in self.pages(lan, "en"):
            assert ENGLISH.search(page), page
            assert not VIETNAMESE.search(page), page
