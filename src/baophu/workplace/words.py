"""Words of the workplace that are not of the law book, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from baophu.law.model import Book, FactDeclaration, Text
from baophu.pages import sources, written
from baophu.pages.texts import said

FIELDS: Mapping[str, object] = {
    "personal_id": gettext_lazy("Số định danh cá nhân"),
    "old_id": gettext_lazy("Số chứng minh nhân dân cũ"),
    "social_number": gettext_lazy("Mã số BHXH"),
    "card_number": gettext_lazy("Số thẻ BHYT"),
    "name": gettext_lazy("Họ và tên"),
    "born": gettext_lazy("Ngày sinh"),
    "born_known": gettext_lazy("Biết đến"),
    "sex": gettext_lazy("Giới tính"),
    "ethnicity": gettext_lazy("Dân tộc"),
    "phone": gettext_lazy("Điện thoại"),
    "died": gettext_lazy("Ngày mất"),
    "merged_into": gettext_lazy("Gộp vào hồ sơ"),
    "withdrawn": gettext_lazy("Thu hồi"),
    "code": gettext_lazy("Mã hộ"),
    "address": gettext_lazy("Địa chỉ"),
    "head": gettext_lazy("Chủ hộ"),
    "head_id": gettext_lazy("Chủ hộ"),
}
"""Fields of people and households."""

ENTRIES: Mapping[str, object] = {
    "load": gettext_lazy("Nạp dữ liệu ban đầu"),
    "record": gettext_lazy("Ghi tình trạng"),
    "end": gettext_lazy("Kết thúc tình trạng"),
    "correct": gettext_lazy("Sửa điều ghi sai"),
    "person": gettext_lazy("Sửa hồ sơ người"),
    "household": gettext_lazy("Sửa thông tin hộ"),
    "move": gettext_lazy("Ghi chuyển nơi ở"),
    "arrive": gettext_lazy("Ghi người đến"),
    "birth": gettext_lazy("Ghi khai sinh"),
    "death": gettext_lazy("Ghi khai tử"),
    "merge": gettext_lazy("Gộp hồ sơ"),
    "undo": gettext_lazy("Hoàn tác"),
    "import": gettext_lazy("Nhập danh sách"),
    "quote": gettext_lazy("Báo giá"),
    "issue": gettext_lazy("Cấp thẻ"),
    "pay": gettext_lazy("Thu tiền, cấp thẻ"),
    "void_card": gettext_lazy("Thu hồi thẻ"),
}
"""Acts of recording (`Entry.what`)."""


def entry_label(what: str) -> str:
    """What an act of recording is called; its own name where no word is known."""
    return str(ENTRIES.get(what, what))


def field_label(name: str) -> str:
    """What a field of a person or household is called."""
    return str(FIELDS.get(name, name))


def fact_label(name: str) -> str:
    """What a fact is called."""
    declared = sources.book().facts.get(name)
    return said(declared.label) if declared else name


def value_label(fact: FactDeclaration | None, value: object) -> str:
    """A value of a fact as it is read: a label, yes, an amount, a month."""
    if fact is None:
        return str(value)
    text = str(value)
    if fact.type == "money":
        return written.money(int(text))
    if fact.type == "flag":
        return _("có") if text == "true" else _("không")
    if fact.type == "month" and len(text) == 7:
        return f"{text[5:]}/{text[:4]}"
    return said(fact.values[text]) if text in fact.values else text


def value_of(name: str, value: object) -> str:
    """The same by the name of the fact."""
    return value_label(sources.book().facts.get(name), value)


def ethnicity_label(value: str) -> str:
    """An ethnic group as it is read."""
    return value_of("ethnicity", value)


def payer_label(book: Book, name: str) -> str:
    """What a payer is called."""
    from baophu.insight.words import PAYERS

    return said(book.texts.get(name) or PAYERS.get(name) or Text(name, name))


def born_text(person: object) -> str:
    """A birth date as far as it is known."""
    born, known = person.born, person.born_known  # type: ignore[attr-defined]
    if known == "year":
        return str(born.year)
    return written.month(born) if known == "month" else written.day(born)


def age_text(years: object) -> str:
    """An age in full years, as it is read."""
    return _("%(n)s tuổi") % {"n": years}
