"""Names are compared without accents, case, tone placement and spaces."""

from __future__ import annotations

import pytest

from baophu.registry.names import backwards, fold


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Nguyễn Thị Hoà", "nguyen thi hoa"),
        ("NGUYỄN THỊ HÒA", "nguyen thi hoa"),
        ("  Đặng   Văn  Đức ", "dang van duc"),
        ("Ðỗ Uy", "do uy"),
        ("Chíu Sì-Múi", "chiu si mui"),
        ("H'Hen Niê", "h hen nie"),
    ],
)
def test_a_name_is_folded(written: str, folded: str) -> None:
    assert fold(written) == folded


def test_a_composed_and_a_spread_letter_fold_alike() -> None:
    assert fold("ệ") == fold("ê" + "\u0323") == "e"


def test_the_given_name_stands_first_backwards() -> None:
    assert backwards(fold("Nguyễn Văn An")) == "an van nguyen"
