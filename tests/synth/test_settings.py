"""The YAML beside the code: YAML 1.2, every figure with its source, nothing that is not used."""

from __future__ import annotations

from typing import Any

import pytest

from baophu.synth.settings import Settings, by_age, settings

FILES = sorted(Settings.__dataclass_fields__)


@pytest.fixture(scope="module")
def config() -> Settings:
    return settings()


@pytest.mark.parametrize("name", FILES)
def test_every_block_names_its_source(config: Settings, name: str) -> None:
    content: dict[str, Any] = getattr(config, name)
    if "source" in content:
        return
    blocks = {k: v for k, v in content.items() if isinstance(v, dict)}
    assert [k for k, v in blocks.items() if "source" not in v] == []
    assert blocks


def test_every_line_of_the_report_names_its_source_and_how_sure_it_is(config: Settings) -> None:
    lines = config.targets["lines"]
    assert [row["figure"] for row in lines if not row.get("source") or not row.get("sure")] == []
    assert len(lines) > 30


def test_codes_are_texts_and_on_is_a_key(config: Settings) -> None:
    assert "06838" in config.units["minority_area"]["units"]
    assert config.work["school"]["own_province"] == "22"
    assert all(isinstance(row["on"], str) for row in config.targets["coverage_fit"]["targets"])


def test_areas_name_known_units(config: Settings) -> None:
    named = set(config.units["units"])
    assert set(config.units["minority_area"]["units"]) <= named
    assert set(config.units["islands"]["units"]) <= named


@pytest.mark.parametrize("table", ["share", "kinds"])
def test_every_economy_has_its_livelihoods(config: Settings, table: str) -> None:
    economies = set(config.work["standing"]["economy"])
    assert set(config.work["livelihood"][table]) == economies
    assert {u["economy"] for k, u in config.units["units"].items() if k != "source"} <= economies


def test_bands_have_a_figure_each(config: Settings) -> None:
    ages = config.people["ages"]
    for column in ("percent", "men", "minority"):
        assert len(by_age(ages, column, [0, 17.9, 18, 99])) == 4
    assert sum(ages["percent"]) == pytest.approx(100)


def test_coverage_targets_ascend_in_time(config: Settings) -> None:
    days = [row["on"] for row in config.targets["coverage_fit"]["targets"]]
    assert days == sorted(days)
