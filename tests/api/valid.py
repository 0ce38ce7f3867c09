"""FHIR answers judged by two validators that know nothing of each other: fhir.resources (R4B) and npm's fhir."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
from fhir.resources.R4B import get_fhir_model_class

PEERS = Path(__file__).parent.parent / "peers"
Json = Mapping[str, Any]


def judge(*resources: Json) -> None:
    """Fail with what either validator says; resources inside of bundles are judged themselves, too."""
    every = list(_every(resources))
    assert every
    for one in every:
        get_fhir_model_class(one["resourceType"]).model_validate(one)
    _by_npm(every)


def _every(resources: Iterable[Json]) -> Iterable[Json]:
    for one in resources:
        yield one
        if one["resourceType"] == "Bundle":
            yield from _every(entry["resource"] for entry in one.get("entry", ()))


def _by_npm(resources: list[Json]) -> None:
    node = shutil.which("node")
    if node is None or not (PEERS / "node_modules" / "fhir").exists():
        if os.environ.get("CI"):
            pytest.fail("npm's fhir is not installed: npm ci --prefix tests/peers")
        pytest.skip("npm's fhir is not installed: npm ci --prefix tests/peers")
    lines = "\n".join(json.dumps(one) for one in resources)
    done = subprocess.run(
        [node, "fhir.js"], cwd=PEERS, input=lines, text=True, capture_output=True, check=True, timeout=60
    )
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(found) == len(resources)
    for one, said in zip(resources, found, strict=True):
        wrong = [m for m in said["messages"] if not _not_expanded(m)]
        assert said["valid"], (one["resourceType"], said["messages"], one)
        assert not wrong, (one["resourceType"], wrong, one)


def _not_expanded(message: Mapping[str, str]) -> bool:
    """A code of a system this validator has no list of, where other codes than listed ones are allowed (it warns; of
    a code that must be one of a list it tells an error)."""
    return message["severity"] == "warning" and message["message"].endswith("not found in value set")
