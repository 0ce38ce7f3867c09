"""Whole or not at all: a process killed in the middle, officers at once, and undoing that leaves nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, connections
from hypothesis import HealthCheck, given
from hypothesis import settings as tried
from hypothesis import strategies as st

from baophu.accounts.errors import Refused
from baophu.imports.models import Import, Request
from baophu.imports.services import apply, undo
from baophu.registry.models import (
    Card,
    Entry,
    Household,
    HouseholdStatus,
    Person,
    PersonAmount,
    PersonStatus,
    Spell,
    Stay,
)
from tests.builders import a_person, a_status
from tests.imports.builders import commune_officer, previewed, xlsx

HEAD = ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Từ ngày"]
AN: list[Any] = [1, "Nguyễn Văn An", "02/03/1980", "Nam", "01/02/2026"]
TABLES: tuple[type[Spell], ...] = (PersonStatus, PersonAmount, HouseholdStatus, Stay, Card)

KILLED = """
import os, signal, sys
import django
django.setup()
from baophu.imports.models import Import
from baophu.imports.services import applying
def killed(plan, entry, tell):
    applying_write(plan, entry, tell)
    os.kill(os.getpid(), signal.SIGKILL)
applying_write, applying.write = applying.write, killed
imp = Import.objects.get(pk=int(sys.argv[1]))
applying.apply(imp, imp.by)
"""


def database_url() -> str:
    """Where a process of its own finds the tests' database."""
    of = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{of['NAME']}"
    host = of["HOST"].replace("/", "%2F")
    return f"postgresql://{of['USER']}@{host}/{of['NAME']}"


@pytest.mark.django_db(transaction=True)
def test_a_process_killed_in_the_middle_leaves_nothing() -> None:
    a_person()
    imp, _ = previewed(xlsx([HEAD, AN]), "social-pension", commune_officer())
    entries = Entry.objects.count()
    connections.close_all()
    told = subprocess.run(
        [sys.executable, "-c", KILLED, str(imp.pk)],
        env={**os.environ, "DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "baophu.site.settings",
             "BAOPHU_HOME": str(settings.HOME)},
        capture_output=True,
        timeout=120,
        check=False,
    )  # fmt: skip
    assert told.returncode == -signal.SIGKILL, told.stderr.decode()
    imp.refresh_from_db()
    assert imp.state == Import.State.PREVIEWED
    assert Entry.objects.count() == entries
    assert not PersonStatus.objects.exists()
    apply(imp, imp.by)
    assert PersonStatus.objects.known().count() == 1


def at_once(*acts: Callable[[], object]) -> list[object]:
    """What each act returns or refuses, all begun at the same moment on connections of their own."""
    found: list[object] = [None] * len(acts)
    begin = threading.Barrier(len(acts))

    def run(place: int) -> None:
        begin.wait()
        try:
            found[place] = acts[place]()
        except Refused as refused:
            found[place] = refused
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


@pytest.mark.django_db(transaction=True)
def test_two_officers_apply_the_same_import_at_once() -> None:
    a_person()
    one, other = commune_officer(), commune_officer()
    imp, _ = previewed(xlsx([HEAD, AN]), "social-pension", one, units=["06838"])
    same = [Import.objects.get(pk=imp.pk) for _ in range(2)]
    found = at_once(lambda: apply(same[0], one), lambda: apply(same[1], other))
    assert sorted(isinstance(f, Refused) for f in found) == [False, True]
    assert PersonStatus.objects.known().count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_imports_of_the_same_people_at_once() -> None:
    a_person()
    by = commune_officer()
    first, _ = previewed(xlsx([HEAD, AN]), "social-pension", by)
    second, _ = previewed(xlsx([HEAD, [*AN[:4], "01/03/2026"]]), "social-pension", by)
    found = at_once(lambda: apply(first, by), lambda: apply(second, by))
    assert sorted(isinstance(f, Refused) for f in found) == [False, True]
    assert PersonStatus.objects.known().count() == 1
    states = {imp.state for imp in Import.objects.all()}
    assert states == {Import.State.APPLIED, Import.State.MAPPED}, "the other is to be previewed again"


