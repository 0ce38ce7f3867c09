"""Cards: the days by the law, ended, taken back, printed anew; lists with whoever cannot have one."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from baophu.accounts.errors import NotAllowed
from baophu.accounts.services import approve
from baophu.cover.errors import AlreadyDone, CannotIssue
from baophu.cover.models import Charge, IssuedCard
from baophu.cover.services.cards import end, issue, issue_many, reissue, renew
from baophu.cover.services.deciding import appropriate, void
from baophu.cover.services.foreseeing import asked, foresee
from baophu.cover.services.issued import issued_of, running
from baophu.cover.services.refunds import accept, waiting
from baophu.registry.errors import BuiltOn
from baophu.registry.models import Card, Person, PersonStatus
from baophu.registry.services.recording import be_born, die, merge, undo
from tests.accounts.builders import officer
from tests.builders import a_card, a_person, a_status, day, recording
from tests.cover.builders import WARD, a_family, balanced, charged, paid, received

pytestmark = pytest.mark.django_db


def pupil(born: str = "2010-02-02") -> Person:
    an = a_person(born=born, unit=WARD)
    a_status(an, "study", "pupil", "2016-09-01")
    return an


def test_grade_1_begins_on_1_october() -> None:
    # born on 5 May 2020: the child's card runs to 30 September 2026
    an = a_person(born="2020-05-05", unit=WARD)
    a_card(an, "2020-05-05", "2026-09-30", group="child_under_6")
    a_status(an, "study", "pupil", "2026-09-05")
    card = issue(an.pk, asked(paid_on=day("2026-09-10"), months=3, grade=1))
    assert (card.valid_from, card.valid_to) == (day("2026-10-01"), day("2026-12-31"))


def test_grade_12_ends_on_30_september_and_nine_months_are_paid() -> None:
    an = pupil("2008-05-05")
    a_card(an, "2025-01-01", "2025-12-31", paid_on=day("2024-12-20"))
    foreseen = foresee(an.pk, asked(paid_on=day("2025-12-20"), months=12, grade=12))
    assert (foreseen.dated.valid_from, foreseen.dated.valid_to) == (day("2026-01-01"), day("2026-09-30"))
    # 1 January to 30 September are nine months; State and own halves of 105.300
    assert (foreseen.months, foreseen.price.times(foreseen.months)) == (9, {"state": 473_850, "own": 473_850})


def test_the_final_year_ends_with_the_month_of_the_course() -> None:
    an = a_person(born="2004-02-02", unit=WARD)
    a_status(an, "study", "student", "2022-09-01")
    a_card(an, "2025-01-01", "2025-12-31", paid_on=day("2024-12-20"))
    foreseen = foresee(an.pk, asked(paid_on=day("2025-12-20"), months=12, course_ends=day("2026-06-15")))
    assert (foreseen.dated.valid_to, foreseen.months) == (day("2026-06-30"), 6)


def test_a_newborn_has_a_card_on_the_entry_of_the_birth() -> None:
    mother = a_person("Nguyễn Thị Hoa", "1995-01-01", "f", unit=WARD)
    with recording() as e:
        child = be_born(e, mother=mother, name="Nguyễn Bé", born="2026-03-09", sex="f")
    card = Card.objects.get()
    assert (card.person, card.entry, card.valid_from, card.valid_to) == (child, e, day("2026-03-09"), day("2032-09-30"))
    # TE, digit 1, province 22
    assert card.number.startswith("TE122")
    issued = IssuedCard.objects.get()
    # the State pays to the end of the month before the sixth birthday
    assert (issued.paid_to, issued.fixed, Charge.objects.count()) == (day("2032-03-31"), False, 0)


def test_a_list_of_people_like_cases_judged_once() -> None:
    people = [a_person("Nguyễn Già", f"19{50 + n % 9}-01-{n % 27 + 1:02d}", unit=WARD) for n in range(30)]
    dead = people[0]
    with recording() as e:
        die(dead, day("2026-01-02"), e)
    a_card(people[1], "2025-06-01", "2026-05-31", paid_on=day("2025-06-01"))
    done = issue_many([p.pk for p in [*people, people[3]]] + [999_999], asked(listed_on=day("2026-02-01"), months=11))
    assert len(done.cards) == 29
    assert {p: str(r) for p, r in done.refused.items()} == {
        dead.pk: "Nguyễn Già đã mất ngày 02/01/2026.",
        999_999: "Không có người số 999999.",
    }
    starts = {c.person_id: c.valid_from for c in done.cards}
    assert starts[people[1].pk] == day("2026-06-01")
    assert starts[people[2].pk] == day("2026-02-01")
    assert len({c.number for c in done.cards}) == 29


def test_the_same_list_twice_gives_nobody_two_cards() -> None:
    an = a_person(born="1950-01-01", unit=WARD)
    issue_many([an.pk], asked(listed_on=day("2026-02-01"), months=11))
    again = issue_many([an.pk], asked(listed_on=day("2026-02-01"), months=11))
    assert not again.cards
    assert "không cấp hai thẻ" in str(again.refused[an.pk])
    assert Card.objects.count() == 1


def test_who_pays_a_part_says_for_how_many_months() -> None:
    an = pupil()
    with pytest.raises(CannotIssue, match="bao nhiêu tháng"):
        issue(an.pk, asked(paid_on=day("2026-02-01")))


def test_a_card_without_an_end_is_ended_first() -> None:
    an = a_person(unit=WARD)
    card = a_card(an, "2020-01-01", None)
    with pytest.raises(CannotIssue, match="hãy kết thúc thẻ đó trước"):
        issue(an.pk, asked(paid_on=day("2026-02-01"), months=12))
    ended = end(card, day("2026-01-31"), "nghỉ việc")
    assert (ended.valid_to, ended.ended) == (day("2026-01-31"), "nghỉ việc")
    assert issue(an.pk, asked(paid_on=day("2026-02-01"), months=12)).valid_from == day("2026-02-01")


def test_ending_a_card_twice_or_before_it_began() -> None:
    card = a_card(a_person(unit=WARD), "2026-01-01", "2026-12-31")
    end(card, day("2026-03-31"), "chuyển đi")
    with pytest.raises(AlreadyDone):
        end(card, day("2026-03-31"), "chuyển đi")
    with pytest.raises(CannotIssue, match="thu hồi"):
        end(card, day("2025-12-31"), "x")


def test_a_supported_card_is_renewed_from_the_day_after() -> None:
    an = a_person(born="1950-01-01", unit=WARD)
    card = issue(an.pk, asked(listed_on=day("2026-02-01"), months=11))
    assert card.valid_to == day("2026-12-31")
    again = renew(card, months=12)
    assert (again.valid_from, again.valid_to) == (day("2027-01-01"), day("2027-12-31"))


def test_a_card_printed_anew_keeps_its_terms_and_shows_the_digit_of_today(monkeypatch: pytest.MonkeyPatch) -> None:
    home, (an,) = a_family("1980-01-01")
    a_status(home, "living_standard", "near_poor", "2025-01-01")
    card = issue(an.pk, asked(listed_on=day("2025-11-03"), months=12))
    assert card.number.startswith("CN322")
    monkeypatch.setattr("baophu.cover.services.cards.timezone.localdate", lambda *a: date(2026, 1, 20))
    again = reissue(card, reason="mất thẻ")
    # from 2026-01-01 near-poor households have 100 % (Resolution 261/2025): the digit turns from 3 to 2
    assert again.number == f"CN222{card.number[5:]}"
    assert (again.valid_from, again.valid_to) == (card.valid_from, card.valid_to)
    assert IssuedCard.objects.count() == 2
    assert running(IssuedCard.objects.first()) == again  # type: ignore[arg-type]


def test_a_card_is_taken_back_by_two_officers_and_its_money_goes_back() -> None:
    home, _ = a_family("1970-01-01")
    (card,) = paid(home).cards
    first, second = officer("province"), officer("province")
    proposal = void(card, "cấp nhầm người", first)
    with pytest.raises(NotAllowed):
        approve(proposal, first)
    approve(proposal, second)
    assert not Card.objects.known().exists()
    assert charged() == 0
    (refund,) = waiting()
    assert (refund.cause, refund.amount) == ("void", 1_263_600)
    accept(refund, "back")
    assert received() == 0
    balanced()


def test_an_appropriation_names_an_instrument_of_the_book() -> None:
    with pytest.raises(Exception, match="Có phải 91/2025/NQ-HĐND"):
        appropriate("91/2025", 2026, 5, officer("province"))


def test_money_is_not_undone() -> None:
    home, _ = a_family("1970-01-01")
    done = paid(home)
    with pytest.raises(BuiltOn, match="đảo khoản thu"):
        undo(done.payment.entry)


def test_an_issued_card_is_never_changed() -> None:
    issue(a_person(born="1950-01-01", unit=WARD).pk, asked(listed_on=day("2026-02-01"), months=11))
    for change in (lambda: IssuedCard.objects.update(months=1), lambda: IssuedCard.objects.all().delete()):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()


def test_without_a_code_in_the_law_book_a_card_has_no_number() -> None:
    an = a_person(unit=WARD)
    a_status(an, "security_force", "true", "2020-01-01")
    card = issue(an.pk, asked(paid_on=day("2026-02-01"), months=12))
    assert (card.group, card.number) == ("security_force", "")


def test_what_was_issued_to_a_record_follows_it_into_another() -> None:
    home, (an,) = a_family("1970-01-01")
    (card,) = paid(home).cards
    kept = a_person("Nguyễn An", "1970-01-01", unit=WARD)
    with recording() as e:
        merge(kept, an, e, "kept")
    moved = Card.objects.known().get(person=kept)
    issued = IssuedCard.objects.get()
    assert (issued_of(moved), running(issued)) == (issued, moved)
    assert moved.valid_from == card.valid_from
    with recording() as e:
        die(kept, day("2026-05-10"), e)
    # months begin on the 3rd: from 3 June nine of 105.300
    assert [(r.person, r.amount) for r in waiting()] == [(an, 947_700)]


def test_facts_that_contradict_the_law_book_stop_one_and_not_the_others() -> None:
    people = [a_person(born="1950-01-01", unit=WARD) for _ in range(5)]
    with recording() as e:
        PersonStatus.objects.create(
            person=people[2], fact="no_such_fact", value="true", valid_from=day("2020-01-01"), entry=e
        )
    done = issue_many([p.pk for p in people], asked(listed_on=day("2026-02-01"), months=11))
    assert [c.person_id for c in done.cards] == [p.pk for n, p in enumerate(people) if n != 2]
    assert "Dữ liệu chưa xét được" in str(done.refused[people[2].pk])
