"""The access log: who looked at whose record, when, and why."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from baophu.accounts.models.user import User


class Look(models.Model):
    """Somebody read a person's record. Rows are only ever added: the database refuses to change or delete them.

    `person` is the number in the register. `who` is the name at that time; `user` is empty for a command, where `who`
    names the account of the machine.
    """

    person = models.BigIntegerField()
    user = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    who = models.CharField(max_length=160)
    at = models.DateTimeField()
    why = models.CharField(max_length=200)
    page = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person", "-at"], name="look_person_at")]
        constraints = [models.CheckConstraint(name="look_has_a_reason", condition=~Q(why=""))]
