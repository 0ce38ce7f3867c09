"""What the last contact of a member says, kept beside the member; derived for contacts that are there already."""

import django.db.models.deletion
from django.db import migrations, models


def derive(apps, schema_editor):
    Contact, Member = apps.get_model("outreach", "Contact"), apps.get_model("outreach", "Member")
    standing = Contact.objects.filter(reverses=None, reversed_by=None)
    for number in standing.order_by().values_list("member", flat=True).distinct():
        rows = list(standing.filter(member=number).order_by("-day", "-id"))
        Member.objects.filter(pk=number).update(
            last=rows[0], answer=rows[0].answer, answered=rows[0].day, tried=len(rows)
        )


class Migration(migrations.Migration):

    dependencies = [
        ('outreach', '0002_append_only'),
        ('registry', '0002_the_database_keeps_the_rules'),
    ]

    operations = [
        migrations.AddField(
            model_name='member',
            name='answer',
            field=models.CharField(blank=True, max_length=12),
        ),
        migrations.AddField(
            model_name='member',
            name='answered',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='member',
            name='last',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='outreach.contact'),
        ),
        migrations.AddField(
            model_name='member',
            name='tried',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddIndex(
            model_name='member',
            index=models.Index(fields=['campaign', 'answer'], name='member_by_answer'),
        ),
        migrations.RunPython(derive, migrations.RunPython.noop),
    ]
