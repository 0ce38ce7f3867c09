"""The province's and the committees' pages: who reaches them, and that each figure opens a list that agrees with it."""

from __future__ import annotations

import csv
import re
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from baophu.accounts.models import Look
from baophu.cover.models import Appropriation
from baophu.law.model import Book
from baophu.registry.models import Person, Register
from baophu.registry.services.recording import entry
from baophu.steering.models import Action, Kept, Report, Target
from baophu.steering.services import boundaries, reading, reports
from baophu.steering.services.figures import folder_of
from baophu.steering.services.people import Asked
from baophu.steering.services.people import people as people_of
from baophu.steering.services.targets import Assignment, Decided, assign
from baophu.steering.views.people import BASE
from tests.accounts.builders import officer, sign_in

from .test_boundaries import collection, sent
from .test_tables import xlsx

pytestmark = pytest.mark.django_db
NAMES = ("overview", "map", "groups", "endings", "money", "targets", "reports", "method")
LINK = re.compile(r'<a href="(/dieu-hanh/danh-sach/\?[^"]*)"[^>]*>([\d.]+)</a>')


@pytest.fixture
def province(client: Client) -> Client:
    return sign_in(client, officer("province", name="tinh"))


@pytest.fixture
def committee() -> Client:
    return sign_in(Client(), officer("committee", name="ban-chi-dao"))


def page(client: Client, name: str, *args: Any, query: str = "") -> str:
    answer = client.get(reverse(f"steering:{name}", args=args) + query)
    assert answer.status_code == 200, (name, answer.status_code)
    return text_of(answer)


def text_of(answer: HttpResponse) -> str:
    return answer.content.decode()


def listed(client: Client, href: str) -> int:
    """How many people the list behind a figure has, by its own word."""
    answer = client.get(unescape(href))
    assert answer.status_code == 200, href
    text = text_of(answer)
    found = re.search(r"Tất cả ([\d.]+)", text)
    return int(found[1].replace(".", "")) if found else 0


def test_every_page_is_there_for_both_roles(kept: Kept, province: Client, committee: Client) -> None:
    for name in NAMES:
        for client in (province, committee):
            text = page(client, name)
            assert len(text.encode()) < 200_000, name
            assert "08/2026" in text or name in ("targets", "method", "reports")
    Register.objects.update(about={"weight": 20})
    assert page(province, "overview").count("mỗi người thay cho 20 người dân") == 1, "the scale is said once"


def test_others_are_refused(kept: Kept) -> None:
    for role in ("commune", "clinic", "agent", "school", "administrator"):
        client = sign_in(Client(), officer(role, "06838"))
        for name in NAMES:
            assert client.get(reverse(f"steering:{name}")).status_code == 403, (role, name)


def test_nobody_signed_in_is_sent_to_sign_in(kept: Kept, client: Client) -> None:
    answer = client.get(reverse("steering:overview"))
    assert answer.status_code == 302
    assert "login" in answer["Location"]


def test_without_figures_the_pages_say_so(db: None, province: Client) -> None:
    assert "Chưa có số liệu" in page(province, "overview")
    assert "Chưa có số liệu" in page(province, "targets")


@pytest.mark.parametrize("name", ["overview", "groups", "endings", "targets"])
def test_every_figure_opens_a_list_of_as_many_people(name: str, kept: Kept, province: Client, book: Book) -> None:
    assign([Assignment("06652", 2026, 9990)], Decided("1/QĐ", date(2026, 1, 1)), None, book=book)
    found = LINK.findall(page(province, name))
    counted = 0
    for href, shown in found[:40]:
        if name == "targets":
            continue  # what is missing to a target leads to those not insured, who are more
        assert listed(province, href) == int(shown.replace(".", "")), (name, href)
        counted += 1
    assert counted > 2 or name == "targets"
    assert found


def test_a_units_figures_open_their_lists(kept: Kept, province: Client) -> None:
    unit = max(reading.by_unit(kept, kept.month).items(), key=lambda u: u[1].uncovered)[0]
    found = LINK.findall(page(province, "unit", unit))
    assert len(found) > 4
    for href, shown in found:
        asked = parse_qs(urlsplit(unescape(href)).query)
        assert asked["xa"] == [unit]
        assert listed(province, href) == int(shown.replace(".", "")), href


