"""CSV in the encodings and shapes it comes in."""

from __future__ import annotations

import unicodedata

import pytest

from baophu.imports.errors import FileRefused
from baophu.imports.files.text import decode, read_text

LINE = "Họ và tên;Ngày sinh;Địa chỉ\r\nNguyễn Thị Thuý Hằng;03/04/1980;Đầm Hà, thôn Đông\r\n"


def windows_1258(text: str) -> bytes:
    """As Windows writes it: the vowel with its mark, the tone as a sign of its own."""
    tones = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
    out = []
    for letter in text:
        parts = unicodedata.normalize("NFD", letter)
        tone = "".join(c for c in parts if c in tones)
        out.append(unicodedata.normalize("NFC", "".join(c for c in parts if c not in tones)) + tone)
    return "".join(out).encode("cp1258")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_is_read_however_it_was_saved(encoding: str) -> None:
    assert decode(LINE.encode(encoding)) == LINE


def test_text_that_was_decomposed_is_composed() -> None:
    assert decode(unicodedata.normalize("NFD", LINE).encode()) == LINE


def test_windows_1258_with_tones_of_their_own_is_read() -> None:
    content = windows_1258(LINE)
    with pytest.raises(UnicodeDecodeError):
        content.decode("utf-8")
    assert decode(content) == LINE


def test_tcvn3_is_refused_with_what_would_do() -> None:
    # `Họ và tên, Nguyễn Văn Đức, Trần Thị Bình` in a font .VnTime
    content = b"H\xe4 v\xb5 t\xaan,Nguy\xd4n V\xa8n \xa7\xf8c,Tr\xc7n Th\xde B\xd7nh,Ho\xb5ng V\xa8n Ba"
    with pytest.raises(FileRefused, match=r"TCVN3|Unicode") as told:
        decode(content)
    assert "UniKey" in told.value.text.en


def test_tcvn3_that_was_saved_as_unicode_is_refused_too() -> None:
    with pytest.raises(FileRefused) as told:
        decode("Hä vµ tªn,NguyÔn V¨n §øc,TrÇn ThÞ B×nh,Hoµng V¨n Ba\n".encode())
    assert told.value.key == "old letters"


def test_vni_is_refused() -> None:
    with pytest.raises(FileRefused) as told:
        decode("Hoï vaø teân,Nguyeãn Vaên Ñöùc,Traàn Thò Bình,Ñoã Vaên Ñaït\n".encode("cp1252"))
    assert "VNI" in told.value.text.vi


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(FileRefused):
        decode(bytes(range(128, 256)) * 20)


def test_unicode_broken_in_the_middle_says_where() -> None:
    with pytest.raises(FileRefused) as told:
        decode(LINE.encode("utf-8-sig")[:-10] + b"\xff\xff")
    assert "UTF-8" in told.value.text.en


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_told_by_the_lines(delimiter: str) -> None:
    rows = [["Họ tên", "Ngày sinh", "Địa chỉ"], ["Hoàng Văn An", "03/04/1980", "Tổ 1"], ["Lê Thị Ba", "1981", ""]]
    content = "\n".join(delimiter.join(row) for row in rows).encode()
    assert [len(row) for row in read_text(content, "a").rows] == [3, 3, 3]


def test_a_quoted_cell_keeps_delimiter_and_line_end() -> None:
    sheet = read_text('a,b\n"thôn 1, xã X","hai\ndòng"\n'.encode(), "a")
    assert sheet.rows[1] == ["thôn 1, xã X", "hai\ndòng"]


def test_a_quotation_mark_never_closed_is_told() -> None:
    with pytest.raises(FileRefused) as told:
        read_text(b'a,b\n"c,d\ne,f\n', "a")
    assert told.value.key == "broken csv"
