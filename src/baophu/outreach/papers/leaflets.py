"""Leaflets for a unit: for each participant group who belongs to it, who pays, what is left to pay this year.

Words come from the law book; prices are those decided for people of the group who live in the unit, each different
price once and nobody counted; where the register has nobody there, they are what the law gives somebody typical.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from baophu.decisions.models import Current
from baophu.decisions.services.lawbooks import active
from baophu.engine.months import month_of
from baophu.insight.labels import holds
from baophu.insight.typical import typical
from baophu.insight.words import PAYERS
from baophu.law.dated import parameters_on, provisions_on
from baophu.law.model import Book, Group, Provision, Support, Taper, Text
from baophu.law.selectors import is_section
from baophu.law.spoken_effects import spoken_effect
from baophu.law.tree import Parameter
from baophu.outreach.errors import NobodyThere
from baophu.outreach.papers.household import article
from baophu.outreach.papers.setting import pdf
from baophu.pages import sources
from baophu.pages.texts import language as of_page
from baophu.pages.texts import said
from baophu.pages.written import day as day_text
from baophu.pages.written import money

PRICES = 4
"""Different prices a leaflet shows at most."""

BY_WAGE = 3
"""More different premiums than these hang on wages or pensions, and none is shown."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A group a leaflet can be made for."""

    name: str
    label: Text


def choices(book: Book, day: date) -> list[Choice]:
    """Groups in which somebody joins by themselves (clauses 4 and 5 of Article 12), as lettered that day."""
    found = [p for p in _groups(book, day) if isinstance(p.effect, Group) and p.effect.section >= 4]
    return [
        Choice(p.effect.name, Text(f"{p.effect.letter} · {p.says.vi}", f"{p.effect.letter} · {p.says.en}"))
        for p in found
        if isinstance(p.effect, Group)
    ]


def leaflets(unit: str, groups: Sequence[str], language: str = "vi") -> bytes:
    """Leaflets of a unit for some groups as PDF, a page each. NobodyThere for groups the law book does not have."""
    today, book = timezone.localdate(), active()
    with override(language):
        pages = [_page(book, p, unit, today) for p in _groups(book, today) if _name(p) in groups]
        if not pages:
            raise NobodyThere("Hãy chọn ít nhất một nhóm.", "Choose at least one group.")
        simulated = sources.simulated()
        data = {
            "language": language,
            "unit": sources.unit_name(unit),
            "title": _("Bảo hiểm y tế cho bạn"),
            "simulated": _("DỮ LIỆU MÔ PHỎNG · Không ai trong đây là người thật") if simulated else "",
            "pages": pages,
            "year": str(today.year),
            "footer": _("Theo sổ luật %(book)s (%(digest)s), ngày %(day)s.")
            % {"book": book.name, "digest": book.digest[:12], "day": day_text(today)},
            "words": {
                "pays": _("Ai được hỗ trợ"),
                "price": _("Giá năm %(year)s, mỗi tháng") % {"year": today.year},
                "you": _("Bạn đóng"),
                "year_long": _("cả năm"),
                "household": _("Cả hộ cùng tham gia thì rẻ hơn"),
                "benefit": _("Khi đi khám, chữa bệnh"),
                "where": _("Đến đâu"),
                "where_text": _("Trung tâm Phục vụ hành chính công hoặc nhân viên thu bảo hiểm y tế tại"),
                "bring": _("Mang căn cước. Thẻ có trên VNeID và VssID, không cần chờ thẻ giấy."),
                "typical": _("Tính theo luật cho một người của nhóm, thường trú tại đây, chưa có diện nào khác."),
                "wage": _("Tính theo tiền lương, lương hưu hoặc trợ cấp của từng người."),
            },
        }
        return pdf("leaflet", data)


def _groups(book: Book, day: date) -> list[Provision]:
    month = month_of(day)
    return [p for p in provisions_on(book, day) if isinstance(p.effect, Group) and holds(p, month)]


def _name(provision: Provision) -> str:
    return provision.effect.name if isinstance(provision.effect, Group) else ""