def test_money_opens_the_people_it_was_paid_for(kept: Kept, province: Client) -> None:
    """Every sum of the page, of acts and of payers, this year's and the year's before, is what its list adds up to."""
    text = page(province, "money", query="?nam=2026")
    found = re.findall(r'<a href="(/dieu-hanh/danh-sach/\?[^"]*)"[^>]*>([\d.]+)\xa0₫</a>', text)
    asked = [parse_qs(urlsplit(unescape(href)).query) for href, _ in found]
    assert any("van-ban" in q for q in asked)
    assert sum("van-ban" not in q for q in asked) > 10
    for href, shown in found:
        assert added_up(province, href) == int(shown.replace(".", "")), href


def test_money_of_an_ending_opens_the_people_it_is_paid_for(kept: Kept, province: Client) -> None:
    ending = next(e for e in reading.endings(kept) if e.people and e.payer)
    text = page(province, "ending", ending.pk)
    found = re.findall(r'<a href="(/dieu-hanh/danh-sach/\?[^"]*)"[^>]*>([\d.]+)\xa0₫</a>', text)
    assert [int(shown.replace(".", "")) for _, shown in found] == [ending.monthly, ending.last_year]
    for href, shown in found:
        assert added_up(province, href) == int(shown.replace(".", "")), href


def added_up(client: Client, href: str) -> int:
    """The sum of a list's money, as its file has it."""
    answer = client.get(f"{unescape(href)}&as=csv")
    content = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    rows = list(csv.reader(content.splitlines()))
    at = rows[0].index("Số tiền")
    assert all(row[-1] == "Dữ liệu mô phỏng" for row in rows[1:])
    return sum(int(row[at]) for row in rows[1:])


def test_appropriations_stand_beside_what_is_due(kept: Kept, province: Client, book: Book) -> None:
    from django.db import transaction

    act = next(
        b for p, b in reading.money(kept, 2026 * 12, kept.month, keys=("payer", "instrument")) if p == "province" and b
    )
    with transaction.atomic():
        Appropriation.objects.create(payer="province", resolution=act, year=2026, amount=1000, entry=entry("test"))
    text = page(province, "money", query="?nam=2026")
    assert "1.000\xa0₫" in text
    assert "tag-bad" in text, "it does not suffice, and that is seen"


def test_the_committee_sees_no_people_and_no_small_counts(kept: Kept, committee: Client, book: Book) -> None:
    for name in NAMES:
        assert reverse("steering:people") not in page(committee, name)
    unit = next(iter(book.areas))
    text = page(committee, "unit", unit)
    assert reverse("steering:people") not in text
    assert "Số dưới 5 người được ẩn" in text
    for number in re.findall(r'<td class="number">(?:<a[^>]*>)?([\d.]+)(?:</a>)?</td>', text):
        assert not 0 < int(number.replace(".", "")) < 5
    assert committee.get(reverse("steering:people")).status_code == 403
    assert committee.get(reverse("steering:assign")).status_code == 403
    assert committee.post(reverse("steering:reports")).status_code == 404
    assert committee.get(reverse("steering:boundaries")).status_code == 403


def test_a_commune_officer_opens_lists_of_the_own_unit_alone(kept: Kept, client: Client) -> None:
    sign_in(client, officer("commune", "06838"))
    people = reverse("steering:people")
    assert client.get(f"{people}?xa=06652").status_code == 404
    living = reading.total(kept, kept.month, "06838").living
    assert listed(client, f"{people}?xa=06838") == listed(client, people) == living


