"""What people do fits together: families, school, work, pensions, poverty, cards."""

from __future__ import annotations

import pytest

from .conftest import Ask

BESIDES = """select a.person, a.fact, a.value, a."from" from person_status a join person_status b using (person)
    where a."from" <= b."to" and b."from" <= a."to" and {pair} limit 3"""


@pytest.mark.parametrize(
    "pair",
    [
        "a.fact = 'employment' and b.fact = 'study'",
        "a.fact = 'employment' and a.value <> 'unpaid_leave' and b.fact = 'fund_benefit' and b.value = 'unemployment'",
        "a.fact = 'employment' and b.fact = 'force'",
        "a.fact = 'social_pension' and b.fact = 'pension'",
        "a.fact = 'social_pension' and b.fact = 'social_allowance' and b.value = 'national'",
        "a.fact = 'survivor_allowance' and b.fact = 'pension'",
        "a.fact = 'study' and b.fact = 'pension'",
    ],
)
def test_what_excludes_each_other_never_meets(ask: Ask, pair: str) -> None:
    assert ask(BESIDES.format(pair=pair)) == []


@pytest.mark.parametrize(
    ("amount", "fact"),
    [("wage", "employment"), ("pension_amount", "pension"), ("fund_benefit_amount", "fund_benefit")],
)
def test_money_is_only_paid_while_its_ground_lasts(ask: Ask, amount: str, fact: str) -> None:
    paid = f"""select m.person, m."from" from person_amount m where m.fact = '{amount}' and not exists (
        select 1 from person_status s where s.person = m.person and s.fact = '{fact}'
        and s.value <> 'unpaid_leave' and s."from" <= m."from" and s."to" >= m."to") limit 3"""
    assert ask(paid) == []


def test_whoever_is_employed_has_a_wage_on_each_day(ask: Ask) -> None:
    days = """select sum(least("to", date '2026-12-31') - "from" + 1) from {} """
    employed = ask(days.format("person_status where fact = 'employment' and value <> 'unpaid_leave'"))
    assert employed == ask(days.format("person_amount where fact = 'wage'"))
    assert employed[0][0] > 0


def test_wages_are_whole_steps_within_reason_and_change_with_the_year(ask: Ask) -> None:
    odd = "value % 10000 <> 0 or value not between 2500000 and 60000000"
    assert ask(f"select count(*) from person_amount where fact = 'wage' and ({odd})") == [(0,)]
    inside = """select count(*) from person_amount where fact = 'wage' and year("from") <> year("to")
        and "to" <= date '2026-12-31'"""
    assert ask(inside) == [(0,)]
    assert ask("select count(distinct value) > 1000 from person_amount where fact = 'wage'") == [(True,)]


def test_pupils_are_of_school_age(ask: Ask) -> None:
    pupils = """select count(*) filter (year("from") - year(born) < 6 and "from" > date '2015-01-01'),
        count(*) filter (least("to", date '2026-12-31') >= make_date(year(born) + 18, 6, 1)), count(*) > 500
        from person_status join people using (person) where fact = 'study' and value = 'pupil'"""
    assert ask(pupils) == [(0, 0, True)]


def test_every_student_has_a_school_in_a_province_with_a_budget(ask: Ask) -> None:
    for fact in ("school_province", "school_budget"):
        without = f"""select count(*) from person_status s where fact = 'study' and not exists (
            select 1 from person_status p where p.person = s.person and p.fact = '{fact}' and p."from" = s."from")"""
        assert ask(without) == [(0,)]
    away = """select count(*) from person_status where fact = 'school_province' and value = '01'"""
    assert ask(away)[0][0] > 10


def test_nobody_works_as_a_child_or_retires_young(ask: Ask) -> None:
    ages = """select min(datesub('year', born, s."from")) filter (fact = 'employment'),
        min(datesub('year', born, s."from")) filter (fact = 'pension' and s."from" > date '2015-01-01')
        from person_status s join people using (person)"""
    work, pension = ask(ages)[0]
    assert work >= 18
    assert pension >= 44


def test_retirement_follows_work(ask: Ask) -> None:
    worked = """select count(*), count(*) filter (exists (select 1 from person_status w where w.person = p.person
        and w.fact = 'employment' and w."from" < p."from"))
        from person_status p where fact = 'pension' and "from" > date '2016-01-01'"""
    begun, after_work = ask(worked)[0]
    assert begun > 50
    assert after_work > 0.9 * begun


def test_old_age_allowance_gives_way_to_the_social_pension(ask: Ask) -> None:
    seventy_five = """select count(*) from stays s join people using (person) where unit <> 'outside'
        and born <= date '1950-01-01' and s."from" <= date '2025-10-01' and s."to" >= date '2025-10-01'
        and person not in (select person from person_status where fact in ('pension', 'social_allowance')
            and "from" <= date '2025-10-01' and "to" >= date '2025-10-01')"""
    with_it = f"""{seventy_five} and person in (select person from person_status where fact = 'social_pension'
        and "from" <= date '2025-10-01' and "to" >= date '2025-10-01')"""
    everybody, pensioned = ask(seventy_five)[0][0], ask(with_it)[0][0]
    assert everybody > 20
    assert pensioned >= 0.9 * everybody
    assert (
        ask("""select min("from") from person_status where fact = 'social_pension'""")[0][0].isoformat() >= "2025-07-01"
    )


def test_mothers_are_of_an_age_to_be(ask: Ask) -> None:
    """Children under six share their first household with a woman 18 to 46 years older."""
    lonely = """select count(*) from people c join stays s using (person) where c.born > date '2015-01-01'
        and s."from" = c.born and not exists (select 1 from stays m join people w on w.person = m.person
            where m.household = s.household and w.sex = 'f' and m."from" <= s."from" and m."to" >= s."from"
            and datesub('year', w.born, c.born) between 18 and 46)"""
    born = ask("""select count(*) from people c join stays s using (person)
        where c.born > date '2015-01-01' and s."from" = c.born""")[0][0]
    assert born > 500
    assert ask(lonely)[0][0] < 0.01 * born


