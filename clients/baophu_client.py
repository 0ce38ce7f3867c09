"""A client of baophu's interface with nothing but Python's standard library: copy this file and change it.

    from baophu_client import Client, Refused
    client = Client("http://localhost:8000", "bp_…")
    print(client.check_in("022080000011")["word"])

`python baophu_client.py ADDRESS NUMBER` checks somebody in; the key is read from the variable BAOPHU_KEY.
"""

from __future__ import annotations

import json
import os
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]


class Refused(Exception):
    """What the server refuses, in its own words. `problem` is the whole of RFC 9457."""

    def __init__(self, problem: Json) -> None:
        super().__init__(f"{problem.get('status')} {problem.get('title')}: {problem.get('detail')}")
        self.problem = problem


class Client:
    """An organisation with a key. Answers are dicts; what is refused is raised."""

    def __init__(self, address: str, key: str, language: str = "vi", patience: float = 60) -> None:
        self.address, self.key, self.language, self.patience = address.rstrip("/"), key, language, patience

    def check_in(self, text: str, **more: str) -> Json:
        """Whether whoever came is insured: `text` as a scanner read it or somebody typed it."""
        return self._sent("POST", "/api/v1/check-ins", {"text": text, **more})

    def cover(self, number: str, reason: str = "") -> Json:
        """Cards and decision of somebody of one's units."""
        return self._sent("GET", f"/api/v1/people/{urllib.parse.quote(number)}/cover", reason=reason)

    def visits(self, number: str) -> Iterator[Json]:
        """The visits of somebody, page after page."""
        yield from self._pages(f"/api/v1/people/{urllib.parse.quote(number)}/visits")

    def quote(self, number: str, months: int = 12, **more: Any) -> Json:
        """What cover costs the household of somebody, member by member."""
        return self._sent("POST", "/api/v1/quotes", {"number": number, "months": months, **more})

    def send_visit(self, **visit: Any) -> Json:
        """Record a visit of one's own facility."""
        return self._sent("POST", "/api/v1/visits", visit)

    def supported(self, *people: Json, on: str | None = None) -> Json:
        """What the law says of people told by facts; nobody of the register is asked for."""
        return self._sent("POST", "/api/v1/supported", {"people": list(people), **({"on": on} if on else {})})

    def instruments(self) -> Iterator[Json]:
        """The law book's instruments."""
        yield from self._pages("/api/v1/law/instruments")

    def coverage(self) -> Json:
        """Figures of coverage by unit."""
        return self._sent("GET", "/api/v1/figures/coverage")

    def _pages(self, path: str) -> Iterator[Json]:
        cursor: str | None = ""
        while cursor is not None:
            page = self._sent("GET", path + (f"?cursor={cursor}" if cursor else ""))
            yield from page["items"]
            cursor = page["next"]

    def _sent(self, method: str, path: str, body: Json | None = None, reason: str = "") -> Json:
        """Send a request. A POST has a key of its own, so that it can be sent again without doing anything twice."""
        headers = {"Authorization": f"Bearer {self.key}", "Accept-Language": self.language}
        if reason:
            headers["X-Reason"] = urllib.parse.quote(reason)
        if body is not None:
            headers |= {"Content-Type": "application/json", "Idempotency-Key": uuid.uuid4().hex}
        data = None if body is None else json.dumps(body).encode()
        until = time.monotonic() + self.patience
        while True:
            request = urllib.request.Request(self.address + path, data, headers, method=method)
            try:
                with urllib.request.urlopen(request, timeout=self.patience) as answer:
                    return dict(json.load(answer))
            except urllib.error.HTTPError as error:
                wait = float(error.headers.get("Retry-After", 1))
                if error.code not in (429, 503) or time.monotonic() + wait > until:
                    raise Refused(json.load(error)) from error
            except urllib.error.URLError:
                wait = 1.0
                if time.monotonic() + wait > until:
                    raise
            time.sleep(wait)


def main() -> None:
    """Check somebody in and print the answer in three lines."""
    address, number = sys.argv[1:]
    answer = Client(address, os.environ["BAOPHU_KEY"]).check_in(number)
    if answer["simulated"]:
        print("DỮ LIỆU MÔ PHỎNG / SIMULATED DATA")
    print(f"{answer['code']} {answer['word']}: {answer['says']}")
    if answer["level"] is not None:
        print(
            f"{answer['name']}, {answer['born']}: {answer['level']} % · {answer['valid_from']} → {answer['valid_to']}"
        )


if __name__ == "__main__":
    main()
