"""Who uses baophu, in which role, for which units."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class Role(models.TextChoices):
    """What somebody does here; DESIGN §7."""

    PROVINCE = "province", "Cán bộ tỉnh"
    COMMUNE = "commune", "Cán bộ xã, phường, đặc khu"
    COMMITTEE = "committee", "Ban Chỉ đạo"
    CLINIC = "clinic", "Cơ sở khám chữa bệnh"
    AGENT = "agent", "Tổ chức dịch vụ thu"
    SCHOOL = "school", "Nhà trường"
    CITIZEN = "citizen", "Người dân"
    ADMINISTRATOR = "administrator", "Quản trị hệ thống"


class User(AbstractUser):
    """Somebody who signs in. `person` is the citizen's number in the register (no key: the register stands above).

    `until` is the last day of service, inclusive. `one_time_until` is set while the password is one that was handed
    out: it must be changed at the first sign-in and is worth nothing after that moment. `demonstration` marks users
    made for a demonstration, whose secrets are known; they can sign in only in an installation marked as one.
    """

    role = models.CharField(max_length=20, choices=Role.choices, default=Role.CITIZEN)
    person = models.BigIntegerField(null=True, blank=True, unique=True)
    until = models.DateField(null=True, blank=True)
    one_time_until = models.DateTimeField(null=True, blank=True)
    demonstration = models.BooleanField(default=False)

    class Meta:
        db_table = "accounts_user"
        constraints = [
            models.CheckConstraint(name="officer_is_no_person", condition=Q(person=None) | Q(role=Role.CITIZEN)),
        ]

    @property
    def is_officer(self) -> bool:
        """Whether this is anybody but a citizen: signs in with password and code."""
        return self.role != Role.CITIZEN

    def serves(self, day: date | None = None) -> bool:
        """Whether the account is neither disabled nor past its last day (today, if no day is given)."""
        return self.is_active and (self.until is None or (day or timezone.localdate()) <= self.until)


class Entrusted(models.Model):
    """A unit entrusted to an officer, between two days, both inclusive."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="entrusted")
    unit = models.CharField(max_length=40)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "unit", "valid_from"], name="entrusted_once"),
            models.CheckConstraint(
                name="entrusted_ends_after_it_begins", condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from"))
            ),
        ]
