"""The access log: every look is kept, also when the page fails, and never changes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from baophu.accounts.errors import NoReason
from baophu.accounts.models import Entrusted, Look, User
from baophu.accounts.services import keep_looks, log_look, log_looks, looks_at
from baophu.accounts.services.looks import LookInsideTransaction
from tests.accounts.builders import officer, sign_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.accounts.pages")]


@pytest.fixture
def lan() -> User:
    return officer("commune", "06841", name="lan")


@pytest.fixture
def browser(client: Client, lan: User) -> Client:
    client.raise_request_exception = False
    return sign_in(client, lan)


def test_a_page_keeps_its_looks(browser: Client, lan: User) -> None:
    assert browser.get("/test/good/").content == b"two people"
    look = looks_at(101).get()
    assert (look.user, look.who, look.why, look.page) == (lan, "lan", "xem danh sách", "/test/good/")
    assert looks_at(101, 102).count() == 2


@pytest.mark.parametrize("page", ["fails", "breaks", "missing"])
def test_a_page_that_fails_keeps_its_looks_and_nothing_else(browser: Client, lan: User, page: str) -> None:
    assert browser.get(f"/test/{page}/").status_code in (404, 500)
    assert looks_at(101).count() == 1
    assert not Entrusted.objects.filter(unit="06838").exists()


def test_a_page_that_streams_keeps_its_looks(browser: Client) -> None:
    assert b"".join(browser.get("/test/streams/")) == b"row"  # type: ignore[arg-type]
    assert looks_at(101).count() == 1


def test_without_a_reason_nothing_is_shown(browser: Client) -> None:
    answer = browser.get("/test/no_reason/")
    assert answer.status_code == 500
    assert b"shown" not in answer.content
    assert not Look.objects.exists()


def test_without_the_look_nothing_is_shown(browser: Client) -> None:
    try:
        answer = browser.get("/test/unwritable/")
    finally:
        with connection.cursor() as cursor:
            cursor.execute("alter table accounts_look_away rename to accounts_look")
    assert answer.status_code == 500
    assert b"shown" not in answer.content


def test_a_reason_is_asked_for(lan: User) -> None:
    with pytest.raises(NoReason) as refused:
        log_look(lan, 101, " \n")
    assert "lý do" in refused.value.text.vi
    assert "reason" in refused.value.text.en


def test_the_database_asks_for_a_reason_too(lan: User) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        Look.objects.create(person=1, user=lan, who="lan", at="2026-01-01T00:00Z", why="")


def test_a_look_inside_a_lone_transaction_is_refused_since_it_could_be_lost(lan: User) -> None:
    with pytest.raises(LookInsideTransaction), transaction.atomic():
        log_look(lan, 101, "tra cứu")
    with pytest.raises(LookInsideTransaction), transaction.atomic(), keep_looks():
        pass


def test_a_command_keeps_its_looks_whatever_becomes_of_it() -> None:
    def command() -> None:
        with keep_looks(), transaction.atomic():
            log_look("root", 101, "tra cứu qua dòng lệnh", "baophu person 101")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        command()
    look = looks_at(101).get()
    assert (look.user, look.who, look.page) == (None, "root", "baophu person 101")


def test_of_blocks_within_blocks_the_outer_keeps() -> None:
    with keep_looks():
        with keep_looks(), transaction.atomic():
            log_look("root", 101, "tra cứu")
        assert looks_at(101).count() == 0
    assert looks_at(101).count() == 1


def test_many_people_are_few_writes(lan: User, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_max_num_queries(6), keep_looks():
        log_looks(lan, range(200), "xuất danh sách")


def test_the_last_look_comes_first(lan: User) -> None:
    for why in ("một", "hai", "ba"):
        log_look(lan, 101, why)
    assert [look.why for look in looks_at(101)] == ["ba", "hai", "một"]


def sql(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
        connection.check_constraints()


@pytest.mark.parametrize(
    "change",
    [
        lambda: Look.objects.update(why="khác"),
        lambda: Look.objects.all().delete(),
        lambda: sql("update accounts_look set person = 1"),
        lambda: sql("delete from accounts_look"),
    ],
)
def test_a_look_never_changes(lan: User, change: Callable[[], None]) -> None:
    log_look(lan, 101, "tra cứu")
    with pytest.raises(DatabaseError), transaction.atomic():
        change()
    assert looks_at(101).get().why == "tra cứu"


def test_looks_are_not_emptied(lan: User) -> None:
    log_look(lan, 101, "tra cứu")
    if connection.vendor == "postgresql":
        with pytest.raises(DatabaseError):
            sql("truncate accounts_look")
    assert looks_at(101).exists()


def test_somebody_who_looked_cannot_be_deleted(lan: User) -> None:
    log_look(lan, 101, "tra cứu")
    with pytest.raises(DatabaseError):
        sql("delete from accounts_user where username = 'lan'")


def test_pages_are_for_those_who_may(client: Client) -> None:
    assert client.get("/test/guarded/").headers["Location"] == "/accounts/login/?next=/test/guarded/"
    assert sign_in(client, officer("commune", "06838")).get("/test/guarded/").content == b"person"
    for user in (officer("citizen", person=5), officer("committee"), officer("commune"), officer("clinic", "06838")):
        assert sign_in(Client(), user).get("/test/guarded/").status_code == 403
