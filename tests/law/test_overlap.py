"""Rules that meet: what is refused is told in bad_books.yaml; here is what may stand."""

from __future__ import annotations

from baophu.law.read import read_book

from .helpers import Spoil, told

RESOLUTION = "instruments/3-2021-resolution.yaml"
NEAR_POOR = "support: {payer: province, on_top: 15%, for: [near_poor]}"


def test_shares_that_make_the_whole_premium_may_stand(spoiled: Spoil) -> None:
    book = read_book(spoiled(RESOLUTION, NEAR_POOR, NEAR_POOR.replace("15%", "20%") + "\n    from: 2023-01-01"))
    assert book.provision("3/2021/RES#near-poor").start.year == 2023


def test_shares_that_never_meet_may_stand(spoiled: Spoil) -> None:
    apart = NEAR_POOR.replace("15%", "100%") + "\n    when: [\"living_standard = 'poor'\"]"
    assert read_book(spoiled(RESOLUTION, NEAR_POOR, apart))


def test_shares_meet_through_the_facts_they_read(spoiled: Spoil) -> None:
    meeting = NEAR_POOR.replace("15%", "30%") + '\n    when: [veteran, "age < 20"]'
    assert told(spoiled(RESOLUTION, NEAR_POOR, meeting)) == [
        "instruments/3-2021-resolution.yaml:10: 3/2021/RES#near-poor: its 30% on top of 80% of "
        "1/2014/LAW#state-near-poor@2021-07-01 make 110% of the premium of near_poor: 2022-01, age 0, "
        "living_standard = 'near_poor', permanent_resident, veteran"
    ]


def test_an_exception_keeps_two_supports_apart(spoiled: Spoil) -> None:
    more = "on_top: 40%, for: [fisher]}\n    when: [children >= 3]\n    except: fisher"
    assert read_book(spoiled(RESOLUTION, more, more.replace("40%", "20%")))
    (line,) = told(spoiled(RESOLUTION, "children >= 3]\n    except: fisher", "children >= 3]"))
    assert "it and 3/2021/RES#fisher give the same share of the premium of fisher: 2022-01" in line


def test_a_share_that_is_a_parameter_is_taken_as_of_its_day(spoiled: Spoil) -> None:
    on_top = (
        "- id: pupils\n    article: Article 5\n    says: {vi: Học sinh, en: Pupils}\n"
        "    support: {payer: province, on_top: 60%, for: [pupil]}\n    to: 2023-06-30\n  - id: near-poor\n"
    )
    assert read_book(spoiled(RESOLUTION, "- id: near-poor\n", on_top))
    (line,) = told(spoiled(RESOLUTION, "    to: 2023-06-30\n", ""))
    assert "its 60% on top of 50% of 1/2014/LAW#state-pupil make 110% of the premium of pupil: 2023-07" in line


def test_three_payers_are_added_up(spoiled: Spoil) -> None:
    spoiled("book.yaml", "province, own]", "province, sponsor, own]")
    sponsor = (
        "- id: sponsor\n    article: Article 5\n    says: {vi: Tài trợ, en: Sponsors}\n"
        "    support: {payer: sponsor, on_top: 10%, for: [near_poor]}\n  - id: near-poor\n"
    )
    first, second = told(spoiled(RESOLUTION, "- id: near-poor\n", sponsor))
    assert "its 10% on top of 100% of 3/2021/RES#elderly make 110% of the premium of near_poor: 2022-01" in first
    parts = "80% of 1/2014/LAW#state-near-poor@2021-07-01 and 15% of 3/2021/RES#near-poor"
    assert f"its 10% on top of {parts} make 105% of the premium of near_poor: 2022-01" in second


def test_one_of_two_equal_supports_may_be_named_first_by_its_instrument(spoiled: Spoil) -> None:
    order = 'support_order: ["3/2021/RES#lately-hard", "3/2021/RES#elderly"]'
    assert read_book(spoiled("book.yaml", order, 'support_order: ["3/2021/RES#lately-hard", 3/2021/RES]'))
