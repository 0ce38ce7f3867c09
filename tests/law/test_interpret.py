"""What conditions and amounts are worth, in plain Python."""

from __future__ import annotations

import pytest

from baophu.law.expression import read_amount, read_condition
from baophu.law.interpret import Situation, holds, number, value
from baophu.law.model import Book
from baophu.law.scalars import month_of
from baophu.law.tree import Fact

from .helpers import vocabulary

SOMEBODY = Situation(
    facts={
        "work": "fisher",
        "veteran": True,
        "pension": False,
        "wage": 5_000_000,
        "children": 3,
        "people": "hill",
        "hardship": "none",
        "left_hardship": month_of("2022-03"),
    },
    parameters={"reference": 1_200_000, "wage_cap_times": 20, "grace_months": 12, "elderly_age": 70},
    age=70,
    month=month_of("2022-05"),
)


@pytest.mark.parametrize(
    "text",
    [
        "age >= elderly_age",
        "age between 70 and 79",
        "age in (69, 70)",
        "veteran and not pension",
        "pension or work = 'fisher'",
        "work <> 'employee'",
        "work not in ('employee', 'none')",
        "month - left_hardship = 2",
        "month = '2022-05'",
        "lately_hard",
        "hill_people",
        "wage > 4 * reference - 1",
        "children <= 3",
        "left_hardship <> 'never'",
    ],
)
def test_what_holds_and_its_contrary_does_not(text: str, toy: Book) -> None:
    assert holds(read_condition(text, vocabulary(toy)), SOMEBODY)
    assert not holds(read_condition(f"not ({text})", vocabulary(toy)), SOMEBODY)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("least(wage, wage_cap_times * reference)", 5_000_000),
        ("greatest(wage, wage_cap_times * reference)", 24_000_000),
        ("reference + 100 - 50", 1_200_050),
    ],
)
def test_amounts(text: str, amount: int, toy: Book) -> None:
    assert number(read_amount(text, vocabulary(toy)), SOMEBODY) == amount


def test_a_fact_that_is_not_known_is_never_guessed() -> None:
    with pytest.raises(KeyError):
        value(Fact("study"), SOMEBODY)


def test_a_text_is_no_number() -> None:
    with pytest.raises(TypeError):
        number(Fact("work"), SOMEBODY)
