"""People, each number in a field of its own."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from baophu.registry.models.entry import Entry
from baophu.registry.models.place import Unit


class PersonQuerySet(models.QuerySet["Person"]):
    """People to be found."""

    def standing(self) -> PersonQuerySet:
        """Without records that were merged into another or taken back."""
        return self.filter(merged_into=None, withdrawn=False)

    def in_units(self, units: frozenset[str] | None) -> PersonQuerySet:
        """Whom an officer of these units may see (None: the whole province)."""
        return self if units is None else self.filter(unit__in=units)


class Person(models.Model):
    """Somebody of the register. `id` is the number the engine knows the person by and never changes.

    `name_key` is the folded name in order, `name_back` the same with the given name first: the search reads both.
    `born_known` says how much of the birth date is known; what is not known is the first day or month.
    `merged_into` is set on a record that turned out to be of somebody already there, `withdrawn` on one that was
    recorded by mistake and undone.
    `unit` is derived, for search and access alone: the unit of the stay of today, else of the last one before today,
    else of the first one to come. Services keep it right (`services.whereabouts`); it is never asked about the past.
    """

    class Known(models.TextChoices):
        DAY = "day", "ngày, tháng, năm"
        MONTH = "month", "tháng, năm"
        YEAR = "year", "năm"

    personal_id = models.CharField(max_length=12, null=True, blank=True)
    old_id = models.CharField(max_length=9, null=True, blank=True)
    social_number = models.CharField(max_length=10, null=True, blank=True)
    card_number = models.CharField(max_length=15, null=True, blank=True)
    name = models.CharField(max_length=120)
    name_key = models.CharField(max_length=120)
    name_back = models.CharField(max_length=120)
    born = models.DateField()
    born_known = models.CharField(max_length=5, choices=Known.choices, default=Known.DAY)
    died = models.DateField(null=True, blank=True)
    sex = models.CharField(max_length=1, choices=[("m", "Nam"), ("f", "Nữ")])
    ethnicity = models.CharField(max_length=20)
    phone = models.CharField(max_length=20, blank=True)
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+", db_index=False)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged", db_index=False
    )
    withdrawn = models.BooleanField(default=False)

    objects = PersonQuerySet.as_manager()

    class Meta:
        # Constraints and indexes stand here and not at the fields: PostgreSQL would get a second index of each.
        # `id` closes the keys from the given name on: who has a family name is found in the index alone.
        indexes = [
            models.Index(fields=["old_id"], name="person_old_id", condition=Q(old_id__isnull=False)),
            models.Index(fields=["card_number"], name="person_card_number"),
            models.Index(fields=["name_key"], name="person_name_key"),
            models.Index(fields=["name_back", "id"], name="person_name_back"),
            models.Index(fields=["unit", "name_key"], name="person_unit_name_key"),
            models.Index(fields=["unit", "name_back", "id"], name="person_unit_name_back"),
            models.Index(fields=["merged_into"], name="person_merged", condition=Q(merged_into__isnull=False)),
            models.Index(fields=["entry"], name="person_entry", condition=Q(entry__gt=Entry.LOADED)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["personal_id"], name="person_personal_id_once"),
            models.UniqueConstraint(fields=["social_number"], name="person_social_number_once"),
            models.CheckConstraint(name="person_sex_m_or_f", condition=Q(sex__in=["m", "f"])),
            models.CheckConstraint(name="person_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="person_dies_after_birth", condition=Q(died__isnull=True) | Q(died__gte=F("born"))
            ),
        ]


class PersonChange(models.Model):
    """A field of a person that was changed: what stood there before and since, so that any day can be told again.

    Values are as texts, empty for none: dates 1980-04-03, a record merged into by its number, `true` for withdrawn.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="changes")
    field = models.CharField(max_length=20)
    before = models.CharField(max_length=120, blank=True)
    after = models.CharField(max_length=120, blank=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
