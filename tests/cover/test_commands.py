"""The commands as somebody types them."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from baophu.accounts.models import Proposal
from baophu.accounts.services import approve
from baophu.cli import app
from baophu.cli.shared import Failure
from baophu.cover.models import Appropriation, Quote, RefundProposal, Settlement
from baophu.cover.services.collective import charge_quarter
from baophu.cover.services.quarters import parse
from baophu.registry.services.recording import die
from tests.accounts.builders import officer
from tests.builders import a_card, a_person, day, recording
from tests.cover.builders import WARD, a_family, paid
from tests.cover.runs import a_run

pytestmark = pytest.mark.django_db


def run(*words: str) -> Result:
    return CliRunner().invoke(app, [str(w) for w in words], catch_exceptions=True, env={"COLUMNS": "140"})


def refused(*words: str) -> str:
    result = run(*words)
    assert isinstance(result.exception, Failure), result.output
    return str(result.exception)


def test_a_household_is_quoted_and_pays() -> None:
    home, (an, _, _) = a_family("1970-01-01", "1975-01-01", "2022-05-05")
    said = run("quote", f"h{home.pk}", "--on", "2026-02-01")
    assert said.exit_code == 0, said.exception
    for words in (
        "Báo giá hộ",
        "Nguyễn An (thứ 1)",
        "1.263.600 ₫",
        "884.520 ₫",
        "Cộng phải đóng: 2.148.120 ₫",
        "03/03/2026 – 02/03/2027",
        "được đóng, hỗ trợ toàn bộ",
        "30/06/2026",
        "Điều 13.6",
    ):
        assert words in said.output
    kept = Quote.objects.get()
    paid_for = run("pay", kept.pk, "--key", "VIB-1", "--amount", "2148120", "--on", "2026-02-01")
    assert "Biên lai 2026-0000001: 2.148.120 ₫" in paid_for.output
    again = run("pay", kept.pk, "--key", "VIB-1", "--amount", "2148120", "--on", "2026-02-01", "--lang", "en")
    assert "booked before, not booked again" in again.output
    assert "đã có thẻ còn hạn (02/03/2027)" in run("quote", str(an.pk), "--on", "2026-03-10").output
    assert run("books").exit_code == 0
    assert "The books balance" in run("books", "--lang", "en", "--whole").output


def test_what_cannot_be_is_said_in_a_sentence() -> None:
    home, _ = a_family("1970-01-01")
    assert "no household" in refused("quote", "nobody")
    assert "3, 6, 12" in refused("quote", f"h{home.pk}", "--months", "7")
    assert "2026-02-31" in refused("quote", f"h{home.pk}", "--on", "2026-02-31")
    assert "--method" in refused("pay", "1", "--key", "A", "--amount", "5", "--method", "gold")
    assert "báo giá số 999999" in refused("pay", "999999", "--key", "A", "--amount", "5")
    assert "2026Q1" in refused("settle", "2026Q9")
    assert "vi or en" in refused("books", "--lang", "fr")
    assert "--join" in refused("quote", f"h{home.pk}", "--join", "an,binh")
    assert "no run" in refused("charge", "2026Q1")
    assert "--by" in refused("appropriate", "91/2025/NQ-HĐND", "2026", "5")


def test_a_quarter_is_charged_settled_and_closed_by_two(tmp_path: Path) -> None:
    a_card(a_person("Nguyễn Bé", "2022-05-05", unit=WARD), "2025-10-01", None)
    folder = a_run(tmp_path / "runs").folder
    assert "Ngân sách nhà nước" in run("charge", "2025Q4", "--run", str(folder)).output
    assert "Không có gì mới" in run("charge", "2025Q4", "--run", str(folder)).output
    first, second = officer("province", name="lan"), officer("province")
    file = tmp_path / "mau-1.xlsx"
    said = run("settle", "2025Q4", "--units", "-o", str(file), "--close", "--by", first.username)
    assert said.exit_code == 0, said.exception
    # three months of 105.300
    assert "315.900 ₫" in said.output
    assert "Phường Hà Tu" in said.output
    assert "baophu approve" in said.output
    assert file.exists()
    assert not Settlement.objects.exists()
    approve(Proposal.objects.get(), second)
    assert "(đã khóa)" in run("settle", "2025Q4").output


def test_money_voted_and_left(tmp_path: Path) -> None:
    a_card(a_person("Nguyễn Già", "1955-01-01", unit=WARD), "2026-01-01", "2026-12-31", group="household")
    opened = a_run(tmp_path)
    charge_quarter(opened, parse("2026Q1"))
    first, second = officer("province"), officer("province")
    assert "Có phải 91/2025/NQ-HĐND" in refused("appropriate", "91/2025", "2026", "9", "--by", first.username)
    said = run("appropriate", "91/2025/NQ-HĐND", "2026", "1200000", "--by", first.username)
    assert "baophu approve" in said.output
    approve(Proposal.objects.get(), second)
    assert Appropriation.objects.get().amount == 1_200_000
    table = run("money-left", "2026", "--run", str(opened.folder)).output
    for figure in ("1.200.000 ₫", "315.900 ₫", "999.000 ₫", "−114.900 ₫", "cam kết vượt"):
        assert figure in table


def test_refunds_are_found_and_decided() -> None:
    home, (an,) = a_family("1970-01-01")
    paid(home, "2026-02-01")
    with recording() as e:
        die(an, day("2026-05-10"), e)
    said = run("refunds")
    # nine months of 105.300
    assert "947.700 ₫" in said.output
    number = str(RefundProposal.objects.get().pk)
    assert "say why" in refused("refunds", "--decline", number)
    assert "no such proposal" in refused("refunds", "--accept", "999999")
    assert "Không có." in run("refunds", "--accept", number).output
    assert run("refunds", "--find").exit_code == 0
