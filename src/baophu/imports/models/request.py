"""Somebody asks for cover: a row of a household declaration, for the officer who collects."""

from __future__ import annotations

from django.db import models

from baophu.registry.models import Entry, Person


class Request(models.Model):
    """A person asks to be insured for some months from a day (empty: the first day possible).

    `paid_on`, `amount` (whole đồng) and `receipt` are what the list says was paid. It is open until `answered`, the
    number of what was made of it in `cover`; `withdrawn` when its import was undone. Never deleted.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    months = models.IntegerField()
    start = models.DateField(null=True)
    paid_on = models.DateField(null=True)
    amount = models.BigIntegerField(null=True)
    receipt = models.CharField(max_length=60, blank=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    withdrawn = models.ForeignKey(Entry, null=True, on_delete=models.PROTECT, related_name="+")
    answered = models.BigIntegerField(null=True)
    answer = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["person"],
                name="request_open",
                condition=models.Q(withdrawn__isnull=True, answered__isnull=True),
            )
        ]
        constraints = [
            models.CheckConstraint(name="request_for_some_months", condition=models.Q(months__gt=0)),
            models.CheckConstraint(
                name="request_pays_something", condition=models.Q(amount__isnull=True) | models.Q(amount__gte=0)
            ),
        ]
