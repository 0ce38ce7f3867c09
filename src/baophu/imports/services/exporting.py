"""The rows that were not taken in, as a file that can be corrected and sent again."""

from __future__ import annotations

from collections.abc import Iterable

from baophu.imports.catalogue import list_type
from baophu.imports.files.writing import workbook
from baophu.imports.models import Import, Row
from baophu.imports.reading.mapping import from_data
from baophu.imports.words import say

Kind = Row.Kind
LEFT = (Kind.REFUSED, Kind.DOUBTFUL, Kind.UNKNOWN)


def refused_file(imp: Import, kinds: Iterable[str] = LEFT) -> bytes:
    """An Excel file with the original columns of the rows refused, doubtful or unknown, and why in both languages.

    The headers stay as they were, so the corrected file is read as the first one was. No cell is a formula.
    """
    kind, mapping = list_type(imp.kind), from_data(imp.mapping)
    labels = [column.label or f"({place + 1})" for place, column in enumerate(mapping.labels)]
    head = [*labels, "Dòng / Row", "Lý do", "Reason"]
    rows = Row.objects.filter(of=imp, kind__in=list(kinds)).order_by("number")
    lines = (_line(row, len(labels), {c.name: (c.label.vi, c.label.en) for c in kind.columns.values()}) for row in rows)
    return workbook(kind.title.vi, head, lines, wide=2)


def _line(row: Row, width: int, labels: dict[str, tuple[str, str]]) -> list[str]:
    cells = [*row.cells, *[""] * (width - len(row.cells))][:width]
    vietnamese, english = [], []
    for message in row.messages:
        vi, en = labels.get(message["column"], ("", ""))
        vietnamese.append(f"{vi}: {message['vi']}" if vi else message["vi"])
        english.append(f"{en}: {message['en']}" if en else message["en"])
    if row.kind != Kind.REFUSED:
        state = say(f"left {row.kind}")
        vietnamese.insert(0, state.vi)
        english.insert(0, state.en)
    return [*cells, str(row.number), " | ".join(vietnamese), " | ".join(english)]
