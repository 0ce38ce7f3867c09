"""Facilities, and who works at which."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from baophu.registry.models import Unit


class FacilityQuerySet(models.QuerySet["Facility"]):
    """Facilities as they were on a day."""

    def on(self, day: date) -> FacilityQuerySet:
        """Those that treat insured people on a day."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=day), Q(valid_from=None) | Q(valid_from__lte=day))


class Facility(models.Model):
    """Where people are treated. `code` is its five digits (mã CSKCB).

    `level`, `former_class`, `points` and `provisional` are what the rules of routes ask of a facility
    (docs/cards-and-visits.md), by the words of the law book; what is not known stays empty and is asked for where an
    answer turns on it. `simulated` marks one that is made up.
    """

    code = models.CharField(max_length=5, unique=True)
    name = models.CharField(max_length=200)
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=20, blank=True)
    former_class = models.CharField(max_length=20, blank=True)
    points = models.SmallIntegerField(null=True, blank=True)
    provisional = models.BooleanField(null=True, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    simulated = models.BooleanField(default=False)

    objects = FacilityQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="facility_ends_after_it_begins",
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} · {self.name}"

    def told(self) -> dict[str, int | bool | str]:
        """What is known of it, as facts of a visit."""
        said: dict[str, int | bool | str | None] = {
            "facility": self.level or None,
            "former_class": self.former_class or None,
            "points": self.points,
            "provisional": self.provisional,
        }
        return {name: value for name, value in said.items() if value is not None}


class Post(models.Model):
    """A user who works at a facility, between two days, both inclusive."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="posts")
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="posts")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "facility", "valid_from"], name="post_once"),
            models.CheckConstraint(
                name="post_ends_after_it_begins", condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from"))
            ),
        ]
