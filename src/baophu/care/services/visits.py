"""Visits: assessed by the engine, recorded, corrected by a reversal and a new one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from baophu.accounts.models import User
from baophu.accounts.services.looks import log_look
from baophu.care.errors import AlreadyBooked, Ask, NoFacility, WrongVisit
from baophu.care.models import Facility, Visit
from baophu.care.services import rules, tables
from baophu.care.services.fetching import Records, find, records
from baophu.care.services.standing import as_engine_sees
from baophu.cover.services.issued import records_of
from baophu.cover.services.standing import standings
from baophu.decisions.services.lawbooks import active
from baophu.engine.cards import Copay, Cover, NotTold, VisitAsked
from baophu.engine.cards import Visit as Paid
from baophu.engine.cards import visit as ask
from baophu.engine.source import FactsError
from baophu.law.scalars import share_text
from baophu.registry.models import Person
from baophu.registry.services.entries import entry as new_entry

TRIED = "thử mở lần khám của cơ sở khác"
OPENED = "xem lần khám"


@dataclass(frozen=True, slots=True)
class Told:
    """A visit as it is told. `scope`: cost within the scope of insurance; `own`: what the person pays besides; đồng.

    `link` is the facility's own number (MA_LK). `sensitive` None: by the diagnosis.
    """

    date_in: date
    date_out: date
    care: str
    route: str
    scope: int
    own: int = 0
    other: int = 0
    diagnosis: str = ""
    link: str = ""
    serious_disease: bool = False
    sensitive: bool | None = None

    @property
    def total(self) -> int:
        return self.scope + self.own + self.other


@dataclass(frozen=True, slots=True)
class Assessed:
    """What the engine says of a visit: fund and copay add up to the scope. Below `limit` a visit is paid in full."""

    told: Told
    fund: int
    copay: int
    level: int
    level_ref: str
    share: str
    why: tuple[str, ...]
    counted: bool
    exempt_to: date | None
    copay_left: int
    card_valid: bool
    limit: int


def assess(person: Person | int, facility: Facility, told: Told) -> Assessed:
    """What the fund and the person pay of a visit, by the day on which it ends: the engine's answer, nothing kept.

    WrongVisit names the field that is wrong; Ask the fact that the law turns on.
    """
    number = person if isinstance(person, int) else person.pk
    _check(told)
    book, day = active(), told.date_out
    found = next(iter(find("id", number)), None)
    if found is None:
        raise WrongVisit("Không có người này trong sổ.", "There is no such person.", "person")
    if found.died is not None and found.died < told.date_in:
        raise WrongVisit(
            f"Người này đã mất ngày {found.died:%d/%m/%Y}.", f"The person died on {found.died:%d/%m/%Y}.", "date_in"
        )
    try:
        standing = standings([found.id], min(day, found.died or day)).get(found.id)
    except FactsError as error:
        raise WrongVisit(f"Dữ liệu chưa xét được: {error}", f"The facts cannot be decided on: {error}") from error
    if standing is None:
        raise WrongVisit(
            f"Ngày {day:%d/%m/%Y} người này không cư trú trong tỉnh; chưa xác định được mức hưởng.",
            f"On {day:%d/%m/%Y} the person lives nowhere here; the level cannot be known.",
            "date_out",
        )
    known = records(found.id, day)
    child = not known.cards and rules.is_child(book, found.born, told.date_in)
    facts = {**facility.told(), "care": told.care, "route": told.route, "serious_disease": told.serious_disease}
    asked = VisitAsked(
        person=str(found.id),
        on=day,
        cost=told.scope,
        told=facts,
        cards=None if child else _covers(known, told),
        copays=tuple(Copay(on, money) for on, money in known.copays),
    )
    seen = as_engine_sees(book, found, known, day)
    try:
        paid = ask(book, [seen], asked, standing.decision)
    except NotTold as error:
        raise _ask(error) from error
    counts = rules.counts(book, seen, day, facts)
    if counts is None and paid.copay:
        raise _ask(NotTold("what counts towards the exemption turns on the facility's facts", "former_class"))
    return _assessed(told, paid, counts is True, known, child, day)


def _assessed(told: Told, paid: Paid, counts: bool, known: Records, child: bool, day: date) -> Assessed:
    book = active()
    valid = child or any(c.start <= day and (c.end is None or day <= c.end) for c in known.cards)
    return Assessed(
        told=told,
        fund=paid.fund,
        copay=paid.copay,
        level=paid.level,
        level_ref=rules.gives_level(book, paid.why),
        share=share_text(paid.share),
        why=tuple(dict.fromkeys(filter(None, paid.why))),
        counted=counts and valid,
        exempt_to=paid.exempt_to,
        copay_left=paid.year.left,
        card_valid=valid,
        limit=rules.small_limit(book, day),
    )


def _covers(known: Records, told: Told) -> tuple[Cover, ...]:
    """The cards as the engine asks for them. One that ends while somebody is treated has no rule in the law book."""
    covers = tuple(Cover(c.start, c.end, c.paid_on) for c in known.cards)

    def valid(day: date) -> bool:
        return any(c.start <= day and (c.end is None or day <= c.end) for c in covers)

    if valid(told.date_in) != valid(told.date_out):
        raise WrongVisit(
            "Thẻ bắt đầu hoặc hết hạn trong đợt điều trị; sổ luật chưa có quy định, hãy tách đợt theo hạn thẻ.",
            "The card begins or ends during the treatment; the law book has no rule for that: divide it by the card.",
            "date_out",
        )
    return covers


def _ask(error: NotTold) -> Ask:
    declared = active().facts.get(error.fact)
    label = declared.label if declared else None
    return Ask(
        f"Cần biết thêm: {label.vi if label else error}.",
        f"More is needed: {label.en if label else error}.",
        error.fact,
    )


def _check(told: Told) -> None:
    today = timezone.localdate()
    if told.date_out < told.date_in:
        raise WrongVisit("Ngày ra trước ngày vào.", "The visit ends before it begins.", "date_out")
    if told.date_out > today:
        raise WrongVisit("Ngày ra sau hôm nay.", "The visit ends after today.", "date_out")
    for name in ("scope", "own", "other"):
        if getattr(told, name) < 0:
            raise WrongVisit("Số tiền không được âm.", "An amount is not negative.", name)
    if told.total == 0:
        raise WrongVisit("Hãy nhập chi phí.", "Say what it cost.", "scope")


def record(person: Person | int, facility: Facility, told: Told, by: User | None, *, simulated: bool = False) -> Visit:
    """Record a visit with the amounts the engine gives. The same `link` with the same content again changes nothing.

    WrongVisit, Ask as `assess`; AlreadyBooked where the facility's number stands for another visit.
    """
    number = person if isinstance(person, int) else person.pk
    with transaction.atomic():
        act = new_entry("visit", by=by)
        if (there := same(facility, told.link, number, told)) is not None:
            return there
        row = _row(number, facility, assess(number, facility, told), act.pk)
        row.simulated = simulated
        row.link = row.link or f"{facility.code}-{act.pk}"
        row.save(force_insert=True)
    return row


def same(facility: Facility, link: str, person: int, told: Told) -> Visit | None:
    """The visit already recorded under a facility's number; AlreadyBooked where it says something else."""
    there = standing().filter(facility=facility, link=link).first() if link else None
    if there is None:
        return None
    said = (there.person_id, there.date_in, there.date_out, there.scope, there.own, there.care, there.route)
    if said != (person, told.date_in, told.date_out, told.scope, told.own, told.care, told.route):
        raise AlreadyBooked(
            f"Mã {link} đã dùng cho một lần khám khác.", f"The number {link} stands for another visit already."
        )
    return there


