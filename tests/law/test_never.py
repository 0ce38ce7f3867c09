"""A month that never was does not count as one long ago, unless the author says so."""

from __future__ import annotations

import pytest

from baophu.law.expression import read_condition
from baophu.law.model import Book
from baophu.law.never import NeverSlipsThrough

from .helpers import printed, vocabulary


def slipping(book: Book, *texts: str) -> list[str]:
    nodes = [read_condition(text, vocabulary(book)) for text in texts]
    return [printed(node, book) for _, node in NeverSlipsThrough(book.facts, book.parameters).find(nodes)]


@pytest.mark.parametrize(
    "text",
    [
        "month - left_hardship >= 36",
        "month - left_hardship > grace_months",
        "month - left_hardship >= 0",
        "month > left_hardship + 6",
        "left_hardship < '2021-01'",
        "left_hardship <= list_from",
        "month - left_hardship <> 5",
    ],
)
def test_comparisons_that_hold_for_never(text: str, toy: Book) -> None:
    assert slipping(toy, text) == [text]
    assert slipping(toy, "veteran", f"pension or {text}") == [text]
    assert slipping(toy, text, "left_hardship <> 'never'") == []
    assert slipping(toy, f"veteran or ({text} and left_hardship >= '2020-01')") == []
    assert slipping(toy, f"not ({text})") == []


@pytest.mark.parametrize("text", ["month - left_hardship < 36", "left_hardship >= '2021-01'"])
def test_the_contrary_of_one_that_does_not(text: str, toy: Book) -> None:
    assert slipping(toy, text) == []
    assert slipping(toy, f"not {text}") == [text]
    assert slipping(toy, f"not ({text} or left_hardship = 'never')") == []


def test_the_fact_that_it_counts_from_keeps_never_out(toy: Book) -> None:
    since = "month - escaped_since >= 12"
    assert slipping(toy, since, "veteran") == [since]
    assert slipping(toy, since, "escaped_poverty") == []
    assert slipping(toy, since, "escaped_in_month") == []
    assert slipping(toy, since, "not escaped_poverty") == [since]


def test_never_may_be_meant(toy: Book) -> None:
    assert slipping(toy, "left_hardship = 'never'", "left_hardship in ('never', '2021-01')") == []
