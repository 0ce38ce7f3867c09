"""`baophu person …`: find, show, record, end, merge, undo. Every look at a record is logged."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Annotated, Any

import typer

from baophu.cli.shared import Failure, FormatOption, LangOption, as_json, choice, day
from baophu.cli.users import accounts

if TYPE_CHECKING:
    from baophu.registry.models import Person
    from baophu.registry.services.telling import PersonAsOf

person = typer.Typer(no_args_is_help=True, help="People of the register: find, show, record, end, merge, undo.")
FOUND, SHOWN = "tìm bằng lệnh", "lệnh show"
"""Reasons of looks, translated in `accounts.services.reasons`."""

Number = Annotated[int, typer.Argument(help="Number of the record.")]
Why = Annotated[str, typer.Option("--why", help="The reason, kept with what is done.")]
By = Annotated[str, typer.Option("--by", help="The officer it is recorded by; they see only their units.")]
Since = Annotated[str, typer.Option("--from", help="First day, 2026-07-01; left out: today.")]
Until = Annotated[str, typer.Option("--to", help="Last day, inclusive; left out: still so.")]


@person.command()
def find(
    text: Annotated[str, typer.Argument(help="A name with or without accents, any number, or a scanned ID card.")],
    limit: Annotated[int, typer.Option("--limit", help="How many at most.")] = 20,
    by: By = "",
    format: FormatOption = "text",
    lang: LangOption = "vi",
) -> None:
    """Find people by name or number."""
    choice("format", format, ("text", "json"))
    with accounts(lang):
        from baophu.registry.services.finding import by_name, by_number

        units = _units(by, lang)
        numbers = by_number(text, units)
        people = [found.person for found in numbers] or by_name(text, units, limit)
        disagrees = {found.person.pk: found.disagrees for found in numbers}
        rows = [{**_line(one), "disagrees": list(disagrees.get(one.pk, ()))} for one in people[:limit]]
        more = len(people) > limit
        _log([row["number"] for row in rows], FOUND, by)
        simulated = _simulated()
    if format == "json":
        print(as_json({"people": rows, "more": more, "simulated": simulated}))
        return
    _label(simulated, lang)
    for row in rows:
        differs = f"  ≠ {', '.join(row['disagrees'])}" if row["disagrees"] else ""
        number, born, personal = row["number"], row["born"], row["personal_id"] or ""
        print(f"{number:>8}  {row['name']:<28} {born:<10} {personal:<12} {row['unit']}{differs}")
    if more:
        print("…")
    if not rows:
        raise Failure("Không tìm thấy ai." if lang == "vi" else "Nobody was found.")


@person.command()
def show(
    number: Number,
    on: Annotated[str, typer.Option("--on", help="Day asked about; left out: today.")] = "",
    known: Annotated[str, typer.Option("--known", help="As known at the end of this day; left out: now.")] = "",
    why: Why = SHOWN,
    by: By = "",
    format: FormatOption = "text",
    lang: LangOption = "vi",
) -> None:
    """Everything recorded of a person on a day, as known on another."""
    choice("format", format, ("text", "json"))
    with accounts(lang):
        from django.utils import timezone

        from baophu.registry.services.telling import person_on

        known_at = timezone.make_aware(datetime.combine(day(known), time.max)) if known else None
        asked = day(on) if on else timezone.localdate()
        _log([number], why, by)
        told = person_on(_person(number, by, lang), asked, known_at)
        if told is None:
            raise Failure(
                f"Ngày {known} chưa có hồ sơ {number}." if lang == "vi" else f"record {number} did not exist on {known}"
            )
        data = {**_told(told), "simulated": _simulated()}
    if format == "json":
        print(as_json(data))
        return
    _label(data.pop("simulated"), lang)
    for name, value in data.items():
        for each in value if isinstance(value, list) else [value]:
            print(f"{name:<20} {each if each is not None else ''}".rstrip())


@person.command()
def record(
    number: Number,
    fact: Annotated[str, typer.Argument(help="A fact of the person, or of the household lived in.")],
    value: Annotated[str, typer.Argument(help="A value of the law book; đồng for an amount; the default ends it.")],
    since: Since = "",
    until: Until = "",
    why: Why = "",
    by: By = "",
    lang: LangOption = "vi",
) -> None:
    """Record what is true from day to day, whatever stood there."""
    with _recording("record", why, by, lang) as made:
        from baophu.registry.law import book
        from baophu.registry.services.recording import set_amount, set_status, stay_on

        someone = _person(number, by, lang)
        first, last = _first(since), day(until) if until else None
        known = book().facts.get(fact)
        if known is not None and known.type == "money" and value.isdecimal():
            set_amount(someone, fact, int(value), first, last, made)
        elif known is not None and known.level == "household":
            stay = stay_on(someone, first)
            if stay is None:
                raise Failure("Không có hộ ngày đó." if lang == "vi" else f"no household on {first}")
            set_status(stay.household, fact, value, first, last, made)
        else:
            set_status(someone, fact, value, first, last, made)
        print(f"{made.pk}")


@person.command()
def die(
    number: Number,
    on: Annotated[str, typer.Option("--on", help="Day of death.")],
    why: Why = "",
    by: By = "",
    lang: LangOption = "vi",
) -> None:
    """Record a death: stays, statuses and cards end on that day."""
    with _recording("die", why, by, lang) as made:
        from baophu.registry.services.recording import die as do

        do(_person(number, by, lang), day(on), made)
        print(f"{made.pk}")


@person.command()
def move(
    number: Number,
    unit: Annotated[str, typer.Argument(help="Code of the unit; `outside` for elsewhere.")],
    since: Since = "",
    until: Until = "",
    permanent: Annotated[bool, typer.Option("--permanent/--temporary", help="Permanent residence.")] = True,
    why: Why = "",
    by: By = "",
    lang: LangOption = "vi",
) -> None:
    """Record a move of a person to another unit."""
    with _recording("move", why, by, lang) as made:
        from baophu.registry.services.recording import move as do

        someone = _person(number, by, lang)
        last = day(until) if until else None
        stays = permanent and unit != "outside"
        do(someone, _first(since), made, unit=unit, permanent=stays, last_day=last)
        print(f"{made.pk}")


@person.command()
def merge(
    a: Number,
    b: Number,
    keep: Annotated[int, typer.Option("--keep", help="Which of the two stands afterwards.")],
    by: Annotated[str, typer.Option("--by", help="The officer who proposes it; a second one approves.")],
    choose: Annotated[
        str, typer.Option("--choose", help="Where they contradict each other: kept or other, for all of it.")
    ] = "",
    why: Why = "",
    lang: LangOption = "vi",
) -> None:
    """Propose that two records are of one person; a second officer approves it (`baophu approve`)."""
    if keep not in (a, b):
        raise Failure(f"--keep is {a} or {b}, not {keep}")
    with accounts(lang):
        from baophu.accounts.services.users import find as officer
        from baophu.registry.four_eyes import propose_merge
        from baophu.registry.services.merging import preview_merge

        side: Any = choice("choose", choose, ("kept", "other")) if choose else None
        kept, other = _person(keep, by, lang), _person(b if keep == a else a, by, lang)
        conflicts = preview_merge(kept, other).conflicts
        if conflicts and side is None:
            lines = [c.text.en if lang == "en" else c.text.vi for c in conflicts]
            raise Failure("\n".join([*lines, "--choose kept | other"]))
        proposal = propose_merge(kept, other, officer(by), side, why)
        print(f"{proposal.pk}  {proposal.summary.en if lang == 'en' else proposal.summary.vi}")


@person.command()
def undo(
    entry: Annotated[int, typer.Argument(help="Number of the entry, as printed when it was made.")],
    why: Why = "",
    by: By = "",
    lang: LangOption = "vi",
) -> None:
    """Undo everything an entry recorded."""
    with accounts(lang):
        from baophu.accounts.services.users import find as officer
        from baophu.registry.models import Entry
        from baophu.registry.services.recording import undo as do

        found = Entry.objects.filter(pk=entry).first()
        if found is None:
            raise Failure(f"Không có lần ghi {entry}." if lang == "vi" else f"there is no entry {entry}")
        print(do(found, by=officer(by) if by else None, reason=_reason(why)).pk)


@contextmanager
def _recording(what: str, why: str, by: str, lang: str) -> Iterator[Any]:
    """One transaction with an entry."""
    with accounts(lang):
        from django.db import transaction

        from baophu.accounts.services import require
        from baophu.accounts.services.users import find as officer
        from baophu.registry.services.recording import entry

        user = officer(by) if by else None
        if user is not None:
            require(user, "record")
        with transaction.atomic():
            yield entry(what, by=user, reason=_reason(why))


def _reason(why: str) -> str:
    """A command has no officer of its own: whose account of the machine it was is kept."""
    return f"{why} [baophu: {getpass.getuser()}]".strip()


def _units(by: str, lang: str) -> frozenset[str] | None:
    """The units of the officer named; nobody named: who runs the command administers the machine and sees all."""
    if not by:
        return None
    from baophu.accounts.services import require, units_of
    from baophu.accounts.services.users import find as officer

    user = officer(by)
    require(user, "read_person")
    return units_of(user)


def _person(number: int, by: str, lang: str) -> Person:
    from baophu.registry.models import Person

    found = Person.objects.in_units(_units(by, lang)).filter(pk=number).first()
    if found is None:
        raise Failure(f"Không có hồ sơ {number}." if lang == "vi" else f"there is no record {number}")
    return found


def _log(numbers: list[int], why: str, by: str) -> None:
    from baophu.accounts.services import log_looks
    from baophu.accounts.services.users import find as officer

    log_looks(officer(by) if by else getpass.getuser(), numbers, why, "baophu person")


def _first(since: str) -> date:
    from django.utils import timezone

    return day(since) if since else timezone.localdate()


def _simulated() -> bool:
    from baophu.registry.services.origin import simulated

    return simulated()


def _label(simulated: bool, lang: str) -> None:
    if simulated:
        print("(dữ liệu mô phỏng, không phải người thật)" if lang == "vi" else "(simulated data, no real people)")


def _line(one: Person) -> dict[str, Any]:
    return {
        "number": one.pk,
        "name": one.name,
        "born": one.born.strftime({"day": "%d/%m/%Y", "month": "%m/%Y"}.get(one.born_known, "%Y")),
        "sex": one.sex,
        "personal_id": one.personal_id,
        "unit": one.unit_id or "",
    }


def _told(told: PersonAsOf) -> dict[str, Any]:
    """A person on a day, as texts."""
    one, stay, card = told.person, told.stay, told.card
    return {
        **_line(one),
        "old_id": one.old_id,
        "social_number": one.social_number,
        "card_number": one.card_number,
        "died": str(one.died) if one.died else None,
        "ethnicity": one.ethnicity,
        "merged_into": one.merged_into_id,
        "on": str(told.day),
        "household": stay.household_id if stay else None,
        "lives_in": stay.unit.full_name if stay else None,
        "permanent": stay.permanent if stay else None,
        "card": f"{card.valid_from} … {card.valid_to or ''}".strip() if card else None,
        "statuses": [f"{s.fact} = {s.value}  ({s.valid_from} … {s.valid_to or ''})" for s in told.statuses.values()],
        "amounts": [f"{a.fact} = {a.value}  ({a.valid_from} … {a.valid_to or ''})" for a in told.amounts.values()],
        "of_household": [
            f"{s.fact} = {s.value}  ({s.valid_from} … {s.valid_to or ''})" for s in told.household_statuses.values()
        ],
    }
