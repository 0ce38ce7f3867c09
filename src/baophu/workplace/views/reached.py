"""The people behind a figure of the law book: whom a provision or an act reaches today."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from baophu.accounts.acts import ACTS
from baophu.accounts.models import User
from baophu.accounts.services import log_looks, units_of
from baophu.accounts.services.reasons import kept
from baophu.insight.labels import provision_label, provision_of
from baophu.insight.words import payer_name
from baophu.lawpages import addresses
from baophu.pages import sources
from baophu.pages.lists import Column, List
from baophu.pages.texts import language, said
from baophu.pages.written import month as month_text
from baophu.steering.errors import NoFigures
from baophu.steering.services.people import People, Row
from baophu.workplace.services.reached import reached as people_reached
from baophu.workplace.views.asked import user_of
from baophu.workplace.views.guard import page

MOST_EXPORTED = 100_000
DOWNLOADED = _("tải danh sách người của một quy định")


def href(ref: str, user: User | AnonymousUser) -> str | None:
    """The list of people of a provision or an act, for roles that may see persons (the list asks whose units); nothing
    is asked of the database: a page has dozens of them."""
    if not isinstance(user, User) or "read_person" not in ACTS[user.role]:
        return None
    return f"{reverse('work:reached')}?{urlencode({'quy-dinh': ref})}"


class Reached(List):
    """People in the order of units, read from the run piece by piece."""

    name = "nguoi-duoc-ap-dung"
    columns = (
        Column(
            "name", _("Họ và tên"), lambda r: r.name or f"#{r.number}",
            link=lambda r: f"{reverse('work:person', args=[r.person.pk])}?tu=so-lieu" if r.person else None,
        ),
        Column("born", _("Ngày sinh"), kind="day"),
        Column("unit", _("Đơn vị"), lambda r: sources.unit_name(r.unit)),
        Column("letter", _("Nhóm")),
        Column("payers", _("Bên đóng"), lambda r: ", ".join(payer_name(p, language()) for p in r.payers)),
    )  # fmt: skip
    nothing = _("Không có ai.")

    def __init__(self, request: HttpRequest, source: People, title: str) -> None:
        super().__init__(request, source, len(source))
        self.title = title  # type: ignore[misc]

    def _sorted(self, source: Sequence[Row]) -> Any:
        """As the run gives them: never read whole into memory."""
        return source


@page("read_person")
def reached(request: HttpRequest) -> HttpResponseBase:
    """The people a provision (`?quy-dinh=instrument#id`) or an act reaches today, of one's units."""
    user, book, ref = user_of(request), sources.book(), request.GET.get("quy-dinh", "")
    number, _hash, own = ref.partition("#")
    if number not in book.instruments or (own and provision_of(book, ref) is None):
        raise Http404(now_("Sổ luật không có quy định này."))
    try:
        source, month = people_reached(book, ref, user, sources.day(request))
    except NoFigures as error:
        raise Http404(str(error)) from error
    label = said(provision_label(book, ref)) if own else number
    mine = units_of(user)
    where = now_("Toàn tỉnh") if mine is None else ", ".join(sources.unit_name(code) for code in sorted(mine))
    shown = Reached(request, source, label)
    back = addresses.provision_href(ref) if own else addresses.instrument_href(number)
    if shown.file() is not None:
        if len(source) > MOST_EXPORTED:
            raise Http404(now_("Danh sách quá dài để tải."))
        log_looks(user, (r.number for r in source if r.person), kept(DOWNLOADED), request.path)
    context = {"back": back, "number": number, "where": where, "month": month_text(month)}
    return shown.response("workplace/reached.html", context)
