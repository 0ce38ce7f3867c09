"""Files of visits: what is booked, what is given back, and what is refused whole."""

from __future__ import annotations

import io
import time
import tracemalloc
from collections.abc import Iterator

import pytest
from django.db import transaction

from baophu.care.errors import WrongFile
from baophu.care.models import ClaimFile, Facility, Visit
from baophu.care.services import xml1
from baophu.care.services.claims import Read, book, read_xml1, withdraw
from baophu.care.services.copays import counted
from baophu.care.services.visits import of_person
from baophu.registry.models import Entry, Person
from baophu.registry.names import backwards, fold
from tests.builders import a_person
from tests.care.builders import a_clinic, insured
from tests.care.xml import a_record, one, plain, wrapped

pytestmark = pytest.mark.django_db


def read(content: bytes, clinic: Facility) -> Read:
    return read_xml1(io.BytesIO(content), clinic, "thang-3.xml")


def said(found: Read) -> list[tuple[int, str]]:
    return [(e.row, e.field) for e in found.errors]


@pytest.mark.parametrize("write", [plain, wrapped])
def test_good_records_are_booked(write: object) -> None:
    an, clinic = insured(personal_id="022080000001"), a_clinic()
    found = read(write([a_record(an)]), clinic)  # type: ignore[operator]
    assert (len(found.rows), found.errors) == (1, ())
    book(found, None)
    visit = of_person(an).get()
    assert (visit.scope, visit.fund, visit.copay, visit.link) == (1_000_000, 800_000, 200_000, "LK1")
    assert counted(an, 2026).sum == 200_000


def test_the_same_file_twice_changes_nothing() -> None:
    an, clinic = insured(personal_id="022080000001"), a_clinic()
    content = plain([a_record(an)])
    first = book(read(content, clinic), None)
    again = read(content, clinic)
    assert (again.there, again.refused, again.rows) == (1, 0, ())
    assert book(again, None).pk == first.pk
    assert Visit.objects.count() == 1
    longer = read(plain([a_record(an), a_record(an, "LK2", NGAY_VAO="202603030800", NGAY_RA="202603031000")]), clinic)
    assert (longer.there, len(longer.rows)) == (1, 1)


def test_a_booked_number_with_other_content_is_refused() -> None:
    an, clinic = insured(personal_id="022080000001"), a_clinic()
    book(read(plain([a_record(an)]), clinic), None)
    found = read(plain([a_record(an, T_BNCCT=100_000, T_BHTT=900_000)]), clinic)
    assert (said(found), found.refused, found.rows) == ([(1, "MA_LK")], 1, ())
    assert "khác" in found.errors[0].text.vi
    other = read(plain([a_record(an, "LK9")]), clinic)
    assert "LK1" in other.errors[0].text.vi


def test_a_visit_twice_in_one_file() -> None:
    an, clinic = insured(personal_id="022080000001"), a_clinic()
    found = read(plain([a_record(an), a_record(an), a_record(an, "LK2")]), clinic)
    assert (len(found.rows), said(found)) == (1, [(2, "MA_LK"), (3, "MA_LK")])


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"T_BHTT": 799_999}, "T_BHTT"),
        ({"T_BNCCT": 2_000_000, "T_BHTT": -1_000_000}, "T_BHTT"),
        ({"T_TONGCHI_BV": 900_000}, "T_TONGCHI_BH"),
        ({"T_TONGCHI_BH": "một triệu"}, "T_TONGCHI_BH"),
        ({"T_BNCCT": "NaN"}, "T_BNCCT"),
        ({"NGAY_RA": "202603010800"}, "NGAY_RA"),
        ({"NGAY_RA": "209903010800"}, "NGAY_RA"),
        ({"NGAY_VAO": "20260230"}, "NGAY_VAO"),
        ({"NGAY_SINH": "19810302"}, "NGAY_SINH"),
        ({"HO_TEN": "TRẦN VĂN B"}, "HO_TEN"),
        ({"SO_CCCD": "022080000009"}, "SO_CCCD"),
        ({"SO_CCCD": ""}, "SO_CCCD"),
        ({"MA_CSKCB": "22902"}, "MA_CSKCB"),
        ({"MA_LK": ""}, "MA_LK"),
        ({"MA_LK": "x" * 101}, "MA_LK"),
        ({"MA_LOAI_KCB": "77"}, "MA_LOAI_KCB"),
        ({"MA_DOITUONG_KCB": "9"}, "MA_DOITUONG_KCB"),
    ],
)
def test_a_wrong_record_is_told_by_its_field(change: dict[str, object], field: str) -> None:
    an, clinic = insured(personal_id="022080000001"), a_clinic()
    content = plain([a_record(an)])
    file = book(read(content, clinic), None)
    assert withdraw(file, None, "nhầm tháng") == 1
    assert not of_person(an)
    assert counted(an, 2026).sum == 0
    assert sum(v.fund for v in Visit.objects.all()) == 0
    book(read(content, clinic), None)
    assert of_person(an).count() == 1


