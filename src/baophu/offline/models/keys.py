"""Keys: the installation's, which signs snapshots, and a facility's code, which opens them."""

from __future__ import annotations

from django.db import models

from baophu.accounts.models import User
from baophu.care.models import Facility


class SigningKey(models.Model):
    """A key of this installation (ECDSA on P-256). `private` is encrypted with the installation's own key; `public` is
    its point in the form browsers take (JWK). Keys that ended still prove what they signed.
    """

    name = models.CharField(max_length=16, unique=True)
    private = models.TextField()
    public = models.JSONField()
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)


class OpeningCode(models.Model):
    """What a facility types to open its snapshots: shown once when it is made, kept encrypted. The newest counts for
    snapshots made from then on; those made before open with the one before.
    """

    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="opening_codes")
    code = models.TextField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
