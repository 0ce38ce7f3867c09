"""What may be recorded: the law book's declarations of facts."""

from __future__ import annotations

from datetime import date

from baophu.engine.check import value_fault
from baophu.law.model import FactDeclaration, Text
from baophu.registry.errors import WrongFact, perhaps
from baophu.registry.law import book
from baophu.registry.models import Household, Person, Unit

OF_THE_PERSON = ("sex", "ethnicity")
"""Facts that are fields of the person."""

LEVELS = {Person: "person", Household: "household", Unit: "area"}
_LEVEL_NAMES = {
    "person": Text("một người", "a person"),
    "household": Text("một hộ", "a household"),
    "area": Text("một đơn vị", "a unit"),
    "stay": Text("nơi cư trú", "a stay"),
}


def level_of(owner: Person | Household | Unit) -> str:
    """The level of facts that are true of this kind of owner."""
    return LEVELS[type(owner)]


def recordable(level: str, money: bool = False) -> dict[str, FactDeclaration]:
    """Facts that can be recorded at a level, in the order of the law book: statuses, or amounts of money."""
    return {name: fact for name, fact in book().facts.items() if _can_be_recorded(fact, level, money)}


def _can_be_recorded(fact: FactDeclaration, level: str, money: bool) -> bool:
    derived = fact.reads or fact.since or fact.name in OF_THE_PERSON
    return fact.level == level and not derived and (fact.type == "money") == money


def declared(level: str, fact: str, money: bool = False) -> FactDeclaration:
    """The declaration of a fact that can be recorded; WrongFact when there is none, with what was perhaps meant."""
    known = book().facts.get(fact)
    if known is not None and _can_be_recorded(known, level, money):
        return known
    if known is None:
        near = perhaps(fact, recordable(level, money))
        raise WrongFact(
            Text(
                f"Sổ luật không có thông tin nào tên “{fact}”{near.vi}",
                f"the law book declares no fact called '{fact}'{near.en}",
            )
        )
    raise WrongFact(_elsewhere(known, level))


def _elsewhere(known: FactDeclaration, level: str) -> Text:
    """Why a declared fact cannot be recorded here, and where it can."""
    name = known.name
    if name in OF_THE_PERSON:
        return Text(
            f"“{name}” là trường của hồ sơ người; hãy sửa hồ sơ.",
            f"'{name}' is a field of the person; correct the person's record",
        )
    if known.since or known.reads:
        source = known.since or known.reads
        return Text(
            f"“{name}” được suy ra từ “{source}”; hãy ghi “{source}”.",
            f"'{name}' follows from '{source}'; record '{source}'",
        )
    if known.level != level:
        has, asked = _LEVEL_NAMES[known.level], _LEVEL_NAMES[level]
        return Text(
            f"“{name}” là thông tin của {has.vi}, không phải của {asked.vi}.",
            f"'{name}' is a fact of {has.en}, not of {asked.en}",
        )
    return (
        Text(
            f"“{name}” là số tiền; hãy ghi bằng số tiền đồng.",
            f"'{name}' is an amount of money; record it as an amount",
        )
        if known.type == "money"
        else Text(
            f"“{name}” không phải số tiền; hãy ghi như một tình trạng.", f"'{name}' is no amount; record it as a status"
        )
    )


def check_value(level: str, fact: str, value: str) -> FactDeclaration:
    """The declaration of a status whose value is allowed and not the default; WrongFact else."""
    declaration = declared(level, fact)
    label = declaration.label
    if fault := value_fault(book(), fact, value):
        near = perhaps(value, declaration.values or (["true", "false"] if declaration.type == "flag" else []))
        raise WrongFact(Text(f"{label.vi} ({fact}) không nhận giá trị “{value}”{near.vi}", fault))
    if value == "" or is_default(declaration, value):
        raise WrongFact(
            Text(
                f"“{value}” là điều mặc định của {label.vi} ({fact}); không ghi, mà kết thúc dòng đang có.",
                f"'{value}' is what holds of {fact} without a row; end the row that stands instead",
            )
        )
    return declaration


def is_default(declaration: FactDeclaration, value: str) -> bool:
    """Whether a value, as written in a table, is the fact's default."""
    default = declaration.default
    return value == (str(default).lower() if isinstance(default, bool) else str(default))


def check_days(owner: Person | Household | Unit, valid_from: date, valid_to: date | None) -> None:
    """WrongFact when something would be true of a person before birth or after death, or of nobody's record."""
    if not isinstance(owner, Person):
        return
    if owner.merged_into_id or owner.withdrawn:
        raise WrongFact(
            Text(
                f"Hồ sơ {owner.pk} đã được gộp hoặc thu hồi; hãy ghi vào hồ sơ {owner.merged_into_id or 'khác'}.",
                f"record {owner.pk} was merged or taken back; record on {owner.merged_into_id or 'another'}",
            )
        )
    if valid_from < owner.born:
        raise WrongFact(
            Text(
                f"Bắt đầu {valid_from} trước ngày sinh {owner.born} của {owner.name}.",
                f"it begins on {valid_from}, before {owner.name} was born on {owner.born}",
            )
        )
    if owner.died is not None and (valid_to is None or valid_to > owner.died):
        raise WrongFact(
            Text(
                f"{owner.name} mất ngày {owner.died}; không có gì đúng sau ngày đó.",
                f"{owner.name} died on {owner.died}; nothing is true of them after that day",
            )
        )
