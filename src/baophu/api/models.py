"""Who asks through the interfaces: organisations, their keys, how much they asked, what they were told once."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from baophu.registry.models import Person


class Organisation(models.Model):
    """Somebody outside with a system that asks: a hospital, a school, an agent, another authority.

    `facility` is the code of the facility it acts for, "" for none. `whole` answers for the province, else it answers
    for its `units`. Quotas are for all keys together. Days are inclusive.
    """

    class Kind(models.TextChoices):
        FACILITY = "facility", "Cơ sở khám chữa bệnh"
        AGENT = "agent", "Tổ chức dịch vụ thu"
        SCHOOL = "school", "Nhà trường"
        AUTHORITY = "authority", "Cơ quan nhà nước"
        OTHER = "other", "Đơn vị khác"

    name = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    facility = models.CharField(max_length=20, blank=True)
    whole = models.BooleanField(default=False)
    per_minute = models.PositiveIntegerField(default=600)
    per_day = models.PositiveIntegerField(default=100_000)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="organisation_ends_after_it_begins", condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from"))
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OrganisationUnit(models.Model):
    """A unit an organisation answers for."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="units")
    unit = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "unit"], name="organisation_unit_once")]


class Key(models.Model):
    """A key: shown whole once, when it is made. `prefix` names it, `digest` is its HMAC with the installation's secret.

    `scopes` are names of `baophu.api.scopes.SCOPES`. `used_on` is the last day it was used, as far as is counted.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="keys")
    prefix = models.CharField(max_length=12, unique=True)
    digest = models.CharField(max_length=64)
    scopes = models.JSONField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="api_key_ends_after_it_begins", condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from"))
            ),
        ]

    def valid_on(self, day: date) -> bool:
        """Whether it works on a day."""
        return self.revoked_at is None and self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class Usage(models.Model):
    """Requests of an organisation in a minute or a day; `start` is that minute (of the epoch) or that day's ordinal."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="usage")
    span = models.CharField(max_length=6)
    start = models.BigIntegerField()
    count = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "span", "start"], name="usage_once")]


class Told(models.Model):
    """What a request with an idempotency key was answered, so that the same again changes nothing.

    `digest` is of method, address and body. Rows go after `services.idempotency.KEPT`.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    body = models.JSONField(null=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "key"], name="told_once")]


class Eligibility(models.Model):
    """A question whether somebody is insured, asked in FHIR, with its answer as it was given."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    asked = models.JSONField()
    answered = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["organisation", "person"], name="eligibility_of")]
