"""Which comparisons time can be split at: those that turn at an age, at a month, or some months after a fact."""

from __future__ import annotations

from collections.abc import Mapping

from baophu.law.errors import Refused
from baophu.law.linear import difference
from baophu.law.model import FactDeclaration
from baophu.law.tree import Builtin, Compare, Literal, Parameter

AGE = Builtin("age")
MONTH = Builtin("month")


def refuse_what_time_cannot_be_split_at(node: Compare, facts: Mapping[str, FactDeclaration]) -> None:
    """Refused when the months in which the comparison turns cannot be told from the facts it reads."""
    if node.left == AGE or node.right == AGE:
        other = node.right if node.left == AGE else node.left
        if not isinstance(other, Literal | Parameter):
            raise Refused("age is compared with a whole number or a parameter: age >= 65")
        return
    form = difference(node.left, node.right)
    if form is None:
        return
    months = [f for f in form.facts() if facts[f.name].type == "month"]
    if len(months) > 1:
        raise Refused(
            f"{months[0].name} and {months[1].name} are both months; compare each with month or a written month"
        )
    if months and abs(form.coefficient(months[0])) != 1:
        raise Refused(f"{months[0].name} is counted more than once")
    month = form.coefficient(MONTH)
    if abs(month) > 1 or (months and month and month != -form.coefficient(months[0])):
        raise Refused("only the months between two months can be compared: month - left_hardship < 36")
    counts = [f for f in form.facts() if f not in months]
    if counts and (months or month):
        raise Refused(f"{counts[0].name} is a fact; months are compared with whole numbers and parameters")
