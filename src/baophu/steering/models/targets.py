"""Coverage targets assigned by decision, the agencies they are assigned to, and who does what about them.

Nothing is overwritten: what no longer holds is retracted by the entry that put something else in its place.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from baophu.registry.models import Document, Entry


class Agency(models.Model):
    """A body that answers for targets: a department, a school, an employers' federation, a unit's committee."""

    class Kind(models.TextChoices):
        COMMITTEE = "committee", _("Uỷ ban nhân dân xã, phường, đặc khu")
        DEPARTMENT = "department", _("Sở, ban, ngành")
        INSURANCE = "insurance", _("Cơ quan bảo hiểm xã hội")
        SCHOOL = "school", _("Nhà trường")
        EMPLOYERS = "employers", _("Hiệp hội doanh nghiệp, người sử dụng lao động")
        UNION = "union", _("Tổ chức chính trị - xã hội")
        OTHER = "other", _("Cơ quan khác")

    name = models.CharField(max_length=160)
    name_key = models.CharField(max_length=160)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name_key"], name="agency_once")]


class Contact(models.Model):
    """Who answers for an agency and how to reach them; one at a time."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="contacts")
    person = models.CharField(max_length=120)
    phone = models.CharField(max_length=20, blank=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    retracted = models.ForeignKey(Entry, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency"], condition=Q(retracted=None), name="contact_one_at_a_time")
        ]


class Target(models.Model):
    """A share of the people of a unit (or the province), or of a participant group, to be insured at a year's end.

    `coverage` is in hundredths of a percent: 9550 is 95.5 %. An empty unit is the whole province; `agency` answers for
    it (a unit's own committee where none is named). `group` narrows it to the people who pay in that group.
    """

    unit = models.CharField(max_length=40, blank=True)
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="targets")
    group = models.CharField(max_length=40, blank=True)
    year = models.IntegerField()
    coverage = models.IntegerField()
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    retracted = models.ForeignKey(Entry, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(coverage__gt=0, coverage__lte=10_000), name="target_is_a_share"),
            models.UniqueConstraint(
                fields=["unit", "group", "year"], condition=Q(retracted=None) & ~Q(unit=""), name="target_unit_year"
            ),
            models.UniqueConstraint(
                fields=["agency", "group", "year"],
                condition=Q(retracted=None, unit="", agency__isnull=False),
                name="target_agency_year",
            ),
            models.UniqueConstraint(
                fields=["group", "year"],
                condition=Q(retracted=None, unit="", agency=None),
                name="target_province_year",
            ),
        ]
        indexes = [models.Index(fields=["year", "unit"], name="target_year_unit")]


class Action(models.Model):
    """What somebody is to do about a target, by when; closed with what came of it."""

    year = models.IntegerField()
    unit = models.CharField(max_length=40, blank=True)
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="actions")
    what = models.CharField(max_length=300)
    person = models.CharField(max_length=120)
    due = models.DateField()
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=300, blank=True)
    closed = models.ForeignKey(Entry, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["year", "unit"], name="action_year_unit")]
        constraints = [
            models.CheckConstraint(condition=Q(closed=None) | ~Q(outcome=""), name="action_closed_says_what_came")
        ]
