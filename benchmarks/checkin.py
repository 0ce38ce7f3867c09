"""Check-in by API, measured: how many a second, how fast, on a register of a given size on PostgreSQL.

Run as `python -m benchmarks.checkin [--facts FOLDER | --people N]`: fills a temporary PostgreSQL of its own (its files
forced to disk, as in use), decides a run, starts `baophu serve` as it is served, and drives it from this machine at a
constant rate (`benchmarks.steady`) with random numbers of real people of the register; every answer is compared with
the person asked for. `wrk` (Debian), where it is installed, then says what comes of as many as possible. Writes
`benchmarks/CHECKIN.md`.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from benchmarks.report import machine
from tests import postgres

ROOT = Path(__file__).parent.parent
DURABLE = ("listen_addresses=''", "shared_buffers=4GB", "max_connections=50", "max_wal_size=4GB")
ASKED, FACILITY, ORGANISATION = 50_000, "22999", "benchmark"
TARGET, WORST = 500, 50
WARM = 25
"""Seconds at a lower rate before anything is counted."""
PATH = "/api/v1/check-ins"
CALLED = 300
CALLS: tuple[tuple[str, str, str, dict[str, Any] | None], ...] = (
    ("a household quoted", "POST", "/api/v1/quotes", {"number": "NUMBER"}),
    ("am I supported", "POST", "/api/v1/supported", {"people": [{"key": "me", "born": "1980-03-02", "unit": "06838"}]}),
    ("cover of a person", "GET", "/api/v1/people/{number}/cover", None),
    ("FHIR: Patient by identifier", "GET", "/api/fhir/r4/Patient?identifier={number}", None),
    ("FHIR: Coverage of a person", "GET", "/api/fhir/r4/Coverage?beneficiary=Patient/{pk}", None),
)
TICKS = os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Measure and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--facts", type=Path, help="facts tables already made; left out: they are made")
    parser.add_argument("--people", type=int, help="size of the register that is made; left out: the full province")
    parser.add_argument("--rate", type=float, default=TARGET, help="requests a second")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument(
        "--settings", nargs="*", default=[""], help="workers x threads to try, as 2x4; the first counts"
    )
    parser.add_argument("--no-write", action="store_true", help="print only")
    parser.add_argument("--prepare", type=Path, help="fill the register of the settings (used by the run itself)")
    given = parser.parse_args()
    if given.prepare:
        print(json.dumps(prepare(given.prepare)))
        return
    postgres.SETTINGS = DURABLE
    with tempfile.TemporaryDirectory() as scratch, postgres.server() as folder:
        facts = given.facts or made(Path(scratch) / "facts", given.people)
        url = f"postgresql://tests@{str(folder).replace('/', '%2F')}/postgres"
        env = {**os.environ, "DATABASE_URL": url, "BAOPHU_HOME": str(Path(scratch) / "home")}
        prepared = _fresh(env, "--prepare", str(facts))
        asked = Path(scratch) / "asked.json"
        asked.write_text(json.dumps({"path": PATH, **prepared}), encoding="utf-8")
        results = [measure(env, one, asked, given, folder) for one in given.settings]
    text = table(results, prepared, given)
    if not given.no_write:
        (ROOT / "benchmarks" / "CHECKIN.md").write_text(text, encoding="utf-8")
    print(text)


def made(folder: Path, people: int | None) -> Path:
    """Facts tables of a province."""
    from baophu.cli.demo import make_province
    from baophu.cli.shared import DEFAULT_BOOK, read
    from baophu.synth import full_size

    make_province(folder, read(DEFAULT_BOOK), people or full_size(), 2021, None)
    return folder


def _fresh(env: dict[str, str], *words: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.checkin", *words]
    done = subprocess.run(command, env=env, check=True, stdout=subprocess.PIPE, text=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def prepare(facts: Path) -> dict[str, Any]:
    """Fill the register of the settings; a token, and bodies to ask with the person each is of."""
    from baophu.site.start import start

    start()
    from django.core.management import call_command
    from django.db import connection

    from baophu.api.services import keys
    from baophu.care.models import Facility
    from baophu.decisions.services.running import run_now
    from baophu.registry.models import Person
    from baophu.registry.services.loading.load import load

    call_command("migrate", verbosity=0)
    load(facts)
    run_now()
    unit = Person.objects.exclude(unit=None).values_list("unit", flat=True).first()
    Facility.objects.create(
        code=FACILITY, name="Benchmark", unit_id=unit, level="basic", former_class="district", points=40, simulated=True
    )
    of = keys.organisation(ORGANISATION, "facility", facility=FACILITY, units=None, per_minute=10**7, per_day=10**9)
    made = keys.make(of, ["check_cover", "read_person", "quote"])
    with connection.cursor() as cursor:
        cursor.execute("analyze")
    people = list(Person.objects.exclude(personal_id=None).values_list("pk", "personal_id", "social_number", "name"))
    asked = [
        [{"text": _text(n, *told)}, pk]
        for n, (pk, *told) in enumerate(random.Random(1).sample(people, min(ASKED, len(people))))
    ]
    return {"token": made.token, "asked": asked, "people": Person.objects.count()}


def _text(n: int, personal_id: str, social_number: str | None, name: str) -> str:
    """In turn what is typed and what a scanner reads off an ID card."""
    return (personal_id, social_number or personal_id, f"{personal_id}||{name}|||", f"{personal_id}\n")[n % 4]


def measure(env: dict[str, str], setting: str, asked: Path, given: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """Serve, warm up, drive at the rate, then as hard as wrk can."""
    with serving(env, setting) as (port, server):
        _drive(port, min(given.rate, 150), WARM, given.connections, asked)
        pids = {"baophu": tree(server), "PostgreSQL": tree(_postmaster(folder))}
        before = {name: cpu(found) for name, found in pids.items()}
        found = _drive(port, given.rate, given.seconds, given.connections, asked)
        found["used"] = {name: cpu(tree(p[0])) - before[name] for name, p in pids.items()}
        found["used"]["generator"] = found["cpu"]
        found["setting"] = setting or "as served"
        found["most"] = wrk(port, asked, given.connections)
        found["others"] = others(port, asked)
        return found


def _drive(port: int, rate: float, seconds: float, connections: int, asked: Path) -> dict[str, Any]:
    words = ["127.0.0.1", str(port), str(rate), str(seconds), str(connections), str(asked)]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.steady", *words], check=True, stdout=subprocess.PIPE, text=True
    )
    return dict(json.loads(done.stdout))


@contextmanager
def serving(env: dict[str, str], setting: str) -> Iterator[tuple[int, int]]:
    """`baophu serve` with its own settings, or some workers and threads: its port and its process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [sys.executable, "-m", "baophu", "serve", "--port", str(port)]
    if setting:
        workers, threads = setting.split("x")
        words += ["--workers", workers, "--threads", threads]
    server = subprocess.Popen(words, env=env, stdout=subprocess.DEVNULL)
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5)
                break
            except OSError:
                time.sleep(0.2)
        time.sleep(3)
        yield port, server.pid
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(20)


