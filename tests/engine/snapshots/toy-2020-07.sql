with conditions as (
 select *,
  (f_work = 1) as c0_0,
  (f_pension = 1) as c1_0,
  (age < 6) as c2_0,
  (f_veteran = 1) as c3_0,
  (age >= 40) as c3_1,
  (f_living_standard = 1) as c4_0,
  (f_people in (1, 1)) as c5_0,
  (f_hardship <> 0) as c5_1,
  (1 = 1) as c5_2,
  (f_living_standard = 2) as c6_0,
  (f_study in (1, 1)) as c7_0,
  (age >= 70) as c10_0,
  (f_island = 1) as c22_0,
  (f_permanent_resident = 1) as c22_1,
  (f_work = 2) as c23_0,
  (f_living_standard = 3) as c23_1
 from cell),
provisions as (
 select *,
  (c0_0) as p0,
  (c1_0) as p1,
  (c2_0) as p2,
  (c3_0 and c3_1) as p3,
  (c4_0) as p4,
  (c5_0 and c5_1 and c5_2) as p5,
  (c6_0) as p6,
  (c7_0) as p7,
  ((1 = 1)) as p8,
  (c10_0) as p10,
  ((1 = 1)) as p11,
  ((1 = 1)) as p12,
  ((1 = 1)) as p13,
  ((1 = 1)) as p14,
  ((1 = 1)) as p15,
  ((1 = 1)) as p16,
  ((1 = 1)) as p17,
  ((1 = 1)) as p18,
  ((1 = 1)) as p19,
  ((1 = 1)) as p20,
  ((1 = 1)) as p21,
  (c22_0 and c22_1) as p22,
  (c23_0 and c23_1) as p23,
  ((1 = 1)) as p24,
  ((1 = 1)) as p25,
  ((1 = 1)) as p26
 from conditions),
held as (
 select *,
  (p0) as h0,
  (p1) as h1,
  (p2) as h2,
  (p3) as h3,
  (p4) as h4,
  (p5) as h5,
  (p22) as h6,
  (p6) as h7,
  (p7) as h8,
  (p23) as h9,
  (p8) as h10
 from provisions),
standing as (
 select *,
  (h0 and not (p10 and (h1))) as d0,
  (h1) as d1,
  (h2) as d2,
  (h3) as d3,
  (h4) as d4,
  (h5) as d5,
  (h6) as d6,
  (h7) as d7,
  (h8) as d8,
  (h9) as d9,
  (h10) as d10,
  (case when p10 and ((h0 and (h1))) then 1 else 0 end) as gave_way
 from held),
first_in_order as (
 select *,
  case when d0 then 0 when d1 then 1 when d2 then 2 when d3 then 3 when d4 then 4 when d5 then 5 when d6 then 6 when d7 then 7 when d8 then 8 when d9 then 9 when d10 then 10 else -1 end as first_paying
 from standing),
would_pay_state as (
 select *,
  least(3000, greatest(0, case when p17 then 2100 else 0 end)) as s7_state,
  least(3000, greatest(0, case when p18 then 900 else 0 end)) as s8_state,
  least(3000, greatest(0, case when p26 then 900 else 0 end)) as s9_state
 from first_in_order),
best as (
 select *,
  greatest(case when d7 then cast(s7_state as bigint) * 1000 + 992 else -1 end, case when d8 then cast(s8_state as bigint) * 1000 + 991 else -1 end, case when d9 then cast(s9_state as bigint) * 1000 + 990 else -1 end) as best0
 from would_pay_state),
choice as (
 select *,
  case when p11 and first_paying in (7, 8, 9) then 999 - best0 % 1000 else first_paying end as paying
 from best),
chosen as (
 select *,
  case when paying <> first_paying and p11 and first_paying in (7, 8, 9) then 11 else -1 end as by_choice
 from choice),
terms_state as (
 select *,
  case when p16 and paying in (2, 3, 4, 5, 6) then 3000 else 0 end as t16,
  case when p17 and paying in (7) then 2100 else 0 end as t17,
  case when p18 and paying in (8) then 900 else 0 end as t18,
  case when p26 and paying in (9) then 900 else 0 end as t26
 from chosen),
best_state as (
 select *,
  greatest(0, t16, t17, t18, t26) as m_state
 from terms_state),
share_state as (
 select *,
  least(m_state, 3000) as s_state,
  case when m_state <= 0 then -1 when t16 = m_state then 16 when t17 = m_state then 17 when t18 = m_state then 18 when t26 = m_state then 26 else -1 end as w_state
 from best_state),
levels as (
 select *,
  case when p19 and (h2 or h3 or h4 or h5) then 100 else 0 end as l19,
  case when p20 and (h1 or h7) then 95 else 0 end as l20,
  case when p21 and (h0 or h8 or h10) then 80 else 0 end as l21,
  case when p24 and (h6) then 100 else 0 end as l24,
  case when p25 and (h9) then 80 else 0 end as l25
 from share_state),
answers as (
 select *,
  greatest(0, l19, l20, l21, l24, l25) as benefit,
  case when l19 > 0 and l19 = greatest(0, l19, l20, l21, l24, l25) then 19 when l20 > 0 and l20 = greatest(0, l19, l20, l21, l24, l25) then 20 when l21 > 0 and l21 = greatest(0, l19, l20, l21, l24, l25) then 21 when l24 > 0 and l24 = greatest(0, l19, l20, l21, l24, l25) then 24 when l25 > 0 and l25 = greatest(0, l19, l20, l21, l24, l25) then 25 else -1 end as by_benefit,
  case when paying = 0 and p0 then 0 when paying = 1 and p1 then 1 when paying = 2 and p2 then 2 when paying = 3 and p3 then 3 when paying = 4 and p4 then 4 when paying = 5 and p5 then 5 when paying = 6 and p22 then 22 when paying = 7 and p6 then 6 when paying = 8 and p7 then 7 when paying = 9 and p23 then 23 when paying = 10 and p8 then 8 else -1 end as by_group,
  case when p12 and paying in (0) then 12 when p13 and paying in (1) then 13 when p14 and paying in (2, 3, 4, 5, 6, 7, 8, 9, 10) then 14 else -1 end as by_premium,
  case when p15 and paying in (10) and s_state = 0 then 15 else -1 end as by_taper,
  (case when h0 then 1 else 0 end + case when h1 then 2 else 0 end + case when h2 then 4 else 0 end + case when h3 then 8 else 0 end + case when h4 then 16 else 0 end + case when h5 then 32 else 0 end + case when h6 then 64 else 0 end + case when h7 then 128 else 0 end + case when h8 then 256 else 0 end + case when h9 then 512 else 0 end + case when h10 then 1024 else 0 end) as held_low,
  (0) as held_high
 from levels)
select cell, paying, by_group, by_premium, s_state, w_state, benefit, by_benefit, by_taper, held_low, held_high, gave_way, by_choice
from answers
