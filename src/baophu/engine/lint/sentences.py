"""What lint says, in both languages."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from baophu.engine.lint.findings import Kind
from baophu.law.model import Group, ParameterDeclaration, ParameterValue, Provision, Text
from baophu.law.scalars import month_text, share_text

HEADINGS: dict[Kind, Text] = {
    "no_group": Text("Có người không thuộc nhóm nào", "Somebody is left without a group"),
    "no_premium": Text("Nhóm không có mức đóng", "A group has no premium"),
    "no_benefit": Text("Nhóm không có mức hưởng", "A group has no benefit"),
    "over_premium": Text("Các phần hỗ trợ vượt quá mức đóng", "Shares make more than the premium"),
    "no_order": Text("Hai quy định cùng áp dụng mà không có thứ tự", "Two rules apply without an order"),
    "never_holds": Text("Quy định không bao giờ áp dụng được", "Rules that never hold"),
    "reaches_no_group": Text("Quy định không tới nhóm nào", "Rules that reach no group"),
    "always_loses": Text("Quy định luôn nhường quy định khác", "Rules that always lose"),
    "open_question": Text("Câu hỏi còn mở mà kết quả phụ thuộc", "Open questions that decide"),
}


def no_group(held: Sequence[str]) -> Text:
    """Nobody's group, or only groups that all give way."""
    if not held:
        return Text("Người này không thuộc nhóm nào.", "This person is in no group.")
    names = ", ".join(held)
    return Text(
        f"Người này thuộc {names}, nhưng nhóm nào cũng nhường nhóm khác nên không nhóm nào đóng.",
        f"This person is in {names}, but each of these gives way to another and none pays.",
    )


def no_premium(group: str, *, some: bool) -> Text:
    """A group nobody sets a premium for, or not for everybody in it."""
    if some:
        return Text(
            f"Nhóm {group} có mức đóng, nhưng không phải cho mọi người trong nhóm.",
            f"Group {group} has a premium, but not for everybody in it.",
        )
    return Text(f"Không quy định nào đặt mức đóng cho nhóm {group}.", f"No provision sets a premium for group {group}.")


def no_benefit(group: str, *, some: bool) -> Text:
    """A group without a benefit level, or not for everybody in it."""
    if some:
        return Text(
            f"Nhóm {group} có mức hưởng, nhưng không phải cho mọi người trong nhóm.",
            f"Group {group} has a benefit level, but not for everybody in it.",
        )
    return Text(
        f"Không quy định nào đặt mức hưởng cho nhóm {group}.", f"No provision sets a benefit level for group {group}."
    )


def over_premium(group: str, top: tuple[str, Fraction], earlier: Sequence[tuple[str, Fraction]]) -> Text:
    """What is added goes beyond the whole premium."""
    given = ", ".join(f"{share_text(share)} ({ref})" for ref, share in earlier)
    whole = share_text(top[1] + sum(share for _, share in earlier))
    return Text(
        f"Nhóm {group}: {share_text(top[1])} ({top[0]}) cộng thêm vào {given} thành {whole} mức đóng.",
        f"Group {group}: {share_text(top[1])} ({top[0]}) on top of {given} make {whole} of the premium.",
    )


def two_supports(group: str) -> Text:
    """Two supports of one payer give the same."""
    return Text(
        f"Nhóm {group}: hai mức hỗ trợ của cùng một nguồn bằng nhau; ghi thứ tự vào support_order hoặc ghi except.",
        f"Group {group}: two supports of one payer give the same; name one in support_order, or say except.",
    )


def two_premiums(group: str) -> Text:
    """Two premiums for one group."""
    return Text(
        f"Nhóm {group}: hai mức đóng cùng áp dụng; chấm dứt một mức hoặc ghi except.",
        f"Group {group}: two premiums apply at once; end one of them, or say except.",
    )


def two_tapers(group: str) -> Text:
    """Two tapers for one group."""
    return Text(
        f"Nhóm {group}: hai thang giảm dần cùng áp dụng; chấm dứt một thang hoặc ghi except.",
        f"Group {group}: two tapers apply at once; end one of them, or say except.",
    )


def two_orders() -> Text:
    """Two orders of groups."""
    return Text("Hai thứ tự nhóm cùng có hiệu lực.", "Two orders of groups are in force at once.")


def never_holds(excepted_by: Sequence[str]) -> Text:
    """No facts fulfil its conditions, or whatever does is excepted."""
    if excepted_by:
        names = ", ".join(excepted_by)
        return Text(f"Lúc nào cũng bị loại trừ bởi {names}.", f"Wherever it would hold, {names} holds instead of it.")
    return Text(
        "Không có dữ kiện nào thỏa mãn mọi điều kiện của quy định này.", "No facts fulfil all of its conditions."
    )


def reaches_no_group() -> Text:
    """The groups named are not in force."""
    return Text("Không nhóm nào được nêu đang có hiệu lực.", "None of the groups it names is in force.")


def always_loses(provision: Provision, instead: Sequence[str]) -> Text:
    """It holds and decides nothing."""
    if isinstance(provision.effect, Group):
        said = Text(
            "Có người thuộc nhóm theo quy định này, nhưng nó không quyết định mức đóng hay mức hưởng của ai.",
            "It holds people, but none of them pays by it and it decides nobody's benefit.",
        )
    else:
        said = Text(
            "Điều kiện có thể thỏa mãn, nhưng quy định này không quyết định gì cho ai.",
            "It can hold, but it decides nothing for anybody.",
        )
    if not instead:
        return said
    names = ", ".join(instead)
    return Text(f"{said.vi} Trong ví dụ, {names} quyết định.", f"{said.en} In the example {names} decides.")


def open_provision(note: Text | None) -> Text:
    """An open provision applied to somebody."""
    said = Text(
        "Quy định còn mở (sure: ?) mà có người được áp dụng.", "It is open (sure: ?), and somebody is decided by it."
    )
    return _noted(said, note)


def open_parameter(declared: ParameterDeclaration, value: ParameterValue) -> Text:
    """An open parameter on which decisions hang."""
    name, taken = declared.name, _value_text(declared, value.value)
    if value.alternative is None:
        said = Text(
            f"Tham số còn mở {name} đang là {taken}, và có kết quả phụ thuộc vào nó.",
            f"The open parameter {name} is taken as {taken}, and decisions hang on it.",
        )
    else:
        other = _value_text(declared, value.alternative)
        said = Text(
            f"Tham số còn mở {name} đang là {taken}; nếu là {other} thì có người được quyết định khác.",
            f"The open parameter {name} is taken as {taken}; were it {other}, somebody would be decided otherwise.",
        )
    return _noted(said, value.note)


def _noted(said: Text, note: Text | None) -> Text:
    return said if note is None else Text(f"{said.vi} {note.vi}", f"{said.en} {note.en}")


def _value_text(declared: ParameterDeclaration, value: int | bool | Fraction) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Fraction):
        return share_text(value)
    return month_text(value) if declared.type == "month" else str(value)
