"""Notices to people: in the app, and as messages to addresses they gave and confirmed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from baophu.law.model import Text
from baophu.registry.models import Person


class Channel(models.TextChoices):
    """How a message travels."""

    EMAIL = "email", _("thư điện tử")
    SMS = "sms", _("tin nhắn")


class Notice(models.Model):
    """Something a person is told, once: `key` says what of (`card:2026-12-31:30`), and is there once a person.

    `kind` is a word of `services.noticing`; `href` where it leads.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    key = models.CharField(max_length=80)
    vi = models.TextField()
    en = models.TextField()
    href = models.CharField(max_length=200)
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person", "-at"], name="notice_person_at")]
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="notice_once")]

    @property
    def text(self) -> Text:
        """What it says."""
        return Text(self.vi, self.en)


class Address(models.Model):
    """An e-mail address or telephone number a person gave for notices, one of a channel.

    Nothing is sent to it before the person typed the code it was sent (`code` is a keyed hash); `english`: in English.
    `removed_at`: taken away again by the person.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=5, choices=Channel.choices)
    address = models.CharField(max_length=254)
    english = models.BooleanField(default=False)
    at = models.DateTimeField()
    code = models.CharField(max_length=64, blank=True)
    code_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    confirmed_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "channel"], name="address_once", condition=Q(removed_at__isnull=True)
            ),
        ]


class Message(models.Model):
    """A message in the outbox. `notice` None: the code that confirms an address.

    `waiting` → `sending` (written before anything leaves) → `sent` or `failed` with `reason`. What was being sent when
    the process died is not sent again: it may have left.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("đang chờ")
        SENDING = "sending", _("đang gửi")
        SENT = "sent", _("đã gửi")
        FAILED = "failed", _("không gửi được")

    address = models.ForeignKey(Address, on_delete=models.PROTECT, related_name="messages")
    notice = models.ForeignKey(Notice, null=True, on_delete=models.PROTECT, related_name="messages")
    subject = models.CharField(max_length=120)
    text = models.TextField()
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "id"], name="message_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["address", "notice"], name="message_once", condition=Q(notice__isnull=False)
            ),
            models.CheckConstraint(name="message_failed_has_a_reason", condition=~Q(state="failed") | ~Q(reason="")),
        ]
