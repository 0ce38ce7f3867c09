"""Every text is in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import polib
import pytest
from django import forms
from django.core import validators
from django.core.exceptions import ValidationError
from django.utils.translation import override

from baophu.pages.catalogues import PACKAGE, catalogues, compile_stale
from baophu.pages.messages import NotPlain, in_template, messages, translations, untranslated

VIETNAMESE = re.compile(r"[ăâđêôơưĂÂĐÊÔƠƯàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]", re.IGNORECASE)
PLACEHOLDER = re.compile(r"%\((\w+)\)s|\{(\w*)\}")
NAMES = ("bao phủ", "Tiếng Việt")
"""What is called the same in every language."""


def apps() -> list[str]:
    return sorted(folder.name for folder in PACKAGE.iterdir() if (folder / "apps.py").exists())


@pytest.mark.parametrize("app", apps())
def test_every_text_has_english(app: str) -> None:
    whole = [(m.file.relative_to(PACKAGE), m) for m in untranslated("en")]
    missing = [f"{file}:{m.line}: {m.text}" for file, m in whole if file.parts[0] == app]
    assert not missing, "\n".join(missing)


def test_translations_keep_their_placeholders() -> None:
    known = translations("en")
    wrong = []
    for message in messages():
        entry = known.get(message.key)
        if entry is None:
            continue
        said = [entry.msgstr] if entry.msgstr else list(entry.msgstr_plural.values())
        wrong += [
            (message.text, s) for s in said if set(PLACEHOLDER.findall(s)) != set(PLACEHOLDER.findall(message.text))
        ]
    assert not wrong


def test_a_plural_has_all_its_forms() -> None:
    known = translations("en")
    for message in messages():
        if message.plural and message.key in known:
            assert set(known[message.key].msgstr_plural) == {0, 1}, message.text


def test_no_catalogue_translates_what_nobody_says() -> None:
    said = {m.key for m in messages()}
    old = [key for key in own_translations() if key not in said]
    assert not old


def own_translations() -> list[tuple[str, str, bool]]:
    po = polib.pofile(str(PACKAGE / "locale/en/LC_MESSAGES/django.po"))
    return [(e.msgctxt or "", e.msgid, bool(e.msgid_plural)) for e in po]


def templates() -> list[Path]:
    return sorted(PACKAGE.rglob("templates/**/*.html"))


@pytest.mark.parametrize("file", templates(), ids=lambda f: f.name)
def test_no_template_says_anything_unmarked(file: Path) -> None:
    """Vietnamese letters stand in marked texts only."""
    text = file.read_text(encoding="utf-8")
    text = re.sub(r"{%\s*comment.*?endcomment\s*%}|{#.*?#}", "", text, flags=re.S)
    text = re.sub(r"{%\s*blocktrans(late)?.*?endblocktrans(late)?\s*%}|{%.*?%}|{{.*?}}", "", text, flags=re.S)
    for name in NAMES:
        text = text.replace(name, "")
    assert not VIETNAMESE.search(text), text[max(0, VIETNAMESE.search(text).start() - 40) :][:90]  # type: ignore[union-attr]


def test_what_fields_say_is_said_in_vietnamese() -> None:
    """Django's own words beside fields, in the language of the page."""
    kinds = (
        forms.CharField, forms.IntegerField, forms.DecimalField, forms.DateField, forms.DateTimeField,
        forms.ChoiceField, forms.MultipleChoiceField, forms.ModelChoiceField, forms.FileField, forms.EmailField,
        forms.UUIDField,
    )  # fmt: skip
    said = [text for kind in kinds for k in kind.__mro__ for text in getattr(k, "default_error_messages", {}).values()]
    said += [
        validators.MinValueValidator.message,
        validators.MaxValueValidator.message,
        validators.ProhibitNullCharactersValidator.message,
        validators.FileExtensionValidator.message,
    ]
    with override("vi"):
        plain = [str(text) for text in said]
    with override("en"):
        english = [str(text) for text in said]
    assert not [one for one, other in zip(plain, english, strict=True) if one and one == other]


def test_a_text_too_long_is_told_in_vietnamese() -> None:
    with override("vi"):
        with pytest.raises(ValidationError) as told:
            forms.CharField(max_length=3).clean("bốn chữ")
        assert told.value.messages == ["Hãy rút gọn còn không quá 3 ký tự (đang có 7)."]


def test_marked_texts_of_a_template_are_found(tmp_path: Path) -> None:
    file = tmp_path / "x.html"
    file.write_text(
        """{% load i18n %}{% translate "Một (1)" %} {% translate 'Hai "2"' as two %}
        {% blocktranslate with name=x trimmed %}Chào
        {{ name }}{% endblocktranslate %}
        {% blocktranslate count n=n %}{{ n }} dòng{% plural %}{{ n }} các dòng{% endblocktranslate %}
        {% translate "Mở" context "nút" %}""",
        encoding="utf-8",
    )
    found = [(m.context, m.text, m.plural) for m in in_template(file)]
    assert found == [
        ("", "Một (1)", ""),
        ("", 'Hai "2"', ""),
        ("", "Chào %(name)s", ""),
        ("", "%(n)s dòng", "%(n)s các dòng"),
        ("nút", "Mở", ""),
    ]


def test_a_text_put_together_in_code_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.py").write_text('_(f"chào {name}")\n', encoding="utf-8")
    with pytest.raises(NotPlain):
        list(messages(tmp_path))


def test_a_stale_catalogue_is_compiled_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from baophu.pages import catalogues as module

    folder = tmp_path / "app" / "locale" / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text('msgid ""\nmsgstr ""\n\nmsgid "a"\nmsgstr "b"\n', encoding="utf-8")
    monkeypatch.setattr(module, "PACKAGE", tmp_path)
    assert compile_stale() == [folder / "django.mo"]
    assert compile_stale() == []


def test_every_catalogue_can_be_read() -> None:
    for file in catalogues():
        assert polib.pofile(str(file)).metadata["Content-Type"].lower().endswith("utf-8"), file
