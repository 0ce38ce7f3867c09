"""The list of instruments, and what a search finds in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponseBase
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from baophu.law.model import Book, Instrument, Provision
from baophu.lawpages import addresses, figures
from baophu.lawpages.figures import Reach
from baophu.lawpages.standing import standing
from baophu.pages import sources
from baophu.pages.lists import BY_VALUE, Column, List, choice, words
from baophu.pages.texts import said
from baophu.registry.names import fold

SHOWN = 40
STANDINGS = (
    ("in_force", _("đang có hiệu lực")),
    ("ending", _("sắp hết hiệu lực")),
    ("ended", _("hết hiệu lực")),
    ("ahead", _("chưa có hiệu lực")),
)


@dataclass(frozen=True, slots=True)
class Line:
    """An instrument in the list; `text` is what the search looks through, folded."""

    instrument: Instrument
    day: date
    reach: Reach | None
    text: str
    people_href: str | None = None

    @property
    def key(self) -> str:
        return standing(self.instrument, self.day).key

    @property
    def people(self) -> int | None:
        return self.reach.people if self.reach else None

    @property
    def amount(self) -> int | None:
        return self.reach.amount or None if self.reach else None


def _everything_said(instrument: Instrument) -> str:
    """Number, titles, issuers, and article and wording of each provision, folded."""
    texts = [instrument.number]
    for text in (instrument.title, instrument.issuer):
        texts += [text.vi, text.en]
    for provision in instrument.provisions:
        texts += [provision.article, provision.says.vi, provision.says.en]
    return fold(" ".join(texts))


def _found(lines: Sequence[Line], text: str) -> list[Line]:
    """The instruments that say every word asked for."""
    asked = fold(text).split()
    return [line for line in lines if all(word in line.text for word in asked)]


def _href(line: Line) -> str:
    return addresses.instrument_href(line.instrument.number)


def _badge(line: Line) -> SafeString:
    found = standing(line.instrument, line.day)
    return format_html('<span class="tag tag-{}">{}</span>', found.tag, found.label)


class Instruments(List):
    """The list."""

    name = "van-ban"
    title = _("Sổ luật")
    per_page = 100
    order = "-start"
    columns = (
        Column("number", _("Số, ký hiệu"), "instrument.number", order=BY_VALUE, link=_href),
        Column("title", _("Tên văn bản"), lambda line: said(line.instrument.title)),
        Column("issuer", _("Cơ quan ban hành"), lambda line: said(line.instrument.issuer), only="export"),
        Column("issued", _("Ban hành"), "instrument.issued", kind="day", only="export"),
        Column("start", _("Hiệu lực từ"), "instrument.start", kind="day", order=BY_VALUE),
        Column("end", _("Đến hết"), "instrument.end", kind="day", order=BY_VALUE),
        Column("standing", _("Tình trạng"), _badge, kind="html"),
        Column(
            "people",
            _("Số người hôm nay"),
            kind="number",
            order=BY_VALUE,
            link=lambda line: line.people_href or _href(line),
        ),
        Column("amount", _("Tiền năm nay"), kind="money", order=BY_VALUE, link=lambda line: f"{_href(line)}#tien"),
    )
    filters = (
        words("q", _("Tìm trong tên, điều khoản, nội dung"), _found, _("Không cần gõ dấu. Ví dụ: dan toc thieu so")),
        choice(
            "standing",
            _("Tình trạng"),
            STANDINGS,
            lambda lines, key: [line for line in lines if line.key == key],
        ),
    )


def book(request: HttpRequest) -> HttpResponseBase:
    """The instruments of the law book, with what a search finds in them."""
    read, day = sources.book(), sources.day(request)
    known = figures.figures(read, day)
    of = known.of if known else {}
    lines = [
        Line(i, day, of.get(i.number), _everything_said(i), figures.people_href(i.number, request.user))
        for i in read.instruments.values()
    ]
    shown = Instruments(request, lines)
    asked = fold(request.GET.get("q", "")).split()
    hits = [p for line in shown.narrowed for p in line.instrument.provisions if asked and _says(p, asked)]
    context = {"book": read, "known": known, "hits": hits[:SHOWN], "more": len(hits) > SHOWN, "unsure": _unsure(read)}
    return shown.response("lawpages/book.html", context)


def _unsure(read: Book) -> int:
    """How many places of the book no text settles."""
    values = sum(v.sure == "?" for p in read.parameters.values() for v in p.values)
    return values + sum(p.sure == "?" for p in read.provisions())


def _says(provision: Provision, asked: Sequence[str]) -> bool:
    text = fold(" ".join((provision.article, provision.says.vi, provision.says.en)))
    return all(word in text for word in asked)
