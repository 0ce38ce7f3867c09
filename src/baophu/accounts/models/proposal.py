"""Four eyes: what one officer proposed and another decides."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from baophu.accounts.models.user import User
from baophu.law.model import Text


class Proposal(models.Model):
    """Something that waits for a second officer. What was proposed never changes; deciding ends it.

    `payload` is what the kind's handler needs, plain JSON. `whole` says it concerns the whole province, otherwise its
    units are in `units`. `error_vi`/`error_en` say why the last approval could not be carried out: it waits on.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Chờ duyệt"
        APPROVED = "approved", "Đã duyệt"
        REJECTED = "rejected", "Đã từ chối"
        WITHDRAWN = "withdrawn", "Đã rút"

    kind = models.CharField(max_length=40)
    payload = models.JSONField()
    summary_vi = models.TextField()
    summary_en = models.TextField()
    whole = models.BooleanField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="proposed")
    at = models.DateTimeField()
    reason = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="decided")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.TextField(blank=True)
    result = models.JSONField(null=True, blank=True)
    error_vi = models.TextField(blank=True)
    error_en = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "-at"], name="proposal_state_at")]
        constraints = [
            models.CheckConstraint(
                name="four_eyes_are_two_people", condition=~Q(state="approved") | ~Q(decided_by=F("by"))
            ),
            models.CheckConstraint(
                name="decided_has_who_and_when",
                condition=Q(state="waiting", decided_by=None, decided_at=None)
                | (~Q(state="waiting") & Q(decided_by__isnull=False, decided_at__isnull=False)),
            ),
        ]

    @property
    def summary(self) -> Text:
        """What is proposed, in a sentence."""
        return Text(self.summary_vi, self.summary_en)

    @property
    def error(self) -> Text | None:
        """Why the last approval could not be carried out."""
        return Text(self.error_vi, self.error_en) if self.error_vi else None


class ProposalUnit(models.Model):
    """A unit that a proposal concerns."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="units")
    unit = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "unit"], name="proposal_unit_once")]
