"""Whether something of the law stands on a day, in a word with its colour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from baophu.law.dated import Dated

SOON = timedelta(days=92)


@dataclass(frozen=True, slots=True)
class Standing:
    """`key`: in_force, ending, ended, ahead; `tag` is the class of its badge."""

    key: str
    label: str
    tag: str


def standing(thing: Dated, day: date) -> Standing:
    """How something stands on a day; what ends within three months is told apart."""
    if day < thing.start:
        return Standing("ahead", _("chưa có hiệu lực"), "quiet")
    if thing.end is not None and thing.end < day:
        return Standing("ended", _("hết hiệu lực"), "quiet")
    if thing.end is not None and thing.end - day <= SOON:
        return Standing("ending", _("sắp hết hiệu lực"), "soon")
    return Standing("in_force", _("đang có hiệu lực"), "good")