def others(port: int, asked: Path) -> dict[str, list[float]]:
    """Other calls, one after another over one connection: milliseconds of each, sorted. 300 different people."""
    told = json.loads(asked.read_text(encoding="utf-8"))
    headers = {"Authorization": f"Bearer {told['token']}", "Content-Type": "application/json"}
    people = [(body["text"], pk) for body, pk in told["asked"] if body["text"].isdigit() and len(body["text"]) == 12]
    connection, found = HTTPConnection("127.0.0.1", port), {}
    for name, method, path, written in CALLS:
        times = []
        for number, pk in people[:CALLED]:
            body = json.dumps(written).replace("NUMBER", number) if written else None
            began = time.perf_counter()
            connection.request(method, path.format(number=number, pk=pk), body, headers)
            answer = connection.getresponse()
            answer.read()
            if answer.status in (200, 201):
                times.append((time.perf_counter() - began) * 1000)
        found[name] = sorted(times)
    return found


def wrk(port: int, asked: Path, connections: int) -> dict[str, float] | None:
    """As many as possible for 15 seconds: what came of it; None without wrk."""
    program = shutil.which("wrk")
    if program is None:
        return None
    told = json.loads(asked.read_text(encoding="utf-8"))
    numbers = ",".join(f'"{body["text"]}"' for body, _ in told["asked"][:20_000] if body["text"].isalnum())
    script = asked.with_suffix(".lua")
    script.write_text(
        f"""local numbers = {{{numbers}}}
        wrk.method = "POST"
        wrk.headers["Authorization"] = "Bearer {told["token"]}"
        wrk.headers["Content-Type"] = "application/json"
        request = function()
          return wrk.format(nil, "{PATH}", nil, '{{"text": "' .. numbers[math.random(#numbers)] .. '"}}')
        end
        done = function(summary, latency, requests)
          io.write(string.format("RESULT %d %d %d %f %f %f\\n", summary.requests, summary.duration,
            summary.errors.status + summary.errors.read + summary.errors.timeout,
            latency:percentile(50), latency:percentile(95), latency:percentile(99)))
        end""",
        encoding="utf-8",
    )
    done = subprocess.run(
        [program, "-t1", f"-c{connections}", "-d15s", "-s", str(script), f"http://127.0.0.1:{port}"],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    line = next(line for line in done.stdout.splitlines() if line.startswith("RESULT"))
    requests, micros, errors, p50, p95, p99 = map(float, line.split()[1:])
    return {"rate": requests / micros * 1e6, "errors": errors, "p50": p50 / 1000, "p95": p95 / 1000, "p99": p99 / 1000}


def _postmaster(folder: Path) -> int:
    return int((folder / "data" / "postmaster.pid").read_text(encoding="utf-8").splitlines()[0])


def tree(pid: int) -> list[int]:
    """A process and those it started."""
    found = [pid]
    for one in found:
        for task in Path(f"/proc/{one}/task").glob("*/children"):
            found += [int(child) for child in task.read_text().split()]
    return found


def cpu(pids: Sequence[int]) -> float:
    """Seconds of processor time of some processes, and of those they waited for."""
    total = 0
    for pid in pids:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except FileNotFoundError:
            continue
        total += sum(map(int, fields[11:13]))
    return total / TICKS


def table(results: Sequence[dict[str, Any]], prepared: dict[str, Any], given: argparse.Namespace) -> str:
    """The whole of CHECKIN.md."""
    lines = [
        "# Check-in by API, measured",
        "",
        f"{prepared['people']:,} people on PostgreSQL (files forced to disk), `baophu serve` and the generator on",
        f"the same machine; {given.rate:.0f} requests a second for {given.seconds:.0f} seconds at a constant rate over",
        f"{given.connections} kept-alive connections, times counted from when each request was due; {WARM} seconds at",
        "a lower rate before. Each check-in finds the person, decides the answer, records the check-in and logs the",
        "look. Written by `python -m benchmarks.checkin`.",
        "",
        f"Wanted: {TARGET} a second, 99 of 100 within {WORST} ms, no error.",
        "",
        "| workers x threads | a second | p50 ms | p95 ms | p99 ms | worst ms | errors | wrong | CPU, cores: "
        "baophu, PostgreSQL, generator |",
        "|---|--:|--:|--:|--:|--:|--:|--:|---|",
    ]
    lines += [_row(one) for one in results]
    lines += ["", "As many as possible (wrk, 15 seconds, every connection asks again as soon as it is answered):", ""]
    lines += ["| workers x threads | a second | p50 ms | p95 ms | p99 ms | errors |", "|---|--:|--:|--:|--:|--:|"]
    for one in results:
        if most := one["most"]:
            lines.append(
                f"| {one['setting']} | {most['rate']:.0f} | {most['p50']:.1f} | {most['p95']:.1f} | {most['p99']:.1f} "
                f"| {most['errors']:.0f} |"
            )
    lines += ["", f"Other calls, one after another, {CALLED} people (wanted for a quote: under 100 ms):", ""]
    lines += ["| call | answered | p50 ms | p95 ms | p99 ms |", "|---|--:|--:|--:|--:|"]
    for name, ms in results[0]["others"].items():
        at = " | ".join(f"{_at(ms, share):.1f}" for share in (0.5, 0.95, 0.99)) if ms else "– | – | –"
        lines.append(f"| {name} | {len(ms)} | {at} |")
    codes = ", ".join(f"{code}: {n:,}" for code, n in sorted(results[0]["codes"].items()))
    lines += ["", f"Answers by national code: {codes}. Load average over a minute: {os.getloadavg()[0]:.1f}.", ""]
    return "\n".join([*lines, "| machine | |", "|---|---|", *(f"| {n} | {v} |" for n, v in machine()), ""])


def _at(ms: Sequence[float], share: float) -> float:
    """The time within which a share of all were answered."""
    return ms[min(len(ms) - 1, int(len(ms) * share))]


def _row(one: dict[str, Any]) -> str:
    ms = one["ms"]
    at = [_at(ms, share) for share in (0.5, 0.95, 0.99)]
    errors = sum(n for status, n in one["statuses"].items() if status != "201") + one["sent"] - one["answered"]
    used = ", ".join(f"{one['used'][n] / one['seconds']:.2f}" for n in ("baophu", "PostgreSQL", "generator"))
    cells = (f"{one['rate']:.1f}", *(f"{t:.1f}" for t in (*at, ms[-1])), str(errors), str(one["wrong"]), used)
    return f"| {one['setting']} | " + " | ".join(cells) + " |"


if __name__ == "__main__":
    main()
