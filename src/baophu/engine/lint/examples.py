"""One situation in words: the month, the age, and what differs from the default."""

from __future__ import annotations

from collections.abc import Sequence

from baophu.engine.lint.findings import Example
from baophu.engine.lint.stretches import Stretch
from baophu.engine.lint.traits import AGE, Trait, Value, age_class
from baophu.engine.lint.ways import Rows
from baophu.law.model import Book, FactDeclaration, Text
from baophu.law.scalars import month_text


def example_of(book: Book, stretch: Stretch, traits: Sequence[Trait], rows: Rows, row: int) -> Example:
    """The situation of a row."""
    variants = [trait.variants[number] for trait, number in zip(traits, rows[row], strict=True)]
    age, next_age = age_class(stretch, variants[0].columns[0])
    said = [pair for variant in variants for pair in variant.said if pair[0] != AGE]
    words = [_value_words(book.facts[name], value) for name, value in said]
    ages = _age_words(age, next_age)
    return Example(
        month=stretch.start,
        age=age,
        next_age=next_age,
        facts=tuple((name, _written(book.facts[name], value)) for name, value in said),
        words=Text("; ".join([ages.vi, *(w.vi for w in words)]), "; ".join([ages.en, *(w.en for w in words)])),
    )


def _age_words(age: int, next_age: int | None) -> Text:
    if age == 0:
        return (
            Text("mọi lứa tuổi", "of any age")
            if next_age is None
            else Text(f"dưới {next_age} tuổi", f"aged under {next_age}")
        )
    if next_age is None:
        return Text(f"từ {age} tuổi", f"aged {age} or over")
    if next_age == age + 1:
        return Text(f"{age} tuổi", f"aged {age}")
    return Text(f"từ {age} đến {next_age - 1} tuổi", f"aged {age} to {next_age - 1}")


def _value_words(fact: FactDeclaration, value: Value) -> Text:
    if isinstance(value, bool):
        label = fact.label
        return label if value else Text(f"không phải: {label.vi}", f"not: {label.en}")
    if isinstance(value, str):
        named = fact.values.get(value, Text(value, value) if value else Text("giá trị khác", "another"))
    elif fact.type == "month":
        named = Text("chưa bao giờ", "never") if value == 0 else Text(month_text(value), month_text(value))
    else:
        named = Text(str(value), str(value))
    return Text(f"{fact.label.vi}: {named.vi}", f"{fact.label.en}: {named.en}")


def _written(fact: FactDeclaration, value: Value) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int) and fact.type == "month":
        return month_text(value)
    return str(value)
