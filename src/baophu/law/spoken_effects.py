"""What a provision does, as a sentence for whoever does not read the book's own words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction

from baophu.law.dated import stands, value_on
from baophu.law.model import (
    Ahead,
    Benefit,
    Book,
    Choose,
    Effect,
    Group,
    Order,
    Premium,
    Rule,
    Support,
    Taper,
    Text,
)
from baophu.law.scalars import share_text
from baophu.law.selectors import ALL, group_provisions, is_section
from baophu.law.spoken import listed, spoken_amount
from baophu.law.words import Language, in_language

_SENTENCES: dict[str, Text] = {
    "group": Text("Nhóm {letter}, khoản {section} Điều 12", "Group {letter}, clause {section} of Article 12"),
    "order": Text("Thứ tự các nhóm của Điều 12: {groups}", "The order of Article 12: {groups}"),
    "ahead": Text("{groups} đứng trước {of}", "{groups} before {of}"),
    "choose": Text(
        "Ai thuộc nhiều nhóm trong {among}: chọn nhóm phải tự đóng ít nhất",
        "In several groups of {among}: the one that leaves least to pay",
    ),
    "premium": Text("Mức đóng của {groups}: {rate} × {of}", "Premium of {groups}: {rate} × {of}"),
    "share": Text("{payer}: {share}", "{payer}: {share}"),
    "total": Text("{payer} bảo đảm {share} mức đóng cho {groups}", "{payer} fills up to {share} for {groups}"),
    "on_top": Text("{payer} hỗ trợ thêm {share} mức đóng cho {groups}", "{payer} adds {share} for {groups}"),
    "benefit": Text("Mức hưởng {level} cho {groups}", "{level} is covered for {groups}"),
    "taper": Text(
        "{groups}: người thứ nhất đóng {first}, những người sau đóng {rest}",
        "{groups}: the first pays {first}, those after pay {rest}",
    ),
    "all": Text("mọi nhóm", "every group"),
    "section": Text("các nhóm khoản {n}", "the groups of clause {n}"),
    "one": Text("nhóm {letter}", "group {letter}"),
    "some": Text("các nhóm {letters}", "groups {letters}"),
    "and": Text(" và ", " and "),
    "starts": Text("Thẻ bắt đầu từ {day}", "The card begins on {day}"),
    "ends": Text("Thẻ hết hạn vào {day}", "The card ends on {day}"),
    "joins": Text("Khoảng trống không làm đứt thời gian 5 năm liên tục", "The gap does not break the five-year chain"),
    "wait": Text(", sau {n} ngày", ", {n} days later"),
    "not_before": Text(", không sớm hơn ngày đóng", ", not before the payment"),
    "route": Text("Hưởng {share} của mức hưởng trong lần khám này", "{share} of the level is paid for this visit"),
    "level": Text("Mức hưởng {level} trong lần khám này", "{level} is covered in this visit"),
    "until": Text(", đến hết {day}", ", up to {day}"),
    "counts": Text("; phần cùng chi trả được cộng dồn trong năm", "; the rest counts as a copayment of the year"),
}

_DAYS: dict[str, Text] = {
    "payment": Text("ngày đóng", "the day of payment"),
    "previous": Text("ngày sau ngày thẻ trước hết hạn", "the day after the last card"),
    "list": Text("ngày phê duyệt danh sách", "the day of the list"),
    "birth": Text("ngày sinh", "the day of birth"),
    "age": Text("ngày đủ {months} tháng tuổi", "the day on which the child is {months} months old"),
    "enrolment": Text("ngày nhập học", "the day of enrolment"),
    "benefit": Text("ngày hưởng trợ cấp", "the first day of the benefit"),
    "course": Text("ngày khóa học kết thúc", "the last day of the course"),
}
_PAID_TO = Text("ngày cuối của số tháng đã đóng", "the last day paid for")
_AT: dict[str, Text] = {
    "day": Text("{day}", "{day}"),
    "month_start": Text("ngày đầu của tháng có {day}", "the first of the month of {day}"),
    "month_end": Text("ngày cuối của tháng có {day}", "the last of the month of {day}"),
    "next_month": Text("ngày đầu của tháng sau {day}", "the first of the month after {day}"),
}
_NEXT = Text("{date} đầu tiên sau khi thẻ đã có giá trị một tháng", "the first {date} on which it has run a month")
_OF_THE_YEAR = Text("{date} của năm có {day}", "{date} of the year of {day}")


def spoken_effect(effect: Effect, book: Book, language: Language, payers: Mapping[str, Text], on: date) -> str:
    """What an effect does on a day, in one sentence; `payers` are the names of payers where the book has none."""
    return _Effects(book, language, payers, on).said(effect)


class _Effects:
    def __init__(self, book: Book, language: Language, payers: Mapping[str, Text], on: date) -> None:
        self.book, self.language, self.on = book, language, on
        self.payers = {**payers, **book.texts}

    def say(self, key: str, **parts: object) -> str:
        text = in_language(_SENTENCES[key], self.language).format(**parts)
        return text[:1].upper() + text[1:] if key in ("ahead", "taper", "total", "on_top") else text

    def said(self, effect: Effect) -> str:
        match effect:
            case Group(_, letter, section, _):
                return self.say("group", letter=letter, section=section)
            case Order(groups):
                return self.say("order", groups=", ".join(dict.fromkeys(filter(None, map(self.letter, groups)))))
            case Ahead(groups, of):
                return self.say("ahead", groups=self.groups(groups), of=self.groups(of))
            case Choose(among):
                return self.say("choose", among=self.groups(among))
            case Premium(groups, of, _, rate, shares):
                base = self.say(
                    "premium",
                    groups=self.groups(groups),
                    rate=self.rate(rate),
                    of=spoken_amount(of, self.book, self.language, self.on),
                )
                return "; ".join([base, *(self.share(payer, share) for payer, share in shares)])
            case Support(payer, on_top, share, groups):
                key = "on_top" if on_top else "total"
                return self.say(key, payer=self.payer(payer), share=self.rate(share), groups=self.groups(groups))
            case Benefit(level, groups):
                return self.say("benefit", level=_percent(level), groups=self.groups(groups))
            case Taper(groups, shares):
                rest = ", ".join(map(_share, shares[1:]))
                return self.say("taper", groups=self.groups(groups), first=_share(shares[0]), rest=rest)
            case Rule(kind, keys):
                return self.card(keys) if kind == "card" else self.route(keys)

    def share(self, payer: str, share: Fraction) -> str:
        return self.say("share", payer=self.payer(payer), share=_share(share))

    def payer(self, name: str) -> str:
        return in_language(self.payers[name], self.language) if name in self.payers else name

    def rate(self, rate: Fraction | str) -> str:
        if isinstance(rate, Fraction):
            return _share(rate)
        declared = self.book.parameters[rate]
        value = value_on(declared, self.on)
        if value is not None and isinstance(value.value, Fraction):
            return _share(value.value)
        return in_language(declared.label, self.language)

    def letter(self, name: str) -> str:
        """Article 12's letter of a group that day; empty when it does not stand."""
        for provision in group_provisions(self.book).get(name, []):
            if stands(provision, self.on) and isinstance(provision.effect, Group):
                return provision.effect.letter
        return ""

    def groups(self, selectors: Iterable[str]) -> str:
        wanted = tuple(selectors)
        if ALL in wanted:
            return self.say("all")
        sections = [s.removeprefix("section ") for s in wanted if is_section(s)]
        letters = list(dict.fromkeys(self.letter(s) or s for s in wanted if not is_section(s)))
        said = [self.say("section", n=listed(sections, self.say("and")))] if sections else []
        if len(letters) == 1:
            said.append(self.say("one", letter=letters[0]))
        elif letters:
            said.append(self.say("some", letters=", ".join(letters)))
        return listed(said, self.say("and"))

    # ---- cards and visits

    def card(self, keys: Mapping[str, object]) -> str:
        for key in ("starts", "ends"):
            rule = keys.get(key)
            if isinstance(rule, Mapping):
                said = self.say(key, day=self.day(key, rule))
                if "wait" in rule:
                    said += self.say("wait", n=self.number(str(rule["wait"])))
                return said + (self.say("not_before") if "not_before" in rule else "")
        return self.say("joins")

    def day(self, key: str, rule: Mapping[str, object]) -> str:
        of, at = str(rule["of"]), str(rule.get("at", "day"))
        if of == "start":
            return in_language(_NEXT, self.language).format(date=_day_of_year(at))
        text = _PAID_TO if key == "ends" and of == "payment" else _DAYS[of]
        months = self.number(str(rule.get("months", "")))
        day = in_language(text, self.language).format(months=months)
        if at in _AT:
            return in_language(_AT[at], self.language).format(day=day)
        return in_language(_OF_THE_YEAR, self.language).format(date=_day_of_year(at), day=day)

    def number(self, name: str) -> str:
        declared = self.book.parameters.get(name)
        value = value_on(declared, self.on) if declared else None
        return str(value.value) if value is not None else name

    def route(self, keys: Mapping[str, object]) -> str:
        if "level" in keys:
            said = self.say("level", level=_percent(keys["level"]))
            return said + (self.say("until", day=_day_of_year(str(keys["until"]))) if "until" in keys else "")
        said = self.say("route", share=str(keys["share"]).replace("%", "\N{NO-BREAK SPACE}%"))
        return said + (self.say("counts") if keys.get("counts") else "")


def _percent(level: object) -> str:
    return f"{level}\N{NO-BREAK SPACE}%"


def _share(share: Fraction) -> str:
    return share_text(share).replace("%", "\N{NO-BREAK SPACE}%").replace(".", ",")


def _day_of_year(text: str) -> str:
    month, _, day = text.partition("-")
    return f"{day}/{month}"
