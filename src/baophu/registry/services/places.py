"""Units by code."""

from __future__ import annotations

from datetime import date

from baophu.law.model import Text
from baophu.registry.errors import WrongFact, perhaps
from baophu.registry.law import book
from baophu.registry.models import Unit

_OUTSIDE = {"kind": "outside", "name": "Ngoài tỉnh", "full_name": "Ngoài tỉnh"}


def outside() -> Unit:
    """Elsewhere: where people live who moved out."""
    return Unit.objects.get_or_create(code=Unit.OUTSIDE, defaults=_OUTSIDE)[0]


def unit(code: str | Unit, day: date | None = None) -> Unit:
    """The unit of a code; one of the law book is taken up when it is first asked for.

    WrongFact when there is none, or on a day when it was already merged into others (they are named).
    """
    found = code if isinstance(code, Unit) else Unit.objects.filter(code=code).first()
    if found is None and code == Unit.OUTSIDE:
        return outside()
    if found is None:
        area = book().areas.get(str(code))
        if area is None:
            near = perhaps(str(code), book().areas)
            raise WrongFact(
                Text(f"Không có đơn vị mã “{code}”{near.vi}", f"no unit has the code '{code}'{near.en}"),
            )
        found = Unit.objects.create(
            code=area.code, kind=area.kind, name=area.name, full_name=area.full_name, since=area.since
        )
    if day is not None and found.until is not None and day > found.until:
        became = ", ".join(
            f"{s.new.full_name} ({s.new_id})" for s in found.successions.filter(retracted=None).select_related("new")
        )
        raise WrongFact(
            Text(
                f"{found.full_name} không còn sau ngày {found.until}; nay thuộc {became}.",
                f"{found.full_name} ended on {found.until}; it became {became}",
            )
        )
    return found
