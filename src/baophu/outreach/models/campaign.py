"""A campaign and the people it is for, as they stood when it was made."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from baophu.registry.models import Household, Person, Unit


class Campaign(models.Model):
    """A list turned into work.

    `source` is the key of the list, `filters` how it was narrowed, `day` the day it was taken on. `window`: days after
    a contact within which cover counts as gained. Costs are whole đồng; `contact_cost` is of each contact. Closed, it
    takes no more contacts.
    """

    class Kind(models.TextChoices):
        VISIT = "visit", _("Đến nhà")
        CALL = "call", _("Gọi điện")
        SMS = "sms", _("Tin nhắn")
        NOTICE = "notice", _("Gửi thông báo")
        CONFERENCE = "conference", _("Hội nghị")
        LEAFLET = "leaflet", _("Phát tờ rơi")

    kind = models.CharField(max_length=12, choices=Kind.choices)
    name = models.CharField(max_length=120)
    source = models.CharField(max_length=60)
    filters = models.JSONField(default=dict)
    day = models.DateField()
    window = models.PositiveSmallIntegerField()
    fixed_cost = models.BigIntegerField(default=0)
    contact_cost = models.BigIntegerField(default=0)
    target = models.CharField(max_length=300, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    mark = models.CharField(max_length=40, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="campaign_costs_something", condition=Q(fixed_cost__gte=0, contact_cost__gte=0)
            ),
            models.CheckConstraint(name="campaign_has_a_window", condition=Q(window__gt=0)),
        ]

    @property
    def closed(self) -> bool:
        return self.closed_at is not None


class CampaignUnit(models.Model):
    """A unit in which people of a campaign live; officers see the campaigns of their units by it."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="units", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    people = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "unit"], name="campaign_unit_once")]


class Member(models.Model):
    """Somebody of a campaign, as they stood when it was made: unit, household, group, cover.

    `uncovered`: without a card on the campaign's day; `insured_to` the last day of cover known then (None: open, or
    never covered). `next_month` is the month (year * 12 + month - 1) in which the group was to change.

    `answer`, `answered`, `tried` and `last` are derived from the contacts that stand, the last of them and how many;
    services keep them in the transaction that writes a contact.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="members", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    group = models.CharField(max_length=40, blank=True)
    insured_to = models.DateField(null=True)
    next_month = models.IntegerField(null=True)
    uncovered = models.BooleanField()
    answer = models.CharField(max_length=12, blank=True)
    answered = models.DateField(null=True)
    tried = models.PositiveSmallIntegerField(default=0)
    last = models.ForeignKey("outreach.Contact", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "person"], name="member_once")]
        indexes = [
            models.Index(fields=["campaign", "unit", "household"], name="member_by_household"),
            models.Index(fields=["campaign", "answer"], name="member_by_answer"),
        ]
