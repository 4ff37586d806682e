import django.db.models.deletion
from django.db import migrations, models

from improvement import triggers


def create(apps, schema_editor):
    triggers.AREA.create(schema_editor.connection)


def drop(apps, schema_editor):
    triggers.AREA.drop(schema_editor.connection)


class Migration(migrations.Migration):

    dependencies = [
        ('improvement', '0005_review_and_publication'),
        ('partnerships', '0002_contact_site_journey_and_more'),
    ]

    operations = [
        migrations.AddField(
            model_name='plan',
            name='partnership',
            field=models.ForeignKey(db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partnerships.partnership'),
        ),
        migrations.RunPython(create, drop),
    ]
