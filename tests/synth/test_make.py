"""Making a province: the same seed the same tables, and nothing half written."""

from __future__ import annotations

from pathlib import Path

import pytest

from baophu.synth import SettingsError, Unit, full_size, make, tables

from .conftest import TABLES, UNITS, asking


def content(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    ask = asking(folder)
    return {name: ask(f"select * from {name}") for name in TABLES}


def test_one_seed_gives_the_same_tables_and_another_does_not(tmp_path: Path) -> None:
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        make(tmp_path / name, units=UNITS, people=600, seed=seed)
    assert content(tmp_path / "a") == content(tmp_path / "b")
    assert content(tmp_path / "a") != content(tmp_path / "c")
    assert (tmp_path / "a" / "about.json").read_bytes() == (tmp_path / "b" / "about.json").read_bytes()


def test_a_failure_leaves_the_old_folder_and_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path / "province", units=UNITS, people=600)
    before = content(tmp_path / "province")

    def no_room(to: Path, of: object) -> None:
        raise OSError(f"no room in {to}")

    monkeypatch.setattr(tables, "cards", no_room)
    with pytest.raises(OSError, match="no room"):
        make(tmp_path / "province", units=UNITS, people=600, seed=9)
    assert content(tmp_path / "province") == before
    assert [p.name for p in tmp_path.iterdir()] == ["province"]


def test_an_existing_folder_is_replaced(tmp_path: Path) -> None:
    make(tmp_path / "province", units=UNITS, people=600)
    (tmp_path / "province" / "left over.txt").write_text("old")
    make(tmp_path / "province", units=UNITS, people=700)
    assert not (tmp_path / "province" / "left over.txt").exists()
    assert [p.name for p in tmp_path.iterdir()] == ["province"]


def test_progress_names_the_steps_and_only_rises(tmp_path: Path) -> None:
    told: list[tuple[str, float]] = []
    make(tmp_path / "province", units=UNITS, people=600, progress=lambda step, done: told.append((step, done)))
    assert [done for _, done in told] == sorted(done for _, done in told)
    assert told[0][1] == 0
    assert told[-1] == ("done", 1.0)
    assert len({step for step, _ in told}) == len(told) >= 6


@pytest.mark.parametrize(
    ("units", "says"),
    [
        ([], "no units"),
        ([*UNITS, UNITS[0]], "same code"),
        ([Unit("00002", "commune", "Empty", 0)], "no people"),
        ([Unit("00002", "city", "Of a kind that is not", 10)], "kind 'city'"),
    ],
)
def test_units_that_cannot_be_are_refused(tmp_path: Path, units: list[Unit], says: str) -> None:
    with pytest.raises(SettingsError, match=says):
        make(tmp_path / "province", units=units, people=600)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("people", [-5, 0, 199])
def test_too_few_people_are_no_province(tmp_path: Path, people: int) -> None:
    with pytest.raises(SettingsError, match=f"at least 200, not {people}"):
        make(tmp_path / "province", units=UNITS, people=people)


@pytest.mark.parametrize("seed", range(5))
def test_two_hundred_people_of_one_unit_are(tmp_path: Path, seed: int) -> None:
    make(tmp_path / "province", units=UNITS[-1:], people=200, seed=seed)
    units = asking(tmp_path / "province")("select distinct unit from stays where unit <> 'outside'")
    assert units == [(UNITS[-1].code,)]


def test_the_whole_province_is_the_published_denominator() -> None:
    assert full_size() == 1_358_000
