"""What there is to say of the register as a whole."""

from __future__ import annotations

from django.db import models


class Register(models.Model):
    """One row. `about` is the about.json of what was loaded; `units_on` the day for which `Person.unit` is right."""

    simulated = models.BooleanField(default=False)
    about = models.JSONField(default=dict)
    units_on = models.DateField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(name="register_is_one", condition=models.Q(id=1))]
