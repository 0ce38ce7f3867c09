"""The sentences that stand beside a published figure: what was counted, how, and which count comes nearest."""

from __future__ import annotations

from fractions import Fraction

from baophu.insight.claims import Claim, SupportedIn
from baophu.insight.coverage import Point
from baophu.insight.format import dong, month, percent, short_dong, signed, whole
from baophu.insight.people import Supported
from baophu.insight.rates import Rate
from baophu.law.model import Text

PEOPLE = {
    "people": Text("số người khác nhau", "distinct people"),
    "person_years": Text("số lượt người theo năm", "person-years"),
    "card_years": Text("số thẻ–năm", "card-years"),
}


def coverage_text(insured: int, living: int, listed: int = 0, *, part: bool = False) -> Text:
    """Real people insured, living in the units, listed in the law book (0: not listed); `part`: not all of them."""
    rate = percent(Fraction(insured, living or 1))
    of = ("người thuộc diện", "concerned") if part else ("người đang sống tại các đơn vị", "people living in the units")
    vi = f"{whole(insured)} người có thẻ trên {whole(living)} {of[0]}: {rate}."
    en = f"{whole(insured)} insured of {whole(living)} {of[1]}: {rate}."
    if listed:
        other = percent(Fraction(insured, listed))
        vi += f" Trên dân số {whole(listed)} ghi trong sổ luật chỉ là {other}: tỷ lệ nào cũng phải kèm mẫu số."
        en += f" Against the {whole(listed)} people the law book lists it is {other}: a rate needs its denominator."
    return Text(vi, en)


def moved_text(before: Point, after: Point, each: int) -> Text:
    """Insured people in two months."""
    counts = [whole(p.insured * each) for p in (before, after)]
    months = [month(p.month) for p in (before, after)]
    moved = signed((after.insured - before.insured) * each)
    return Text(
        f"Từ {counts[0]} ({months[0]}) đến {counts[1]} ({months[1]}) người có thẻ: {moved}.",
        f"From {counts[0]} ({months[0]}) to {counts[1]} ({months[1]}) insured: {moved}.",
    )


def supported_text(claim: Claim, measure: SupportedIn, counts: Supported) -> Text:
    """What was given, counted in every way; for a count of people, which way comes nearest to what was published."""
    span = f"{month(counts.first)}–{month(counts.last)}"
    money = short_dong(counts.money, "vi"), short_dong(counts.money, "en")
    each = dong(counts.money // counts.card_years) if counts.card_years else dong(0)
    vi = (
        f"{span}: {whole(counts.people)} người, {whole(counts.person_years)} lượt người theo năm,"
        f" {whole(counts.card_years)} thẻ–năm, {money[0]}; mỗi thẻ–năm {each}."
    )
    en = (
        f"{span}: {whole(counts.people)} people, {whole(counts.person_years)} person-years,"
        f" {whole(counts.card_years)} card-years, {money[1]}; {each} a card-year."
    )
    if not counts.whole:
        vi += " Lần tính này chỉ phủ một phần thời gian được nêu."
        en += " The run covers only part of the time stated."
    if measure.count != "money" and claim.value:
        ratio = {kind: Fraction(counts.count(kind)) / claim.value for kind in PEOPLE}
        nearest = min(ratio, key=lambda kind: abs(ratio[kind] - 1))
        part = percent(ratio[nearest], 0)
        vi += f" Gần con số công bố nhất là {PEOPLE[nearest].vi} ({part})."
        en += f" Nearest to the published figure: {PEOPLE[nearest].en} ({part} of it)."
    return Text(vi, en)


def rate_text(rate: Rate | None) -> Text:
    """How many of those concerned have which part paid, the three most frequent."""
    if rate is None:
        return Text("Không có ai thuộc diện này trong tháng đó.", "Nobody is concerned in that month.")
    everybody = sum(people for _, people in rate.spread)
    parts = [(percent(share, 0), percent(Fraction(people, everybody), 1)) for share, people in rate.spread[:3]]
    return Text(
        f"Mức được đóng thay: {'; '.join(f'{share} đối với {part} số người' for share, part in parts)}.",
        f"Paid for them: {'; '.join(f'{share} for {part} of those concerned' for share, part in parts)}.",
    )
