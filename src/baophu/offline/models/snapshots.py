"""Snapshots that were made, and check-ins that came back from them."""

from __future__ import annotations

from django.db import models

from baophu.accounts.models import User
from baophu.care.models import CheckIn, Facility
from baophu.offline.models.keys import OpeningCode, SigningKey


class Snapshot(models.Model):
    """A snapshot of the cover of some units for a facility. `number` (uuid) names its file below `BAOPHU_HOME/offline`,
    `as_of` is the moment whose state it holds, `digest` the hash of the file's bytes.
    """

    number = models.UUIDField(unique=True)
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="snapshots")
    units = models.JSONField()
    as_of = models.DateTimeField()
    people = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    code = models.ForeignKey(OpeningCode, on_delete=models.PROTECT, related_name="+")
    signer = models.ForeignKey(SigningKey, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    simulated = models.BooleanField()

    class Meta:
        indexes = [models.Index(fields=["facility", "-as_of"], name="snapshot_of_facility")]


class SentCheckIn(models.Model):
    """A check-in made without a line and sent later. `key` is the browser's (uuid): sent again it is the same. `told`
    is the situation the snapshot told, `known` the one that is known now of that day. Append-only.
    """

    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="sent_check_ins")
    key = models.UUIDField()
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="check_ins")
    at = models.DateTimeField()
    sent_at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    told = models.CharField(max_length=32)
    known = models.CharField(max_length=32)
    check_in = models.OneToOneField(CheckIn, on_delete=models.PROTECT, related_name="sent")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["facility", "key"], name="sent_once")]
        indexes = [models.Index(fields=["facility", "-sent_at"], name="sent_of_facility")]