REFUSED = {
    "entities": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
    "a document type": b'<!DOCTYPE a SYSTEM "http://example.org/a.dtd"><a/>',
    "a billion laughs": b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><l>&b;</l>',
    "an external entity": b'<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]><l>&a;</l>',
    "no XML": b"MA_LK,STT\n1,2",
    "nothing": b"",
    "cut": plain([{"MA_LK": "LK1"}])[:-20],
    "no record": b"<DSACH></DSACH>",
    "Windows-1258 that says UTF-8": "<DSACH><TONG_HOP><HO_TEN>Đăng Văn Ân</HO_TEN>".encode("cp1258"),
    "an encoding nobody knows": b'<?xml version="1.0" encoding="windows-1258"?><DSACH/>',
    "a field without end": b"<DSACH><TONG_HOP><HO_TEN>" + b"A" * 30_000,
    "no base64": b"<A><FILEHOSO><LOAIHOSO>XML1</LOAIHOSO><NOIDUNGFILE>***</NOIDUNGFILE></FILEHOSO></A>",
    "entities within": wrapped([]).replace(
        b"</DANHSACHHOSO>",
        b"<FILEHOSO><LOAIHOSO>XML1</LOAIHOSO><NOIDUNGFILE>"
        b"PCFET0NUWVBFIGEgWzwhRU5USVRZIGIgImMiPl0+PGE+JmI7PC9hPg==</NOIDUNGFILE></FILEHOSO></DANHSACHHOSO>",
    ),
}


@pytest.mark.parametrize("content", REFUSED.values(), ids=REFUSED.keys())
def test_a_file_that_cannot_be_read_is_refused_whole(content: bytes) -> None:
    with pytest.raises(WrongFile) as refused:
        read(content, a_clinic())
    assert refused.value.text.vi
    assert refused.value.text.en
    assert not ClaimFile.objects.exists()


class _Long(io.RawIOBase):
    """A file of 50 MB that nobody holds: records one after another, or one text without end."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self.pieces = pieces

    def read(self, size: int = -1) -> bytes:
        return next(self.pieces, b"")


def test_fifty_megabytes_are_read_in_bounded_memory() -> None:
    record = one({"MA_LK": "x", "GHI_CHU": "y" * 5_000}).encode()

    def pieces() -> Iterator[bytes]:
        yield b"<DSACH>"
        for _ in range(50_000_000 // len(record)):
            yield record
        yield b"</DSACH>"

    tracemalloc.start()
    found, _ = xml1.records(_Long(pieces()))  # type: ignore[arg-type]
    held = sum(len(text) for r in found for text in r.values())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(found) > 9_000
    assert peak < held + 30_000_000


def test_more_than_a_file_may_hold_is_refused_while_it_is_read() -> None:
    def records() -> Iterator[bytes]:
        yield b"<DSACH>"
        while True:
            yield one({"MA_LK": "x"}).encode() * 100

    def blank() -> Iterator[bytes]:
        yield b"<DSACH>"
        while True:
            yield b" " * 1_000_000

    for endless in (records, blank):
        with pytest.raises(WrongFile, match="chia thành"):
            xml1.records(_Long(endless()))  # type: ignore[arg-type]


def test_ten_thousand_records_take_seconds() -> None:
    clinic = a_clinic()
    first = a_person("Nguyễn Văn An", "1980-03-02", unit=None)
    Person.objects.bulk_create(
        [
            Person(
                personal_id=f"0220800{n:05d}", name="Nguyễn Văn An", name_key=fold("Nguyễn Văn An"), sex="m",
                name_back=backwards(fold("Nguyễn Văn An")), born=first.born, ethnicity="kinh", entry_id=first.entry_id,
            )
            for n in range(10_000)
        ],
        batch_size=500,
    )  # fmt: skip
    people = Person.objects.exclude(pk=first.pk)
    content = plain(a_record(p, f"LK{p.pk}") for p in people)
    began = time.perf_counter()
    with transaction.atomic():
        file = book(read(content, clinic), None)
    assert file.booked == 10_000
    assert time.perf_counter() - began < 20, "a shared machine; benchmarks measure"
    assert Entry.objects.filter(what="xml1").count() == 1
