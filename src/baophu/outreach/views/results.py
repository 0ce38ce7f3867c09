"""What followed a campaign, in figures and a small chart, with what cannot be said yet."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from baophu.accounts.guard import needs
from baophu.outreach.services import campaigns, measuring
from baophu.outreach.services.measuring import Measured, Side
from baophu.outreach.views.asked import campaign_at, user_of
from baophu.pages.charts import Bar, Picture, Table, bars


@needs("record")
def results(request: HttpRequest, number: int) -> HttpResponseBase:
    """Cover gained by those reached against those not reached."""
    user, of = user_of(request), campaign_at(request, number)
    found = measuring.measure(of, campaigns.members(of, user))
    context = {
        "campaign": of,
        "found": found,
        "whole": campaigns.whole(of, user),
        "few": measuring.FEW,
        "sides": [(_("Đã tiếp cận"), found.reached), (_("Chưa tiếp cận"), found.others)],
        "picture": _drawn(found),
    }
    return render(request, "outreach/results.html", context)


def _drawn(found: Measured) -> Picture | None:
    """The two shares as bars; None while a side has nobody followed to the end."""
    sides: list[tuple[str, Side]] = [(_("Đã tiếp cận"), found.reached), (_("Chưa tiếp cận"), found.others)]
    rows = [(label, side, side.share) for label, side in sides]
    if any(share is None for _label, _side, share in rows):
        return None
    table = Table(
        (_("Nhóm"), _("Có thẻ"), _("Trên số người"), _("Tỷ lệ"), _("Thấp nhất"), _("Cao nhất")),
        ("text", "number", "number", "percent", "percent", "percent"),
        tuple((label, s.gained, s.ripe, i.value, i.low, i.high) for label, s, i in rows if i is not None),
    )
    title = _("Có thẻ trong %(n)s ngày") % {"n": found.window}
    return bars(title, [Bar(label, i.value) for label, _s, i in rows if i is not None], table, kind="percent")