def _page(book: Book, provision: Provision, unit: str, day: date) -> dict[str, Any]:
    effect = provision.effect
    assert isinstance(effect, Group)
    prices = _prices(book, effect.name, unit, day)
    return {
        "letter": effect.letter,
        "says": said(provision.says),
        "article": article(book, provision.ref),
        "supports": [_support(book, p, day) for p in _supports(book, effect, day)],
        "prices": [] if prices.wage else prices.found[:PRICES],
        "wage": prices.wage,
        "typical": prices.typical,
        "steps": _steps(book, effect.name, prices.found, day),
        "benefit": _("Quỹ bảo hiểm y tế trả %(n)s %% chi phí khám, chữa bệnh đúng quy định.")
        % {"n": " – ".join(str(b) for b in prices.benefits)}
        if prices.benefits
        else "",
    }


def _supports(book: Book, group: Group, day: date) -> Iterable[Provision]:
    """Supports that reach a group, by its name or its clause."""
    values = parameters_on(book, day)
    for provision in provisions_on(book, day):
        off = any(isinstance(c.node, Parameter) and values.get(c.node.name) is False for c in provision.conditions)
        if not off and isinstance(provision.effect, Support) and any(
            s == group.name or s == "all" or (is_section(s) and s.split()[-1] == str(group.section))
            for s in provision.effect.groups
        ):  # fmt: skip
            yield provision


def _support(book: Book, provision: Provision, day: date) -> dict[str, str]:
    return {
        "says": said(provision.says),
        "does": spoken_effect(provision.effect, book, of_page(), PAYERS, day),
        "article": article(book, provision.ref),
    }


@dataclass(frozen=True, slots=True)
class _Prices:
    """Different prices, the cheapest first, benefit levels, and whether nobody of the register was asked for them."""

    found: list[dict[str, Any]]
    benefits: list[int]
    typical: bool = False

    @property
    def wage(self) -> bool:
        """Whether the premium hangs on what each earns."""
        return len({p["premium"] for p in self.found}) > BY_WAGE


def _prices(book: Book, group: str, unit: str, day: date) -> _Prices:
    """Prices decided for people of a group in a unit; where there is nobody, those the law gives somebody typical."""
    fields = ("premium", "own", "amounts", "benefit")
    rows = Current.objects.filter(unit=unit, group=group, problem="", rank__lte=1).values_list(*fields)[:5000]
    known = [(premium, own, amounts, benefit) for premium, own, amounts, benefit in rows]
    made_up = not known
    if made_up:
        told = typical(book, group, unit, month_of(day))
        known = [(d.premium, d.amounts[book.payers[-1]], dict(d.amounts), d.outcome.benefit) for d in told]
    different = {(own, premium, tuple(sorted(amounts.items()))) for premium, own, amounts, _benefit in known}
    found = [
        {
            "premium": money(premium),
            "own": money(own),
            "amount": own,
            "year": money(own * 12),
            "others": [
                f"{said(book.texts.get(p) or PAYERS.get(p) or Text(p, p))} {money(a)}"
                for p, a in amounts
                if a and p != book.payers[-1]
            ],
        }
        for own, premium, amounts in sorted(different)
    ]
    return _Prices(found, sorted({row[3] for row in known}), made_up and bool(found))


def _steps(book: Book, group: str, prices: Sequence[dict[str, Any]], day: date) -> list[dict[str, str]]:
    """What the members of a household pay one after the other, where the law lets it fall."""
    for provision in provisions_on(book, day):
        effect = provision.effect
        if isinstance(effect, Taper) and group in effect.groups and prices:
            full = max(int(p["amount"]) for p in prices)
            last = len(effect.shares)
            return [
                {
                    "place": (_("Từ người thứ %(n)s") if n == last else _("Người thứ %(n)s")) % {"n": n},
                    "month": money(full * s.numerator // s.denominator),
                    "year": money(full * s.numerator // s.denominator * 12),
                }
                for n, s in enumerate(effect.shares, 1)
            ]
    return []
