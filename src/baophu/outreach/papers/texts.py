"""Texts of messages: one for everybody of a campaign with a telephone, without accents (at most 160 letters, one part)
and with accents, as a workbook a sender of messages takes up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from baophu.cover.vietqr import plain
from baophu.outreach.models import Member
from baophu.pages import sources
from baophu.pages.written import day as day_text
from baophu.pages.written import whole

LENGTH = 160
"""Letters of one message without accents (GSM 7 bit)."""


@dataclass(frozen=True, slots=True)
class Message:
    """A message to somebody: the telephone, the text without accents and with, how many parts that one has."""

    member: Member
    phone: str
    bare: str
    full: str

    @property
    def length(self) -> int:
        return len(self.bare)

    @property
    def parts(self) -> int:
        """Parts of the text with accents (UCS-2: 70 letters alone, 67 in several)."""
        return 1 if len(self.full) <= 70 else -(-len(self.full) // 67)


def messages(found: Iterable[Member], today: date, months: int) -> Iterator[Message]:
    """The messages of members with a telephone and a decision of today (`person__current` selected), with the price of
    some months."""
    for member in found:
        if member.person.phone and hasattr(member.person, "current"):
            full = text(member, today, months)
            yield Message(member, member.person.phone, bare(full), full)


def text(member: Member, today: date, months: int) -> str:
    """The text with accents, Vietnamese: what is said in a telephone's message is what people here read."""
    current = member.person.current
    unit = sources.unit_name(current.unit_id)
    ends = current.insured_to if current.covered or (current.insured_to and current.insured_to >= today) else None
    state = f"thẻ BHYT hết hạn {day_text(ends)}" if ends else "chưa có thẻ BHYT"
    if not current.group:
        price = "Xin liên hệ để được hướng dẫn."
    elif current.own:
        price = f"Đóng {months} tháng {whole(current.own * months)}đ."
    elif any(current.amounts.get(p) for p in ("state", "province", "sponsor")):
        price = "Được ngân sách đóng toàn bộ, không phải nộp tiền."
    else:
        price = "Đóng qua nơi làm việc hoặc BHXH."
    where = f"Làm tại {unit}."
    for name in (member.person.name, member.person.name.split()[-1]):
        told = f"{name}: {state}. {price} {where}"
        if len(bare(told)) <= LENGTH:
            return told
    return f"{state[:1].upper()}{state[1:]}. {price}"


def bare(full: str) -> str:
    """A text without accents, signs kept."""
    return "".join(c if not c.isalpha() or c.isascii() else plain(c) for c in full)
