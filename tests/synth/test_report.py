"""The report: right on a province small enough to count by hand, and near the published figures on a larger one."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from rich.console import Console

from baophu.synth import Conflict, Line, Published, SettingsError, conflicts, make, report, show
from baophu.synth.measures import COUNTS, SHARES, Tables
from baophu.synth.settings import settings

from .conftest import UNITS

import datetime as dt  # isort: skip
import pyarrow as pa  # isort: skip
import pyarrow.parquet as pq  # isort: skip


def day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


@pytest.fixture(scope="module")
def five(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    """Five people: a couple with a child, a Dao woman of 81, and a man who has left."""
    to = tmp_path_factory.mktemp("five")
    people = [
        (1, "1980-05-01", "m", "kinh"),
        (2, "1984-05-01", "f", "kinh"),
        (3, "2018-03-01", "f", "kinh"),
        (4, "1944-01-01", "f", "dao"),
        (5, "1990-01-01", "m", "kinh"),
    ]
    stays = [
        (1, 1, "06658", True, "2015-01-01", None),
        (2, 1, "06658", False, "2015-01-01", None),
        (3, 1, "06658", True, "2018-03-01", None),
        (4, 2, "06838", True, "2015-01-01", None),
        (5, 2, "06838", True, "2015-01-01", "2024-12-31"),
    ]
    status = [
        (1, "employment", "employee", "2020-01-01", None),
        (3, "study", "pupil", "2024-09-01", None),
        (4, "social_allowance", "national", "2024-02-01", None),
    ]
    homes = [
        (1, "living_standard", "average", "2016-01-01", None),
        (2, "living_standard", "near_poor", "2023-01-01", "2025-12-31"),
        (2, "poverty_standard", "province", "2023-01-01", "2023-12-31"),
    ]
    cards = [(1, "2020-01-01", None), (3, "2018-03-01", None), (4, "2024-02-01", "2025-08-31")]

    def spell(rows: list[tuple[object, ...]], at: int) -> dict[str, object]:
        return {
            "from": pa.array([day(str(r[at])) for r in rows], pa.date32()),
            "to": pa.array([day(r[at + 1]) for r in rows], pa.date32()),  # type: ignore[arg-type]
        }

    def write(name: str, columns: dict[str, object]) -> None:
        pq.write_table(pa.table(columns), to / f"{name}.parquet")

    write(
        "people",
        {
            "person": [p[0] for p in people],
            "born": pa.array([day(p[1]) for p in people], pa.date32()),
            "died": pa.array([None] * 5, pa.date32()),
            "sex": [p[2] for p in people],
            "ethnicity": [p[3] for p in people],
        },
    )
    columns = ("person", "household", "unit", "permanent_resident")
    write("stays", {c: [s[i] for s in stays] for i, c in enumerate(columns)} | spell(stays, 4))  # type: ignore[arg-type]
    for name, owner, rows in (("person_status", "person", status), ("household_status", "household", homes)):
        write(name, {c: [r[i] for r in rows] for i, c in enumerate((owner, "fact", "value"))} | spell(rows, 3))  # type: ignore[arg-type]
    write("cards", {"person": [c[0] for c in cards]} | spell(cards, 1))  # type: ignore[arg-type]
    return Tables(to, settings(), {"ward": ["06658"]})


ON = "2025-06-30"


@pytest.mark.parametrize(
    ("measure", "arguments", "counted"),
    [
        ("people", {"on": ON}, 4),
        ("people", {"on": "2024-12-31"}, 5),
        ("residents", {"on": ON, "area": "minority_area"}, 1),
        ("minority_people", {"on": ON}, 1),
        ("households", {"on": ON}, 2),
        ("standard", {"on": "2023-06-01", "standard": ["near_poor"]}, 1),
        ("standard", {"on": "2023-06-01", "standard": ["near_poor"], "national": True}, 0),
        ("standard", {"on": "2024-06-01", "standard": ["near_poor"], "national": True}, 1),
        ("with_fact", {"on": ON, "fact": "social_allowance"}, 1),
        ("with_fact", {"on": "2024-01-31", "fact": "social_allowance"}, 0),
        ("in_school", {"on": "2025-10-01"}, 1),
        ("in_school", {"on": "2022-10-01"}, 0.97),
        ("participants", {"on": ON}, 3),
        ("participants", {"on": "2025-09-30"}, 2),
        ("gained", {"from": "2023-12-31", "on": ON}, 1),
        ("average_scheme", {"on": ON}, 2),
        ("lost_area", {"on": "2021-07-01", "area": "minority_area"}, 1),
        ("lost_area", {"on": "2021-07-01", "area": "minority_area", "insured_on": "2021-12-31"}, 0),
        ("sex_ratio", {"on": ON}, 100 / 3),
        ("age_share", {"on": ON, "ages": [0, 15]}, 25),
        ("age_share", {"on": ON, "ages": [80, 200]}, 25),
        ("minority_share", {"on": ON}, 25),
        ("ethnicity_share", {"on": ON, "unit": "06838", "ethnicity": "dao"}, 100),
        ("kind_share", {"on": ON, "kind": "ward"}, 75),
        ("permanent_share", {"on": ON}, 75),
        ("standard_share", {"on": ON, "standard": ["near_poor"]}, 50),
        ("fact_share", {"on": ON, "fact": "employment", "values": ["employee"]}, 25),
        ("coverage", {"on": ON}, 75),
        ("coverage", {"on": "2025-09-30", "area": "minority_area"}, 0),
        ("coverage", {"on": ON, "fact": "study"}, 100),
        ("coverage", {"on": ON, "units": ["06658"]}, 200 / 3),
    ],
)
def test_measures_count_five_people(five: Tables, measure: str, arguments: dict[str, object], counted: float) -> None:
    assert (COUNTS | SHARES)[measure](five, **arguments) == pytest.approx(counted)


def test_every_measure_of_the_report_is_known_and_counted_above() -> None:
    assert {row["measure"] for row in settings().targets["lines"]} <= set(COUNTS | SHARES)


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> list[Line]:
    """The report of a province at 1:50."""
    out = tmp_path_factory.mktemp("larger") / "province"
    make(out, units=UNITS, people=27_160, seed=5)
    return report(out, UNITS)


CALIBRATED = (
    "People on the reference day", "Mid-year people 2017", "Mid-year people 2022", "Men for 100 women", "Age 0-14, %",
    "Age 60+, %", "Age 75+, %", "Ethnic minorities, %", "Quảng La: Dao, %", "Poor households 2015, %",
    "Poor households 2020, %", "On monthly assistance, September 2024", "Pupils 2022-23, preschool included",
    "Employees, % of people", "Pensions, % of people", "Army and police, % of people",
    "Permanent residents, % of people", "Insured, end of 2020, %", "Insured people, end of 2024",
    "Insured people, end of June 2025", "Insured, end of June 2025, %", "Insured, end of November 2025, %",
    "Insured pupils and students, %", "Poor and near-poor households after the review of 2025",
)  # fmt: skip


@pytest.mark.parametrize("figure", CALIBRATED)
def test_the_model_is_near_what_is_published(lines: list[Line], figure: str) -> None:
    found = [line for line in lines if line.figure == figure]
    assert found
    assert [(line.published, line.model) for line in found if not line.near] == []


def test_counts_are_scaled_to_real_people(lines: list[Line]) -> None:
    line = next(line for line in lines if line.figure == "People on the reference day")
    assert (line.model, line.difference) == (pytest.approx(1_358_000), pytest.approx(0))


def test_a_line_without_a_published_figure_has_no_difference(lines: list[Line]) -> None:
    line = next(line for line in lines if line.published is None)
    assert (line.difference, line.near) == (None, None)
    assert 85 < line.model < 95


def test_a_range_is_compared_with_its_middle_and_says_so(lines: list[Line]) -> None:
    line = next(line for line in lines if line.figure == "Age 0-14, %")
    assert line.published == 24.5
    assert line.note.startswith("printed 24-25")


def test_tables_that_are_not_simulated_are_refused(tmp_path: Path) -> None:
    (tmp_path / "about.json").write_text(json.dumps({"simulated": False}))
    with pytest.raises(SettingsError, match="does not call these so"):
        report(tmp_path)


def test_pairs_that_cannot_both_be_true_name_both_sources() -> None:
    pairs = conflicts()
    assert len(pairs) >= 8
    assert all(pair.first.source and pair.second.source and pair.why for pair in pairs)
    told = " ".join(f"{p.first.figure} {p.second.figure}" for p in pairs)
    for wanted in (
        "95.56",
        "95.71",
        "925",
        "nearly 1.3 m",
        "2.36",
        "1.51",
        "72,000",
        "53,524",
        "311,000",
        "1.497",
        "Thống Nhất",
    ):
        assert wanted in told


def test_the_report_can_be_shown() -> None:
    out = io.StringIO()
    lines = [
        Line("People", 1_358_000, "§9 [D]", 1_300_000.4, -57_999.6, "fewer", near=False),
        Line("Insured, %", 95.75, "S.1 [assumed]", 95.8, 0.05, "", near=True),
    ]
    pair = Conflict(Published("one [sic]", "§1", "V"), Published("two", "§2", "V"), "They differ.")
    show(lines, [pair], Console(file=out, width=160))
    text = out.getvalue()
    for part in ("1,358,000", "-58,000", "95.75", "+0.05", "fewer", "!", "S.1 [assumed]", "one [sic]", "They differ."):
        assert part in text
