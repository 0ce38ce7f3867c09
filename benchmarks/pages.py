"""How long each page takes the server, and how heavy it is, on the full province on SQLite and PostgreSQL.

    python -m benchmarks.pages              # makes the registers, writes PAGES.md and PAGES-POSTGRESQL.md
    BAOPHU_HOME=/a/full/register python -m benchmarks.pages --here        # of a register that is there already

Of a register that is there pages are only read (looks at people are logged, as always). A page is one line of PAGES:
whose it is, what it is called, its address, which may name things of the sample: `/nguoi/{person}/`.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.registers import ENGINES, FULL, answer, empty, facts_of

TIMES = 5
SLOWEST, HEAVIEST = 300, 200_000
OUT = {"sqlite": Path(__file__).with_name("PAGES.md"), "postgresql": Path(__file__).with_name("PAGES-POSTGRESQL.md")}


@dataclass(frozen=True)
class Page:
    """Whose page it is, what it is called, where it is. `charts`: its weight is not judged. `sent`: a form is sent that
    is answered with a page and leaves nothing behind."""

    role: str
    name: str
    href: str
    charts: bool = False
    sent: tuple[tuple[str, str], ...] = ()


NEAR_POOR = (
    ("value", "near_poor"),
    ("valid_from", "01/01/2026"),
    ("document", "decision"),
    ("number", "1/QĐ-UBND"),
    ("at", "1"),
    ("go", "next"),
)

PAGES: tuple[Page, ...] = (
    # the workplace
    Page("commune", "My unit", "/don-vi-cua-toi/", charts=True),
    Page("commune", "Cards about to end", "/don-vi-cua-toi/viec/sap-het-han/"),
    Page("commune", "About to leave a group", "/don-vi-cua-toi/viec/sap-ra-khoi-nhom/"),
    Page("commune", "Without a card", "/don-vi-cua-toi/viec/chua-co-the/"),
    Page("commune", "Search: a common name", "/tim/?q=nguyen+van"),
    Page("commune", "Search: a name and a year", "/tim/?q=nguyen+van+1980"),
    Page("commune", "Search: a number", "/tim/?q={number}"),
    Page("commune", "Search: a scanned card", "/tim/?q={scan}"),
    Page("commune", "A person", "/nguoi/{person}/"),
    Page("commune", "A person with many statuses", "/nguoi/{busy}/"),
    Page("commune", "Why", "/nguoi/{person}/vi-sao/"),
    Page("commune", "What was recorded", "/nguoi/{person}/lich-su/?ngay=01/03/2025&biet="),
    Page("commune", "Who looked", "/nguoi/{person}/ai-da-xem/"),
    Page("commune", "Record a change", "/nguoi/{person}/ghi/"),
    Page("commune", "A status: value and days", "/ho/{household}/ghi/dieu/living_standard/?gia-tri=near_poor"),
    Page("commune", "A move", "/nguoi/{person}/ghi/chuyen/"),
    Page("commune", "A household", "/ho/{household}/"),
    Page(
        "commune",
        "Answers to check, and what they come to",
        "/ho/{household}/ghi/dieu/living_standard/",
        sent=NEAR_POOR,
    ),
    Page("commune", "A quote", "/ho/{household}/bao-gia/"),
    Page("commune", "Lists brought in", "/nhap/"),
    Page("commune", "A new list", "/nhap/moi/"),
    Page("commune", "Differences from lists", "/nhap/sai-khac/"),
    Page("commune", "Duplicates", "/ho-so-trung/"),
    Page("commune", "Somebody without a card: the ways into one", "/nguoi/{uncovered}/"),
    Page("commune", "Proposals", "/cho-duyet/"),
    Page("province", "Search: a common name, the whole province", "/tim/?q=nguyen+van"),
    Page("province", "Search: a given name, the whole province", "/tim/?q=anh"),
    Page("province", "Choose a unit", "/don-vi-cua-toi/"),
    Page("province", "A person", "/nguoi/{person}/"),
    Page("province", "Runs", "/quan-tri/lan-tinh/"),
    Page("province", "The province", "/dieu-hanh/", charts=True),
    Page("province", "A unit's figures", "/dieu-hanh/don-vi/{unit}/", charts=True),
    Page("province", "Map", "/dieu-hanh/ban-do/", charts=True),
    Page("province", "Groups over time", "/dieu-hanh/nhom/", charts=True),
    Page("province", "What ends", "/dieu-hanh/het-hieu-luc/", charts=True),
    Page("province", "Money", "/dieu-hanh/kinh-phi/", charts=True),
    Page("province", "Targets", "/dieu-hanh/chi-tieu/", charts=True),
    Page("province", "Reports", "/dieu-hanh/bao-cao/"),
    Page("province", "How it is foreseen", "/dieu-hanh/cach-du-bao/", charts=True),
    Page("province", "Who is without a card", "/dieu-hanh/danh-sach/?bao-phu=chua"),
    Page("province", "Who was in a past month", "/dieu-hanh/danh-sach/?thang=2025-03&bao-phu=chua"),
    Page("province", "A unit's people in a past month", "/dieu-hanh/danh-sach/?thang=2025-03&xa={unit}"),
    Page("province", "A group in a past month", "/dieu-hanh/danh-sach/?thang=2025-03&nhom=household"),
    Page(
        "province",
        "Whom a year's money of an act was for",
        "/dieu-hanh/danh-sach/?thang=2026-01&den-thang=2026-09&van-ban=91/2025/NQ-HĐND",
    ),
    Page(
        "province",
        "Whom a payer paid for in a year",
        "/dieu-hanh/danh-sach/?thang=2025-01&den-thang=2025-12&ben=province",
    ),
    Page("committee", "The province", "/dieu-hanh/", charts=True),
    Page("committee", "Targets", "/dieu-hanh/chi-tieu/", charts=True),
    Page("committee", "A unit's figures", "/dieu-hanh/don-vi/{unit}/", charts=True),
    Page("committee", "Groups over time", "/dieu-hanh/nhom/?xa={unit}", charts=True),
    Page("agent", "What an agent can do", "/"),
    Page("school", "A new list", "/nhap/moi/"),
    Page("administrator", "Accounts", "/quan-tri/tai-khoan/"),
    Page("administrator", "The law book in use", "/quan-tri/so-luat/"),
    # outreach
    Page("commune", "Campaigns", "/tiep-can/"),
    Page("commune", "A new campaign", "/tiep-can/moi/?danh-sach=chua-co-the"),
    Page("commune", "Leaflets", "/tiep-can/to-roi/"),
    Page("province", "Campaigns", "/tiep-can/"),
    # the law book
    Page("commune", "The law book", "/so-luat/", charts=True),
    Page("commune", "A search of the law book", "/so-luat/?q=dan+toc+thieu+so", charts=True),
    Page("commune", "An act", "/so-luat/van-ban/91-2025-nq-hdnd/", charts=True),
    Page("commune", "A provision", "/so-luat/van-ban/91-2025-nq-hdnd/quy-dinh/elderly-65/", charts=True),
    Page("commune", "Its people", "/dieu-hanh/danh-sach/?ap-dung=91/2025/NQ-HĐND%23elderly-65"),
    Page(
        "province",
        "A provision's people in the province",
        "/dieu-hanh/danh-sach/?ap-dung=91/2025/NQ-HĐND%23elderly-65",
    ),
    Page("commune", "Examples", "/so-luat/van-ban/91-2025-nq-hdnd/vi-du/"),
    Page("commune", "Parameters", "/so-luat/tham-so/"),
    Page("commune", "A parameter", "/so-luat/tham-so/reference/", charts=True),
    Page("commune", "Two days compared", "/so-luat/so-sanh/?first=30/06/2025&second=01/07/2025"),
    Page("commune", "Units of the law book", "/so-luat/don-vi/", charts=True),
)


@dataclass(frozen=True)
class Measured:
    """Milliseconds on the clock (median, worst) and of the processor (median), bytes, database queries."""

    page: Page
    status: int
    median: float
    worst: float
    processor: float
    weight: int
    queries: int


def sample() -> dict[str, Any]:
    """People, a household and a unit of the largest unit of the register."""
    from urllib.parse import quote_plus

    from django.db.models import Count

    from baophu.decisions.models import Current
    from baophu.registry.models import Person

    rows = Current.objects.exclude(outcome=None).values("unit").annotate(n=Count("pk")).order_by("-n")
    unit = rows[0]["unit"]
    here = Current.objects.filter(unit=unit).exclude(outcome=None).exclude(next_month=None)
    current = here.select_related("person").order_by("person")[0]
    person: Person = current.person
    family = Current.objects.filter(unit=unit).values("household").annotate(n=Count("pk")).order_by("-n")[0]
    busy = here.filter(group__in=list(here.values_list("group", flat=True).distinct()[:3])).order_by("-person")[0]
    without = Current.objects.filter(unit=unit, own__gt=0, insured_from=None).exclude(outcome=None)
    sex = "Nam" if person.sex == "m" else "Nữ"
    scan = f"{person.personal_id or ''}||{person.name}|{person.born:%d%m%Y}|{sex}|x|01012022"
    return {
        "unit": unit,
        "person": person.pk,
        "busy": busy.person_id,
        "uncovered": (without.order_by("person").first() or current).person_id,
        "household": family["household"],
        "number": person.personal_id or person.social_number,
        "scan": quote_plus(scan),
    }


def client_of(role: str, unit: str) -> Any:
    """A client signed in whole as somebody of a role, who is made for it once."""
    from django.test import Client
    from django.utils import timezone

    from baophu.accounts.models import Entrusted, Role, User

    user, made = User.objects.get_or_create(username=f"do-{role}", defaults={"role": Role(role)})
    if made:
        user.set_unusable_password()
        user.save()
    if role in ("commune", "agent", "school"):
        Entrusted.objects.get_or_create(user=user, unit=unit, valid_from=timezone.localdate().replace(month=1, day=1))
    client = Client(HTTP_HOST="localhost")
    client.force_login(user, backend="baophu.accounts.backends.Backend")
    _with_code(client, user)
    return client


def _with_code(client: Any, user: Any) -> None:
    """Note the second factor in the session, as signing in with a code does."""
    from allauth.mfa.adapter import get_adapter
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal.auth import generate_totp_secret

    secret = get_adapter().encrypt(generate_totp_secret())
    Authenticator.objects.get_or_create(user=user, type=Authenticator.Type.TOTP, defaults={"data": {"secret": secret}})
    session = client.session
    session["account_authentication_methods"] = [{"method": m, "at": time.time()} for m in ("password", "mfa")]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()


def measure(client: Any, page: Page, href: str) -> Measured:
    """A page asked TIMES times after once to warm up."""
    from django.db import connection

    asked: list[str] = []
    sent = dict(page.sent)

    def count(execute: Any, sql: str, *rest: Any) -> Any:
        asked.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(count):
        answer = client.post(href, sent) if sent else client.get(href)
    walls, processor = [], []
    for _ in range(TIMES):
        wall, cpu = time.perf_counter(), time.process_time()
        answer = client.post(href, sent) if sent else client.get(href)
        walls.append(1000 * (time.perf_counter() - wall))
        processor.append(1000 * (time.process_time() - cpu))
    return Measured(
        page,
        answer.status_code,
        statistics.median(walls),
        max(walls),
        statistics.median(processor),
        len(answer.content),
        len(asked),
    )


def report(found: list[Measured], people: int, engine: str, load: float) -> str:
    """The table as Markdown."""
    lines = [
        "# Pages",
        "",
        f"{people:,} people, {engine}, {platform.python_version()}, {os.cpu_count()} cores "
        f"(load {load:.1f} while measuring). Each page asked {TIMES} times after once to warm up, in one process, "
        f"everything included from the first middleware to the last byte. At most {SLOWEST} ms; {HEAVIEST // 1000} kB "
        "without charts. *Processor* is what remains of the time when nobody else uses the machine.",
        "",
        "| who | page | median ms | worst ms | processor ms | kB | queries | |",
        "|---|---|--:|--:|--:|--:|--:|---|",
    ]
    for one in found:
        slow = "slow" if one.processor > SLOWEST else "" if one.median <= SLOWEST else "slow under load"
        heavy = "heavy" if one.weight > HEAVIEST and not one.page.charts else ""
        bad = "" if one.status in (200, 302) else str(one.status)
        kept = " ".join(x for x in (bad, slow, heavy) if x)
        lines.append(
            f"| {one.page.role} | {one.page.name} | {one.median:.0f} | {one.worst:.0f} | {one.processor:.0f}"
            f" | {one.weight / 1000:.0f} | {one.queries} | {kept} |"
        )
    return "\n".join([*lines, ""])


def main() -> None:
    """Measure both engines, or the register that is there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--facts", type=Path, help="a folder of facts tables instead of a new province")
    parser.add_argument("--people", type=int, default=FULL)
    parser.add_argument("--engine", choices=ENGINES, action="append")
    parser.add_argument("--here", action="store_true", help="measure the register of the settings")
    parser.add_argument("--fill", type=Path, help="load and decide the register of the settings (used by the run)")
    given = parser.parse_args()
    if given.fill:
        print(json.dumps(fill(given.fill)))
        return
    if given.here:
        print(json.dumps(measure_here()))
        return
    with tempfile.TemporaryDirectory(prefix="baophu-bench-") as scratch:
        facts = facts_of(given.facts, Path(scratch) / "facts", given.people)
        for engine in given.engine or ENGINES:
            with empty(engine, Path(scratch) / engine) as environment:
                print(answer("benchmarks.pages", environment, "--fill", str(facts)), file=sys.stderr)
                print(answer("benchmarks.pages", environment, "--here"), file=sys.stderr)


