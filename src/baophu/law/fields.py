"""The keys of one mapping, asked for one by one.

A key that nobody asked for is refused by `done`, with the nearest of those that were; so the list of allowed keys is
the reading code itself. A key that is wrong or missing is noted and answered with a harmless stand-in, and reading
goes on; nothing read beside a problem leaves the reader (see `Problems.raise_any`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from fractions import Fraction
from typing import TypeVar

from baophu.law import scalars
from baophu.law.errors import Problems, Refused, did_you_mean
from baophu.law.model import Place, Text
from baophu.law.yaml_file import Listing, Scalar, Table, YamlNode, described

T = TypeVar("T")

SURE = ("V", "V1", "S", "K", "D", "?")
NO_TEXT = Text("", "")


class Fields:
    """Typed access to a mapping; `about` names what it belongs to in problems, `within` where in that it stands."""

    def __init__(self, table: Table, about: str, problems: Problems, within: str = "") -> None:
        self.table = table
        self.about = about
        self.problems = problems
        self.within = within
        self.asked: set[str] = set()

    def inner(self, table: Table, key: str) -> Fields:
        """A mapping that stands under a key of this one; problems name the key."""
        return Fields(table, self.about, self.problems, f"{self.within}{key}: ")

    @property
    def place(self) -> Place:
        return self.table.place

    def refuse(self, message: str, place: Place | None = None) -> None:
        """Note a problem at a place of this mapping."""
        self.problems.add(place or self.table.place, self.about, f"{self.within}{message}")

    def has(self, key: str) -> bool:
        self.asked.add(key)
        return key in self.table.entries

    def place_of(self, key: str) -> Place:
        entry = self.table.entries.get(key)
        return entry[0] if entry else self.table.place

    def node(self, key: str, *, required: bool = True) -> YamlNode | None:
        """The node under a key, or None (noted, when required)."""
        self.asked.add(key)
        entry = self.table.entries.get(key)
        if entry is None:
            if required:
                self.refuse(f"the key '{key}' is missing")
            return None
        return entry[1]

    def done(self) -> None:
        """Refuse the keys that nobody asked for."""
        for key, (place, node) in self.table.entries.items():
            if key in self.asked:
                continue
            if isinstance(node, Scalar) and not node.text and not node.quoted:
                self.refuse(f"'{key}' stands where a key is needed; a text with a comma in it is quoted", place)
            else:
                self.refuse(f"the key '{key}' is not known here{did_you_mean(key, sorted(self.asked))}", place)

    def scalar(self, key: str, read: Callable[[str], T], stand_in: T, *, required: bool = True) -> T:
        """A single value, read by one of the functions of scalars.py."""
        node = self.node(key, required=required)
        return stand_in if node is None else self.read_scalar(node, key, read, stand_in)

    def read_scalar(self, node: YamlNode, key: str, read: Callable[[str], T], stand_in: T) -> T:
        if not isinstance(node, Scalar):
            self.refuse(f"'{key}' is {described(node)} where a single value is needed", node.place)
            return stand_in
        try:
            return read(node.text)
        except Refused as error:
            self.refuse(f"{key}: {error}", node.place)
            return stand_in

    def word(self, key: str, *, required: bool = True) -> str:
        """A text that is not empty; `` when missing."""
        return self.scalar(key, _not_empty, "", required=required)

    def one_of(self, key: str, allowed: Iterable[str], stand_in: str, *, required: bool = True) -> str:
        """One of some words."""
        choices = tuple(allowed)

        def read(text: str) -> str:
            if text not in choices:
                raise Refused(f"'{text}' is not known{did_you_mean(text, choices)}")
            return text

        return self.scalar(key, read, stand_in, required=required)

    def day(self, key: str, *, required: bool = True) -> date | None:
        stand_in: date | None = None
        return self.scalar(key, scalars.date_of, stand_in, required=required)

    def whole(self, key: str, *, required: bool = True) -> int:
        return self.scalar(key, scalars.whole_of, 0, required=required)

    def flag(self, key: str) -> bool:
        return self.scalar(key, scalars.flag_of, False, required=False)

    def share(self, key: str) -> Fraction:
        return self.scalar(key, scalars.share_of, Fraction(0))

    def text(self, key: str) -> Text:
        """A sentence in both languages."""
        return self.optional_text(key) or self._missing_text(key)

    def optional_text(self, key: str) -> Text | None:
        node = self.node(key, required=False)
        return None if node is None else self.as_text(node, key)

    def as_text(self, node: YamlNode, key: str) -> Text:
        if not isinstance(node, Table):
            self.refuse(f"'{key}' is {described(node)}; a text is written {{vi: …, en: …}}", node.place)
            return NO_TEXT
        inner = self.inner(node, key)
        text = Text(inner.word("vi"), inner.word("en"))
        inner.done()
        return text

    def _missing_text(self, key: str) -> Text:
        if not self.has(key):
            self.refuse(f"the key '{key}' is missing; it is a text {{vi: …, en: …}}")
        return NO_TEXT

    def items(self, key: str, *, required: bool = True) -> tuple[YamlNode, ...]:
        """The items of a list; a single value is not taken for a list of one."""
        node = self.node(key, required=required)
        if node is None:
            return ()
        if not isinstance(node, Listing):
            self.refuse(f"'{key}' is {described(node)} where a list is needed", node.place)
            return ()
        return node.items

    def words(self, key: str, *, required: bool = True) -> tuple[str, ...]:
        """A list of single values, none of them twice."""
        found: list[str] = []
        for node in self.items(key, required=required):
            word = self.read_scalar(node, key, _not_empty, "")
            if word in found:
                self.refuse(f"'{word}' stands twice under '{key}'", node.place)
            found.append(word)
        if required and not found and self.has(key):
            self.refuse(f"the list '{key}' is empty", self.place_of(key))
        return tuple(found)

    def tables(self, key: str, *, required: bool = True) -> tuple[Table, ...]:
        """A list of mappings."""
        found: list[Table] = []
        for node in self.items(key, required=required):
            if isinstance(node, Table):
                found.append(node)
            else:
                self.refuse(f"an item of '{key}' is {described(node)} where a mapping is needed", node.place)
        return tuple(found)

    def mapping(self, key: str, *, required: bool = True) -> Table | None:
        node = self.node(key, required=required)
        if node is None or isinstance(node, Table):
            return node
        self.refuse(f"'{key}' is {described(node)} where a mapping is needed", node.place)
        return None

    def sure(self, inherited: str = "", inherited_note: Text | None = None) -> tuple[str, Text | None]:
        """How sure it is, and the note that whatever is `?` must carry."""
        written = self.has("sure")
        sure = self.one_of("sure", SURE, "V", required=not inherited) if written or not inherited else inherited
        note = self.optional_text("note") or (inherited_note if not written else None)
        if sure == "?" and note is None:
            self.refuse("it is marked '?' and needs a note {vi: …, en: …} that says what is unknown")
        return sure, note


def _not_empty(text: str) -> str:
    if not text.strip():
        raise Refused("it is empty")
    return text
