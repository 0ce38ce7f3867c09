"""The answer a clinic gets."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction

from baophu.care.services.rules import Question
from baophu.care.services.tables import Tone
from baophu.law.model import Text


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known of the cover of somebody who came.

    `code`, `word`, `tone`, `says` and `treat` are those of the situation (tables/answers.yaml). `person` is None for
    nobody. The fields to compare are those of the register; `disagreements` those in which what was shown says
    otherwise (`name`, `born`, `sex`, `personal_id`). `valid_from` and `valid_to` are of the card valid on the day `on`,
    else of the next or the last (`valid_to` None: open); `starts_on` the first day of a card that waits.

    `level` (percent), `share` of the route, `why` (refs of provisions; `level_ref` the one that gives the level) and
    `small_visit_limit` (a visit that costs less is paid in full; đồng) are None or empty where the fund pays nothing or
    nothing can be said. `question`: what the share turns on and was not told. `five_year_on` the day on which five
    years of continuous cover are full, `exempt_to` the last day of the exemption where it holds, `copay_left` the đồng
    that may still be paid this year before it does.

    `as_of` is the moment whose state this is; `certain` False means that the system cannot know, and the rest is the
    last known state. Whoever asks logs the look: `check_in` does.
    """

    situation: str
    code: str
    word: Text
    tone: Tone
    says: Text
    treat: Text
    on: date
    way: str
    digest: str
    certain: bool
    simulated: bool
    person: int | None = None
    name: str = ""
    born: date | None = None
    born_known: str = "day"
    sex: str = ""
    personal_id: str | None = None
    social_number: str | None = None
    unit: str | None = None
    unit_name: str = ""
    shown_name: str = ""
    disagreements: tuple[str, ...] = ()
    card_number: str = ""
    old_card: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    starts_on: date | None = None
    died: date | None = None
    level: int | None = None
    level_ref: str = ""
    why: tuple[str, ...] = ()
    route: str = ""
    care: str = ""
    share: Fraction | None = None
    question: Question | None = None
    small_visit_limit: int | None = None
    five_year_on: date | None = None
    exempt: bool = False
    exempt_to: date | None = None
    copay_left: int | None = None
    copay_paid: int = 0
    as_of: datetime | None = None
    routes: tuple[RouteShare, ...] = field(default=())

    @property
    def insured(self) -> bool:
        """Whether the fund pays for a visit today, by the law and what is known."""
        return self.certain and self.level is not None


@dataclass(frozen=True, slots=True)
class RouteShare:
    """What another route would come to: level and share, or the question it turns on."""

    route: str
    level: int | None
    share: Fraction | None
    question: Question | None
