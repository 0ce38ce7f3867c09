"""The decision of today beside each person: what a counter or a clinic answers from, one indexed row."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from baophu.decisions.models.run import Run
from baophu.registry.models import Household, Person, Unit


class Outcome(models.Model):
    """What a decision says, once for all whom it says it of. `id` is made of its content: equal anywhere.

    Refs are provisions, `instrument#id`. `shares` and `supports` are lists of `[payer, share]` and `[payer, ref]`;
    shares are parts of `scale`. `applied` are all provisions that made the decision.
    """

    id = models.BigIntegerField(primary_key=True)
    group = models.CharField(max_length=40)
    letter = models.CharField(max_length=8)
    section = models.SmallIntegerField()
    benefit = models.SmallIntegerField()
    by_group = models.CharField(max_length=120)
    by_premium = models.CharField(max_length=120)
    by_benefit = models.CharField(max_length=120)
    by_choice = models.CharField(max_length=120)
    taper = models.CharField(max_length=120)
    scale = models.IntegerField()
    shares = models.JSONField()
    supports = models.JSONField()
    held = models.JSONField()
    applied = models.JSONField()


class Current(models.Model):
    """The decision of a person who lives in a unit today, for the month `month`; derived, never the source of anything.

    `month` is the present one, or the first to come for somebody born or arrived since its first day. Household and
    unit are those of today. Amounts are đồng a month; `amounts` has the payers who pay something, `own` is what is left
    to the person. `covered`: insured on the first day of `month`. `insured_from/insured_to` is the stretch of unbroken
    cards around today, else the next one, else the last that ended (`insured_to` None: open).

    `next_month` is the first month from which group, payers, shares or benefit are others, or in which nothing is
    decided any more (`next_outcome` None); a premium that rises with the base, and a card that ends, do not count.
    `next_cause` is a key of `baophu.insight.causes.CAUSES`, `next_ref` the provision that it hangs on.

    `problem` says why the person could not be decided when it was last tried; the rest is then of the time before.
    No keys to other tables in the database and none to this one: it is made anew and swapped by every run.
    """

    person = models.OneToOneField(
        Person, primary_key=True, on_delete=models.PROTECT, related_name="current", db_constraint=False
    )
    household = models.ForeignKey(
        Household, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    month = models.IntegerField()
    outcome = models.ForeignKey(
        Outcome, null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    group = models.CharField(max_length=40)
    letter = models.CharField(max_length=8)
    section = models.SmallIntegerField()
    benefit = models.SmallIntegerField()
    rank = models.SmallIntegerField()
    covered = models.BooleanField()
    premium = models.BigIntegerField()
    own = models.BigIntegerField()
    amounts = models.JSONField()
    insured_from = models.DateField(null=True)
    insured_to = models.DateField(null=True)
    next_month = models.IntegerField(null=True)
    next_outcome = models.ForeignKey(
        Outcome, null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    next_group = models.CharField(max_length=40)
    next_letter = models.CharField(max_length=8)
    next_cause = models.CharField(max_length=24)
    next_ref = models.CharField(max_length=120)
    decided_at = models.DateTimeField()
    run = models.ForeignKey(
        Run, null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    problem = models.TextField()

    class Meta:
        indexes = [
            models.Index(fields=["unit", "group"], name="current_unit_group"),
            models.Index(fields=["unit", "insured_to"], name="current_unit_insured_to"),
            models.Index(fields=["unit", "next_month"], name="current_unit_next_month"),
            models.Index(fields=["household"], name="current_household"),
            models.Index(fields=["next_month"], name="current_next_month"),
            models.Index(fields=["person"], name="current_problem", condition=~Q(problem="")),
        ]


class Redecision(models.Model):
    """A person who was decided again between two runs, and when their facts were read.

    A run that began earlier leaves them as they are; what is older than the last run's snapshot is cleared.
    """

    person = models.BigIntegerField()
    at = models.DateTimeField(db_index=True)
