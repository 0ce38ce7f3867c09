"""People, each number in a field of its own."""

from __future__ import annotations

from django.db import models

from baophu.registry.models.entry import Entry


class Person(models.Model):
    """Somebody of the register. `id` is the number the engine knows the person by and never changes.

    `name_key` is the folded name in order, `name_back` the same with the given name first: the search reads both.
    `born_known` says how much of the birth date is known; what is not known is the first day or month.
    `merged_into` is set on a record that turned out to be of somebody already there.
    """

    class Known(models.TextChoices):
        DAY = "day", "ngày, tháng, năm"
        MONTH = "month", "tháng, năm"
        YEAR = "year", "năm"

    personal_id = models.CharField(max_length=12, null=True, blank=True, unique=True)
    old_id = models.CharField(max_length=9, null=True, blank=True, db_index=True)
    social_number = models.CharField(max_length=10, null=True, blank=True, unique=True)
    card_number = models.CharField(max_length=15, null=True, blank=True, db_index=True)
    name = models.CharField(max_length=120)
    name_key = models.CharField(max_length=120)
    name_back = models.CharField(max_length=120)
    born = models.DateField()
    born_known = models.CharField(max_length=5, choices=Known.choices, default=Known.DAY)
    died = models.DateField(null=True, blank=True)
    sex = models.CharField(max_length=1, choices=[("m", "Nam"), ("f", "Nữ")])
    ethnicity = models.CharField(max_length=20)
    phone = models.CharField(max_length=20, blank=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged")


class PersonChange(models.Model):
    """A field of a person that was changed: what stood there before and since, so that any day can be told again."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="changes")
    field = models.CharField(max_length=20)
    before = models.CharField(max_length=120, blank=True)
    after = models.CharField(max_length=120, blank=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
