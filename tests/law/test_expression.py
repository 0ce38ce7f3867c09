"""The language of conditions and amounts: what is taken, what is refused and in which words.

The names are those of the toy country.
"""

from __future__ import annotations

import pytest

from baophu.law.errors import Refused
from baophu.law.expression import read_amount, read_condition
from baophu.law.model import Book
from baophu.law.tree import (
    Builtin,
    Compare,
    Fact,
    Literal,
    Named,
    Not,
)
from baophu.law.vocabulary import AlreadyNoted, Vocabulary

from .helpers import printed, vocabulary

# sentences that are told more than once, or are long
NOT_WHOLE = " is not a whole number; a rate is written 4.5% as a parameter of type share, an amount in whole đồng"
NO_IS = "'is' is not part of the language; a fact always has a value: x = 'none', a flag alone, x = 'never'"
NO_SUCH_WORK = "work is never 'fishr'; it is one of none, employee, fisher; did you mean 'fisher'?"
TWO_MONTHS = "left_hardship and escaped_since are both months; compare each with month or a written month"
NO_CASE = "case … end is not part of the language; write its conditions as items of the list"
NO_INTERVAL = "'interval' is not part of the language; durations are counted in months: month - left_hardship < 36"

# as written → as printed back
CONDITIONS = [
    ("age < 6", "age < 6"),
    ("6 > age", "6 > age"),
    ("veteran", "veteran"),
    ("not veteran", "not veteran"),
    ("veteran = true", "veteran"),
    ("true = veteran", "veteran"),
    ("veteran = false", "not veteran"),
    ("veteran <> true", "not veteran"),
    ("work = 'fisher'", "work = 'fisher'"),
    ("'fisher' = work", "'fisher' = work"),
    ("work != 'fisher'", "work <> 'fisher'"),
    ("work in ('fisher', 'employee')", "work in ('fisher', 'employee')"),
    ("work not in ('fisher')", "not work in ('fisher')"),
    ("people = 'it''s'", "people = 'it''s'"),
    ("age between 6 and 17", "age between 6 and 17"),
    ("age not between 6 and 17", "not age between 6 and 17"),
    ("age in (6, 7)", "age in (6, 7)"),
    ("age >= elderly_age", "age >= elderly_age"),
    ("age between elderly_age and 79", "age between elderly_age and 79"),
    ("month - left_hardship < 36", "month - left_hardship < 36"),
    ("month - left_hardship between 0 and grace_months", "month - left_hardship between 0 and grace_months"),
    ("month <= left_hardship + 12", "month <= left_hardship + 12"),
    ("month >= '2025-07'", "month >= '2025-07'"),
    ("'2025-07' <= month", "'2025-07' <= month"),
    ("left_hardship <> 'never'", "left_hardship <> 'never'"),
    ("left_hardship >= list_from", "left_hardship >= list_from"),
    ("left_hardship between '2021-01' and '2025-12'", "left_hardship between '2021-01' and '2025-12'"),
    ("left_hardship in ('2021-01', '2022-01')", "left_hardship in ('2021-01', '2022-01')"),
    ("month + 6 > '2025-07'", "month + 6 > '2025-07'"),
    ("left_hardship - month > -5", "left_hardship - month > -5"),
    ("wage < 2 * reference + 1000", "wage < 2 * reference + 1000"),
    ("wage * 2 >= reference * wage_cap_times", "wage * 2 >= reference * wage_cap_times"),
    ("(wage + pension_amount) * 2 > 3000000", "(wage + pension_amount) * 2 > 3000000"),
    ("wage - (pension_amount - 5) > 0", "wage - (pension_amount - 5) > 0"),
    ("children >= 3", "children >= 3"),
    ("children > -1", "children > -1"),
    ("open_to_hill_people", "open_to_hill_people"),
    ("hill_people and not hard_commune", "hill_people and not hard_commune"),
    ("veteran or pension and island", "veteran or pension and island"),
    ("(veteran or pension) and island", "(veteran or pension) and island"),
    ("not (veteran or pension)", "not (veteran or pension)"),
    ("veteran and (pension and island)", "veteran and pension and island"),
]