def _row(person: int, facility: Facility, one: Assessed, entry: int) -> Visit:
    told = one.told
    return Visit(
        facility=facility,
        person_id=person,
        link=told.link,
        date_in=told.date_in,
        date_out=told.date_out,
        care=told.care,
        route=told.route,
        diagnosis=told.diagnosis.upper(),
        sensitive=tables.is_sensitive(told.diagnosis) if told.sensitive is None else told.sensitive,
        total=told.total,
        scope=told.scope,
        fund=one.fund,
        copay=one.copay,
        own=told.own,
        other=told.other,
        counted=one.counted,
        level=one.level,
        share=one.share,
        why=list(one.why),
        source=Visit.Source.FORM,
        entry_id=entry,
    )


def reverse(visit: Visit, by: User | None, reason: str) -> Visit:
    """Take a visit back: a row with the other sign. AlreadyBooked where it was taken back before."""
    with transaction.atomic():
        act = new_entry("reverse_visit", by=by, reason=reason)
        _must_stand(visit)
        row = mirrored(visit, act.pk)
        row.save(force_insert=True)
    return row


def correct(visit: Visit, told: Told, by: User | None, reason: str) -> Visit:
    """Take a visit back and record it as it should have been, in one act."""
    with transaction.atomic():
        act = new_entry("correct_visit", by=by, reason=reason)
        _must_stand(visit)
        mirrored(visit, act.pk).save(force_insert=True)
        told = replace(told, link=told.link or visit.link)
        row = _row(visit.person_id, visit.facility, assess(visit.person_id, visit.facility, told), act.pk)
        row.simulated = visit.simulated
        row.save(force_insert=True)
    return row


def mirrored(visit: Visit, entry: int) -> Visit:
    """The row that takes a visit back."""
    told: dict[str, Any] = {f.attname: getattr(visit, f.attname) for f in Visit._meta.concrete_fields if f.name != "id"}
    for name in ("total", "scope", "fund", "copay", "own", "other"):
        told[name] = -told[name]
    return Visit(**{**told, "entry_id": entry, "reverses_id": visit.pk})


def _must_stand(visit: Visit) -> None:
    if visit.reverses_id is not None or Visit.objects.filter(reverses=visit.pk).exists():
        raise AlreadyBooked("Lần khám này đã được hủy hoặc sửa.", "This visit was taken back or corrected.")


def standing() -> QuerySet[Visit]:
    """Visits that stand: neither taken back nor taking one back."""
    return Visit.objects.filter(reverses=None, reversed_by=None)


def of_person(person: Person | int) -> QuerySet[Visit]:
    """The visits of a person, the last first; records merged into theirs included. `sensitive` ones are marked."""
    number = person if isinstance(person, int) else person.pk
    return standing().filter(person__in=records_of([number])).select_related("facility").order_by("-date_out", "-pk")


def seen(user: User, number: int, facility: Facility, page: str = "") -> Visit:
    """A visit of one's own facility, the look logged. NoFacility for none and for another's; that trial is logged."""
    found = Visit.objects.filter(pk=number).select_related("facility", "person").first()
    if found is None or found.facility_id != facility.pk:
        if found is not None:
            log_look(user, found.person_id, TRIED, page)
        raise NoFacility("Không có lần khám này ở cơ sở của bạn.", "There is no such visit at your facility.")
    log_look(user, found.person_id, OPENED, page)
    return found
