"""A province into an empty register: whole, checked, labelled; or not at all."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from baophu.engine.source import FactsError
from baophu.registry.errors import NotEmpty
from baophu.registry.models import Card, Entry, Household, Person, PersonAmount, PersonStatus, Stay, UnitSuccession
from baophu.registry.numbers import check_personal_id, read_card_number, read_digits
from baophu.registry.services.finding import by_name, by_number
from baophu.registry.services.loading.load import load
from baophu.registry.services.origin import about, simulated
from baophu.registry.services.recording import set_status
from tests.builders import a_person, day, recording
from tests.registry.conftest import Elsewhere

pytestmark = pytest.mark.django_db(transaction=True)


def rules() -> list[tuple[Any, ...]]:
    """Every index, trigger and constraint of the register's tables."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("select name, sql from sqlite_master where tbl_name like 'registry_%' order by 1")
        else:
            cursor.execute(
                """select conname, pg_get_constraintdef(oid) from pg_constraint
                     where conrelid::regclass::text like 'registry_%'
                   union all select indexname, indexdef from pg_indexes where tablename like 'registry_%'
                   union all select tgname, tgenabled::text from pg_trigger
                     where tgrelid::regclass::text like 'registry_%' and not tgisinternal order by 1, 2"""
            )
        return cursor.fetchall()


def test_a_province_is_loaded_whole_and_the_rules_stand_again(province: Path) -> None:
    before = rules()
    seen: list[float] = []
    done = load(province, progress=lambda _step, share: seen.append(share))
    assert rules() == before
    assert seen == sorted(seen)
    assert seen[-1] == 1.0
    for model, table in (
        (Person, "people"),
        (Stay, "stays"),
        (PersonStatus, "person_status"),
        (PersonAmount, "person_amount"),
        (Card, "cards"),
    ):
        assert model._default_manager.count() == pq.read_metadata(province / f"{table}.parquet").num_rows
    assert done.rows["household"] == Household.objects.count()
    assert set(Stay.objects.values_list("entry", flat=True)) == {Entry.LOADED}
    assert simulated()
    assert about()["simulated"] is True
    assert UnitSuccession.objects.filter(old="old:X.Hải Lạng").count() == 3
    _people_are_well_formed()
    _the_rules_hold()
    _people_live_where_they_live_today()


def _people_are_well_formed() -> None:
    for person in Person.objects.all()[:400]:
        assert check_personal_id(person.personal_id or "", person.sex, person.born) == []
        assert isinstance(read_digits("social_number", person.social_number or ""), str)
        if person.card_number:
            assert isinstance(read_card_number(person.card_number), str)
    some = Person.objects.filter(died=None)[7]
    assert [f.person for f in by_number(some.personal_id or "")] == [some]
    assert some in by_name(some.name.upper(), limit=2_000)


def _the_rules_hold() -> None:
    row = PersonStatus.objects.filter(valid_to=None).select_related("person").first()
    assert row is not None
    with recording() as e:
        with pytest.raises(IntegrityError), transaction.atomic():
            PersonStatus.objects.create(
                person=row.person, fact=row.fact, value=row.value, valid_from=row.valid_from, entry=e
            )
        assert e.pk > Entry.LOADED
        set_status(row.person, row.fact, row.value, row.valid_from, None, e)
    assert a_person("Nguyễn Văn Mới").pk > row.person_id


def _people_live_where_they_live_today() -> None:
    today = timezone.localdate()
    for stay in Stay.objects.known().on(today).select_related("person")[:300]:
        assert stay.person.unit_id == stay.unit_id
    for household in Household.objects.exclude(head=None).select_related("head")[:100]:
        assert household.head is not None
        assert Stay.objects.on(today).filter(person=household.head, household=household).exists()


def test_the_same_facts_give_the_same_numbers(province: Path, loaded: Elsewhere) -> None:
    load(province)
    here = list(Person.objects.order_by("id").values_list("personal_id", "card_number")[:50])
    told = loaded.run(
        code="from baophu.site.start import start; start()\n"
        "from baophu.registry.models import Person\n"
        "print(list(Person.objects.order_by('id').values_list('personal_id', 'card_number')[:50]))"
    )
    assert told.stdout.strip() == str(here)


def test_a_register_that_holds_anything_is_left_alone(province: Path) -> None:
    an = a_person()
    with pytest.raises(NotEmpty) as refused:
        load(province)
    assert "not empty" in refused.value.text.en
    assert Person.objects.get() == an


def test_facts_that_cannot_be_are_refused_before_anything_is_written(province: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(province, broken)
    rows = pq.read_table(broken / "person_status.parquet")
    at = rows.schema.get_field_index("fact")
    wrong = pc.replace_substring(rows["fact"], pattern="study", replacement="studi")
    pq.write_table(rows.set_column(at, "fact", wrong), broken / "person_status.parquet")
    with pytest.raises(FactsError, match=r"did you mean 'study'"):
        load(broken)
    assert not Entry.objects.exists()


KILLED = """
import os, signal
from pathlib import Path
from baophu.site.start import start
start()
from baophu.registry.services.loading.load import load
def kill(step, share):
    if share >= {share}:
        os.kill(os.getpid(), signal.SIGKILL)
load(Path({folder!r}), progress=kill)
"""
COUNT = """
from baophu.site.start import start
start()
from baophu.registry.models import Entry, Person, Stay, Unit, PersonStatus
print([m.objects.count() for m in (Entry, Person, Stay, PersonStatus, Unit)])
"""


def test_a_load_that_is_killed_leaves_the_register_empty(province: Path, empty: Elsewhere) -> None:
    """Killed while rows are written, while rules come back, and just before the end; then loaded after all."""
    for share in (0.5, 0.86, 0.98):
        done = empty.run(code=KILLED.format(share=share, folder=str(province)), ok=False)
        assert done.returncode == -9, done.stderr
        assert empty.run(code=COUNT).stdout.strip() == "[0, 0, 0, 0, 0]"
    assert "giây" in empty.run("load", str(province)).stdout
    assert empty.run(code=COUNT).stdout.startswith("[1, ")


def test_without_the_tables_that_may_be_missing(province: Path, tmp_path: Path) -> None:
    few = tmp_path / "few"
    few.mkdir()
    for name in ("people", "stays"):
        shutil.copy(province / f"{name}.parquet", few)
    shutil.copy(province / "about.json", few)
    people = pq.read_table(few / "people.parquet")
    deputies = pc.equal(pc.bit_wise_and(people["person"], 1), 1)
    people = people.drop_columns(["name", "ethnicity"]).append_column("deputy", deputies)
    pq.write_table(people, few / "people.parquet")
    load(few)
    one = Person.objects.get(pk=1)
    assert (one.name, one.ethnicity, one.card_number) == ("Người 1", "kinh", None)
    assert one.statuses.get().fact == "deputy"
    assert one.statuses.get().valid_from == one.born
    assert not Person.objects.get(pk=2).statuses.exists()
    assert one.born >= day("1850-01-01")
