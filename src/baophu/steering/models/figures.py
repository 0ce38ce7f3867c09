"""Figures kept of a run of decisions: what pages read instead of asking millions of intervals anew.

Counts are people of the register (one stands for `Kept.weight` real people), money is whole đồng, months are
`year * 12 + month - 1`. An empty unit is the whole province. Figures are written once for a run and never changed; they
go when a later run's figures come, unless a report was made of them.
"""

from __future__ import annotations

from django.db import models


class Kept(models.Model):
    """The figures of one run. `month` is the last month they take as known: later ones are as far as recorded.

    `run` is the number of the run in the register (None: a folder decided on the command line), `bands` the full years
    at which the age bands begin, from the law in force in `month`. `method` is the forecast's own record, `unseen` says
    in both languages what could not be answered from this run.
    """

    run = models.BigIntegerField(null=True, blank=True)
    folder = models.CharField(max_length=400)
    facts = models.CharField(max_length=400, blank=True)
    book = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)
    version = models.CharField(max_length=20)
    first = models.IntegerField()
    last = models.IntegerField()
    month = models.IntegerField()
    day = models.DateField()
    bands = models.JSONField()
    weight = models.IntegerField()
    simulated = models.BooleanField()
    population = models.BigIntegerField()
    method = models.JSONField(default=dict)
    unseen = models.JSONField(default=list)
    seconds = models.FloatField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run"], name="kept_once_a_run")]
        get_latest_by = ["at", "id"]


class PeopleCount(models.Model):
    """People living in a unit in a month, and those of them insured.

    `dimension`: all, group (`key` its stable name), age (full years) or ethnicity.
    """

    id = models.BigAutoField(primary_key=True)
    kept = models.ForeignKey(Kept, on_delete=models.CASCADE, related_name="people")
    dimension = models.CharField(max_length=16)
    month = models.IntegerField()
    unit = models.CharField(max_length=40)
    key = models.CharField(max_length=40)
    living = models.IntegerField()
    insured = models.IntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["kept", "dimension", "month"], name="people_count_month"),
            models.Index(fields=["kept", "dimension", "unit", "key"], name="people_count_unit"),
        ]


class MoneyCount(models.Model):
    """Money due in a month from a payer for the people of a unit. `instrument` and `provision` are of the support."""

    id = models.BigAutoField(primary_key=True)
    kept = models.ForeignKey(Kept, on_delete=models.CASCADE, related_name="money")
    month = models.IntegerField()
    unit = models.CharField(max_length=40)
    payer = models.CharField(max_length=30)
    instrument = models.CharField(max_length=80)
    provision = models.CharField(max_length=120)
    amount = models.BigIntegerField()
    person_months = models.IntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["kept", "unit", "month"], name="money_count_unit"),
        ]


class LapseCount(models.Model):
    """People whose cover or support ends, or whose share rises, after `Kept.day` and by `until`, each counted once.

    An empty `cause` is all causes together. What each loses may overlap.
    """

    id = models.BigAutoField(primary_key=True)
    kept = models.ForeignKey(Kept, on_delete=models.CASCADE, related_name="lapses")
    until = models.DateField()
    unit = models.CharField(max_length=40)
    cause = models.CharField(max_length=30)
    people = models.IntegerField()
    cover = models.IntegerField()
    support = models.IntegerField()
    own_rises = models.IntegerField()
    renews = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["kept", "until", "unit"], name="lapse_count_unit")]


class Ending(models.Model):
    """A provision that ends (`insight.expiry.Ending`), with its people and money in its last month.

    `units` is a list of [unit, people]; `follows` one of {provision, letter, group, people, own}, None where the run
    does not reach the month after.
    """

    kept = models.ForeignKey(Kept, on_delete=models.CASCADE, related_name="endings")
    provision = models.CharField(max_length=120)
    instrument = models.CharField(max_length=80)
    kind = models.CharField(max_length=20)
    payer = models.CharField(max_length=30, blank=True)
    end = models.DateField()
    ended_by = models.CharField(max_length=120, blank=True)
    counted_in = models.IntegerField()
    people = models.IntegerField()
    monthly = models.BigIntegerField(null=True)
    last_year = models.BigIntegerField(null=True)
    last_year_months = models.IntegerField()
    unsupported_after = models.IntegerField(null=True)
    units = models.JSONField()
    follows = models.JSONField(null=True)

    class Meta:
        indexes = [models.Index(fields=["kept", "end"], name="ending_end")]


class Expectation(models.Model):
    """Coverage of a unit foreseen for `month` (`insight.forecast`). Rates are per million; `half` is the interval's.

    `parts` is a list of {standing, people, living, insured}.
    """

    kept = models.ForeignKey(Kept, on_delete=models.CASCADE, related_name="expectations")
    unit = models.CharField(max_length=40)
    month = models.IntegerField()
    living = models.IntegerField()
    insured = models.IntegerField()
    rate = models.IntegerField(null=True)
    half = models.IntegerField(null=True)
    parts = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kept", "unit", "month"], name="expectation_once")]
