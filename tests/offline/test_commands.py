"""`baophu offline-code`, `-make`, `-open` and `-send`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from baophu.cli.offline import offline_code, offline_make, offline_open, offline_send
from baophu.cli.shared import Failure
from baophu.offline.models import SentCheckIn
from tests.builders import CO_TO
from tests.offline.builders import clinic, islanders, taken
from tests.offline.test_sending import kept

pytestmark = pytest.mark.django_db


def test_made_and_opened(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    islanders()
    clinic()
    offline_code("22927")
    code = capsys.readouterr().out.strip()
    file = tmp_path / "one.baophu"
    offline_make("22927", [CO_TO], out=file)
    assert "22927" in capsys.readouterr().out
    offline_open(file, ["022080000011"], code=code)
    told = json.loads(capsys.readouterr().out)
    assert (told["word"], told["name"], told["level"], told["old"]) == ("Còn hiệu lực", "Nguyễn Văn An", 100, False)
    assert told["known_as_of"]
    with pytest.raises(Failure, match="Mã mở"):
        offline_open(file, ["022080000011"], code="AAAAA")
    with pytest.raises(Failure, match="không có tệp"):
        offline_open(tmp_path / "none", ["1"], code=code)
    with pytest.raises(Failure, match="22999"):
        offline_make("22999", [CO_TO])


def test_sent(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    islanders()
    made = taken()
    file = tmp_path / "kept.jsonl"
    file.write_text("\n".join(json.dumps(kept(made)) for _ in range(3)))
    for _ in range(2):
        offline_send(file, facility="22927", by=made.user.username)
    assert capsys.readouterr().out.count(" again ") == 3
    assert SentCheckIn.objects.count() == 3
    file.write_text("{")
    with pytest.raises(Failure):
        offline_send(file, facility="22927", by=made.user.username)
