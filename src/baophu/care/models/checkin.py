"""Check-ins: who came where, and what the answer was."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from baophu.care.models.facility import Facility
from baophu.registry.models import Person


class CheckIn(models.Model):
    """One question asked of the cover of somebody who came, with the answer given. Append-only: triggers keep it.

    What was asked is not kept: `way` says by what somebody was found, `digest` is a keyed hash by which the same
    question can be told again. `key` makes a check-in that is sent twice one. `situation` and `code` are those of the
    table of answers (`tables/answers.yaml`), `level` in percent, `share` of the route as written (`50%`), `as_of` the
    moment whose state was told, `at` when the person was there.
    """

    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="check_ins", db_index=False)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="check_ins", db_index=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    who = models.CharField(max_length=160)
    at = models.DateTimeField()
    way = models.CharField(max_length=20)
    digest = models.CharField(max_length=32)
    key = models.CharField(max_length=80)
    situation = models.CharField(max_length=24)
    code = models.CharField(max_length=3)
    certain = models.BooleanField()
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    level = models.SmallIntegerField(null=True)
    share = models.CharField(max_length=12)
    route = models.CharField(max_length=20)
    as_of = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["facility", "-at"], name="checkin_facility_at"),
            models.Index(fields=["person", "-at"], name="checkin_person_at", condition=Q(person__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["facility", "key"], condition=~Q(key=""), name="checkin_key_once"),
        ]
