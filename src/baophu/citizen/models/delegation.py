"""Who may look after another person's cover: a parent for a child, a child for a parent."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from baophu.accounts.models import User
from baophu.registry.models import Person


class Delegation(models.Model):
    """`delegate` may see the card, family and visits (not the sensitive ones) of `person`, and pay for them.

    Given by the person, it is active at once; asked for by the delegate, it waits for an officer of the person's unit.
    It is ended by either of them, or by an officer; nothing is deleted.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("chờ xác nhận")
        ACTIVE = "active", _("đang có hiệu lực")
        REFUSED = "refused", _("không được xác nhận")
        ENDED = "ended", _("đã kết thúc")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    delegate = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices)
    relation = models.CharField(max_length=80)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, blank=True)
    ended_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "delegate"], name="delegation_once", condition=Q(state__in=["waiting", "active"])
            ),
            models.CheckConstraint(name="delegation_of_another", condition=~Q(person=F("delegate"))),
            models.CheckConstraint(
                name="delegation_ended_has_when", condition=~Q(state="ended") | Q(ended_at__isnull=False)
            ),
        ]
