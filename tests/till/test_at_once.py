"""The same notification from several workers at once, and a reversal beside its transfer: booked once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading

import pytest
from django.db import close_old_connections, connection
from pytest_django import Settings

from baophu.cover.models import Payment
from baophu.registry.models import Card
from baophu.till.models import Notice, Outcome
from tests.cover.builders import a_family, balanced
from tests.cover.test_at_once import ON_SQLITE, address
from tests.till.builders import a_key, quoted_today, reversal, signed, tell, transfer

pytestmark = pytest.mark.django_db(transaction=True)

TELL = """
import json, sys
from baophu.site.start import start
start()
from django.conf import settings
settings.BANK = sys.argv[3]
from baophu.till.services.receiving import receive
headers, body = json.loads(sys.argv[1]), sys.argv[2].encode()
for _ in range(25):
    print(receive(headers, body).outcome.state)
"""


def worker(body: bytes, secret: str, bank: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", TELL, json.dumps(signed(body)), body.decode(), bank],
        env={**os.environ, "DATABASE_URL": address(), "BAOPHU_SECRET": secret},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def test_one_notification_from_three_processes_at_once(settings: Settings) -> None:
    a_key()
    kept = quoted_today(a_family("1970-01-01")[0])
    body = json.dumps(transfer(kept)).encode()
    started = [worker(body, settings.SECRET_KEY, settings.BANK) for _ in range(3)]
    said = [p.communicate() for p in started]
    assert [p.returncode for p in started] == [0, 0, 0], [e.decode() for _, e in said]
    assert {line for out, _ in said for line in out.decode().split()} == {"booked"}
    assert (Notice.objects.count(), Payment.objects.count(), Card.objects.known().count()) == (1, 1, 1)
    assert Outcome.objects.get().told == 75
    balanced()


@pytest.mark.skipif(ON_SQLITE, reason="threads of one SQLite file wait in turn")
def test_a_transfer_and_its_reversal_from_eight_threads() -> None:
    a_key()
    kept = quoted_today(a_family("1970-01-01")[0])
    told = transfer(kept)
    back = reversal(told)
    ready = threading.Barrier(8)

    def tells(n: int) -> None:
        close_old_connections()
        try:
            ready.wait()
            tell(back if n % 2 else told)
        finally:
            connection.close()

    threads = [threading.Thread(target=tells, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(Payment.objects.values_list("amount", flat=True)) == 0
    assert Payment.objects.count() == 2
    assert {o.state for o in Outcome.objects.all()} == {"reversed"}
    assert sorted(o.told for o in Outcome.objects.all()) == [4, 4]
    balanced()
