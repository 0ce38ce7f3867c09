"""VietQR codes: letter by letter those of the npm package vietnam-qr-pay, and read back from the drawing."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
from pathlib import Path

import pytest
import zxingcpp

from baophu.cover.vietqr import Account, payload, plain, png, quoted, reference, svg
from tests.pixels import grey

PEERS = Path(__file__).parent.parent / "peers"
BANKS = ("970403", "970405", "970407", "970415", "970416", "970418", "970422", "970436", "970448", "999999")
WORDS = ("BHYT", "hộ", "Đóng", "thẻ", "Nguyễn Thị Ước", "2026", "kỳ 12 tháng", "Bình Liêu", "thu hộ")


def payments(count: int = 100) -> list[tuple[Account, int, str]]:
    """Random payments of a fixed seed: every length of account and of amount, purposes with and without accents."""
    by = random.Random(20261127)
    letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    found = []
    for n in range(count):
        number = "".join(by.choice(letters if n % 7 == 0 else letters[:10]) for _ in range(by.randint(1, 19)))
        purpose = reference(by.randint(1, 10**9)) if n % 2 else " ".join(by.sample(WORDS, by.randint(1, 4)))
        amount = by.randint(10 ** by.randint(0, 12), 10**13 - 1) if n % 3 else by.randint(1, 10**6)
        found.append((Account(by.choice(BANKS), number, "BHXH"), amount, purpose))
    return found


def peer(asked: list[tuple[Account, int, str]]) -> list[str]:
    """What vietnam-qr-pay writes for the same."""
    if shutil.which("node") is None or not (PEERS / "node_modules" / "vietnam-qr-pay").exists():
        if os.environ.get("CI"):
            pytest.fail("vietnam-qr-pay is not installed: npm ci --prefix tests/peers")
        pytest.skip("vietnam-qr-pay is not installed: npm ci --prefix tests/peers")
    lines = [
        json.dumps({"bin": to.bin, "account": to.number, "amount": amount, "purpose": plain(purpose)[:25].strip()})
        for to, amount, purpose in asked
    ]
    done = subprocess.run(
        ["node", str(PEERS / "vietqr.js")], input="\n".join(lines), capture_output=True, text=True, check=True
    )
    return done.stdout.splitlines()


def test_a_hundred_payments_are_byte_for_byte_the_peers() -> None:
    asked = payments()
    assert [payload(to, amount, purpose) for to, amount, purpose in asked] == peer(asked)


def test_a_decoder_reads_the_drawing_back() -> None:
    for to, amount, purpose in payments():
        code = payload(to, amount, purpose)
        (found,) = zxingcpp.read_barcodes(grey(png(code, 3)))
        assert found.text == code


def test_the_reference_comes_through() -> None:
    """What the code asks the bank to write is what the till reads in a notification."""
    for number in (1, 17, 10**9, 10**15):
        purpose = reference(number)
        assert len(purpose) <= 25
        assert quoted(f"MBVCB.1.{purpose}.CT tu 0123 toi 0011") == number
    assert b"style" not in svg(payload(Account("970403", "1", "X"), 5, "x"))
