"""Visits: what was done, what it cost, who paid. Append-only: a correction is a reversal and a new visit."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from baophu.care.models.facility import Facility
from baophu.registry.models import Entry, Person


class ClaimFile(models.Model):
    """A file of visits as a facility sent it (XML1). `digest` is the hash of its bytes: a file is booked once."""

    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    rows = models.IntegerField()
    booked = models.IntegerField()
    refused = models.IntegerField()
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="claim_file")
    withdrawn = models.OneToOneField(Entry, null=True, on_delete=models.PROTECT, related_name="withdrawn_file")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["facility", "digest"], condition=Q(withdrawn=None), name="claim_file_once"),
        ]


class Visit(models.Model):
    """A visit of a person to a facility, `date_in` to `date_out`; whole đồng.

    `link` is the facility's own number of the visit (MA_LK), once among those not reversed. `total` is what it cost,
    `scope` the part within the scope of insurance (T_TONGCHI_BH), `fund` what the fund pays (T_BHTT), `copay` what the
    person pays of that (T_BNCCT), `own` what the person pays besides (T_BNTT), `other` from other sources.
    `counted`: whether the copayment counts towards the exemption, as the rules of routes say. `level` in percent and
    `share` of the route are those of the rules where they were asked (`why` their provisions), else of the file.
    `reverses` is the visit that a row takes back: its amounts are those with the other sign. `sensitive` visits are
    shown to the person only when asked for.
    """

    class Source(models.TextChoices):
        FORM = "form", "nhập tay"
        XML1 = "xml1", "tệp XML1"

    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="visits", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="visits", db_index=False)
    link = models.CharField(max_length=100)
    date_in = models.DateField()
    date_out = models.DateField()
    care = models.CharField(max_length=20)
    route = models.CharField(max_length=20)
    diagnosis = models.CharField(max_length=20, blank=True)
    sensitive = models.BooleanField(default=False)
    total = models.BigIntegerField()
    scope = models.BigIntegerField()
    fund = models.BigIntegerField()
    copay = models.BigIntegerField()
    own = models.BigIntegerField(default=0)
    other = models.BigIntegerField(default=0)
    counted = models.BooleanField()
    level = models.SmallIntegerField(null=True)
    share = models.CharField(max_length=12, blank=True)
    why = models.JSONField(default=list)
    source = models.CharField(max_length=6, choices=Source.choices)
    file = models.ForeignKey(ClaimFile, null=True, on_delete=models.PROTECT, related_name="visits")
    reverses = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="reversed_by")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    simulated = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["person", "date_out"], name="visit_person_out"),
            models.Index(fields=["facility", "link"], name="visit_facility_link"),
            models.Index(fields=["facility", "-date_out"], name="visit_facility_out"),
        ]
        constraints = [
            models.CheckConstraint(name="visit_ends_after_it_begins", condition=Q(date_out__gte=F("date_in"))),
            models.CheckConstraint(name="visit_adds_up", condition=Q(scope=F("fund") + F("copay"))),
        ]
