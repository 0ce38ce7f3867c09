"""schemathesis against the description: whatever is sent, the answer is one that is described."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from baophu.api.scopes import SCOPES
from tests.api.builders import CODE, asking
from tests.workplace.builders import Family

EXAMPLES, SEED = "12", "2026"


def test_schemathesis_finds_nothing(lasting_family: Family, live_server: Any, tmp_path: Path) -> None:
    one = asking(*SCOPES, facility=CODE, units=None, per_minute=10**6, per_day=10**7)
    words = [
        "run",
        f"{live_server.url}/api/v1/openapi.json",
        f"--header=Authorization: Bearer {one.token}",
        "--phases=coverage,fuzzing",
        f"--max-examples={EXAMPLES}",
        f"--seed={SEED}",
        "--generation-database=none",
        "--checks=all",
        "--continue-on-failure",
        "--no-color",
    ]
    program = Path(sys.executable).parent / "schemathesis"
    done = subprocess.run([program, *words], cwd=tmp_path, capture_output=True, text=True, timeout=300)
    (tmp_path / "said.txt").write_text(done.stdout, encoding="utf-8")
    assert done.returncode == 0, done.stdout[-12_000:] + done.stderr[-2_000:]
