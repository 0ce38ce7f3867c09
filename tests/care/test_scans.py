"""What scanners and keyboards send, made out: cut, doubled, in capitals, with tabs, in the wrong code page."""

from __future__ import annotations

from datetime import date

import pytest

from baophu.care.services.answering import answer
from baophu.care.services.reading import read
from baophu.decisions.services.redeciding import redecide
from baophu.registry.models import Person
from tests.care.builders import a_clinic, insured

NAME = "Nguyễn Văn Ân"
WHOLE = "022080000001|012345678|Nguyễn Văn Ân|02031980|Nam|Tổ 1, Phường Hà Tu, Quảng Ninh|15042021"
HEX = NAME.encode().hex()

GOOD = {
    "seven fields": WHOLE,
    "six fields, no day of issue": WHOLE.rpartition("|")[0],
    "without the old number": WHOLE.replace("012345678", ""),
    "no field for the old number's digits and more fields": WHOLE + "|||Nguyễn Văn Bố|Trần Thị Mẹ|",
    "birth with strokes": WHOLE.replace("02031980", "02/03/1980"),
    "capitals": WHOLE.upper(),
    "small letters": WHOLE.lower(),
    "without accents": WHOLE.replace(NAME, "NGUYEN VAN AN"),
    "a line end": WHOLE + "\r\n",
    "tabs behind": WHOLE + "\t\t\r\n",
    "tabs between": WHOLE.replace("|", "\t"),
    "a tab within": WHOLE.replace("Văn Ân", "Văn\tÂn"),
    "twice": WHOLE + WHOLE,
    "twice on two lines": f"{WHOLE}\r\n{WHOLE}\r\n",
    "twice with a space": f"{WHOLE} {WHOLE}",
    "control characters": f"\x02{WHOLE}\x03",
    "a byte order mark": f"\ufeff{WHOLE}",
    "UTF-8 read as Windows-1258": WHOLE.replace(NAME, "Nguyá»…n VÄƒn Ã‚n"),
    "UTF-8 read as Latin-1": WHOLE.replace(NAME, NAME.encode().decode("latin-1")),
    "in Windows-1258 with marks apart": WHOLE.replace(NAME, "Nguyê\u0303n Văn Ân"),
    "letters lost": WHOLE.replace(NAME, "Nguy?n V?n ?n"),
    "cut within the address": WHOLE[:70],
    "cut behind the name": "022080000001|012345678|Nguyễn Văn Ân|",
    "cut within the name": "022080000001|012345678|Nguyễn V",
    "cut behind the number": "022080000001|",
    "the number alone": "022080000001",
    "the number with spaces": " 022 080 000 001 ",
    "the social-insurance number": "2212345678",
    "the card number": "GD4222212345678",
    "the card number in small letters with spaces": "gd 4 22 2212345678",
    "the old number": "012345678",
    "a paper card": f"GD4222212345678|{HEX}|02/03/1980|1|{'Hà Tu'.encode().hex()}|22 - 901|01/01/2026|-|$",
    "a paper card, hex in capitals": f"GD4222212345678|{HEX.upper()}|02/03/1980|1||22 - 901|01/01/2026|$",
    "a paper card of 2021 with ten digits": f"2212345678|{HEX}|02/03/1980|1|||01/01/2026|$",
    "a paper card, cut": f"GD4222212345678|{HEX[:21]}",
}


@pytest.mark.django_db
@pytest.mark.parametrize("text", GOOD.values(), ids=GOOD.keys())
def test_whoever_is_meant_is_found_and_agrees(text: str) -> None:
    an = insured(
        NAME, personal_id="022080000001", old_id="012345678", social_number="2212345678", number="GD4222212345678"
    )
    found = answer(text, a_clinic())
    assert found.person == an.pk
    assert (found.situation, found.disagreements) == ("valid", ())


def test_western_letters_of_windows_1258() -> None:
    western = NAME.replace("ễ", "ê\u0303").encode("cp1258").decode("cp1252")
    assert western != NAME
    found = read(WHOLE.replace(NAME, western))
    assert "nguyen van an" in (found.name, found.other_name)


BAD = {
    "nothing": "",
    "spaces": "  \t\r\n",
    "a name": "Nguyễn Văn An",
    "cut within the number": "02208000000|",
    "eleven digits": "02208000000",
    "two different cards": f"{WHOLE}\n{WHOLE.replace('022080000001', '022080000002')}",
    "bars": "||||||",
    "very long": "0" * 100_000,
    "full-width digits": "０２２０８００００００１",
    "markup": "<script>alert(1)</script>",
    "SQL": "' or 1=1 --",
    "nul": "\x00",
}


@pytest.mark.django_db
@pytest.mark.parametrize("text", BAD.values(), ids=BAD.keys())
def test_what_is_no_card_is_told_so(text: str) -> None:
    insured(personal_id="022080000001")
    found = answer(text, a_clinic())
    assert (found.code, found.person, found.tone) == ("205", None, "unsure")
    assert not found.insured


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("number", "code"),
    [("ZZ4222212345678", "051"), ("GD4002212345678", "052"), ("GD9222212345678", "053"), ("GD4AA2212345678", "052")],
)
def test_a_card_number_of_which_a_part_cannot_be(number: str, code: str) -> None:
    found = answer(number, a_clinic())
    assert (found.code, found.tone) == (code, "bad")


@pytest.mark.django_db
def test_a_name_or_birth_date_that_differs() -> None:
    insured(NAME, personal_id="022080000001")
    other = answer(WHOLE.replace(NAME, "TRẦN THỊ BÌNH"), a_clinic())
    assert (other.code, other.disagreements, other.insured) == ("060", ("name",), False)
    misspelt = answer(WHOLE.replace(NAME, "Nguyễn Văn Anh"), None)
    assert (misspelt.code, misspelt.shown_name) == ("061", "Nguyễn Văn Anh")
    younger = answer(WHOLE.replace("02031980", "03031980"), None)
    assert (younger.code, younger.disagreements) == ("070", ("born",))
    assert answer("022080000001", None, name=NAME, born="1980").situation == "valid"
    assert answer("022080000001", None, name=NAME, born="1981").code == "070"
    woman = answer(WHOLE.replace("Nam", "Nữ"), None)
    assert (woman.situation, woman.disagreements) == ("valid", ("sex",))


@pytest.mark.django_db
def test_an_old_number_two_people_share() -> None:
    first = insured(NAME, personal_id="022080000001", old_id="012345678")
    insured("Trần Thị Bình", "1985-01-01", sex="f", personal_id="022185000002", old_id="012345678")
    assert answer("012345678", None).situation == "several"
    assert answer("012345678", None, name="nguyen van an").person == first.pk


@pytest.mark.django_db
def test_a_birth_date_of_which_the_year_is_known() -> None:
    insured(NAME, personal_id="022080000001")
    Person.objects.update(born=date(1980, 1, 1), born_known="year")
    redecide(Person.objects.values_list("pk", flat=True))
    assert answer(WHOLE, None).situation == "valid"
    assert answer(WHOLE.replace("1980|", "1979|"), None).code == "070"
