"""A draft against the law in force, as text."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table

from baophu.insight.format import Language, dong, month, percent, said, short_dong, signed, whole
from baophu.insight.layout import blocks, faint, heading, label, table
from baophu.insight.reform import Reform, Side
from baophu.insight.words import payer_name, word
from baophu.law.model import Text

FIRST = 20
"""People and units listed; all of them are in the answer."""


def show_reform(answer: Reform, title: Text, lang: Language = "vi") -> Group:
    """Money by payer and year, people by group, cover that may be won, winners and losers."""
    t = answer.total
    each = answer.weight
    free = whole(answer.newly_free * each)
    won = {
        "vi": f"Nếu {free} người chưa có thẻ mà dự thảo đóng thay toàn bộ đều có thẻ:",
        "en": f"If the {free} people without a card whom the draft pays for in full get one:",
    }[lang]
    moved = f"{percent(answer.coverage)} → {percent(answer.coverage_if)}"
    covered = f"{won} {moved}" if answer.newly_free else f"{word('coverage', lang)}: {percent(answer.coverage)}"
    sums = [f"{word('winners', lang)} {whole(t.winners * each)}", f"{word('losers', lang)} {whole(t.losers * each)}"]
    sums.append(f"{word('own_change', lang)} {signed_dong(t.own * each)}")
    sides = [("provision", answer.by_provision), ("group", answer.by_group), ("age", answer.by_age)]
    shown: list[RenderableType] = []
    for key, found in sides:
        shown += ["", sides_table(key, found, each, lang)]
    shown += ["", sides_table("unit", answer.by_unit[:FIRST], each, lang)]
    if answer.people is not None:
        shown += ["", people_table(answer, lang)]
    return blocks(
        heading(f"{word('draft', lang)}: {said(title, lang)} ({month(answer.month)})"),
        label(answer.simulated, each, lang),
        "",
        money_table(answer, lang),
        "",
        faint(covered),
        "",
        groups_table(answer, lang),
        "",
        heading(" · ".join(sums)),
        *shown,
    )


def signed_dong(amount: int) -> str:
    """+1.000 ₫, −1.000 ₫, 0 ₫."""
    return f"+{dong(amount)}" if amount > 0 else dong(amount)


def money_table(answer: Reform, lang: Language) -> Table:
    """Payers and years that differ, and those that pay anything, both laws and the difference."""
    each = answer.weight
    rows = [
        [payer_name(a.payer, lang), str(a.year), short_dong(a.base * each, lang), short_dong(a.draft * each, lang),
         ("+" if a.difference > 0 else "") + short_dong(a.difference * each, lang) if a.difference else "·"]
        for a in answer.money
        if a.base or a.draft
    ]  # fmt: skip
    columns = [word(k, lang) for k in ("payer", "year", "in_force", "draft", "difference")]
    return table(columns, rows, left=1)


def groups_table(answer: Reform, lang: Language) -> Table:
    """Paying groups whose number of people changes."""
    each = answer.weight
    rows = [
        [said(g.label, lang), whole(g.base * each), whole(g.draft * each), signed((g.draft - g.base) * each)]
        for g in answer.groups
        if g.base != g.draft
    ]
    return table([word(k, lang) for k in ("group", "in_force", "draft", "difference")], rows, wide=50)


def sides_table(key: str, sides: Sequence[Side], weight: int, lang: Language) -> Table:
    """Winners and losers by unit, age, group or provision."""
    columns = [word(k, lang) for k in (key, "winners", "losers", "benefit_up", "benefit_down", "own_change")]
    rows = [
        [f"{s.key}: {said(s.label, lang)}" if key == "provision" else said(s.label, lang),
         *(whole(n * weight) if n else "·" for n in (s.winners, s.losers, s.benefit_up, s.benefit_down)),
         signed_dong(s.own * weight)]
        for s in sides
    ]  # fmt: skip
    return table(columns, rows, wide=40)


def people_table(answer: Reform, lang: Language) -> Table:
    """The first people touched, with the provision that makes the difference."""
    columns = {
        "vi": ["Người", "Đơn vị", "Quy định tạo khác biệt", "Tự đóng/tháng"],
        "en": ["Person", "Unit", "What makes the difference", "Own share a month"],
    }[lang]
    assert answer.people is not None
    rows = [
        [str(r["person"]), r["unit"], r["provision"], f"{dong(r['own_base'])} → {dong(r['own_draft'])}"]
        for r in answer.people.slice(0, FIRST).to_pylist()
    ]
    return table(columns, rows, left=3)
