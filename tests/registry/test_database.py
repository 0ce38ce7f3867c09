"""What the database itself refuses, written straight past the services."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from baophu.registry.models import Entry
from tests.builders import BINH_LIEU, a_card, a_household, a_person, a_status, an_amount, recording

pytestmark = pytest.mark.django_db


def run(sql: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def refused(sql: str, *values: Any) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        run(sql, *values)


@pytest.fixture
def entry() -> Entry:
    with recording() as e:
        return e


STATUS = "insert into registry_personstatus (person_id, fact, value, valid_from, valid_to, entry_id, retracted_id)"
DAYS = ("%s", "%s", "%s", "%s", "%s", "%s", "null")
VALUES = f"values ({', '.join(DAYS)})"


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2026-01-01", "2026-06-30"),
        ("2025-01-01", "2026-01-01"),
        ("2026-12-31", None),
        ("2020-01-01", None),
        ("2026-03-01", "2026-03-01"),
    ],
)
def test_a_status_never_overlaps_itself(entry: Entry, first: str, last: str | None) -> None:
    an = a_person()
    a_status(an, "deputy", "true", "2026-01-01", "2026-12-31")
    refused(f"{STATUS} {VALUES}", an.pk, "deputy", "true", first, last, entry.pk)


@pytest.mark.parametrize(("first", "last"), [("2025-01-01", "2025-12-31"), ("2027-01-01", None)])
def test_neighbours_are_welcome(entry: Entry, first: str, last: str | None) -> None:
    an = a_person()
    a_status(an, "deputy", "true", "2026-01-01", "2026-12-31")
    run(f"{STATUS} {VALUES}", an.pk, "deputy", "true", first, last, entry.pk)


def test_other_people_other_facts_and_retracted_rows_do_not_count(entry: Entry) -> None:
    an, binh = a_person(), a_person("Trần Thị Bình", "1990-01-01", "f")
    a_status(an, "deputy")
    run(f"{STATUS} {VALUES}", an.pk, "artisan", "true", "2026-01-01", None, entry.pk)
    run(f"{STATUS} {VALUES}", binh.pk, "deputy", "true", "2026-01-01", None, entry.pk)
    retracted = VALUES.replace("null", str(entry.pk))
    run(f"{STATUS} {retracted}", an.pk, "deputy", "true", "2026-01-01", None, entry.pk)


def test_amounts_households_units_stays_and_cards_never_overlap(entry: Entry) -> None:
    an = a_person()
    home = a_household()
    an_amount(an, "wage", 5_000_000)
    a_status(home, "living_standard", "poor")
    a_card(an)
    rest = f"'2026-06-01', null, {entry.pk})"
    columns = "valid_from, valid_to, entry_id)"
    refused(f"insert into registry_personamount (person_id, fact, value, {columns} values ({an.pk}, 'wage', 1, {rest}")
    refused(
        f"insert into registry_householdstatus (household_id, fact, value, {columns}"
        f" values ({home.pk}, 'living_standard', 'poor', {rest}"
    )
    refused(
        f"insert into registry_stay (person_id, household_id, unit_id, permanent, {columns}"
        f" values ({an.pk}, {home.pk}, '{BINH_LIEU}', true, {rest}"
    )
    refused(
        f"insert into registry_card (person_id, number, \"group\", ended, {columns} values ({an.pk}, '', '', '', {rest}"
    )
    said = f"values ('{BINH_LIEU}', 'island', 'true', {rest}"
    area = f"insert into registry_areastatus (unit_id, fact, value, {columns} {said}"
    run(area)
    refused(area)


def test_empty_and_upside_down_rows_are_refused(entry: Entry) -> None:
    an = a_person()
    refused(f"{STATUS} {VALUES}", an.pk, "deputy", "", "2026-01-01", None, entry.pk)
    refused(f"{STATUS} {VALUES}", an.pk, "", "true", "2026-01-01", None, entry.pk)
    refused(f"{STATUS} {VALUES}", an.pk, "deputy", "true", "2026-01-01", "2025-12-31", entry.pk)


@pytest.mark.parametrize(
    "change",
    ["value = 'false'", "valid_to = '2027-01-01'", "person_id = person_id + 1", "retracted_id = null"],
)
def test_rows_are_never_changed(entry: Entry, change: str) -> None:
    row = a_status(a_person(), "deputy")
    refused(f"update registry_personstatus set {change} where id = %s", row.pk)


def test_a_row_is_retracted_once_and_nothing_else_with_it(entry: Entry) -> None:
    row = a_status(a_person(), "deputy")
    with recording() as e:
        refused("update registry_personstatus set retracted_id = %s, value = 'false' where id = %s", e.pk, row.pk)
        run("update registry_personstatus set retracted_id = %s where id = %s", e.pk, row.pk)
    with recording() as again:
        refused("update registry_personstatus set retracted_id = %s where id = %s", again.pk, row.pk)
    refused("update registry_personstatus set retracted_id = null where id = %s", row.pk)


def test_nothing_is_deleted(entry: Entry) -> None:
    an = a_person()
    a_status(an, "deputy")
    a_card(an)
    for table in ("personstatus", "stay", "card", "person", "household", "entry"):
        refused(f"delete from registry_{table}")


def test_entries_are_fixed(entry: Entry) -> None:
    refused("update registry_entry set reason = 'khác' where id = %s", entry.pk)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own way to overwrite")
def test_replacing_is_refused(entry: Entry) -> None:
    row = a_status(a_person(), "deputy")
    refused(
        "insert or replace into registry_personstatus (id, person_id, fact, value, valid_from, entry_id)"
        " values (%s, %s, 'deputy', 'false', '2020-01-01', %s)",
        row.pk,
        row.person_id,
        entry.pk,
    )


@pytest.mark.parametrize("field", ["personal_id", "social_number"])
def test_nobody_shares_a_number(field: str) -> None:
    number = {"personal_id": "022080000001", "social_number": "2212345678"}[field]
    a_person(**{field: number})
    other = a_person("Trần Văn Bình")
    refused(f"update registry_person set {field} = %s where id = %s", number, other.pk)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no entry of a load to tell apart")
def test_the_entry_of_the_load_is_its_alone() -> None:
    an = a_person()
    run("insert into registry_entry (id, at, what, reason) overriding system value values (1, now(), 'load', '')")
    refused(f"{STATUS} {VALUES}", an.pk, "deputy", "true", "2026-01-01", None, 1)


def test_what_the_load_brought_counts() -> None:
    """Rows of the load are outside PostgreSQL's exclusion constraint; its trigger knows them."""
    an = a_person()
    run("insert into registry_entry (id, at, what, reason) values (1, '2026-01-01 00:00:00+00:00', 'load', '')")
    if connection.vendor == "postgresql":
        run("alter table registry_personstatus disable trigger user")
    run(f"{STATUS} {VALUES}", an.pk, "deputy", "true", "2020-01-01", None, 1)
    if connection.vendor == "postgresql":
        run("set constraints all immediate")
        run("alter table registry_personstatus enable trigger user")
    with recording() as e:
        refused(f"{STATUS} {VALUES}", an.pk, "deputy", "true", "2026-01-01", None, e.pk)