def test_nobody_shares_a_household_before_being_there_twice(ask: Ask) -> None:
    """All stays in one household on one day are in one unit, unless somebody is away for a time."""
    units = """select household, count(distinct unit) as n from stays where unit <> 'outside'
        and "from" <= date '2020-06-30' and "to" >= date '2020-06-30' group by household having n > 1"""
    assert ask(units) == []


def test_households_are_formed_moved_and_left(ask: Ask) -> None:
    changes = """select count(*) filter (household <> before), count(*) filter (unit <> was),
        count(*) filter (unit = 'outside') from (select *, lag(household) over w as before, lag(unit) over w as was
        from stays window w as (partition by person order by "from"))"""
    homes, units, away = ask(changes)[0]
    assert homes > 200
    assert units > 200
    assert away > 5


def test_births_deaths_arrivals_and_departures_fall_in_every_year(ask: Ask) -> None:
    first = """select person, min("from") as a, max("to") as b from stays group by person"""
    counted = f"""select y, count(*) filter (year(born) = y), count(*) filter (year(died) = y),
        count(*) filter (year(a) = y and a > born), count(*) filter (year(b) = y and died is null)
        from people join ({first}) using (person), range(2016, 2027) r(y) group by y"""
    rows = ask(counted)
    assert len(rows) == 11
    assert all(min(row[1:]) > 0 for row in rows)


def test_children_bear_their_fathers_surname(ask: Ask) -> None:
    named = """select count(*) filter (exists (select 1 from stays m join people f on f.person = m.person
            where m.household = s.household and f.sex = 'm' and f.born < c.born - interval 16 year
            and split_part(f.name, ' ', 1) = split_part(c.name, ' ', 1))), count(*)
        from people c join stays s using (person) where c.born > date '2016-01-01' and s."from" = c.born"""
    same, everybody = ask(named)[0]
    assert same > 0.8 * everybody


def test_the_poor_leave_poverty_until_none_are_left(ask: Ask) -> None:
    count = """select count(*) from household_status where fact = 'living_standard' and value in ('poor', 'near_poor')
        and "from" <= date '{0}' and "to" >= date '{0}'"""
    years = [ask(count.format(f"{year}-01-01"))[0][0] for year in (2015, 2018, 2021, 2024, 2026)]
    assert years == sorted(years, reverse=True)
    assert years[0] > 30
    assert years[-1] == 0


def test_whoever_left_poverty_is_recognised_from_the_day_after(ask: Ask) -> None:
    left = """select count(*), count(*) filter (e.household is not null) from household_status p
        left join household_status e on e.household = p.household and e.fact = 'escaped_poverty'
            and e.value = 'both' and e."from" = p."to" + interval 1 day
        where p.fact = 'living_standard' and p.value = 'near_poor' and p."to" between '2016-01-01' and '2026-06-30'
        and not exists (select 1 from household_status n where n.household = p.household
            and n.fact = 'living_standard' and n.value = 'poor' and n."from" = p."to" + interval 1 day)
        and exists (select 1 from stays s where s.household = p.household and s."to" > p."to")"""
    ended, recognised = ask(left)[0]
    assert ended > 20
    assert recognised == ended


def test_the_provincial_standard_only_marks_the_poor_and_near_poor(ask: Ask) -> None:
    alone = """select * from household_status s where fact = 'poverty_standard' and not exists (
        select 1 from household_status p where p.household = s.household and p.fact = 'living_standard'
        and p.value in ('poor', 'near_poor') and p."from" <= s."from" and p."to" >= s."from")"""
    assert ask(alone) == []
    when = ask("""select min(year("from")), max(year("to")) from household_status where fact = 'poverty_standard'""")
    assert when[0][0] >= 2022
    assert when[0][1] <= 2025


def test_cards_of_the_young_run_to_the_law_s_day(ask: Ask) -> None:
    """A child's card runs to 30 September of the year of 72 months, or to the end of that month when later; what
    ends earlier ends with a life or a stay."""
    ends = """select count(*) from cards c join people p using (person) join (
            select person, max("to") as b from stays group by person) using (person)
        where p.born between date '2021-01-01' and date '2026-06-30' and c."from" < p.born + interval 60 day
        and c."to" <> b and c."to" < p.born + interval 72 month"""
    cut = """select count(*) from cards c join people p using (person)
        where p.born between date '2021-01-01' and date '2026-06-30'"""
    assert ask(ends)[0][0] < 0.01 * ask(cut)[0][0]


def test_some_lose_cover_for_a_few_months(ask: Ask) -> None:
    gaps = """select count(*) filter (after - "to" between 28 and 250) from (
        select *, lead("from") over (partition by person order by "from") as after from cards)"""
    assert ask(gaps)[0][0] > 100


def test_cover_falls_when_the_hardship_list_ends_and_comes_back(ask: Ask) -> None:
    share = """select 100.0 * count(*) filter (exists (select 1 from cards c where c.person = s.person
            and c."from" <= date '{0}' and c."to" >= date '{0}')) / count(*)
        from stays s join people using (person) where unit in ('06838', '07054') and ethnicity <> 'kinh'
        and s."from" <= date '{0}' and s."to" >= date '{0}'"""
    before, after, later = (ask(share.format(d))[0][0] for d in ("2021-06-15", "2021-07-15", "2022-06-15"))
    assert before > 97
    assert after < before - 20
    assert later > 95
