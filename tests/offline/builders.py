"""An island's clinic and people of every standing, for the tests of offline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from baophu.accounts.models import Role, User
from baophu.accounts.services import keep_looks
from baophu.care.models import Facility, Post
from baophu.decisions.services.redeciding import redecide
from baophu.offline.models import Snapshot
from baophu.offline.services import secrets, snapshots
from baophu.offline.services.opened import Opened
from baophu.offline.services.sealing import unseal
from baophu.registry.models import Person
from baophu.registry.services.recording import die
from tests.accounts.builders import LONG_AGO, officer
from tests.builders import CO_TO, a_card, a_household, a_person, a_status, recording


def ahead(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def sex_of(number: str) -> str:
    """The fourth digit of a personal ID tells it."""
    return "f" if int(number[3]) % 2 else "m"


def clinic(code: str = "22927") -> Facility:
    return Facility.objects.create(code=code, name="Trung tâm Y tế Cô Tô", level="basic", former_class="district")


def receptionist(facility: Facility, name: str = "co-to") -> User:
    user = officer(Role.CLINIC, CO_TO, name=name)
    Post.objects.create(user=user, facility=facility, valid_from=LONG_AGO)
    return user


def islanders() -> list[Person]:
    """Somebody of each standing: insured, ended, beginning, ending soon, without a card, a child, old, dead, alike."""
    an = a_person("Nguyễn Văn An", "1980-03-02", "m", None, personal_id="022080000011", old_id="100123456")
    chi = a_person("Phạm Hải Yến", f"{ahead(0).year - 3}-05-06", "f", None)
    a_household(CO_TO, an, chi)
    people = [an, chi]

    def one(name: str, born: str, number: str, *card: int | None, **more: str) -> Person:
        made = a_person(name, born, sex_of(number), CO_TO, personal_id=number, **more)
        if card:
            start, end = card
            a_card(made, ahead(start or 0).isoformat(), ahead(end).isoformat() if end is not None else None)
        people.append(made)
        return made

    a_card(an, ahead(-400).isoformat(), ahead(-36).isoformat(), number="GD4222290000001")
    a_card(an, ahead(-35).isoformat(), ahead(330).isoformat(), number="GD4222290000002")
    one("Trần Thị Bình", "1983-07-20", "022183000012", -300, -5)
    one("Lê Văn Cường", "1990-01-15", "022090000013", 4, 369)
    one("Vũ Thị Dung", "1975-02-28", "022175000014", -300, 6)
    one("Đỗ Văn Em", "1966-11-11", "022066000015")
    one("Hoàng Thị Giang", "1948-01-01", "022148000016", -700, None, social_number="2212345678")
    soon = one("Bùi Văn Hải", "1985-05-05", "022085000017", -100, 264)
    a_status(soon, "employment", "employee", "2020-01-01", ahead(9).isoformat())
    gone = one("Ngô Văn Khánh", "1950-06-06", "022050000018", -100, 264)
    with recording() as e:
        die(gone, ahead(-3), e)
    one("Đặng Thị Lan", f"{ahead(10).year - 60}-{ahead(10):%m-%d}", "022166000019", -100, 264)
    for number in ("022095000020", "022095000021"):
        one("Phan Văn Minh", "1995-09-09", number, -100, 264, old_id="100999999")
    redecide(Person.objects.values_list("pk", flat=True))
    return people


@dataclass(frozen=True)
class Taken:
    """A snapshot taken of the island."""

    snapshot: Snapshot
    facility: Facility
    user: User
    code: str
    file: bytes

    @property
    def opened(self) -> Opened:
        return Opened(*unseal(self.file, self.code, secrets.signers()))


def taken(facility: Facility | None = None) -> Taken:
    place = facility or clinic()
    user = receptionist(place)
    code = secrets.make_code(place, user)
    with keep_looks():
        made = snapshots.make([CO_TO], place, user)
    return Taken(made, place, user, code, snapshots.file_of(place, made.number))
