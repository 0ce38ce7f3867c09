"""Keys a bank signs its notifications with, and what came without a right signature."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from baophu.accounts.models import User


class BankKey(models.Model):
    """A secret shared with a bank. `name` goes with each notification; `secret` is encrypted with the installation's
    own key and shown once, when it is made. It counts from `valid_from` to `valid_to`, both inclusive moments; several
    count at the same time while one takes over from another.
    """

    name = models.CharField(max_length=40, unique=True)
    bank = models.CharField(max_length=8)
    secret = models.TextField()
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="bank_key_ends_after_it_begins", condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from"))
            ),
        ]


class Refusal(models.Model):
    """Notifications refused at the door, counted by day, reason and key, so that nobody fills the table. Keys that are
    not ours are counted together under an empty name.
    """

    class Reason(models.TextChoices):
        NO_KEY = "no_key", "khóa không có"
        ENDED = "ended", "khóa đã hết hiệu lực"
        EARLY = "early", "khóa chưa có hiệu lực"
        SIGNATURE = "signature", "chữ ký sai"
        STALE = "stale", "quá giờ"
        TIME = "time", "thời điểm không đọc được"
        SIZE = "size", "quá dài"

    day = models.DateField()
    reason = models.CharField(max_length=10, choices=Reason.choices)
    key = models.CharField(max_length=40, blank=True)
    times = models.PositiveIntegerField(default=1)
    last_at = models.DateTimeField()
    last_from = models.CharField(max_length=45, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "reason", "key"], name="refusal_counted_once")]
