"""Lists of 10,000 rows brought into the register of the full province, on SQLite and PostgreSQL.

Run as `python -m benchmarks.imports`. A simulated province is made and loaded into a register of its own on each
engine; then a poverty list by household and a school list are guessed, previewed, applied and undone, three times each
with other rows, and the whole register is searched for duplicates. Of the rows a fifth are in capitals, a third have no
personal ID, and one in twenty has a slip in the name; one record in fifty of the register has no numbers. Each engine
in a process of its own. Writes `benchmarks/IMPORTS.md`. PostgreSQL is a cluster of its own as the tests start it, which
does not wait for the disk.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import platform
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.registers import ENGINES, FULL, answer, empty, facts_of

if TYPE_CHECKING:
    from baophu.accounts.models import User

ROWS, TIMES = 10_000, 3
NO_ID, CAPITALS, SLIPS = 0.3, 0.2, 0.05
LISTS = {"poverty": "poverty list, members of households", "school": "school list"}
PARTS = {
    "guess": "columns guessed",
    "preview": "previewed",
    "match": "… of which matched to the register",
    "foresee": "… of which foreseen for whom support begins or ends",
    "preview processor": "… seconds of the processor in this process",
    "apply": "applied (people decided again included)",
    "apply processor": "… seconds of the processor in this process",
    "undo": "undone",
}
"""What is timed of each list, in seconds."""


def main() -> None:
    """Measure both engines and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--facts", type=Path, help="a folder of facts tables instead of a new province")
    parser.add_argument("--people", type=int, default=FULL)
    parser.add_argument("--engine", choices=ENGINES, action="append")
    parser.add_argument("--one", type=Path, help="measure this process' register (used by the run itself)")
    given = parser.parse_args()
    if given.one:
        print(json.dumps(measure(given.one)))
        return
    engines = given.engine or ENGINES
    with tempfile.TemporaryDirectory(prefix="baophu-bench-") as scratch:
        facts = facts_of(given.facts, Path(scratch) / "facts", given.people)
        found = {engine: _on(engine, facts, Path(scratch)) for engine in engines}
    text = table(found)
    if len(found) == 2:
        (Path(__file__).parent / "IMPORTS.md").write_text(text, encoding="utf-8")
    print(text)


def _on(engine: str, facts: Path, scratch: Path) -> dict[str, Any]:
    with empty(engine, scratch / engine) as environment:
        return answer("benchmarks.imports", environment, "--one", str(facts))


