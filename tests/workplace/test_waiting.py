"""What waits for a second officer, lists that arrive, quotes: from the page to the result."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from baophu.accounts.models import Look, Proposal, User
from baophu.cover.models import Quote
from baophu.imports.models import Import, Pair
from baophu.registry.models import HouseholdStatus, Person
from baophu.workplace.models import Job
from baophu.workplace.services import jobs
from tests.builders import HONG_GAI, a_person
from tests.imports.builders import xlsx
from tests.workplace.builders import Family, day, hidden, signed_in, words, written

HEAD = ["STT", "Họ và tên chủ hộ", "Ngày sinh", "Giới tính", "Số CCCD", "Phân loại hộ", "Tháng công nhận"]


def poor_list(*rows: list[Any]) -> SimpleUploadedFile:
    return SimpleUploadedFile("ho-can-ngheo.xlsx", xlsx([HEAD, *rows]))


def an_row(standard: str = "Hộ cận nghèo") -> list[Any]:
    return [1, "Nguyễn Văn An", "02/03/1980", "Nam", "022080000011", standard, f"01/{day().year}"]


def uploaded(client: Client, file: SimpleUploadedFile, kind: str = "poverty") -> Import:
    answer = client.post("/nhap/moi/", {"kind": kind, "file": file, "sender": "UBND xã"})
    assert answer.status_code == 302, words(answer)
    return Import.objects.latest("id")


def mapped(client: Client, imp: Import, **more: str) -> Any:
    page = client.get(f"/nhap/{imp.pk}/cot/")
    assert page.status_code == 200
    sent = {**hidden(page), **selected(page), **more}
    return client.post(f"/nhap/{imp.pk}/cot/", sent)


def selected(answer: Any) -> dict[str, str]:
    """What the lists of a page are set to."""
    import re

    found = {}
    for name, body in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', answer.content.decode(), re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)"[^>]*\bselected', body)
        found[name] = chosen[1] if chosen else ""
    return found


class TestLists:
    def test_a_list_is_uploaded_mapped_seen_applied_and_taken_back(self, family: Family) -> None:
        client, user = signed_in()
        imp = uploaded(
            client, poor_list(an_row(), [2, "Ai Đó", "01/01/1970", "Nam", "", "Hộ nghèo", f"01/{day().year}"])
        )
        page = words(client.get(f"/nhap/{imp.pk}/cot/"))
        assert "Họ và tên chủ hộ" in page
        assert "022080000011" in page  # a sample
        assert mapped(client, imp)["Location"] == f"/nhap/{imp.pk}/"
        shown = client.get(f"/nhap/{imp.pk}/")
        text = words(shown)
        assert "Mức sống: Hộ cận nghèo" in text
        assert "người bắt đầu được hỗ trợ" in text
        assert Look.objects.filter(person=family.an.pk, user=user).exists()
        assert not HouseholdStatus.objects.exists()
        refused = client.get(f"/nhap/{imp.pk}/chua-nhan/")
        assert refused.content.startswith(b"PK")
        applied = client.post(f"/nhap/{imp.pk}/", {"go": "apply"})
        assert applied.status_code == 302
        assert HouseholdStatus.objects.known().filter(value="near_poor").exists()
        assert client.post(f"/nhap/{imp.pk}/", {"go": "apply"}).status_code == 302  # sent twice
        assert HouseholdStatus.objects.known().filter(value="near_poor").count() == 1
        assert client.post(f"/nhap/{imp.pk}/", {"go": "undo", "why": ""}).status_code == 422
        assert client.post(f"/nhap/{imp.pk}/", {"go": "undo", "why": "sai tệp"}).status_code == 302
        assert not HouseholdStatus.objects.known().exists()
        assert "hoàn tác" in words(client.get(f"/nhap/{imp.pk}/"))

    def test_a_file_that_is_no_list_is_refused_beside_its_field(self, family: Family) -> None:
        client, _ = signed_in()
        bad = SimpleUploadedFile("anh.xlsx", b"\x89PNG\r\n\x1a\n" + b"0" * 100)
        answer = client.post("/nhap/moi/", {"kind": "poverty", "file": bad, "sender": "xã"})
        assert answer.status_code == 422
        assert 'id="id_file-error"' in answer.content.decode()
        assert 'value="xã"' in answer.content.decode()
        nothing = client.post("/nhap/moi/", {"sender": "xã"})
        assert "Hãy chọn tệp." in words(nothing)

    def test_a_column_that_is_missing_is_asked_for(self, family: Family) -> None:
        client, _ = signed_in()
        imp = uploaded(client, poor_list(an_row()))
        page = client.get(f"/nhap/{imp.pk}/cot/")
        sent = {**hidden(page), **selected(page), "c-name": ""}
        answer = client.post(f"/nhap/{imp.pk}/cot/", sent)
        assert answer.status_code == 422
        assert "Chưa có cột" in words(answer)
        assert mapped(client, imp, **{"c-standard": "", "v-standard": "cận nghèo"}).status_code == 302
        assert "Mức sống: Hộ cận nghèo" in words(client.get(f"/nhap/{imp.pk}/"))

    def test_doubtful_rows_are_decided_one_by_one(self, family: Family) -> None:
        client, _ = signed_in()
        row = [1, "Nguyễn Văn An", "1980", "Nam", "", "Hộ cận nghèo", f"01/{day().year}"]
        a_person("Nguyễn Văn An", "1980-09-09", "m")
        imp = uploaded(client, poor_list(row))
        mapped(client, imp)
        href = f"/nhap/{imp.pk}/chua-chac/"
        page = words(client.get(href))
        assert "Là ai?" in page
        number = imp.rows.get(number__gt=0).number
        assert client.post(href, {"row": str(number)}).status_code == 422
        assert client.post(href, {"row": str(number), "choice": "987654"}).status_code == 422
        assert client.post(href, {"row": str(number), "choice": str(family.an.pk)}).status_code == 302
        assert "Xem trước lại" in words(client.get(f"/nhap/{imp.pk}/"))
        client.post(f"/nhap/{imp.pk}/", {"go": "again"})
        client.post(f"/nhap/{imp.pk}/", {"go": "apply"})
        assert HouseholdStatus.objects.known().get().household == family.home

    def test_a_large_list_waits_for_a_second_officer(self, family: Family, settings: Settings) -> None:
        settings.IMPORT_LARGE_ROWS = 0
        client, user = signed_in()
        imp = uploaded(client, poor_list(an_row()))
        mapped(client, imp)
        assert "Cần một cán bộ thứ hai duyệt" in words(client.get(f"/nhap/{imp.pk}/"))
        client.post(f"/nhap/{imp.pk}/", {"go": "apply"})
        proposal = Proposal.objects.get()
        assert not HouseholdStatus.objects.exists()
        mine = client.post(f"/cho-duyet/{proposal.pk}/", {"go": "approve"})
        assert mine.status_code == 422
        assert "người thứ hai" in words(mine)
        other, _ = signed_in()
        assert "Duyệt và thực hiện" in words(other.get(f"/cho-duyet/{proposal.pk}/"))
        imp.refresh_from_db()
        assert imp.state == "waiting"
        assert user == proposal.by

    def test_a_long_list_is_read_by_a_worker_with_progress(
        self, family: Family, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
    ) -> None:
        monkeypatch.setattr(jobs, "SHORT", 10)
        client, _ = signed_in()
        imp = uploaded(client, poor_list(an_row()))
        mapped(client, imp)
        job = Job.objects.get()
        waiting = client.get(f"/nhap/{imp.pk}/")
        assert 'hx-trigger="every 2s"' in waiting.content.decode()
        assert 'http-equiv="refresh"' in waiting.content.decode()
        jobs.carry_out(job.pk)
        job.refresh_from_db()
        assert (job.state, job.done) == ("done", 1.0)
        assert "Mức sống: Hộ cận nghèo" in words(client.get(f"/nhap/{imp.pk}/"))

    def test_a_job_without_a_worker_is_done_here_on_request(
        self, family: Family, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from datetime import timedelta

        monkeypatch.setattr(jobs, "SHORT", 10)
        monkeypatch.setattr(jobs, "UNCLAIMED", timedelta(0))
        client, _ = signed_in()
        imp = uploaded(client, poor_list(an_row()))
        mapped(client, imp)
        assert "Làm ngay tại đây" in words(client.get(f"/nhap/{imp.pk}/"))
        client.post(f"/nhap/{imp.pk}/", {"go": "here"})
        imp.refresh_from_db()
        assert imp.state == "previewed"

    def test_imports_of_other_units_are_not_found(self, family: Family) -> None:
        client, _ = signed_in()
        imp = uploaded(client, poor_list(an_row()))
        other, _ = signed_in("commune", HONG_GAI)
        for page in ("", "cot/", "dong/new/", "chua-chac/", "chua-nhan/"):
            assert other.get(f"/nhap/{imp.pk}/{page}").status_code == 404, page


class TestDifferences:
    def test_what_lists_and_register_disagree_on_is_work_of_the_day(self, family: Family) -> None:
        client, _ = signed_in()
        before = uploaded(client, poor_list(an_row()))
        mapped(client, before)
        client.post(f"/nhap/{before.pk}/", {"go": "apply"})
        assert "0 Sai khác với danh sách" in words(client.get("/don-vi-cua-toi/"))
        a_person("Trần Văn Giang", "1980-09-09", "m")
        a_person("Trần Văn Giang", "1980-10-10", "m")
        month = f"01/{day().year}"
        unsure = uploaded(client, poor_list([1, "Trần Văn Giang", "1980", "Nam", "", "Hộ cận nghèo", month]))
        mapped(client, unsure)
        row = [1, "Trần Văn Giang", "09/09/1980", "Nam", "", "Hộ cận nghèo", month]
        file = SimpleUploadedFile("nam-nay.xlsx", xlsx([HEAD, row]))
        sent = {"kind": "poverty", "file": file, "sender": "UBND xã", "full": "on"}
        assert client.post("/nhap/moi/", sent).status_code == 302
        imp = Import.objects.latest("id")
        mapped(client, imp)
        today = words(client.get("/don-vi-cua-toi/"))
        assert "Sai khác với danh sách, chờ xác nhận" in today
        assert "1 dòng chưa chắc là ai, 1 dòng xem trước chưa ghi" in today
        assert "1 người có lần trước, lần này không" in today
        page = client.get("/nhap/sai-khac/")
        assert "nam-nay.xlsx" in words(page)
        assert f"/nhap/{unsure.pk}/chua-chac/" in page.content.decode()
        assert f"/nhap/{imp.pk}/dong/ended/" in page.content.decode()
        other, _ = signed_in("commune", HONG_GAI)
        assert "nam-nay.xlsx" not in words(other.get("/nhap/sai-khac/"))


class TestMerging:
    @pytest.fixture
    def twins(self, family: Family) -> tuple[Person, Person]:
        twin = a_person("Nguyễn Văn An", "1980-03-02", "m", old_id="100999888")
        from django.utils import timezone

        Pair.objects.create(first=family.an, second=twin, score=96, why=[], unit="06838", found_at=timezone.now())
        return family.an, twin

    def test_two_records_are_compared_proposed_and_approved_by_another(self, twins: tuple[Person, Person]) -> None:
        kept, other = twins
        client, user = signed_in()
        assert "Nguyễn Văn An" in words(client.get("/ho-so-trung/"))
        href = f"/ho-so-trung/{kept.pk}/{other.pk}/"
        page = client.get(href)
        assert "Hai hồ sơ mâu thuẫn" in words(page)  # where they live
        bare = client.post(href, {**hidden(page), "go": "merge"})
        assert "Người duyệt cần biết vì sao." in words(bare)
        sent = {**hidden(page), "choice0": "kept", "choice1": "kept", "why": "cùng số CMND", "go": "merge"}
        made = client.post(href, sent)
        assert made.status_code == 302, words(made)
        assert client.post(href, sent)["Location"] == made["Location"]
        proposal = Proposal.objects.get()
        assert Pair.objects.get().state == "proposed"
        assert "cần một cán bộ khác duyệt" in words(client.get(made["Location"]))
        second, other_user = signed_in()
        assert "Chờ tôi duyệt" in words(second.get("/cho-duyet/"))
        assert "cùng số CMND" in words(second.get(f"/cho-duyet/{proposal.pk}/"))
        assert other_user != user

    def test_two_who_are_not_one_are_not_shown_again(self, twins: tuple[Person, Person]) -> None:
        kept, other = twins
        client, _ = signed_in()
        href = f"/ho-so-trung/{kept.pk}/{other.pk}/"
        assert client.post(href, {"go": "different"})["Location"] == "/ho-so-trung/"
        assert "Không còn cặp hồ sơ nào" in words(client.get("/ho-so-trung/"))

    def test_records_of_other_units_are_not_compared(self, twins: tuple[Person, Person]) -> None:
        kept, other = twins
        client, _ = signed_in("commune", HONG_GAI)
        assert client.get(f"/ho-so-trung/{kept.pk}/{other.pk}/").status_code == 404

    def test_a_proposal_is_rejected_with_a_reason_or_withdrawn(self, twins: tuple[Person, Person]) -> None:
        kept, other = twins
        client, _ = signed_in()
        href = f"/ho-so-trung/{kept.pk}/{other.pk}/"
        for _n in range(2):
            sent = {**hidden(client.get(href)), "choice0": "kept", "choice1": "kept", "why": "x", "go": "merge"}
            client.post(href, sent)
        one, two = Proposal.objects.order_by("id")
        second, _ = signed_in()
        no_reason = second.post(f"/cho-duyet/{one.pk}/", {"go": "reject", "why": ""})
        assert "Hãy nêu lý do từ chối." in words(no_reason)
        assert second.post(f"/cho-duyet/{one.pk}/", {"go": "reject", "why": "hai người"}).status_code == 302
        assert client.post(f"/cho-duyet/{two.pk}/", {"go": "withdraw"}).status_code == 302
        assert sorted(Proposal.objects.values_list("state", flat=True)) == ["rejected", "withdrawn"]


@pytest.mark.django_db(transaction=True)
def test_a_merge_approved_by_a_second_officer_is_done(lasting_family: Family) -> None:
    kept = lasting_family.an
    other = a_person("Nguyễn Văn An", "1980-03-02", "m", old_id="100999888")
    client, _ = signed_in()
    href = f"/ho-so-trung/{kept.pk}/{other.pk}/"
    sent = {**hidden(client.get(href)), "choice0": "kept", "choice1": "kept", "why": "một người", "go": "merge"}
    client.post(href, sent)
    second, _ = signed_in()
    proposal = Proposal.objects.get()
    answer = second.post(f"/cho-duyet/{proposal.pk}/", {"go": "approve"})
    assert answer.status_code == 302, words(answer)
    other.refresh_from_db()
    kept.refresh_from_db()
    assert (other.merged_into_id, kept.old_id) == (kept.pk, "100999888")


class TestQuotes:
    def test_a_quote_is_priced_checked_and_printed(self, family: Family) -> None:
        client, _ = signed_in()
        href = f"/ho/{family.home.pk}/bao-gia/"
        page = client.get(href)
        text = words(page)
        assert "Trần Thị Bình" in text
        assert "12 tháng" in text
        joining = [str(family.binh.pk), str(family.chi.pk)]
        asked = {"joining": joining, "months": "6", "day": written(day()), "go": "check"}
        checked = client.post(href, {**hidden(page), **asked})
        assert checked.status_code == 200, words(checked)
        assert "giảm còn 70 %" in words(checked)
        assert not Quote.objects.exists()
        made = client.post(href, {**hidden(checked), "go": "confirm"})
        kept = Quote.objects.get()
        assert made["Location"] == f"/bao-gia/{kept.pk}/"
        assert client.post(href, {**hidden(checked), "go": "confirm"})["Location"] == made["Location"]
        assert Quote.objects.count() == 1
        printed = words(client.get(made["Location"]))
        assert f"{kept.total:,}".replace(",", ".") in printed
        other, _ = signed_in("commune", HONG_GAI)
        assert other.get(made["Location"]).status_code == 404

    def test_what_is_wrong_is_told_beside_its_field(self, family: Family) -> None:
        client, _ = signed_in()
        href = f"/ho/{family.home.pk}/bao-gia/"
        answer = client.post(href, {"months": "6", "day": "hôm nay", "go": "check"})
        assert answer.status_code == 422
        assert words(answer).count("Hãy chọn ít nhất một người tham gia.") == 2
        assert 'value="hôm nay"' in answer.content.decode()


class TestAdministration:
    def test_an_account_is_made_and_its_password_shown_once(self, db: None) -> None:
        client, _ = signed_in("administrator")
        typed = {"username": "hoa.nt", "family": "Nguyễn Thị", "given": "Hoa", "role": "commune", "units": ["06838"]}
        made = client.post("/quan-tri/tai-khoan/moi/", typed)
        assert made["Cache-Control"] == "no-store"
        user = User.objects.get(username="hoa.nt")
        assert "hoa.nt" in words(made)
        taken = client.post("/quan-tri/tai-khoan/moi/", typed)
        assert taken.status_code == 422
        assert "đã có" in words(taken)
        href = f"/quan-tri/tai-khoan/{user.pk}/"
        client.post(href, {"go": "entrust", "unit": HONG_GAI, "since": "", "until": ""})
        client.post(href, {"go": "end-06838"})
        client.post(href, {"go": "disable"})
        user.refresh_from_db()
        assert not user.is_active
        assert user.entrusted.count() == 2

    def test_others_do_not_administer(self, db: None) -> None:
        client, _ = signed_in()
        for href in ("/quan-tri/tai-khoan/", "/quan-tri/lan-tinh/", "/quan-tri/so-luat/"):
            assert client.get(href).status_code == 403

    def test_the_province_asks_for_a_run(self, db: None) -> None:
        client, _ = signed_in("province")
        assert "Tính lại toàn tỉnh" in words(client.get("/quan-tri/lan-tinh/"))
        client.post("/quan-tri/lan-tinh/")
        assert "đang chờ" in words(client.get("/quan-tri/lan-tinh/"))


def test_lists_of_work_lead_to_people_and_leave_as_files(family: Family) -> None:
    client, user = signed_in()
    page = words(client.get("/don-vi-cua-toi/"))
    assert "Việc hôm nay" in page
    listed = client.get("/don-vi-cua-toi/viec/chua-co-the/")
    assert f"/nguoi/{family.binh.pk}/?tu=viec" in listed.content.decode()
    answer = client.get("/don-vi-cua-toi/viec/chua-co-the/", {"as": "csv"})
    content = b"".join(answer) if getattr(answer, "streaming", False) else answer.content
    assert "Trần Thị Bình" in io.BytesIO(content).read().decode("utf-8-sig")
    assert Look.objects.filter(user=user, person=family.binh.pk, why__contains="tải tệp").exists()


@pytest.mark.django_db(transaction=True)
def test_a_long_list_is_approved_in_the_background(
    lasting_family: Family, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.IMPORT_LARGE_ROWS = 0
    client, _ = signed_in()
    imp = uploaded(client, poor_list(an_row()))
    mapped(client, imp)
    client.post(f"/nhap/{imp.pk}/", {"go": "apply"})
    monkeypatch.setattr(jobs, "SHORT", 10)
    proposal = Proposal.objects.get()
    second, _ = signed_in()
    assert second.post(f"/cho-duyet/{proposal.pk}/", {"go": "approve"}).status_code == 302
    assert "đang được ghi ở phía sau" in words(second.get(f"/cho-duyet/{proposal.pk}/"))
    job = Job.objects.latest("id")
    jobs.carry_out(job.pk)
    job.refresh_from_db()
    assert (job.state, job.error_vi) == ("done", "")
    assert HouseholdStatus.objects.get().household == lasting_family.home
    assert "Đã duyệt" in words(client.get(f"/cho-duyet/{proposal.pk}/"))
