"""Pupils and students: who goes to school from when to when, and where students study."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from baophu.synth.dates import OPEN, Days, birthday, date_in_year, year_of
from baophu.synth.facts import Facts, coded, living, same
from baophu.synth.folk import NOBODY, Folk
from baophu.synth.settings import Settings, dice
from baophu.synth.spells import Spells, spells

NEVER = 0
"""The day of those who do not study; before every day of the span."""


@dataclass(frozen=True)
class School:
    """Days of schooling; arrays of shape (people,). NEVER where it does not happen."""

    pupil_from: Days
    pupil_to: Days
    student_from: Days
    student_to: Days

    def done(self, folk: Folk) -> Days:
        """The last day before working life: the end of study, or the day before turning eighteen."""
        grown = birthday(folk.born, 18) - 1
        return np.maximum(np.maximum(self.pupil_to, self.student_to), grown).astype(np.int32)

    def pupils(self) -> Spells:
        """Spells of pupils, one at most for each person."""
        return spells(np.arange(len(self.pupil_from)), self.pupil_from, self.pupil_to).within(1, OPEN)

    def students(self) -> Spells:
        """Spells of students, one at most for each person."""
        return spells(np.arange(len(self.student_from)), self.student_from, self.student_to).within(1, OPEN)


def school(folk: Folk, config: Settings, seed: int) -> School:
    """The schooling of everybody, by birth year; only days in or after the span matter."""
    rng = dice(seed, "school")
    rule = config.work["school"]
    study = rule["student"]
    count = len(folk)
    year = year_of(folk.born)
    minority = folk.ethnicity > 0

    def share(of: dict[str, float]) -> NDArray[np.float64]:
        return np.where(minority, of["minority"], of["kinh"])

    attends = rng.random(count) >= rule["never"]
    early = rng.random(count) < share(rule["leaves_after_lower"])
    last_age = np.where(early, rule["lower_age"], rule["upper_age"])
    pupil_from = date_in_year(year + rule["first_age"], **_md(rule["starts"]))
    pupil_to = date_in_year(year + last_age, **_md(rule["ends"]))
    goes_on = attends & ~early & (rng.random(count) < share(study["share"]))
    lone_arrival = (folk.mother == NOBODY) & (folk.spouse == NOBODY) & (folk.enter > config.start)
    age_at_arrival = year_of(folk.enter) - year
    of_age = (age_at_arrival >= rule["upper_age"]) & (age_at_arrival <= rule["upper_age"] + 2)
    goes_on = np.where(lone_arrival & of_age, rng.random(count) < rule["student"]["arrivals_here"], goes_on)
    lengths = np.array([int(k) for k in study["years"]])
    chances = np.array([float(v) for v in study["years"].values()])
    length = rng.choice(lengths, count, p=chances / chances.sum())
    student_from = date_in_year(year + rule["upper_age"], **_md(study["starts"]))
    student_to = date_in_year(year + rule["upper_age"] + length, **_md(study["ends"]))
    goes_on &= ~folk.foreign
    attends = attends & ~folk.foreign
    never = np.int32(NEVER)
    return School(
        pupil_from=np.where(attends, pupil_from, never),
        pupil_to=np.where(attends, pupil_to, never),
        student_from=np.where(goes_on, student_from, never),
        student_to=np.where(goes_on, student_to, never),
    )


def _md(of: dict[str, int]) -> dict[str, int]:
    return {"month": of["month"], "dom": of["day"]}


def add_study(facts: Facts, of: School, folk: Folk, config: Settings, seed: int) -> None:
    """Write `study`, `school_province` and `school_budget`."""
    rng = dice(seed, "school places")
    rule = config.work["school"]
    pupils, students = of.pupils(), of.students()
    facts.statuses.append(living(same("study", "pupil", pupils), folk, config))
    facts.statuses.append(living(same("study", "student", students), folk, config))
    places = rule["student"]["places"]
    codes = [str(p["province"]) for p in places]
    chances = np.array([float(p["share"]) for p in places])
    place = rng.choice(len(places), len(students), p=chances / chances.sum())
    came_to_study = folk.enter[students.owner] > config.start
    place[came_to_study & (folk.mother[students.owner] == NOBODY)] = codes.index(rule["own_province"])
    central = rng.random(len(students)) < np.array([float(p["central"]) for p in places])[place]
    own = same("school_province", rule["own_province"], pupils)
    facts.statuses.append(living(own, folk, config))
    facts.statuses.append(living(coded("school_province", codes, place, students), folk, config))
    facts.statuses.append(living(same("school_budget", "province", pupils), folk, config))
    budgets = coded("school_budget", ("province", "central"), central.astype(np.int16), students)
    facts.statuses.append(living(budgets, folk, config))
