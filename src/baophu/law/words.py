"""The sentences with which a book is shown, in both languages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Literal as OneOf

from baophu.law.model import (
    Ahead,
    Benefit,
    Book,
    Choose,
    Effect,
    Group,
    Order,
    ParameterDeclaration,
    Premium,
    Rule,
    Support,
    Taper,
    Text,
)
from baophu.law.scalars import month_text, share_text

Language = OneOf["vi", "en"]

SENTENCES: dict[str, Text] = {
    "group": Text("nhóm {letter} ({name}), mục {section}", "group {letter} ({name}), section {section}"),
    "order": Text("thứ tự các nhóm: {groups}", "order of the groups: {groups}"),
    "ahead": Text("{groups} đứng trước {of}", "{groups} before {of}"),
    "choose": Text("trong {among}: nhóm phải đóng ít nhất", "among {among}: the group that leaves least to pay"),
    "premium": Text("mức đóng của {groups}: {rate} × {of}", "premium of {groups}: {rate} × {of}"),
    "shares": Text("{payer} đóng {share}", "{payer} pays {share}"),
    "total": Text("{payer} bảo đảm {share} mức đóng của {groups}", "{payer} fills up to {share} for {groups}"),
    "on_top": Text("{payer} hỗ trợ thêm {share} mức đóng của {groups}", "{payer} adds {share} for {groups}"),
    "benefit": Text("mức hưởng {level}% cho {groups}", "{level}% is covered for {groups}"),
    "taper": Text("{groups} đóng lần lượt {shares}", "{groups} pay {shares} in turn"),
    "rule": Text("quy tắc {kind}: {keys}", "rule on the {kind}: {keys}"),
    "in_force": Text("từ {start}", "from {start}"),
    "until": Text("từ {start} đến hết {end}", "from {start} to {end} inclusive"),
    "ended_by": Text("bị thay bởi {by}", "ended by {by}"),
    "not_where": Text("thay cho {refs} khi áp dụng", "in place of {refs} where it holds"),
    "unknown": Text("CHƯA RÕ: {note}", "UNKNOWN: {note}"),
    "unknown_read": Text("CHƯA RÕ {name}: {note}", "UNKNOWN {name}: {note}"),
    "instead": Text("có thể là {value}", "may be {value}"),
    "issued": Text("{issuer}, ban hành {issued}", "{issuer}, issued {issued}"),
    "repeals": Text("thay thế {refs}", "repeals {refs}"),
    "starts": Text("bắt đầu {day}", "starts {day}"),
    "ends": Text("hết hiệu lực sau {day}", "ends after {day}"),
    "changes": Text("thay đổi", "changes"),
    "nothing": Text("không có gì khác", "nothing differs"),
    "parameters": Text("Tham số", "Parameters"),
    "open": Text("chưa định", "open"),
    "all": Text("mọi nhóm", "every group"),
    "section": Text("nhóm {n}", "section {n}"),
}

KEYS: dict[str, Text] = {
    "from": Text("từ ngày", "from"),
    "to": Text("đến hết ngày", "to"),
    "when": Text("điều kiện", "when"),
    "effect": Text("nội dung", "effect"),
    "article": Text("điều khoản", "article"),
    "says": Text("lời văn", "says"),
    "except": Text("ngoại lệ", "except"),
    "sure": Text("độ chắc chắn", "sure"),
    "value": Text("giá trị", "value"),
}


def day_words(day: date | None, language: Language) -> str:
    """25/12/1980 in Vietnamese, 1980-12-25 in English; no day is an open end."""
    if day is None:
        return say("open", language)
    return f"{day.day:02d}/{day.month:02d}/{day.year}" if language == "vi" else day.isoformat()


def in_language(text: Text, language: Language) -> str:
    """One of the two."""
    return text.vi if language == "vi" else text.en


def say(key: str, language: Language, **parts: object) -> str:
    """One of the sentences with its parts filled in."""
    return in_language(SENTENCES[key], language).format(**parts)


def effect_words(effect: Effect, book: Book, language: Language) -> str:
    """What a provision does, in one line."""
    match effect:
        case Group(name, letter, section, _):
            return say("group", language, letter=letter, name=name, section=section)
        case Order(groups):
            return say("order", language, groups=", ".join(groups))
        case Ahead(groups, of):
            return say("ahead", language, groups=selectors(groups, language), of=selectors(of, language))
        case Choose(among):
            return say("choose", language, among=selectors(among, language))
        case Premium():
            return _premium(effect, book, language)
        case Support(payer, on_top, share, groups):
            kind = "on_top" if on_top else "total"
            said = share if isinstance(share, str) else share_text(share)
            who = payer_words(payer, book, language)
            return say(kind, language, payer=who, share=said, groups=selectors(groups, language))
        case Benefit(level, groups):
            return say("benefit", language, level=level, groups=selectors(groups, language))
        case Taper(groups, shares):
            said = ", ".join(map(share_text, shares))
            return say("taper", language, groups=selectors(groups, language), shares=said)
        case Rule(kind, keys):
            return say("rule", language, kind=kind, keys=", ".join(f"{k} {v}" for k, v in keys.items()))


def _premium(premium: Premium, book: Book, language: Language) -> str:
    groups = selectors(premium.groups, language)
    base = say("premium", language, groups=groups, rate=premium.rate, of=premium.of_text)
    shares = [
        say("shares", language, payer=payer_words(payer, book, language), share=share_text(share))
        for payer, share in premium.shares
    ]
    return "; ".join([base, *shares])


def payer_words(payer: str, book: Book, language: Language) -> str:
    """A payer as the book's texts call it, or by its name."""
    return in_language(book.texts[payer], language) if payer in book.texts else payer


def selectors(groups: Iterable[str], language: Language) -> str:
    """`near_poor, section 4` for a reader."""

    def one(selector: str) -> str:
        if selector == "all":
            return say("all", language)
        number = selector.removeprefix("section ")
        return selector if number == selector else say("section", language, n=number)

    return ", ".join(map(one, groups))


def value_words(parameter: ParameterDeclaration, value: int | bool | Fraction) -> str:
    """A parameter's value as it is written in the book."""
    if isinstance(value, Fraction):
        return share_text(value)
    if isinstance(value, bool):
        return str(value).lower()
    return month_text(value) if parameter.type == "month" else str(value)
