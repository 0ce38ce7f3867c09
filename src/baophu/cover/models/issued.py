"""A card as it was issued: what the law said of it that day."""

from __future__ import annotations

from django.db import models

from baophu.registry.models import Card, Entry, Household, Person


class IssuedCard(models.Model):
    """A card on the day it was issued, and never changed since. How long it really runs says the register's card, which
    is ended or retracted there (`services.issued.running` finds it).

    `fixed` says that the person pays a part: base and amounts are those of the payment day for all months (Decree
    188/2025, Article 8). Others follow the base of each month. `amounts` are đồng a month by payer, `provisions` the
    ref by payer that makes it pay, `why` the refs of card provisions applied. `months` are those paid for, date to date
    from `valid_from` to `paid_to`: a child's card runs on behind it. `rank` is the place among those of the household
    who join by household in the financial year, 0 where the premium does not fall with it. `replaces` is the card
    this one was printed anew for.
    """

    card = models.OneToOneField(Card, on_delete=models.PROTECT, related_name="issued")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="issued_cards")
    household = models.ForeignKey(Household, null=True, on_delete=models.PROTECT, related_name="issued_cards")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=15, blank=True)
    unit = models.CharField(max_length=40)
    group = models.CharField(max_length=40)
    letter = models.CharField(max_length=8)
    benefit = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    paid_on = models.DateField(null=True)
    paid_to = models.DateField(null=True)
    months = models.PositiveSmallIntegerField(default=0)
    waiting_days = models.PositiveSmallIntegerField()
    five_year_since = models.DateField()
    five_year_on = models.DateField()
    fixed = models.BooleanField()
    rank = models.PositiveSmallIntegerField(default=0)
    premium = models.BigIntegerField()
    amounts = models.JSONField()
    provisions = models.JSONField()
    why = models.JSONField()
    law = models.CharField(max_length=64)
    replaces = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")

    class Meta:
        indexes = [models.Index(fields=["person", "valid_from"], name="issued_of")]
