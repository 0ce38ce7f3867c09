"""Why somebody looked, as it is kept and as it is read.

A reason is kept in Vietnamese, as the marked texts it is made of, set off by ": " (`mở hồ sơ: tìm kiếm`): the kept text
is its own key, stays readable whatever becomes of the program, and is told in the reader's language when it is shown.
"""

from __future__ import annotations

from django.utils.translation import gettext as translated
from django.utils.translation import gettext_noop, override

BETWEEN = ": "
OF_COMMANDS = (
    gettext_noop("tìm bằng lệnh"),
    gettext_noop("lệnh show"),
    gettext_noop("tính lại và giải thích quyết định"),
)
"""Reasons of commands, which load Django only once they need it."""


def kept(*parts: object) -> str:
    """Marked texts (and numbers) as a reason that is kept: in Vietnamese, whoever looks; empty ones are left out."""
    with override("vi"):
        return BETWEEN.join(filter(None, (str(part) for part in parts)))


def told(why: str) -> str:
    """A kept reason in the reader's language; what is no marked text (a number, somebody's own words) stays."""
    return BETWEEN.join(translated(part) if part else part for part in why.split(BETWEEN))
