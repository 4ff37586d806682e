import django.db.models.deletion
from django.db import migrations, models

from inspections import triggers


def create(apps, schema_editor):
    triggers.AREA.create(schema_editor.connection)


def drop(apps, schema_editor):
    triggers.AREA.drop(schema_editor.connection)


class Migration(migrations.Migration):

    dependencies = [
        ('inspections', '0012_inspection_outcome_first'),
        ('partnerships', '0002_contact_site_journey_and_more'),
    ]

    operations = [
        migrations.AddField(
            model_name='deadline',
            name='partnership',
            field=models.ForeignKey(db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partnerships.partnership'),
        ),
        migrations.RunPython(create, drop),
    ]
