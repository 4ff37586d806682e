from django.db import migrations

from core import reach
from inspections import triggers


def fill(apps, schema_editor):
    """Some twenty for each inspection of this service: a few thousand in all of England."""
    with reach.everything():
        triggers.AREA.fill(schema_editor.connection)


def nothing(apps, schema_editor):
    """The way back takes the column away."""


class Migration(migrations.Migration):

    dependencies = [
        ('inspections', '0013_deadline_partnership'),
    ]

    operations = [
        migrations.RunPython(fill, nothing),
    ]