# as written → what is told
NO_CONDITIONS = [
    ("statuss = 'x'", "no fact is called 'statuss'"),
    ("worc = 'fisher'", "no fact is called 'worc'; did you mean 'work'?"),
    ("AGE < 6", "no fact is called 'AGE'"),
    ("work = 'fishr'", NO_SUCH_WORK),
    ("work = 'army'", "work is never 'army'; it is one of none, employee, fisher"),
    (
        "work in ('fisher', 'fishr')",
        NO_SUCH_WORK,
    ),
    ("work > 'fisher'", "work has no order; texts are compared with =, <> and in"),
    ("work = study", "work and study cannot be compared with each other"),
    ("work = 3", "work is one of some words; 3 is a whole number"),
    ("work", "work is one of none, employee, fisher; say which: work = 'none'"),
    ("work between 'a' and 'b'", "work is one of some words; 'between' is for numbers and months"),
    ("age >= 'abc'", "age is a number of full years; 'abc' is a text"),
    (
        "age >= 4.5",
        "'4.5'" + NOT_WHOLE,
    ),
    (
        "age >= 1e3",
        "'1e3'" + NOT_WHOLE,
    ),
    ("age >= reference", "age is a number of full years; reference is an amount of money"),
    ("age >= children", "age is compared with a whole number or a parameter: age >= 65"),
    ("age + 1 >= 65", "age is a number of full years; it cannot be part of a sum; compare it alone: age >= 65"),
    ("age >= age", "age and age cannot be compared with each other"),
    ("age between 17 and 6", "between 17 and 6 lies nothing; the smaller stands first"),
    ("age", "age is a number of full years, not a condition"),
    ("1 < age < 5", "a comparison is compared again; write both and join them with 'and': 1 < age and age < 5"),
    ("veteran > pension", "veteran is a condition and pension is a condition; they cannot be compared"),
    ("veteran > true", "veteran is yes or no; it stands alone, or behind 'not'"),
    ("veteran = 'yes'", "veteran is a condition; 'yes' is a text"),
    ("veteran in (true)", "veteran is yes or no; it stands alone: veteran"),
    ("veteran + 1 > 0", "veteran is a condition; it cannot be part of a sum"),
    ("month > '2025-13'", "'2025-13' is not a month; a month is written 2025-07"),
    ("month > '2025-07-01'", "'2025-07-01' is not a month; a month is written 2025-07"),
    ("month > 2025", "month is a month; 2025 is a whole number; a month is written '2025-07'"),
    ("month - left_hardship", "month - left_hardship is a number of months, not a condition"),
    ("month - left_hardship < '2025-07'", "month - left_hardship is a number of months; '2025-07' is a text"),
    ("month + left_hardship > 5", "two months cannot be added; subtract them to count the months between"),
    ("36 - month > 5", "the month stands first: month - left_hardship, month + 6"),
    ("2 * month > 5", "months cannot be multiplied"),
    ("month + wage > 5", "months and money cannot be added"),
    (
        "left_hardship < escaped_since",
        TWO_MONTHS,
    ),
    ("month - left_hardship < children", "children is a fact; months are compared with whole numbers and parameters"),
    ("month + month - left_hardship < 5", "two months cannot be added; subtract them to count the months between"),
    ("month - left_hardship + (month - '2020-01') < 5", "'2020-01' is a text; it cannot be part of a sum"),
    ("month - '2021-01' < 36", "'2021-01' is a text; it cannot be part of a sum"),
    ("wage > children", "wage is an amount of money; children is a number"),
    ("wage + children > 5", "wage and children: an amount of money and a number cannot be added"),
    ("wage * pension_amount > 5", "two amounts of money cannot be multiplied"),
    ("wage > premium_rate", "premium_rate is a share; shares stand in supports and premiums, not in conditions"),
    ("1 = 1", "1 and 1 are both numbers; one side must be a fact"),
    ("'a' = 'a'", "'a' and 'a' are both texts; one side must be a fact"),
    ("true", "'true' always holds or never does; leave it out"),
    ("children in (age)", "age stands in a list of values; only written values may"),
    ("least(wage, reference) > 5", "'least' stands only in amounts, not in conditions"),
    ("wage / 2 > 5", "'/' is not used: whole numbers only; a share is a parameter or written 2/3 where a share stands"),
    ("wage % 2 = 1", "'%' is not used in an expression; a rate is written 4.5% as a parameter of type share"),
    ("age >= 5%", "'%' is not used in an expression; a rate is written 4.5% as a parameter of type share"),
    ("age >= 6; drop table x", "';' stands in the expression; write one condition per line of the list"),
    ("age >= 6 -- young", "a comment stands in the expression; write it behind # in the file"),
    ("age >= 6 /* young */", "a comment stands in the expression; write it behind # in the file"),
    ('work = "fisher"', "\"fisher\" is in double quotation marks; a text stands in single ones: 'fisher'"),
    ("work = 'fisher", "'work = 'fisher' has a quotation mark that is not closed"),
    ("h.work = 'fisher'", "'.' stands in the expression; a fact is called by its name alone"),
    ("(select 1)", "a query is not part of the language"),
    ("exists(select 1)", "a query is not part of the language"),
    ("work in (select 1)", "'work IN (SELECT 1)' is not part of the language"),
    ("age >= 6 union select 2", "'age >= 6 union select 2' cannot be read at 'union'"),
    ("select 1", "'select 1' cannot be read at 'select'"),
    (
        "case when veteran then true end",
        NO_CASE,
    ),
    (
        "work is null",
        NO_IS,
    ),
    (
        "veteran is true",
        NO_IS,
    ),
    ("wage = null", "null is not part of the language; a fact always has a value"),
    ("work like 'f%'", "'like' is not part of the language; texts are compared with =, <> and in"),
    ("work like 'f'", "'like' is not part of the language; texts are compared with =, <> and in"),
    ("wage::int > 5", "a type conversion is not part of the language"),
    ("cast(wage as int) > 5", "a type conversion is not part of the language"),
    (
        "month > interval '1' month",
        NO_INTERVAL,
    ),
    ("month > date '2025-01-01'", "a type conversion is not part of the language"),
    ("current_date > month", "today's date is not part of the language; the month decided is called month"),
    ("random() > 5", "the function 'rand' is not part of the language"),
    ("count(*) > 5", "the function 'count' is not part of the language"),
    ("read_csv('/etc/passwd')", "the function 'read_csv' is not part of the language"),
    ("wage = any(1)", "'any(…)' is not part of the language; write {any: […]} as an item of the list"),
    ("coalesce(wage, 0) > 5", "the function 'coalesce' is not part of the language"),
    ("veteran || pension", "'||' is not part of the language; write 'or'"),
    ("wage > ?", "a placeholder is not part of the language"),
    ("wage > :x", "a placeholder is not part of the language"),
    ("wage > @x", "'@' is not part of the language; a parameter is called by its name"),
    ("[1, 2]", "the function 'array' is not part of the language"),
    ("{'x': 1}", "the function 'struct' is not part of the language"),
    ("if age < 6 then 1", "'if' stands in the expression; every item of the list is a condition already"),
    ("age AS x", "'age AS x' cannot be read at 'AS'"),
    ("veteran pension", "'veteran pension' cannot be read at 'pension'"),
    ("veteran and", "'veteran and' cannot be read at 'and'"),
    ("and veteran", "'and veteran' cannot be read at 'veteran'"),
    ("(veteran", "'(veteran' cannot be read at 'veteran'"),
    ("veteran)", "'veteran)' cannot be read at ')'"),
    ("-veteran", "'-veteran': a minus sign stands between two values or before a number"),
    ("-wage > 5", "'-wage': a minus sign stands between two values or before a number"),
    ("work in ()", "'work IN ()' lists no value; write in ('a', 'b')"),
    ("", "the expression is empty"),
]

