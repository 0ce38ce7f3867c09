"""Amounts in words."""

from __future__ import annotations

import pytest

from baophu.till.services.inwords import in_words


@pytest.mark.parametrize(
    ("amount", "vi", "en"),
    [
        (0, "Không đồng", "Zero đồng"),
        (15, "Mười lăm đồng", "Fifteen đồng"),
        (21, "Hai mươi mốt đồng", "Twenty-one đồng"),
        (55, "Năm mươi lăm đồng", "Fifty-five đồng"),
        (105, "Một trăm linh năm đồng", "One hundred five đồng"),
        (1_005, "Một nghìn không trăm linh năm đồng", "One thousand five đồng"),
        (1_263_600, "Một triệu hai trăm sáu mươi ba nghìn sáu trăm đồng", None),
        (2_000_000_010, "Hai tỷ không trăm mười đồng", "Two billion ten đồng"),
        (-252_720, "Âm hai trăm năm mươi hai nghìn bảy trăm hai mươi đồng", None),
    ],
)
def test_amounts_in_words(amount: int, vi: str, en: str | None) -> None:
    assert in_words(amount) == vi
    assert en is None or in_words(amount, "en") == en
