"""Addresses for notices: given by the person, confirmed by a code that was sent there."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from baophu.citizen.errors import WrongAddress, WrongState
from baophu.citizen.models import Address, Channel, Message
from baophu.registry.errors import Problem
from baophu.registry.models import Person
from baophu.registry.numbers import read_phone

LIVES = timedelta(minutes=30)
TRIES = 5
PAUSE = timedelta(minutes=1)
"""Between two codes to one address, so that nobody is flooded."""


def read(channel: str, text: str) -> str:
    """An address as it is kept; WrongAddress says how one is written."""
    if channel == Channel.SMS:
        number = read_phone(text)
        if isinstance(number, Problem):
            raise WrongAddress(number.text.vi, number.text.en)
        return number
    try:
        validate_email(text.strip())
    except ValidationError as error:
        raise WrongAddress(
            f"“{text}” không phải địa chỉ thư điện tử; viết như ten@vidu.vn.",
            f"'{text}' is no e-mail address; write it like name@example.org.",
        ) from error
    return text.strip()


def give(person: Person, channel: str, text: str, *, english: bool) -> Address:
    """Take an address and send a code to it; one given before on this channel gives way. WrongAddress, WrongState."""
    address, now = read(channel, text), timezone.now()
    code = f"{secrets.randbelow(10**6):06d}"
    with transaction.atomic():
        before = Address.objects.select_for_update().filter(person=person, channel=channel, removed_at=None).first()
        if before is not None:
            if before.confirmed_at is None and before.at > now - PAUSE:
                raise WrongState("Vừa gửi một mã; hãy đợi một phút.", "A code was just sent; please wait a minute.")
            _remove(before)
        made = Address.objects.create(
            person=person, channel=channel, address=address, english=english, at=now, code_until=now + LIVES
        )
        made.code = _hashed(made, code)
        made.save(update_fields=["code"])
        text = f"baophu: your code is {code}" if english else f"bao phủ: mã xác nhận của bạn là {code}"
        subject = "Confirm your address" if english else "Xác nhận địa chỉ nhận thông báo"
        Message.objects.create(address=made, subject=subject, text=text, at=now)
    return made


def confirm(person: Person, channel: str, code: str) -> Address:
    """Confirm an address by the code that was sent to it. WrongAddress for a wrong or old code, WrongState for none."""
    with transaction.atomic():
        found = Address.objects.select_for_update().filter(person=person, channel=channel, removed_at=None).first()
        if found is None or found.confirmed_at is not None:
            raise WrongState("Không có địa chỉ nào chờ xác nhận.", "No address waits to be confirmed.")
        found.tries += 1
        right = constant_time_compare(found.code, _hashed(found, code.strip()))
        if right and found.tries <= TRIES and found.code_until is not None and found.code_until >= timezone.now():
            found.confirmed_at, found.code = timezone.now(), ""
            found.save(update_fields=["confirmed_at", "code", "tries"])
            return found
        found.save(update_fields=["tries"])
        spent = found.tries >= TRIES
    if spent:
        raise WrongAddress(
            "Đã thử quá nhiều lần; hãy nhập lại địa chỉ để nhận mã mới.",
            "Too many tries; give the address again to get a new code.",
        )
    raise WrongAddress("Mã không đúng hoặc đã quá hạn.", "The code is not right, or too old.")


def remove(person: Person, channel: str) -> None:
    """Take an address away: nothing more is sent to it, and what waits is not either."""
    with transaction.atomic():
        for found in Address.objects.select_for_update().filter(person=person, channel=channel, removed_at=None):
            _remove(found)


def of(person: Person) -> list[Address]:
    """A person's addresses."""
    return list(Address.objects.filter(person=person, removed_at=None).order_by("channel"))


def _remove(address: Address) -> None:
    address.removed_at, address.code = timezone.now(), ""
    address.save(update_fields=["removed_at", "code"])
    waiting = Message.objects.filter(address=address, state=Message.State.WAITING)
    waiting.update(state=Message.State.FAILED, reason="địa chỉ đã được bỏ")


def _hashed(address: Address, code: str) -> str:
    return salted_hmac("baophu.citizen.address", f"{address.pk}:{code}", algorithm="sha256").hexdigest()