def measure(facts: Path) -> dict[str, Any]:
    """Load the province and bring the lists into it; seconds."""
    from baophu.site.start import start

    start()
    from django.conf import settings
    from django.core.management import call_command

    from baophu.accounts.models import User
    from baophu.imports.services import duplicates
    from baophu.registry.models import Person
    from baophu.registry.services.loading.load import load

    settings.IMPORT_LARGE_ROWS = settings.IMPORT_LARGE_LOSSES = FULL
    call_command("migrate", verbosity=0)
    load(facts)
    _forget_numbers()
    by = User.objects.create(username="benchmark", role="province")
    found: dict[str, Any] = {"people": Person.objects.count()}
    for kind in LISTS:
        runs = [_one(kind, by, turn) for turn in range(TIMES)]
        for part in PARTS:
            found[f"{kind} {part}"] = round(statistics.median(run[part] for run in runs), 2)
        found[f"{kind} counts"] = runs[0]["counts"]
        print(json.dumps(found), file=sys.stderr)
    began = time.perf_counter()
    found["pairs"] = duplicates.search(by, splink=False)
    found["duplicates"] = round(time.perf_counter() - began, 1)
    found["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return found


def _forget_numbers() -> None:
    """Every fiftieth record lacks its numbers, as in life: the search for duplicates looks at those."""
    from django.db.models import F

    from baophu.registry.models import Person

    some = Person.objects.alias(turn=F("id") % 50).filter(turn=0)
    some.update(personal_id=None, social_number=None, card_number=None)


def _one(kind: str, by: User, turn: int) -> dict[str, Any]:
    """One list guessed, previewed, applied and undone."""
    from baophu.imports import services

    rows, constants = {"poverty": _poverty, "school": _school}[kind](random.Random(turn))
    file = io.BytesIO(_workbook(rows))
    imp = services.upload(file, kind, by, name=f"{kind}-{turn}.xlsx", sender="benchmark")
    clock = _Clock()
    mapping = clock.timed("guess", lambda: services.guess(imp)).corrected(constants=constants)
    services.confirm(imp, mapping, by)
    preview = clock.timed("preview", lambda: services.preview(imp, by, clock.step))
    clock.timed("apply", lambda: services.apply(imp, by))
    clock.timed("undo", lambda: services.undo(imp, by))
    return {**clock.seconds, "counts": dict(preview.counts)}


class _Clock:
    """Seconds of what is timed, and of the steps a preview tells."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._step, self._since = "", 0.0

    def timed(self, name: str, what: Callable[[], Any]) -> Any:
        began = self._since = time.perf_counter()
        worked = time.process_time()
        done = what()
        self.seconds[name] = time.perf_counter() - began
        self.seconds[f"{name} processor"] = time.process_time() - worked
        return done

    def step(self, name: str, _: float) -> None:
        now = time.perf_counter()
        if self._step:
            self.seconds[self._step] = self.seconds.get(self._step, 0.0) + now - self._since
        self._step, self._since = name, now


# ---- lists -----------------------------------------------------------------------------------------------------------

Rows = tuple[list[Sequence[Any]], dict[str, str]]


def _poverty(rng: random.Random) -> Rows:
    """Households with all members, by head, from the province's own people."""
    from baophu.registry.models import Stay

    stays = Stay.objects.known().on(date.today()).exclude(unit="outside")
    homes = sorted(set(stays.values_list("household", flat=True)))
    rng.shuffle(homes)
    chosen = sorted(homes[:5_000])
    living = []
    for start in range(0, len(chosen), 500):
        living += (
            stays.filter(household__in=chosen[start : start + 500])
            .select_related("person")
            .order_by("household", "person")
        )
    rows: list[Sequence[Any]] = [
        ["Số hộ", "Họ và tên", "Quan hệ với chủ hộ", "Ngày sinh", "Giới tính", "Số CCCD", "Xã", "Phân loại hộ", "Năm"]
    ]
    last = None
    for stay in living[:ROWS]:
        name, born, sex, number = _written(stay.person, rng)
        relation = "Chủ hộ" if stay.household_id != last else "Con"
        last = stay.household_id
        standard = "Hộ cận nghèo" if last % 2 else "Hộ nghèo"
        rows.append([str(last), name, relation, born, sex, number, stay.unit_id, standard, date.today().year + 1])
    return rows, {}


def _school(rng: random.Random) -> Rows:
    """Pupils of all schools, some of them enrolled already."""
    from baophu.registry.models import Person

    year = date.today().year
    pupils = Person.objects.standing().filter(died=None, born__range=(date(year - 17, 1, 1), date(year - 7, 1, 1)))
    ids = sorted(pupils.exclude(unit="outside").values_list("id", flat=True))
    people = list(Person.objects.in_bulk(rng.sample(ids, ROWS)).values())
    rows: list[Sequence[Any]] = [
        [
            "STT",
            "Họ và tên",
            "Ngày sinh",
            "Giới tính",
            "Mã định danh",
            "Lớp",
            "Xã",
            "Ngày nhập học",
            "Ngày kết thúc khóa học",
        ]
    ]
    for place, person in enumerate(people, start=1):
        name, born, sex, number = _written(person, rng)
        name = name[:-1] if rng.random() < SLIPS else name
        school = (f"{place % 12 + 1}A", person.unit_id, f"05/09/{year}", f"31/05/{year + 1}")
        rows.append([place, name, born, sex, number, *school])
    return rows, {"study": "học sinh", "school_province": "22", "school_budget": "tỉnh"}


def _written(person: Any, rng: random.Random) -> tuple[str, str, str, str | None]:
    """A person as a list writes them: name, birth date, sex, personal ID."""
    name = person.name.upper() if rng.random() < CAPITALS else person.name
    number = None if rng.random() < NO_ID else person.personal_id
    return name, f"{person.born:%d/%m/%Y}", "Nam" if person.sex == "m" else "Nữ", number


def _workbook(rows: Sequence[Sequence[Any]]) -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet()
    for line, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, str):
                page.write_string(line, column, value)
            elif value is not None:
                page.write_number(line, column, value)
    book.close()
    return out.getvalue()


def table(found: dict[str, dict[str, Any]]) -> str:
    """The table as Markdown."""
    engines = list(found)
    one = found[engines[0]]
    lines = [
        "# Lists brought into the register",
        "",
        f"Lists of {ROWS:,} rows on a simulated province of {one['people']:,} people, on {date.today()}, "
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}. "
        f"Seconds, median of {TIMES}. At the end {os.getloadavg()[1]:.0f} processes wanted to run: "
        "with more than one a core the seconds of the clock grow, those of the processor do not.",
        "",
        "| | " + " | ".join(engines) + " |",
        "|---|" + "--:|" * len(engines),
    ]
    for kind, label in LISTS.items():
        for part, what in PARTS.items():
            values = " | ".join(str(found[engine][f"{kind} {part}"]) for engine in engines)
            lines.append(f"| {label}: {what} | {values} |")
    lines.append("| whole register searched for duplicates | " + _values(found, "duplicates") + " |")
    lines.append("| … pairs found | " + _values(found, "pairs") + " |")
    lines.append("| largest resident set, MB | " + _values(found, "memory") + " |")
    for kind, label in LISTS.items():
        counts = ", ".join(f"{count:,} {name}" for name, count in one[f"{kind} counts"].items())
        lines.append(f"\nThe first {label}: {counts}.")
    return "\n".join(lines) + "\n"


def _values(found: dict[str, dict[str, Any]], key: str) -> str:
    return " | ".join(f"{of[key]:,}" for of in found.values())


if __name__ == "__main__":
    main()
