"""Programs of others against a running server: fhirpy, the client's example, the notebook, the manual's commands."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from fhirpy import SyncFHIRClient
from fhirpy.base.exceptions import AuthorizationError, OperationOutcome, ResourceNotFound

from baophu.api.scopes import SCOPES
from baophu.registry.models import Card
from tests.api.builders import CODE, asking
from tests.api.test_rest import a_visit
from tests.api.valid import judge
from tests.workplace.builders import Family

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def served(lasting_family: Family, live_server: Any) -> tuple[str, str, Family]:
    """The address, a key of every scope, the family."""
    return live_server.url, asking(*SCOPES, facility=CODE, per_minute=10_000).token, lasting_family


def test_fhirpy_reads_searches_iterates_and_asks(served: tuple[str, str, Family]) -> None:
    url, token, family = served
    client = SyncFHIRClient(f"{url}/api/fhir/r4", authorization=f"Bearer {token}")
    judge(client.execute("metadata", method="get"))
    patients = client.resources("Patient")
    assert patients.count() == 4
    everybody = list(patients.limit(2))  # two pages
    assert [int(p.id) for p in everybody] == [p.pk for p in (family.an, family.binh, family.chi, family.dung)]
    an = patients.search(identifier=family.an.personal_id).get()
    assert client.reference("Patient", an.id).to_resource() == an
    assert patients.search(name="nguyen", birthdate__ge="2000-01-01").first().id == str(family.chi.pk)
    coverage = client.resources("Coverage").search(beneficiary=an.to_reference().reference, status="active").get()
    assert coverage.beneficiary.to_resource() == an
    assert int(coverage.id) == Card.objects.get().pk
    question = {
        "resourceType": "CoverageEligibilityRequest",
        "status": "active",
        "purpose": ["validation"],
        "patient": an.to_reference().serialize(),
        "created": "2026-03-01",
        "insurer": {"display": "BHXH"},
    }
    answer = client.execute("CoverageEligibilityRequest", method="post", data=question)
    assert answer.insurance[0].inforce is True
    again = client.reference("CoverageEligibilityResponse", answer.id).to_resource()
    assert again.disposition == answer.disposition
    judge(*(json.loads(json.dumps(one.serialize())) for one in (*everybody, coverage, again)))


def test_fhirpy_is_told_what_is_wrong(served: tuple[str, str, Family]) -> None:
    url, token, _family = served
    client = SyncFHIRClient(f"{url}/api/fhir/r4", authorization=f"Bearer {token}")
    with pytest.raises(ResourceNotFound):
        client.reference("Patient", "999999").to_resource()
    with pytest.raises(OperationOutcome):
        client.resources("Patient").search(birthdate="soon").fetch()
    with pytest.raises(AuthorizationError):
        SyncFHIRClient(f"{url}/api/fhir/r4", authorization="Bearer x").resources("Patient").fetch()


def test_the_client_in_one_file(served: tuple[str, str, Family]) -> None:
    url, token, family = served
    told = {**os.environ, "BAOPHU_KEY": token, "PYTHONIOENCODING": "utf-8"}
    words = [sys.executable, ROOT / "clients" / "baophu_client.py", url, family.an.personal_id or ""]
    done = subprocess.run(words, env=told, capture_output=True, text=True, timeout=60)
    assert done.stdout.startswith("000 Còn hiệu lực"), done.stdout + done.stderr
    assert "Nguyễn Văn An" in done.stdout


def test_the_client_pages_and_refuses(served: tuple[str, str, Family], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "clients"))
    from baophu_client import Client, Refused

    url, token, family = served
    client = Client(url, token, language="en")
    number = family.an.personal_id or ""
    assert client.cover(number, reason="hỏi thẻ")["insured"] is True
    client.send_visit(**a_visit(family))
    assert [v["link"] for v in client.visits(number)] == ["L1"]
    assert len(list(client.instruments())) > 10
    with pytest.raises(Refused, match="404 Not found"):
        client.cover("022999999999")


def test_every_cell_of_the_notebook_runs(
    served: tuple[str, str, Family], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    url, token, family = served
    monkeypatch.syspath_prepend(str(ROOT / "clients"))
    for name, value in {"BAOPHU_URL": url, "BAOPHU_KEY": token, "BAOPHU_NUMBER": family.an.personal_id or ""}.items():
        monkeypatch.setenv(name, value)
    notebook = json.loads((ROOT / "clients" / "notebook.ipynb").read_text(encoding="utf-8"))
    assert notebook["nbformat"] == 4
    names: dict[str, Any] = {}
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            assert not cell["outputs"]
            exec(compile("".join(cell["source"]), cell["id"], "exec"), names)
    said = capsys.readouterr().out
    for wanted in ("000 Valid", "Wrong name", "together", "91/2025/NQ-HĐND", "complete 000", "404 Not found"):
        assert wanted in said, said


def test_every_command_of_the_manual_runs(served: tuple[str, str, Family]) -> None:
    url, token, family = served
    if shutil.which("curl") is None:
        pytest.skip("there is no curl")
    manual = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    told = {**os.environ, "BAOPHU": url, "KEY": token, "NUMBER": family.an.personal_id or ""}
    told |= {"TODAY": f"{timezone.localdate():%Y-%m-%d}"}
    commands = [c for block in re.findall(r"```\n(.*?)```", manual, re.S) for c in re.split(r"\n(?=curl)", block)]
    commands = [c.strip() for c in commands if c.startswith("curl")]
    assert len(commands) == 18
    for command in commands:
        done = subprocess.run(["bash", "-c", command], env=told, capture_output=True, text=True, timeout=60)
        answer = json.loads(done.stdout)
        wrong = answer.get("status", 200) if isinstance(answer.get("status"), int) else 200
        assert wrong == 200 or "figures" in command or "<DSACH>" in command, (command, answer)
        assert answer.get("resourceType") != "OperationOutcome", (command, answer)
