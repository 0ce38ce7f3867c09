"""Payments from several connections at once, and processes that die in the middle: booked once, whole or not at all."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from urllib.parse import quote as escaped

import pytest
from django.db import close_old_connections, connection

from baophu.cover.models import Allocation, Charge, Payment, Quote
from baophu.cover.services.paying import Paid, pay
from baophu.registry.models import Card
from tests.builders import a_status, day
from tests.cover.builders import a_family, balanced, quoted

pytestmark = pytest.mark.django_db(transaction=True)

PAY = """
import sys
from datetime import date
from baophu.site.start import start
start()
{before}
from baophu.cover.services.paying import pay
pay({quote}, sys.argv[1], {amount}, date(2026, 2, 1))
"""
DIES = """
import os
from baophu.cover.models import Allocation
Allocation.objects.bulk_create = lambda *rows: os._exit(9)
"""


def address() -> str:
    """The tests' database as a process of its own finds it."""
    told = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{told['NAME']}"
    user = told["USER"] or "tests"
    return f"postgresql://{user}@{escaped(str(told['HOST']), safe='')}/{told['NAME']}"


def process(kept: Quote, key: str, before: str = "") -> subprocess.Popen[bytes]:
    """A process that pays a quote."""
    script = PAY.format(before=before, quote=kept.pk, amount=kept.total)
    return subprocess.Popen(
        [sys.executable, "-c", script, key],
        env={**os.environ, "DATABASE_URL": address()},
        stderr=subprocess.PIPE,
    )


def a_quote() -> Quote:
    home, _ = a_family("1970-01-01")
    a_status(home, "living_standard", "average", "2025-01-01")
    a_status(home, "livelihood", "agriculture", "2020-01-01")
    return quoted(home)


def booked() -> tuple[int, int, int, int]:
    return Payment.objects.count(), Charge.objects.count(), Allocation.objects.count(), Card.objects.known().count()


def test_one_key_from_three_processes_at_once() -> None:
    kept = a_quote()
    started = [process(kept, "VIB-1") for _ in range(3)]
    said = [p.communicate()[1].decode() for p in started]
    assert [p.returncode for p in started] == [0, 0, 0], said
    # one payment; State, province and the person charged; the person's charge settled; one card
    assert booked() == (1, 3, 1, 1)
    balanced()


def test_a_process_that_dies_in_the_middle_leaves_nothing() -> None:
    kept = a_quote()
    dying = process(kept, "VIB-1", DIES)
    dying.communicate()
    assert dying.returncode == 9
    assert booked() == (0, 0, 0, 0)
    done = pay(kept.pk, "VIB-1", kept.total, day("2026-02-01"))
    assert (len(done.cards), done.again) == (1, False)
    assert booked() == (1, 3, 1, 1)
    balanced()


ON_SQLITE = "sqlite" in os.environ.get("DATABASE_URL", "sqlite")


@pytest.mark.skipif(ON_SQLITE, reason="threads of one SQLite file wait in turn")
def test_two_keys_for_one_quote_from_eight_threads() -> None:
    kept = a_quote()
    done: list[Paid] = []

    def pays(n: int) -> None:
        close_old_connections()
        try:
            done.append(pay(kept.pk, f"key {n % 2}", kept.total, day("2026-02-01")))
        finally:
            connection.close()

    threads = [threading.Thread(target=pays, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) == 8
    assert Payment.objects.count() == 2
    assert sum(p.unmatched is None for p in done) == 4
    assert Card.objects.known().count() == 1
    balanced()
