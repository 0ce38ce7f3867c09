"""Who uses baophu, in which role, for which units."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models


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
    """Somebody who signs in. `person` is the citizen's number in the register (no key: the register stands above)."""

    role = models.CharField(max_length=20, choices=Role.choices, default=Role.CITIZEN)
    person = models.BigIntegerField(null=True, blank=True, unique=True)

    class Meta:
        db_table = "accounts_user"


class Entrusted(models.Model):
    """A unit entrusted to an officer, between two days, both inclusive."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="entrusted")
    unit = models.CharField(max_length=8)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "unit", "valid_from"], name="entrusted_once")]
