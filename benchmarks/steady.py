"""A generator of requests at a constant rate, in a process of its own: each is sent when it is due, not when the one
before was answered, and its time counts from when it was due (so waiting in a queue counts, too).

`python -m benchmarks.steady HOST PORT RATE SECONDS CONNECTIONS FILE` reads what it needs from FILE (JSON: `path`,
`token`, `asked`: list of [body, expected person]) and prints a JSON object: what was sent, answered, wrong, and times.
"""

from __future__ import annotations

import asyncio
import json
import random
import resource
import sys
from collections import Counter, deque
from contextlib import suppress
from pathlib import Path
from typing import Any

VERIFIED = 1
"""Of so many answers one is read and compared with what was expected."""


class Connection(asyncio.Protocol):
    """A kept-alive connection with at most one request under way."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.transport: asyncio.Transport | None = None
        self.buffer = b""
        self.due = 0.0
        self.expected: int | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.run.idle.append(self)
        self.run.feed()

    def send(self, due: float, body: bytes, expected: int | None) -> None:
        self.due, self.expected, self.buffer = due, expected, b""
        assert self.transport is not None
        self.transport.write(self.run.head % len(body) + body)

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        head, found, body = self.buffer.partition(b"\r\n\r\n")
        if not found:
            return
        length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
        if len(body) < length:
            return
        self.run.answered(self, int(head[9:12]), body)
        self.run.idle.append(self)
        self.run.feed()

    def connection_lost(self, error: Exception | None) -> None:
        if self.run.under_way and self in self.run.idle:
            self.run.idle.remove(self)
        self.run.lost += 1


class Run:
    """One run: what is due, who is idle, what came back."""

    def __init__(self, told: dict[str, Any], rate: float, seconds: float) -> None:
        self.head = (
            f"POST {told['path']} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {told['token']}\r\n"
            "Content-Type: application/json\r\nAccept-Language: vi\r\nContent-Length: %d\r\n\r\n"
        ).encode()
        self.asked = [(json.dumps(body).encode(), expected) for body, expected in told["asked"]]
        self.rate, self.total = rate, round(rate * seconds)
        self.idle: deque[Connection] = deque()
        self.queue: deque[tuple[float, bytes, int | None]] = deque()
        self.times: list[float] = []
        self.statuses: Counter[int] = Counter()
        self.codes: Counter[str] = Counter()
        self.wrong = self.lost = self.longest_queue = self.sent = 0
        self.under_way = True
        self.done = asyncio.Event()

    async def drive(self, host: str, port: int, connections: int) -> dict[str, Any]:
        loop = asyncio.get_running_loop()
        for _ in range(connections):
            await loop.create_connection(lambda: Connection(self), host, port)
        await asyncio.sleep(0.2)
        choose, begun = random.Random(7), loop.time()
        while self.sent < self.total:
            due = begun + self.sent / self.rate
            wait = due - loop.time()
            if wait > 0:
                await asyncio.sleep(wait)
            body, expected = choose.choice(self.asked)
            self.queue.append((due, body, expected))
            self.sent += 1
            self.longest_queue = max(self.longest_queue, len(self.queue))
            self.feed()
        with suppress(TimeoutError):
            await asyncio.wait_for(self.done.wait(), 30)
        took = loop.time() - begun
        self.under_way = False
        return self.told(took)

    def feed(self) -> None:
        while self.queue and self.idle:
            self.idle.popleft().send(*self.queue.popleft())

    def answered(self, of: Connection, status: int, body: bytes) -> None:
        self.times.append(asyncio.get_running_loop().time() - of.due)
        self.statuses[status] += 1
        if len(self.times) % VERIFIED == 0:
            told = json.loads(body)
            self.codes[str(told.get("code"))] += 1
            if told.get("person") != of.expected:
                self.wrong += 1
        if len(self.times) == self.total:
            self.done.set()

    def told(self, took: float) -> dict[str, Any]:
        used = resource.getrusage(resource.RUSAGE_SELF)
        return {
            "sent": self.sent,
            "answered": len(self.times),
            "seconds": took,
            "rate": len(self.times) / took,
            "statuses": dict(self.statuses),
            "codes": dict(self.codes),
            "wrong": self.wrong,
            "lost": self.lost,
            "queue": self.longest_queue,
            "ms": sorted(round(t * 1000, 2) for t in self.times),
            "cpu": used.ru_utime + used.ru_stime,
        }


def main() -> None:
    """Drive and print."""
    host, port, rate, seconds, connections, file = sys.argv[1:]
    told = json.loads(Path(file).read_text(encoding="utf-8"))

    async def drive() -> dict[str, Any]:
        return await Run(told, float(rate), float(seconds)).drive(host, int(port), int(connections))

    print(json.dumps(asyncio.run(drive())))


if __name__ == "__main__":
    main()
