"""A report as plain text for a terminal, and as plain data for JSON."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from baophu.engine.lint.findings import Cited, Example, Finding, Level, Report
from baophu.engine.lint.sentences import HEADINGS
from baophu.engine.months import show as month
from baophu.law.errors import shown
from baophu.law.model import Text

LEVEL_NAMES: dict[Level, tuple[Text, Text]] = {
    "error": (Text("lỗi", "error"), Text("lỗi", "errors")),
    "notice": (Text("lưu ý", "notice"), Text("lưu ý", "notices")),
}


def show(report: Report, lang: str = "vi") -> str:
    """The report grouped by kind, errors first; `lang` is vi or en."""
    return "\n".join(_lines(report, lang)) + "\n"


def _lines(report: Report, lang: str) -> Iterator[str]:
    yield f"{_in(report.book, lang)}: {_counts(report, lang)}, {_span(report.periods[0][0], report.periods[-1][1])}"
    yield _in(_tried(report, lang), lang)
    for level in LEVEL_NAMES:
        for kind, findings in groupby(report.of(level), key=lambda f: f.kind):
            yield ""
            yield f"{_in(LEVEL_NAMES[level][0], lang).upper()}  {_in(HEADINGS[kind], lang)}"
            for finding in findings:
                yield from _finding(finding, lang)


def _finding(finding: Finding, lang: str) -> Iterator[str]:
    yield f"  {_span(finding.first, finding.last)}  {_in(finding.says, lang)}"
    for cited in finding.cited:
        yield f"      {_cited(cited)}"
    if finding.example:
        said = _in(Text("ví dụ", "example"), lang)
        yield f"      {said} {month(finding.example.month)}: {_in(finding.example.words, lang)}"


def _cited(cited: Cited) -> str:
    return f"{cited.ref}, {cited.article}  {shown(cited.place.file)}:{cited.place.line}"


def _counts(report: Report, lang: str) -> str:
    parts = []
    for level, (one, many) in LEVEL_NAMES.items():
        count = len(report.of(level))
        parts.append(f"{count} {_in(one if count == 1 else many, lang)}")
    return ", ".join(parts)


def _tried(report: Report, lang: str) -> Text:
    tally = report.tally
    whole, own, pairs, met, deep = (
        _number(n, lang) for n in (tally.whole, tally.own, tally.pairs, tally.meetings, tally.deeper)
    )
    said = Text(
        f"Đã thử {whole} tình huống trong {len(report.periods)} giai đoạn: {own} từ dữ kiện của riêng từng quy định,"
        f" {pairs} từ mọi cặp dữ kiện ở mọi độ tuổi, {met} từ các quy định gặp nhau, {deep} tìm sâu thêm.",
        f"{whole} situations tried in {_periods(len(report.periods))}: {own} of each provision's own facts, {pairs} of"
        f" any two facts at every age, {met} of provisions that meet, {deep} deeper.",
    )
    if not report.not_exhausted:
        return said
    names = ", ".join(report.not_exhausted)
    return Text(
        f"{said.vi} Không thử hết dữ kiện riêng của: {names}.",
        f"{said.en} Not every combination of their own facts was tried for: {names}.",
    )


def _periods(count: int) -> str:
    return "1 period" if count == 1 else f"{count} periods"


def _number(n: int, lang: str) -> str:
    return f"{n:,}".replace(",", "." if lang == "vi" else ",")


def _span(first: int, last: int) -> str:
    return month(first) if first == last else f"{month(first)}…{month(last)}"


def _in(text: Text, lang: str) -> str:
    return text.vi if lang == "vi" else text.en


def to_data(report: Report) -> dict[str, Any]:
    """The report as plain data that JSON can hold; months as 2025-07, texts as {vi, en}."""
    return {
        "book": _both(report.book),
        "first": month(report.periods[0][0]),
        "last": month(report.periods[-1][1]),
        "periods": [[month(first), month(last)] for first, last in report.periods],
        "situations_tried": report.situations_tried,
        "tried": {
            "own": report.tally.own,
            "pairs": report.tally.pairs,
            "meetings": report.tally.meetings,
            "deeper": report.tally.deeper,
        },
        "not_exhausted": list(report.not_exhausted),
        "errors": len(report.of("error")),
        "notices": len(report.of("notice")),
        "findings": [_finding_data(f) for f in report.findings],
    }


def _finding_data(finding: Finding) -> dict[str, Any]:
    return {
        "kind": finding.kind,
        "level": finding.level,
        "first": month(finding.first),
        "last": month(finding.last),
        "says": _both(finding.says),
        "cited": [
            {"ref": c.ref, "article": c.article, "file": shown(c.place.file), "line": c.place.line}
            for c in finding.cited
        ],
        "example": None if finding.example is None else _example_data(finding.example),
    }


def _example_data(example: Example) -> dict[str, Any]:
    return {
        "month": month(example.month),
        "age": example.age,
        "next_age": example.next_age,
        "facts": dict(example.facts),
        "words": _both(example.words),
    }


def _both(text: Text) -> dict[str, str]:
    return {"vi": text.vi, "en": text.en}
