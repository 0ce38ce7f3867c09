"""Lapses as text: summaries, and the first people of the list."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group
from rich.table import Table

from baophu.insight.causes import CAUSES
from baophu.insight.format import Language, day, dong, said, whole
from baophu.insight.lapses import Lapses, Line
from baophu.insight.layout import blocks, heading, label, table
from baophu.insight.words import word

FIRST = 20
"""People listed under the summaries; all of them are in the answer's table."""


def show_lapses(answer: Lapses, lang: Language = "vi", people: int = FIRST) -> Group:
    """By cause, by provision and by unit, then some of the people."""
    days = (answer.until - answer.after).days
    return blocks(
        heading(f"{word('lapses', lang)}. {word('ahead', lang, days=days, day=day(answer.after))}"),
        label(answer.simulated, answer.weight, lang),
        "",
        lines_table("cause", [*answer.by_cause, answer.total], answer.weight, lang),
        "",
        lines_table("provision", answer.by_provision, answer.weight, lang),
        "",
        lines_table("unit", answer.by_unit, answer.weight, lang),
        "",
        people_table(answer, lang, people),
    )


def lines_table(key: str, lines: Sequence[Line], weight: int, lang: Language) -> Table:
    """One row a cause, provision or unit."""
    columns = [word(key, lang), *(word(k, lang) for k in ("people", "cover", "support", "own_rises", "renews"))]
    rows = [
        [_name(key, line, lang), *(whole(n * weight) if n else "·" for n in
         (line.people, line.cover, line.support, line.own_rises, line.renews))]
        for line in lines
    ]  # fmt: skip
    return table(columns, rows, wide=46)


def people_table(answer: Lapses, lang: Language, most: int) -> Table:
    """The first people of the list: day, who, cause, group before and after, own share before and after."""
    columns = {
        "vi": ["Ngày cuối", "Người", "Đơn vị", "Nguyên nhân", "Nhóm", "Tự đóng/tháng"],
        "en": ["Last day", "Person", "Unit", "Cause", "Group", "Own share a month"],
    }[lang]
    rows = [
        [day(row["last_day"]), str(row["person"]), row["unit"], said(CAUSES[row["cause"]], lang),
         f"{row['letter_before']} → {row['letter_after'] or '–'}",
         f"{dong(row['own_before'])} → {dong(row['own_after'])}"]
        for row in answer.people.slice(0, most).to_pylist()
    ]  # fmt: skip
    return table(columns, rows, left=5)


def _name(key: str, line: Line, lang: Language) -> str:
    text = said(line.label, lang)
    return f"{line.key}: {text}" if key == "provision" and line.key else text
