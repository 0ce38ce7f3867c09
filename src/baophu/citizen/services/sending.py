"""Sending what stands in the outbox: each message once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from baophu.citizen.models import Message
from baophu.citizen.outbox.adapter import BadAddress, NotNow, adapter

TRIES = 5
LOST = timedelta(hours=1)
"""After which a message that was being sent is taken as lost with its process: it may have left, so it is not sent."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What a sending came to."""

    sent: int = 0
    failed: int = 0
    left: int = 0


def send_waiting(most: int = 1000) -> Sent:
    """Send messages that wait, the oldest first. Several processes may do it at once."""
    _lost()
    sent = failed = left = 0
    for number in list(_waiting().values_list("pk", flat=True)[:most]):
        message = _take(number)
        if message is None:
            continue
        match _send(message):
            case Message.State.SENT:
                sent += 1
            case Message.State.FAILED:
                failed += 1
            case _:
                left += 1
    return Sent(sent, failed, left)


def _waiting() -> QuerySet[Message]:
    return Message.objects.filter(state=Message.State.WAITING, address__removed_at=None).order_by("id")


def _take(number: int) -> Message | None:
    """Claim a message: whoever else wants it finds it being sent."""
    with transaction.atomic():
        locked = connection.features.has_select_for_update_skip_locked
        rows = Message.objects.select_for_update(skip_locked=True, of=("self",)) if locked else Message.objects.all()
        message = rows.filter(pk=number, state=Message.State.WAITING).first()
        if message is not None:
            message.state, message.tries, message.tried_at = Message.State.SENDING, message.tries + 1, timezone.now()
            message.save(update_fields=["state", "tries", "tried_at"])
    return message


def _send(message: Message) -> str:
    where = message.address
    reason, state = "", Message.State.SENT
    try:
        adapter(where.channel).send(where.address, message.subject, message.text, message.pk)
    except BadAddress as error:
        state, reason = Message.State.FAILED, str(error) or "địa chỉ không nhận"
    except NotNow as error:
        reason = str(error)
        state = Message.State.WAITING if message.tries < TRIES else Message.State.FAILED
    message.state, message.reason = state, (reason or ("-" if state == Message.State.FAILED else ""))[:200]
    message.save(update_fields=["state", "reason"])
    return str(state)


def _lost() -> None:
    old = Message.objects.filter(state=Message.State.SENDING, tried_at__lt=timezone.now() - LOST)
    old.update(state=Message.State.FAILED, reason="không rõ đã gửi hay chưa; không gửi lần nữa")
