"""How an explanation reads in a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text as RichText

from baophu.engine.considered import Considered
from baophu.engine.explanation import Change, Explanation
from baophu.engine.months import first_day, show
from baophu.law.model import Ahead, Benefit, Book, Choose, Group, Premium, Support, Taper, Text

WORDS = {
    "head": Text("Người số {person}, tháng {month}", "Person {person}, {month}"),
    "simulated": Text("Dữ liệu mô phỏng, không phải người thật", "Simulated data, no real people"),
    "group": Text("Nhóm {letter}: {says}", "Group {letter}: {says}"),
    "none": Text("Không thuộc nhóm nào", "In no group"),
    "benefit": Text("Mức hưởng {level} %", "Benefit {level} %"),
    "insured": Text("đang có thẻ", "insured"),
    "uninsured": Text("chưa có thẻ; dưới đây là giá khi tham gia", "not insured; below is the price of joining"),
    "premium": Text("Mức đóng mỗi tháng {amount} ₫", "Premium a month {amount} ₫"),
    "rank": Text("thành viên thứ {rank} của hộ", "member number {rank} of the household"),
    "applied": Text("Áp dụng", "Applied"),
    "near": Text("Cũng đúng nhưng không quyết định", "Holds too, but does not decide"),
    "not": Text("Đã xét, không đúng", "Considered, does not hold"),
    "hidden": Text(
        "Còn {count} điều khoản khác đã xét, không liên quan; --all để xem tất cả",
        "{count} more provisions were considered and do not matter here; --all shows them",
    ),
    "next": Text("Sắp thay đổi", "What changes next"),
    "nothing": Text("không có gì trong các tháng đã xét", "nothing in the months looked at"),
    "open": Text("Điểm còn mở", "Open questions"),
}
PAYERS = {
    "employer": Text("người sử dụng lao động", "employer"),
    "employee": Text("người lao động", "employee"),
    "social_insurance_fund": Text("quỹ BHXH", "social insurance fund"),
    "state": Text("Nhà nước", "State"),
    "province": Text("tỉnh", "province"),
    "sponsor": Text("nhà tài trợ", "sponsor"),
    "own": Text("tự đóng", "own"),
}
BECAUSE = {
    "law": Text("luật đổi", "the law changes"),
    "card ends": Text("thẻ hết hạn", "the card ends"),
    "card begins": Text("thẻ có hiệu lực", "the card begins"),
    "facts": Text("tình trạng đổi", "facts change"),
    "not living here": Text("không còn cư trú", "no longer living here"),
}
ORDER = (Group, Ahead, Choose, Premium, Support, Taper, Benefit)


def say(key: str, lang: str, **values: object) -> str:
    text = WORDS[key]
    return (text.vi if lang == "vi" else text.en).format(**values)


def pick(text: Text, lang: str) -> str:
    return text.vi if lang == "vi" else text.en


def dong(amount: int) -> str:
    """1263600 as `1.263.600`."""
    return f"{amount:,}".replace(",", ".")


def render(found: Explanation, book: Book, lang: str, simulated: bool, everything: bool) -> RichText:
    """The explanation as text: the answer, why, why not, and what comes."""
    text = RichText()
    text.append(say("head", lang, person=found.person, month=show(found.month)) + "\n", "bold")
    if simulated:
        text.append(say("simulated", lang) + "\n", "yellow")
    for line in _answer(found, book, lang):
        text.append(line + "\n")
    considered = sorted(found.considered, key=lambda c: _rank(c))
    sections = [
        ("applied", [c for c in considered if c.applied]),
        ("near", [c for c in considered if c.holds and not c.applied and c.reaches]),
        ("not", [c for c in considered if not c.holds and (everything or _almost(c))]),
    ]
    for title, listed in sections:
        if listed:
            text.append(f"\n{say(title, lang)}\n", "bold")
            for item in listed:
                text.append_text(_provision(item, lang))
    hidden = len(considered) - sum(len(listed) for _, listed in sections)
    if hidden:
        text.append(f"\n{say('hidden', lang, count=hidden)}\n", "dim")
    text.append(f"\n{say('next', lang)}\n", "bold")
    for change in found.next:
        text.append(f"  {_change(change, book, lang)}\n")
    if not found.next:
        text.append(f"  {say('nothing', lang)}\n", "dim")
    if found.notes:
        text.append(f"\n{say('open', lang)}\n", "bold")
        for ref, note in found.notes:
            text.append(f"  {ref}: {pick(note, lang)}\n", "yellow")
    return text


def _answer(found: Explanation, book: Book, lang: str) -> Iterator[str]:
    outcome = found.outcome
    if not outcome.group:
        yield say("none", lang)
        return
    yield say("group", lang, letter=outcome.letter, says=pick(book.provision(outcome.by_group).says, lang))
    yield f"{say('benefit', lang, level=outcome.benefit)}; {say('insured' if found.insured else 'uninsured', lang)}"
    rank = f" ({say('rank', lang, rank=found.rank)})" if found.rank else ""
    paid = ", ".join(f"{pick(PAYERS[p], lang)} {dong(a)}" for p, a in found.amounts.items() if a)
    yield f"{say('premium', lang, amount=dong(found.premium))}{rank}: {paid or '0'}"


def _rank(item: Considered) -> int:
    return next(i for i, kind in enumerate(ORDER) if isinstance(item.provision.effect, kind))


def _almost(item: Considered) -> bool:
    """Supports of the paying group, and groups, that fail by one condition: what a person is likely to ask about."""
    failing = [x for x in item.lines if not x.holds]
    single = isinstance(item.provision.effect, Group) and len(item.lines) == 1
    return item.reaches and isinstance(item.provision.effect, Group | Support) and len(failing) == 1 and not single


def _provision(item: Considered, lang: str) -> RichText:
    text = RichText()
    provision = item.provision
    text.append(f"  {'✓' if item.holds else '✗'} ", "green" if item.holds else "red")
    text.append(f"{provision.ref}", "bold" if item.applied else "")
    text.append(f"  {provision.article}  ", "dim")
    text.append(f"{pick(provision.says, lang)}\n")
    for line in item.lines:
        values = ", ".join(f"{name} = {value}" for name, value in line.values.items())
        text.append(f"      {'✓' if line.holds else '✗'} ", "green" if line.holds else "red")
        text.append(f"{line.condition.text}")
        text.append(f"   [{values}]\n", "dim")
    return text


def _change(change: Change, book: Book, lang: str) -> str:
    because = ", ".join(
        pick(BECAUSE[b], lang) if b in BECAUSE else b.replace("age", "đủ" if lang == "vi" else "turning")
        for b in change.because
    )
    day = first_day(change.month).strftime("%d/%m/%Y")
    if change.outcome is None:
        return f"{day}: {because}"
    paid = ", ".join(f"{pick(PAYERS[p], lang)} {dong(a)}" for p, a in change.amounts.items() if a)
    letter = change.outcome.letter or "–"
    return f"{day}: {letter} · {dong(change.premium)} ₫ ({paid or '0'}) · {because}"
