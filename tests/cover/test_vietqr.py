"""Codes of transfers: as NAPAS writes them, refused where nothing can be paid."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from baophu.cover import vietqr
from baophu.cover.vietqr import Account, NoAccount, NoTransfer, payload, quoted, read_account, reference

ACME = Account("970403", "0011012345678", "BHXH")


def read(code: str) -> dict[str, str]:
    found = {}
    while code:
        size = int(code[2:4])
        found[code[:2]], code = code[4 : 4 + size], code[4 + size :]
    return found


def test_codes_are_letter_by_letter_those_of_vietqr() -> None:
    """The usual text of CRC-16/CCITT-FALSE, and two codes as VietQR's own service and the banks' apps write them."""
    assert vietqr.crc("123456789") == "29B1"
    vcb = "00020101021238540010A00000072701240006970436011012345678900208QRIBFTTA5303704"
    vcb += "5405500005802VN62130809TEST MEMO6304DBA4"
    assert payload(Account("970436", "1234567890", "X"), 50_000, "TEST MEMO") == vcb
    acb = "00020101021238530010A0000007270123000697041601092576788590208QRIBFTTA5303704"
    acb += "5405100005802VN62150811Chuyen tien630453E6"
    assert payload(Account("970416", "257678859", "X"), 10_000, "Chuyển tiền") == acb


def test_a_payload_has_all_its_fields() -> None:
    code = payload(ACME, 1_263_600, "BHYT BG12")
    found = read(code)
    assert found["00"] == "01"
    assert found["01"] == "12"
    inner = read(found["38"])
    assert inner["00"] == "A000000727"
    assert read(inner["01"]) == {"00": "970403", "01": "0011012345678"}
    assert inner["02"] == "QRIBFTTA"
    assert (found["53"], found["54"], found["58"]) == ("704", "1263600", "VN")
    assert read(found["62"]) == {"08": "BHYT BG12"}
    assert found["63"] == vietqr.crc(code[:-4])


def test_a_purpose_has_no_accents_and_fits() -> None:
    assert (
        read(read(payload(ACME, 1, "Đóng BHYT: hộ ông Nguyễn Văn An, Bình Liêu"))["62"])["08"]
        == "Dong BHYT ho ong Nguyen V"
    )


@pytest.mark.parametrize(("amount", "purpose"), [(0, "x"), (-5, "x"), (10**13, "x"), (5, "…")])
def test_what_cannot_be_paid_is_refused(amount: int, purpose: str) -> None:
    with pytest.raises(NoTransfer):
        payload(ACME, amount, purpose)


@pytest.mark.parametrize("text", ["", "970403", "97040:1:x", "970403::x", "970403:12 3:x", "970403:123:"])
def test_an_account_that_cannot_be_is_refused(text: str) -> None:
    with pytest.raises(NoAccount) as told:
        read_account(text)
    assert "BAOPHU_BANK" in told.value.text.vi


def test_a_reference_is_found_again() -> None:
    assert quoted(reference(1234)) == 1234
    assert quoted("MBVCB.123.bhyt bg77-CT tu 0123") == 77
    assert quoted("BHYTBG8") == 8
    assert quoted("tien dien") is None


@pytest.mark.django_db
def test_a_demonstration_never_has_a_real_account(settings: Settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    settings.BANK = "970403:0011012345678:BHXH tinh: phong thu"
    assert vietqr.account() == Account("970403", "0011012345678", "BHXH tinh: phong thu")
    (tmp_path / "demonstration").write_text("x")
    assert vietqr.account() is vietqr.SIMULATED


def test_it_is_drawn() -> None:
    code = payload(ACME, 5, "x")
    assert vietqr.png(code).startswith(b"\x89PNG")
    assert b"<svg" in vietqr.svg(code)
