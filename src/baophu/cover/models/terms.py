"""Under which terms a card was issued: what is not on the register's own card."""

from __future__ import annotations

from django.db import models

from baophu.registry.models import Card, Entry


class CardTerms(models.Model):
    """What the law said of a card on the day it was issued. Never changed; a card that ends early keeps its terms.

    `fixed` says that the person pays a part: base and amounts are those of the payment day for all months (Decree
    188/2025, Article 8). Others follow the base of each month. `amounts` are đồng a month by payer, `supports` the
    provision by payer, `why` the refs of card provisions applied. `valid_to` is the last day as issued (the register's
    card may end before), `paid_to` the last day paid for: a child's card runs on behind it.
    """

    card = models.OneToOneField(Card, on_delete=models.PROTECT, related_name="terms")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    unit = models.CharField(max_length=40)
    letter = models.CharField(max_length=4)
    benefit = models.PositiveSmallIntegerField()
    valid_to = models.DateField(null=True)
    paid_to = models.DateField(null=True)
    months = models.PositiveSmallIntegerField(null=True)
    waiting_days = models.PositiveSmallIntegerField()
    five_year_since = models.DateField()
    five_year_on = models.DateField()
    fixed = models.BooleanField()
    premium = models.BigIntegerField()
    amounts = models.JSONField()
    supports = models.JSONField()
    why = models.JSONField()
    law = models.CharField(max_length=64)

    class Meta:
        verbose_name_plural = "terms"
