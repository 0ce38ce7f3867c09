"""What came of meeting somebody: rows are added and never changed; one that was wrong is reversed by another."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from baophu.outreach.models.campaign import Member


class ContactQuerySet(models.QuerySet["Contact"]):
    def standing(self) -> Self:
        """Contacts that were not taken back."""
        return self.filter(reverses=None, reversed_by=None)


class Contact(models.Model):
    """A contact with a member. `at` is when it was recorded, `day` when it took place. Append-only: the database
    refuses changes; `reverses` names the row that this one takes back. `mark` is the form's: sent twice, kept once."""

    class Channel(models.TextChoices):
        VISIT = "visit", _("đến nhà")
        CALL = "call", _("gọi điện")
        SMS = "sms", _("tin nhắn")
        LETTER = "letter", _("thông báo, tờ rơi")
        MEETING = "meeting", _("hội nghị")
        COUNTER = "counter", _("tại trụ sở")

    class Answer(models.TextChoices):
        WILL_JOIN = "will_join", _("sẽ tham gia")
        JOINED = "joined", _("đã tham gia")
        REACHED = "reached", _("đã nghe, còn cân nhắc")
        REFUSED = "refused", _("từ chối")
        SENT = "sent", _("đã gửi, đã trao")
        ABSENT = "absent", _("không gặp, không nghe máy")
        WRONG_NUMBER = "wrong_number", _("sai số điện thoại")
        MOVED = "moved", _("đã chuyển đi")
        OTHER = "other", _("không liên hệ được vì lý do khác")

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="contacts")
    day = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=8, choices=Channel.choices)
    answer = models.CharField(max_length=12, choices=Answer.choices)
    note = models.CharField(max_length=300, blank=True)
    reverses = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="reversed_by")
    mark = models.CharField(max_length=60, unique=True)

    objects = ContactQuerySet.as_manager()


REACHED = frozenset(
    {
        Contact.Answer.WILL_JOIN,
        Contact.Answer.JOINED,
        Contact.Answer.REACHED,
        Contact.Answer.REFUSED,
        Contact.Answer.SENT,
    }
)
"""Answers that say the word has reached the person, whatever came of it."""

SETTLED = frozenset({Contact.Answer.JOINED, Contact.Answer.REFUSED, Contact.Answer.MOVED})
"""Answers after which nobody is called again."""