def fill(facts: Path) -> dict[str, float]:
    """Load, decide, and keep the figures; seconds."""
    from baophu.site.start import start

    start()
    from django.core.management import call_command

    from baophu.decisions.services.running import run_now
    from baophu.registry.services.loading.load import load

    call_command("migrate", verbosity=0)
    began = time.perf_counter()
    load(facts)
    loaded = time.perf_counter()
    run_now()
    return {"load": loaded - began, "run, its figures kept": time.perf_counter() - loaded}


def measure_here() -> dict[str, float]:
    """Ask every page of the register of the settings and write the table; the slowest of the medians by engine."""
    from baophu.site.start import start

    start()
    from django.db import connection

    from baophu.decisions.models import Current

    things = sample()
    clients: dict[str, Any] = {}
    found = []
    for page in PAGES:
        client = clients.setdefault(page.role, client_of(page.role, things["unit"]))
        one = measure(client, page, page.href.format(**things))
        found.append(one)
        told = f"{one.median:6.0f} ms {one.processor:6.0f} cpu {one.weight // 1000:4d} kB {one.queries:3d} {one.status}"
        print(f"{told}  {page.role}: {page.name}", file=sys.stderr, flush=True)
    engine = "PostgreSQL" if connection.vendor == "postgresql" else "SQLite"
    OUT[connection.vendor].write_text(
        report(found, Current.objects.count(), engine, os.getloadavg()[0]), encoding="utf-8"
    )
    return {"slowest median, ms": max(one.median for one in found)}


if __name__ == "__main__":
    main()