AMOUNTS = [
    ("reference", "reference"),
    ("least(wage, wage_cap_times * reference)", "least(wage, wage_cap_times * reference)"),
    ("greatest(2 * reference, wage) - 1000", "greatest(2 * reference, wage) - 1000"),
    ("100000", "100000"),
]

NO_AMOUNTS = [
    ("children", "'children' is a number where an amount of money is needed"),
    ("veteran", "'veteran' is a condition where an amount of money is needed"),
    ("wage > 5", "'wage > 5' is a condition where an amount of money is needed"),
    ("least(wage)", "'least' needs two amounts"),
    ("least(wage, children)", "children is a number; 'least' compares amounts of money"),
    ("greatest(wage, month)", "month is a month; 'greatest' compares amounts of money"),
    ("premium_rate * wage", "premium_rate is a share; it cannot be part of a sum"),
    (
        "wage * 0.045",
        "'0.045'" + NOT_WHOLE,
    ),
]


@pytest.mark.parametrize(("text", "back"), CONDITIONS)
def test_a_condition_is_read_and_printed_back(text: str, back: str, toy: Book) -> None:
    node = read_condition(text, vocabulary(toy))
    assert printed(node, toy) == back
    assert read_condition(back, vocabulary(toy)) == node


@pytest.mark.parametrize(("text", "sentence"), NO_CONDITIONS)
def test_what_is_no_condition_is_refused(text: str, sentence: str, toy: Book) -> None:
    with pytest.raises(Refused) as refused:
        read_condition(text, vocabulary(toy))
    assert str(refused.value) == sentence


@pytest.mark.parametrize(("text", "back"), AMOUNTS)
def test_an_amount_is_read_and_printed_back(text: str, back: str, toy: Book) -> None:
    node = read_amount(text, vocabulary(toy))
    assert printed(node, toy) == back
    assert read_amount(back, vocabulary(toy)) == node


@pytest.mark.parametrize(("text", "sentence"), NO_AMOUNTS)
def test_what_is_no_amount_is_refused(text: str, sentence: str, toy: Book) -> None:
    with pytest.raises(Refused) as refused:
        read_amount(text, vocabulary(toy))
    assert str(refused.value) == sentence


def test_months_are_numbers_in_the_tree(toy: Book) -> None:
    names = vocabulary(toy)
    assert read_condition("month >= '2025-07'", names) == Compare(">=", Builtin("month"), Literal(2025 * 12 + 6))
    assert read_condition("left_hardship = 'never'", names) == Compare("=", Fact("left_hardship"), Literal(0))


def test_a_definition_is_kept_by_name_with_what_it_stands_for(toy: Book) -> None:
    body = Compare("<>", Fact("hardship"), Literal("none"))
    assert read_condition("not hard_commune", vocabulary(toy)) == Not(Named("hard_commune", body))


def test_a_name_whose_own_declaration_is_wrong_is_not_blamed_again(toy: Book) -> None:
    names = Vocabulary({}, {}, broken=frozenset({"veteran"}))
    with pytest.raises(AlreadyNoted):
        read_condition("veteran", names)


def test_an_expression_nested_without_end_is_refused(toy: Book) -> None:
    with pytest.raises(Refused, match="nested too deeply"):
        read_condition("(" * 5000 + "veteran" + ")" * 5000, vocabulary(toy))
