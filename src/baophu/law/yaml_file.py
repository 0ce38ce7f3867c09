"""A YAML 1.2 file as positioned nodes: every mapping key, list item and scalar knows its line.

Only the structure comes from libyaml; a plain scalar stays the text that was written, so that `on` is not a flag and
06652 not an octal number. Whoever asks for a node says which type it must have (see fields.py). Aliases, tags and
further documents are refused: a law book is read aloud.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from baophu.law.errors import Problems
from baophu.law.model import Place


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value as written; `quoted` when in quotation marks or a block text."""

    text: str
    quoted: bool
    place: Place


@dataclass(frozen=True, slots=True)
class Listing:
    """A list."""

    items: tuple[YamlNode, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Table:
    """A mapping: key → (where the key stands, its node), in the order written."""

    entries: dict[str, tuple[Place, YamlNode]]
    place: Place


YamlNode = Scalar | Listing | Table


def described(node: YamlNode) -> str:
    """What an author would call the node: `a list`, `a mapping`, or the value itself."""
    match node:
        case Scalar(text):
            return f"'{text}'" if text else "nothing"
        case Listing():
            return "a list"
        case Table():
            return "a mapping"


def read_yaml(file: Path, content: bytes, problems: Problems) -> YamlNode | None:
    """What a file holds, or None after noting why it cannot be read."""
    try:
        root = yaml.compose(content.decode("utf-8"), Loader=yaml.CBaseLoader)
    except UnicodeDecodeError as error:
        problems.add(Place(file, content[: error.start].count(b"\n") + 1), "", "the file is not UTF-8 text")
        return None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        problems.add(Place(file, line), "", f"not YAML: {error.problem}{_likely_cause(error)}")
        return None
    except yaml.YAMLError as error:
        problems.add(Place(file, 1), "", f"not YAML: {error}")
        return None
    if root is None:
        problems.add(Place(file, 1), "", "the file is empty; its first key says what it is")
        return None
    return _Converter(file, problems).convert(root)


def _likely_cause(error: yaml.MarkedYAMLError) -> str:
    said = f"{error.context} {error.problem}"
    if "mapping values are not allowed" in said:
        return "; a text with ': ' in it stands in quotation marks"
    if "tab" in said or "cannot start any token" in said:
        return "; indent with spaces, and put a text that begins with % @ ` in quotation marks"
    if "expected ',' or" in said:
        return "; a text with a comma, a bracket or ': ' inside {…} or […] stands in quotation marks"
    return ""


class _Converter:
    """libyaml's nodes to ours."""

    def __init__(self, file: Path, problems: Problems) -> None:
        self.file = file
        self.problems = problems
        self.seen: set[int] = set()

    def convert(self, node: Any) -> YamlNode:
        place = Place(self.file, node.start_mark.line + 1)
        if id(node) in self.seen:
            self.problems.add(place, "", "an anchor is used twice (& and *); write the value out where it holds")
            return Scalar("", False, place)
        self.seen.add(id(node))
        if isinstance(node, yaml.ScalarNode):
            return Scalar(node.value, bool(node.style), place)
        if isinstance(node, yaml.SequenceNode):
            return Listing(tuple(self.convert(item) for item in node.value), place)
        entries: dict[str, tuple[Place, YamlNode]] = {}
        for key_node, value_node in node.value:
            key_place = Place(self.file, key_node.start_mark.line + 1)
            if not isinstance(key_node, yaml.ScalarNode):
                self.problems.add(key_place, "", "a key must be a single word")
                continue
            key = key_node.value
            if key in entries:
                first = entries[key][0].line
                self.problems.add(key_place, "", f"the key '{key}' stands twice here; the first is on line {first}")
                continue
            entries[key] = (key_place, self.convert(value_node))
        return Table(entries, place)