def test_people_of_the_register_lead_to_their_record_and_downloads_are_logged(
    kept: Kept, province: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db import transaction

    from baophu.registry.services.recording import new_person

    people = reverse("steering:people")
    first = re.search(
        r'<th scope="row"[^>]*>(?:<a[^>]*>)?([^<]+)', page(province, "people", query="?xa=06838&bao-phu=co")
    )
    assert first is not None
    assert BASE[0].key == "name"
    with transaction.atomic():
        person = new_person(entry("test"), name="Nguyễn Văn Ghi", born="1980-03-02", sex="m")
    from baophu.steering.services.people import People

    known = People.__getitem__
    row = known(_people(kept, province, "06838"), 0)
    Person.objects.filter(pk=person.pk).update(id=row.number)  # somebody of the run is in the register
    assert "Nguyễn Văn Ghi" in page(province, "people", query="?xa=06838")
    assert not Look.objects.exists()
    b"".join(province.get(f"{people}?xa=06838&as=csv").streaming_content)  # type: ignore[attr-defined]
    assert Look.objects.get().person == row.number
    assert "tải danh sách sau một con số: Xã Bình Liêu" in Look.objects.get().why


def _people(kept: Kept, client: Client, unit: str) -> Any:
    from baophu.accounts.models import User
    from baophu.decisions.services.lawbooks import active

    return people_of(kept, active(), Asked(kept.month, unit), User.objects.get(username="tinh"))


def test_addresses_that_ask_for_what_there_is_not(kept: Kept, province: Client) -> None:
    for query in (
        "?thang=2022-01", "?thang=x", "?xa=99999", "?tuoi=7", "?tuoi=x", "?mat=nothing", "?den=2026", "?so-lieu=999",
        "?after=zzz",
    ):  # fmt: skip
        assert province.get(reverse("steering:people") + query).status_code == 404, query


def test_numbers_in_addresses_cannot_become_sql(kept: Kept, province: Client) -> None:
    people = reverse("steering:people")
    for query in ("?nhom=' or 1=1 --", "?dan-toc='; drop table x; --", "?quy-dinh=' or '1'='1", "?van-ban=%27%29"):
        assert listed(province, people + query) == 0


def test_lists_are_paged_whole(kept: Kept, province: Client) -> None:
    """Every page of a list together are its people, each once."""
    address: str | None = reverse("steering:people") + "?bao-phu=chua"
    total = reading.total(kept, kept.month).uncovered
    names = 0
    pages = []
    for _ in range(20):
        assert address is not None
        text = page(province, "people", query=address.partition("/danh-sach/")[2])
        names += text.count('<th scope="row"')
        pages.append(rows_of(text))
        following = re.search(r'rel="next" href="(\?[^"]+)"', text)
        if following is None:
            break
        address = reverse("steering:people") + unescape(following[1])
    assert names == total
    assert len(pages) > 1
    for before in reversed(pages[:-1]):
        back = re.search(r'rel="prev" href="(\?[^"]+)"', text)
        assert back is not None
        text = page(province, "people", query=unescape(back[1]))
        assert rows_of(text) == before, "the page before is the page that was before"
    assert 'rel="prev"' not in text


def rows_of(text: str) -> list[str]:
    return re.findall(r'<th scope="row"[^>]*>(?:<[^>]*>)*([^<]+)', text)


def test_lists_of_past_months_are_those_of_their_figures(kept: Kept, province: Client, book: Book) -> None:
    """A list says how many it holds by the figures; counted, it holds as many."""
    user = officer("province", name="dem")
    provision = next(e.provision for e in reading.endings(kept) if e.people and e.payer)
    for month in (kept.first, kept.month - 9, kept.month, kept.last):
        for asked in (
            Asked(month), Asked(month, "06838"), Asked(month, insured=False), Asked(month, group="household"),
            Asked(month, age=kept.bands[1], insured=True), Asked(month, "06838", ethnicity="kinh"),
            Asked(month, provision=provision),
        ):  # fmt: skip
            found = people_of(kept, book, asked, user)
            assert found.total == len(found), asked
            numbers = [(r.unit, r.number) for r in found]
            assert numbers == sorted(set(numbers))
    year = people_of(kept, book, Asked(kept.month - 7, instrument="91/2025/NQ-HĐND", last=kept.month), user)
    assert year.total is None, "how many people a year's money was for is not kept"
    due = reading.money(kept, kept.month - 7, kept.month, keys=("instrument", "payer"))
    assert sum(r.amount or 0 for r in year) == due["91/2025/NQ-HĐND", "province"]


def test_a_list_of_a_past_month_opens_the_files_of_its_unit_alone(kept: Kept, book: Book) -> None:
    for folder in (folder_of(kept) / "stretches").iterdir():
        if folder.name != "unit=06838":
            (folder / "data_0.parquet").write_bytes(b"not to be read")
    found = people_of(kept, book, Asked(kept.month - 9, "06838"), officer("province", name="mot"))
    assert found.after(None, 5)
    assert {r.unit for r in found} == {"06838"}


def test_the_map_shows_each_measure_and_the_users_own_boundaries(kept: Kept, province: Client, book: Book) -> None:
    for measure in ("bao-phu", "chua", "kinh-phi", "sap-mat"):
        for year in (2026, 2024):
            text = page(province, "map", query=f"?do={measure}&nam={year}")
            assert len(re.findall(r'class="tile (?:q\d|none)', text)) == 54
    assert province.get(reverse("steering:map") + "?nam=1990").status_code == 404
    file = SimpleUploadedFile("ranh.geojson", sent(collection(book)))
    answer = province.post(reverse("steering:boundaries"), {"file": file})
    assert answer.status_code == 302
    text = page(province, "map", query="?ranh-gioi=1")
    assert text.count("<path d=") >= 54
    assert "ranh.geojson" in text
    bad = SimpleUploadedFile("ranh.geojson", b"nothing")
    answer = province.post(reverse("steering:boundaries"), {"file": bad})
    assert answer.status_code == 422
    assert "không phải GeoJSON" in text_of(answer)
    assert boundaries.kept() is not None
    province.post(reverse("steering:boundaries"), {"drop": "1"})
    assert boundaries.kept() is None


def test_a_target_is_assigned_by_form_with_what_is_wrong_beside_its_field(kept: Kept, province: Client) -> None:
    given = {
        "unit": "06652", "agency": "UBND phường Hà Tu", "kind": "committee", "person": "Lan", "phone": "0912",
        "year": "2026", "coverage": "101", "number": "12/QĐ", "issued": "15/01/2026", "issuer": "", "group": "",
    }  # fmt: skip
    answer = province.post(reverse("steering:assign"), given)
    assert answer.status_code == 422
    text = text_of(answer)
    assert 'id="id_coverage-error"' in text
    assert "101 % không thể có" in text
    assert 'value="UBND phường Hà Tu"' in text, "what was typed is kept"
    assert not Target.objects.exists()
    answer = province.post(reverse("steering:assign"), {**given, "coverage": "97,25"})
    assert answer.status_code == 302
    target = Target.objects.get()
    assert (target.coverage, target.document.issued) == (9725, date(2026, 1, 15))
    assert target.entry.by is not None
    answer = province.post(reverse("steering:assign"), {**given, "coverage": "98"})
    assert "đã có chỉ tiêu 97,25 %" in text_of(answer)
    assert province.post(reverse("steering:assign"), {**given, "coverage": "98", "replace": "on"}).status_code == 302
    assert "97,25" in page(province, "target", target.pk)


def test_a_table_is_shown_before_it_is_assigned(kept: Kept, province: Client) -> None:
    content = xlsx(("Mã", "Chỉ tiêu", "Cơ quan"), ("06652", 96.5, "UBND phường Hà Tu"), ("06838", 99, None))
    form = {"number": "12/QĐ", "issued": "15/01/2026", "year": "2026"}
    file = SimpleUploadedFile("chi-tieu.xlsx", content)
    text = text_of(province.post(reverse("steering:table"), {**form, "file": file}))
    assert "Kiểm tra trước khi giao" in text
    assert "96,50\xa0%" in text
    assert "52: " in text, "units that are not in the table are named"
    assert not Target.objects.exists()
    sealed = re.search(r'name="checked" value="([^"]+)"', text)
    assert sealed is not None
    assert province.post(reverse("steering:table"), {"checked": sealed[1] + "x"}).status_code == 302
    assert not Target.objects.exists(), "what was not checked is not assigned"
    assert province.post(reverse("steering:table"), {"checked": sealed[1]}).status_code == 302
    assert Target.objects.count() == 2
    answer = province.post(reverse("steering:table"), {"checked": sealed[1]})
    assert answer.status_code == 422, "the same table twice"
    assert Target.objects.count() == 2
    wrong = SimpleUploadedFile("chi-tieu.xlsx", xlsx(("Mã", "Chỉ tiêu"), ("99999", 101)))
    text = text_of(province.post(reverse("steering:table"), {**form, "file": wrong}))
    assert "Dòng 2: Không có đơn vị mã 99999" in text
    assert province.get(reverse("steering:template"))["Content-Type"].startswith("application/vnd")


def test_actions_and_withdrawal(kept: Kept, province: Client, committee: Client, book: Book) -> None:
    (target,) = assign([Assignment("06652", 2026, 9990)], Decided("1/QĐ", date(2026, 1, 1)), None, book=book)
    here = reverse("steering:target", args=[target.pk])
    assert committee.post(here, {"what": "x", "person": "y", "due": "01/09/2026"}).status_code == 404
    answer = province.post(here, {"what": "Rà soát", "person": "", "due": "hôm nay"})
    assert answer.status_code == 422
    assert 'id="id_person-error"' in text_of(answer)
    assert province.post(here, {"what": "Rà soát", "person": "Lan", "due": "01/08/2026"}).status_code == 302
    text = page(committee, "targets")
    assert "Rà soát" in text
    assert "việc quá hạn" in text
    action = Action.objects.get()
    close = reverse("steering:close", args=[action.pk])
    province.post(close, {"outcome": "Xong 40 hộ", "target": target.pk})
    assert "Xong 40 hộ" in page(committee, "target", target.pk)
    withdraw = reverse("steering:withdraw", args=[target.pk])
    assert province.get(withdraw).status_code == 404
    province.post(withdraw, {"reason": ""})
    target.refresh_from_db()
    assert target.retracted is None
    province.post(withdraw, {"reason": "Giao nhầm"})
    assert "Giao nhầm" in page(province, "target", target.pk)


def test_a_report_is_made_by_one_click_and_downloaded(kept: Kept, province: Client, committee: Client) -> None:
    form = {
        "quarter": "2026-2", "parent": "Uỷ ban nhân dân tỉnh", "agency": "Ban Chỉ đạo", "number": "",
        "place": "Hạ Long", "signer_title": "Trưởng Ban", "signer": "",
    }  # fmt: skip
    assert province.post(reverse("steering:reports"), {**form, "quarter": "2030-1"}).status_code == 422
    assert province.post(reverse("steering:reports"), form).status_code == 302
    made = Report.objects.get()
    here = reverse("steering:report", args=[made.pk])
    assert made.state == "waiting", "the page does not wait for it"
    assert 'http-equiv="refresh"' in page(committee, "report", made.pk), "without JavaScript it loads itself again"
    part = text_of(province.get(here, headers={"HX-Target": "report"}))
    assert 'hx-trigger="every 1s"' in part
    assert "<html" not in part
    assert province.get(reverse("steering:download", args=[made.pk, "pdf"])).status_code == 404
    Report.objects.update(at=timezone.now() - reports.UNCLAIMED * 2)
    assert "baophu worker" in page(province, "report", made.pk)
    assert committee.post(here).status_code == 404
    assert province.post(here).status_code == 302
    assert "hx-trigger" not in page(province, "report", made.pk)
    again = province.post(reverse("steering:reports"), form)
    assert again.headers["Location"] == here, "the same click gives the same report"
    assert "đây là báo cáo đã lập" in text_of(province.get(here))
    province.post(reverse("steering:reports"), {**form, "anew": "on"})
    assert Report.objects.count() == 2
    for client in (province, committee):
        answer = client.get(reverse("steering:download", args=[made.pk, "pdf"]))
        content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
        assert content.startswith(b"%PDF")
        assert "mo-phong.pdf" in answer["Content-Disposition"]
    assert client.get(reverse("steering:download", args=[made.pk, "exe"])).status_code == 404
    assert reverse("steering:people") in page(province, "report", made.pk)
    assert reverse("steering:people") not in page(committee, "report", made.pk)


def test_in_english_every_page_is_english(kept: Kept, province: Client, book: Book) -> None:
    assign([Assignment("", 2026, 9990)], Decided("1/QĐ", date(2026, 1, 1)), None, book=book)
    province.cookies["django_language"] = "en"
    for name, said in (
        ("overview", "Coverage of the province"), ("map", "Map of 54 units"), ("targets", "Coverage targets"),
        ("money", "Money in 2026"), ("endings", "What ends"), ("groups", "Paying groups"),
        ("method", "How the forecast"),
        ("reports", "Quarterly reports"), ("assign", "Assign a target"), ("table", "Read the table"),
        ("boundaries", "Your own boundary file"),
    ):  # fmt: skip
        assert said in page(province, name), name


def test_every_text_of_ours_has_its_english() -> None:
    import polib

    import baophu.steering

    here = Path(baophu.steering.__file__).parent
    english = {
        e.msgid: e.msgstr or e.msgstr_plural for e in polib.pofile(str(here / "locale/en/LC_MESSAGES/django.po"))
    }
    written = re.compile(
        r"""(?:translate\s+["'](?P<tag>.*?)["'](?:\s+context\s+"\w+")?(?:\s+as\s+\w+)?\s*%})"""
        r"""|(?:blocktranslate[^%]*%}(?P<block>.*?){%\s*(?:endblocktranslate|plural))"""
        r"""|(?:\b(?:_|gettext_lazy)\(\s*"(?P<code>[^"\n]*)"\s*\))""",
        re.DOTALL,
    )
    missing = []
    for file in (*here.glob("**/*.py"), *here.glob("**/templates/**/*.html")):
        for found in written.finditer(file.read_text(encoding="utf-8")):
            text = found["tag"] or found["block"] or found["code"]
            text = re.sub(r"{{ (\w+) }}", r"%(\1)s", text)
            if text and text not in english and text.replace("80 %", "80 %%") not in english:
                missing.append(text)
    assert not missing
