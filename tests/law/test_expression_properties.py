"""Whatever can be said is printed so that it is read back as it was; whatever cannot is refused, never worse."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from baophu.law.errors import Refused
from baophu.law.expression import read_condition
from baophu.law.model import Book
from baophu.law.tree import Node

from .helpers import printed, vocabulary
from .random_conditions import TREES


@settings(deadline=None, max_examples=150)
@given(tree=TREES)
def test_whatever_is_printed_is_read_back_as_it_was(tree: Node, toy: Book) -> None:
    assert read_condition(printed(tree, toy), vocabulary(toy)) == tree


@settings(deadline=None, max_examples=150)
@given(text=st.text(alphabet="abgeworkntfishr 0123456789()'<>=+-*/%;.,\"@?:[]{}|&!#~\n", max_size=40))
def test_no_text_does_anything_but_be_read_or_refused(text: str, toy: Book) -> None:
    try:
        node = read_condition(text, vocabulary(toy))
    except Refused:
        return
    assert read_condition(printed(node, toy), vocabulary(toy)) == node
