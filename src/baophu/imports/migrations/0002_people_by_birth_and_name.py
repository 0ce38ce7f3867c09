"""An index over people's birth date and folded name: matching asks for both, and for everybody born on a day."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("imports", "0001_initial"), ("registry", "0002_the_database_keeps_the_rules")]
    operations = [
        migrations.RunSQL(
            "create index imports_born_name on registry_person (born, name_key)", "drop index imports_born_name"
        )
    ]