# ---- undoing leaves nothing behind -----------------------------------------------------------------------------------


def everything() -> list[Any]:
    """What is known now, in every table an import may write to, without numbers of rows and entries."""
    found: list[Any] = []
    for model in TABLES:
        rows = model._default_manager.known()  # type: ignore[attr-defined]
        found.append(sorted((str(sorted(r.says().items())), str(r.valid_from), str(r.valid_to)) for r in rows))
    fields = "id personal_id social_number name name_key born born_known died sex ethnicity phone unit_id"
    found.append(sorted(Person.objects.standing().values_list(*fields.split())))
    found.append(sorted(Household.objects.filter(withdrawn=False).values_list("id", "code", "head_id")))
    found.append(list(Request.objects.filter(withdrawn=None).values_list("person_id", "months")))
    return found


DAYS = st.dates(date(2024, 1, 1), date(2026, 6, 30))
PEOPLE = st.sampled_from(
    [("Nguyễn Văn An", "02/03/1980", "Nam"), ("Lê Thị Ba", "06/05/1950", "Nữ"), ("Bàn Văn Tư", "01/01/2012", "Nam")]
)
STANDARDS = st.sampled_from(["Hộ nghèo", "Hộ cận nghèo"])


def dated(day: date) -> str:
    return f"{day:%d/%m/%Y}"


LISTS = st.one_of(
    st.tuples(st.just("poverty"), st.lists(st.tuples(PEOPLE, STANDARDS, DAYS), min_size=1, max_size=4)),
    st.tuples(st.just("social-pension"), st.lists(st.tuples(PEOPLE, st.just(""), DAYS), min_size=1, max_size=4)),
    st.tuples(st.just("deaths"), st.lists(st.tuples(PEOPLE, st.just(""), DAYS), min_size=1, max_size=2)),
    st.tuples(st.just("moves"), st.lists(st.tuples(PEOPLE, st.just("chuyển đi"), DAYS), min_size=1, max_size=3)),
    st.tuples(st.just("employer"), st.lists(st.tuples(PEOPLE, st.just("8.000.000"), DAYS), min_size=1, max_size=3)),
    st.tuples(st.just("household-cover"), st.lists(st.tuples(PEOPLE, st.just("12"), DAYS), min_size=1, max_size=3)),
)
COLUMNS = {
    "poverty": ("Phân loại hộ", "Ngày quyết định"),
    "social-pension": ("Ghi chú", "Từ ngày"),
    "deaths": ("Ghi chú", "Ngày mất"),
    "moves": ("Loại biến động", "Ngày chuyển"),
    "employer": ("Tiền lương", "Từ tháng, năm"),
    "household-cover": ("Số tháng", "Từ ngày"),
}


@pytest.mark.django_db(transaction=True)
@tried(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(lists=st.lists(LISTS, min_size=1, max_size=3), full=st.booleans())
def test_undoing_in_turn_restores_everything(lists: list[Any], full: bool) -> None:
    by = commune_officer()
    for name, born, sex in (
        ("Nguyễn Văn An", "1980-03-02", "m"),
        ("Lê Thị Ba", "1950-05-06", "f"),
        ("Bàn Văn Tư", "2012-01-01", "m"),
    ):
        if not Person.objects.standing().filter(name=name).exists():
            person = a_person(name, born, sex)
            a_status(person.stays.get().household, "living_standard", "near_poor", "2024-05-01", "2025-12-31")
            a_status(person, "social_pension", "true", "2025-03-01")
    seen = [everything()]
    done = []
    for kind, rows in lists:
        head = ["Họ và tên", "Ngày sinh", "Giới tính", *COLUMNS[kind]]
        constants = {"act": "tăng"} if kind == "employer" else {}
        content = xlsx([head, *([*who, value, dated(day)] for who, value, day in rows), [os.urandom(4).hex()]])
        imp, found = previewed(content, kind, by, constants, full=full)
        if not found.empty:
            done.append(apply(imp, by))
            seen.append(everything())
    for imp in reversed(done):
        assert everything() == seen.pop()
        undo(imp, by)
    assert everything() == seen.pop()
