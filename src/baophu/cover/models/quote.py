"""What cover would cost a household, member by member, if it paid on a day."""

from __future__ import annotations

from django.db import models

from baophu.registry.models import Entry, Household, Person


class Quote(models.Model):
    """A price told to somebody. It holds to `valid_until`, while law and facts stay as they were on `day`.

    `total` is what the members who join pay together, whole đồng. `law` is the digest of the law book it was made with.
    `paid` names the entry that booked it; a quote is booked once.
    """

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="quotes")
    day = models.DateField()
    months = models.PositiveSmallIntegerField()
    total = models.BigIntegerField()
    valid_until = models.DateField()
    law = models.CharField(max_length=64)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    paid = models.OneToOneField(Entry, null=True, blank=True, on_delete=models.PROTECT, related_name="+")


class QuoteLine(models.Model):
    """A member of a quote. `joins` is false for those who need not or cannot pay; `reason` then says why (a word of
    `services.words.REASONS`). `amounts` are đồng by payer for the whole card, `own` the person's part of it; `told` is
    what the card rules need besides (grade, course_ends, …).
    """

    quote = models.ForeignKey(Quote, on_delete=models.PROTECT, related_name="lines")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()
    joins = models.BooleanField()
    reason = models.CharField(max_length=20, blank=True)
    group = models.CharField(max_length=40, blank=True)
    rank = models.PositiveSmallIntegerField(default=0)
    own = models.BigIntegerField(default=0)
    amounts = models.JSONField(default=dict)
    told = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["quote", "person"], name="quoted_once")]
        ordering = ["place"]
