"""Words of the citizen's pages that are not of the law book."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from baophu.law.model import Book, Text
from baophu.law.tree import facts_read
from baophu.pages.texts import said

QUESTIONS: Mapping[str, object] = {
    "living_standard": gettext_lazy("Hộ gia đình được công nhận thuộc diện nào?"),
    "poverty_standard": gettext_lazy("Hộ được công nhận theo chuẩn nào?"),
    "multidimensional_poor": gettext_lazy("Hộ nghèo vì thiếu dịch vụ cơ bản, không vì thu nhập?"),
    "escaped_poverty": gettext_lazy("Hộ có được công nhận thoát nghèo không?"),
    "livelihood": gettext_lazy("Hộ sống chủ yếu bằng nghề gì?"),
    "dan-toc": gettext_lazy("Người này là người dân tộc nào?"),
    "viec": gettext_lazy("Người này đang làm việc hoặc đi học thế nào?"),
    "tro-cap": gettext_lazy("Người này đang hưởng khoản nào hằng tháng?"),
    "khac": gettext_lazy("Có điều nào sau đây đúng với người này không?"),
}
"""Questions about facts of a household and topics of a person; a fact that is not here is asked by its label."""

HINTS: Mapping[str, object] = {
    "living_standard": gettext_lazy("Theo quyết định hoặc giấy chứng nhận của Uỷ ban nhân dân xã, phường, đặc khu."),
    "escaped_poverty": gettext_lazy("Ghi trên giấy công nhận của Uỷ ban nhân dân xã, phường, đặc khu."),
    "viec": gettext_lazy("Chọn mọi điều đúng hôm nay. Không có điều nào đúng thì để trống."),
    "tro-cap": gettext_lazy("Chọn mọi khoản đang hưởng. Không có khoản nào thì để trống."),
    "khac": gettext_lazy("Chọn mọi điều đúng. Không có điều nào đúng thì để trống."),
}

TOPICS: Mapping[str, object] = {
    "dan-toc": gettext_lazy("Dân tộc"),
    "viec": gettext_lazy("Việc làm, việc học"),
    "tro-cap": gettext_lazy("Lương hưu, trợ cấp"),
    "khac": gettext_lazy("Điều khác"),
}
"""What a topic is called in a summary."""

COMMON = frozenset(
    ("employee", "official", "pupil", "student", "retirement", "unemployment", "veteran", "revolutionary", "martyr")
)
"""Values most people have: they are shown first, the others behind a line that opens. An order for reading only."""

JOINED = 3
"""Values read alike are named together up to this many."""


def fact_label(book: Book, name: str) -> str:
    """What a fact is called."""
    return said(book.facts[name].label)


def option_label(book: Book, fact: str, value: str, like: list[str]) -> str:
    """What an answer is called: the values the law reads alike, or the law book's own word for them."""
    declared = book.facts[fact]
    if declared.type == "flag":
        return said(declared.label) if value == "true" else _("Không")
    if len(like) > JOINED:
        named = [d for d in book.definitions.values() if set(facts_read(d.body)) == {fact}]
        return said(named[0].label) if named else said(declared.values[value])
    return " / ".join(said(declared.values[v]) for v in like)


def value_label(book: Book, fact: str, value: str) -> str:
    """A value as it is read back."""
    declared = book.facts[fact]
    if declared.type == "flag":
        return said(declared.label) if value == "true" else _("không")
    return said(declared.values.get(value, Text(value, value)))


def age_text(low: int, high: int | None) -> str:
    """A band of ages, or one age."""
    if high is None:
        return _("từ %(n)s tuổi") % {"n": low}
    if high == low + 1:
        return _("%(n)s tuổi") % {"n": low}
    if not low:
        return _("dưới %(n)s tuổi") % {"n": high}
    return _("từ %(a)s đến %(b)s tuổi") % {"a": low, "b": high - 1}
