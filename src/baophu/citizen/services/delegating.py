"""Who may act for whom: given by the person, or asked for and confirmed by an officer of the person's unit."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from baophu.accounts.models import User
from baophu.accounts.services import narrowed, require
from baophu.citizen.errors import NotYours, WrongState
from baophu.citizen.models import Delegation
from baophu.citizen.services import noticing
from baophu.citizen.services.seeing import household_of, me
from baophu.law.model import Text
from baophu.registry.models import Person, Stay

OPEN = (Delegation.State.WAITING, Delegation.State.ACTIVE)


def relatives(person: Person) -> list[Person]:
    """Who lives in a person's household today, besides them."""
    home = household_of(person)
    if home is None:
        return []
    stays = Stay.objects.known().on(timezone.localdate()).filter(household=home).exclude(person=person)
    return [stay.person for stay in stays.select_related("person").order_by("person__born")]


def give(user: User, delegate: int, relation: str) -> Delegation:
    """Let somebody of one's household act for oneself, from now on. NotYours for anybody else; WrongState twice."""
    mine = me(user)
    _of_household(mine, delegate)
    return _new(mine.pk, delegate, Delegation.State.ACTIVE, user, relation)


def ask(user: User, person: int, relation: str) -> Delegation:
    """Ask to act for somebody of one's household; an officer of their unit confirms. Errors as for `give`."""
    mine = me(user)
    _of_household(mine, person)
    return _new(person, mine.pk, Delegation.State.WAITING, user, relation)


def _of_household(mine: Person, other: int) -> None:
    if other not in {one.pk for one in relatives(mine)}:
        raise NotYours


def _new(person: int, delegate: int, state: str, user: User, relation: str) -> Delegation:
    try:
        with transaction.atomic():
            return Delegation.objects.create(
                person_id=person,
                delegate_id=delegate,
                state=state,
                relation=relation.strip()[:80],
                by=user,
                at=timezone.now(),
            )
    except IntegrityError as error:
        raise WrongState(
            "Đã có uỷ quyền này, hoặc đang chờ xác nhận.", "This is granted already, or waits to be confirmed."
        ) from error


def end(user: User, number: int) -> Delegation:
    """End a delegation one is a side of. NotYours for any other; WrongState where it has ended."""
    mine = me(user)
    with transaction.atomic():
        found = Delegation.objects.select_for_update().filter(pk=number).first()
        if found is None or mine.pk not in (found.person_id, found.delegate_id):
            raise NotYours
        if found.state not in OPEN:
            raise WrongState("Uỷ quyền này đã kết thúc.", "This has ended already.")
        found.state, found.ended_by, found.ended_at = Delegation.State.ENDED, user, timezone.now()
        found.save(update_fields=["state", "ended_by", "ended_at"])
    return found


def of(person: Person) -> tuple[list[Delegation], list[Delegation]]:
    """Who acts for a person (or waits to), and for whom they act."""
    rows = Delegation.objects.select_related("person", "delegate").filter(state__in=OPEN).order_by("id")
    return list(rows.filter(person=person)), list(rows.filter(delegate=person))


def waiting(user: User) -> QuerySet[Delegation]:
    """What waits for an officer's word: of people of their units."""
    rows = Delegation.objects.filter(state=Delegation.State.WAITING).select_related("person__unit", "delegate", "by")
    return narrowed(rows, user, "person__unit").order_by("id")


def decide(user: User, number: int, *, confirmed: bool, reason: str) -> Delegation:
    """Confirm or refuse what was asked for; both sides are told. NotAllowed for who may not record; NotYours for one of
    other units; WrongState where it does not wait any more.
    """
    require(user, "record")
    with transaction.atomic():
        found = waiting(user).select_for_update(of=("self",)).filter(pk=number).first()
        if found is None:
            raise NotYours
        found.state = Delegation.State.ACTIVE if confirmed else Delegation.State.REFUSED
        found.decided_by, found.decided_at, found.reason = user, timezone.now(), reason.strip()[:200]
        found.save(update_fields=["state", "decided_by", "decided_at", "reason"])
        names = found.person.name
        told = (
            Text(f"Bạn được thay mặt {names}.", f"You may act for {names}.")
            if confirmed
            else Text(f"Đề nghị thay mặt {names} không được xác nhận.", f"Acting for {names} was not confirmed.")
        )
        noticing.tell(found.delegate, "delegate", f"delegate:{found.pk}", told, reverse("citizen:delegates"))
        if confirmed:
            other = found.delegate.name
            text = Text(f"{other} được thay mặt bạn xem thẻ và lần khám.", f"{other} may see your card and visits.")
            noticing.tell(found.person, "delegate", f"delegated:{found.pk}", text, reverse("citizen:delegates"))
    return found
