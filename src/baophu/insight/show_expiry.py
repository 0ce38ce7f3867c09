"""The expiry calendar as text."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group
from rich.table import Table
from rich.text import Text as RichText

from baophu.insight.expiry import Ending, Expiry
from baophu.insight.format import Language, day, in_unit, month, said, unit_for, whole
from baophu.insight.layout import blocks, faint, heading, label, table
from baophu.insight.words import word


def show_expiry(answer: Expiry, lang: Language = "vi", *, empty: bool = False) -> Group:
    """Supports that end, with money and what follows; other provisions below. `empty` shows those with nobody too."""
    shown = [e for e in answer.endings if empty or e.people]
    supports = [e for e in shown if e.kind == "support"]
    others = [e for e in shown if e.kind != "support"]
    until = f"–{day(answer.until)}" if answer.until else ""
    return blocks(
        heading(f"{word('expiry', lang)} {day(answer.since)}{until}"),
        label(answer.simulated, answer.weight, lang),
        "",
        supports_table(supports, answer.weight, lang),
        beyond_note(shown, lang),
        "" if others else None,
        others_table(others, answer.weight, lang) if others else None,
    )


def supports_table(endings: Sequence[Ending], weight: int, lang: Language) -> Table:
    """A row a support: last day, provision and below it what follows, people, cost of the last year and of one more."""
    unit, name = unit_for(amount * weight for e in endings for amount in (e.last_year or 0, e.extension or 0))
    columns = [word(c, lang) for c in ("last_day", "of_provision", "people", "year_cost", "extension")]
    columns[-2:] = [f"{c}, {said(name, lang)}" for c in columns[-2:]]
    rows = []
    for e in endings:
        told = "\n".join([e.provision, *(f"→ {line}" for line in follows(e, weight, lang))])
        costs = [in_unit((amount or 0) * weight, unit) for amount in (e.last_year, e.extension)]
        rows.append([day(e.end), told, whole(e.people * weight) + _mark(e), *costs])
    return table(columns, rows, left=2)


def others_table(endings: Sequence[Ending], weight: int, lang: Language) -> Table:
    """Groups, premiums and benefits that end."""
    columns = [word("last_day", lang), word("of_provision", lang), word("ended_by", lang), word("people", lang)]
    rows = [[day(e.end), e.provision, e.ended_by or "", whole(e.people * weight)] for e in endings]
    return table(columns, rows, left=3)


def follows(ending: Ending, weight: int, lang: Language, most: int = 2) -> list[str]:
    """What the people get in the month after, the largest parts first."""
    if ending.follows is None:
        return [word("nothing_after", lang)]
    parts: dict[str, int] = {}
    for follower in ending.follows:
        parts[follower.provision] = parts.get(follower.provision, 0) + follower.people
    return [
        f"{whole(people * weight)} {provision or word('unsupported', lang)}"
        for provision, people in sorted(parts.items(), key=lambda p: -p[1])[:most]
    ]


def beyond_note(endings: Sequence[Ending], lang: Language) -> RichText | None:
    """What the star means, where there is one."""
    return faint(word("beyond", lang)) if any(_beyond(e) for e in endings) else None


def _mark(ending: Ending) -> str:
    return "*" if _beyond(ending) else ""


def _beyond(ending: Ending) -> bool:
    return month(ending.counted_in) != f"{ending.end.month:02d}/{ending.end.year}"
