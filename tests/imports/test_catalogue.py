"""List types are read and checked: what is wrong is told with file, line and what would do."""

from __future__ import annotations

from pathlib import Path

import pytest

from baophu.imports.apps import list_types_are_sound
from baophu.imports.catalogue import list_type, list_types
from baophu.imports.catalogue.check import check_all
from baophu.imports.catalogue.model import Set
from baophu.imports.catalogue.read import FOLDER, SHARED, read_folder
from baophu.imports.errors import NotNow
from baophu.imports.sentences import SAYS
from baophu.law.errors import LawError
from baophu.registry.law import installed

SMALL = """
list: small
name: {vi: Nhỏ, en: Small}
about: {vi: Danh sách, en: A list}
law: Luật
of: person
columns:
  name: {needed: true}
  born: {}
  from: {}
changes:
  - set: social_pension
    value: "true"
    from: [from]
"""


def problems(tmp_path: Path, text: str) -> str:
    (tmp_path / SHARED).write_bytes((FOLDER / SHARED).read_bytes())
    (tmp_path / "small.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(LawError) as told:
        check_all(read_folder(tmp_path), installed())
    return str(told.value)


def test_every_list_type_is_sound() -> None:
    check_all(list_types(), installed())
    assert list_types_are_sound() == []
    assert {"poverty", "escaped", "school", "social-allowance", "social-pension", "employer", "declarations"} <= set(
        list_types()
    )
    assert {"household-cover", "deaths", "moves", "agriculture", "births"} <= set(list_types())


def test_a_small_list_type_is_read(tmp_path: Path) -> None:
    (tmp_path / SHARED).write_bytes((FOLDER / SHARED).read_bytes())
    (tmp_path / "small.yaml").write_text(SMALL, encoding="utf-8")
    kind = read_folder(tmp_path)["small"]
    assert kind.columns["name"].needed
    assert "ho va ten" in kind.columns["name"].called
    assert isinstance(kind.acts[0], Set)
    assert kind.facts == {"social_pension"}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("  born: {}", "  bron: {}", "small.yaml:9: list small, column bron: there is no shared column"),
        ("from: [from]", "from: [fron]", "'fron' is not a column with dates; did you mean 'from'?"),
        ("from: [from]", "from: [from at month begin]", "'month begin' is not known; did you mean"),
        ("from: [from]", "from: [name]", "'name' is not a column with dates"),
        ("social_pension", "social_pensions", "'social_pensions' is not a fact that is recorded; did you mean"),
        ("social_pension", "living_standard", "'living_standard' is a household's; the list says `of: household`"),
        ('value: "true"', "value: poor", "social_pension is a flag; its value is true"),
        ("set: social_pension", "set: study", "'true' is not a value of study"),
        ("  - set: social_pension", "  - sett: social_pension", "a change says one of set, end, die"),
        ("law: Luật\n", "", "the key 'law' is missing"),
        ("of: person", "of: persons", "'persons' is not known; did you mean 'person'?"),
        ("of: person", "of: person\nsections: name", "'name' is not a column of kind choice"),
        ("columns:", "extra: 1\ncolumns:", "the key 'extra' is not known here"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert old in SMALL
    assert told in problems(tmp_path, SMALL.replace(old, new))


def test_a_word_that_stands_for_two_values_is_told(tmp_path: Path) -> None:
    column = "  what: {kind: choice, label: {vi: A, en: A}, called: [a], values: {x: [Chủ], y: [chú]}}\n"
    assert "'chu' stands for both x and y" in problems(
        tmp_path, SMALL.replace("  born: {}\n", f"  born: {{}}\n{column}")
    )


def test_an_unknown_list_names_those_there_are() -> None:
    with pytest.raises(NotNow) as told:
        list_type("povertyy")
    assert "poverty" in told.value.text.en


def test_every_sentence_is_in_both_languages_with_the_same_values() -> None:
    import re

    for key, text in SAYS.items():
        assert text.vi.strip(), key
        assert text.en.strip(), key
        values = [set(re.findall(r"\{(\w+)\}", said)) - {"columns", "english"} for said in (text.vi, text.en)]
        assert values[0] == values[1], key
