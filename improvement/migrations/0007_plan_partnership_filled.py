from django.db import migrations

from core import reach
from improvement import triggers


def fill(apps, schema_editor):
    """A plan for each inspection that asked for one: a few hundred in all of England."""
    with reach.everything():
        triggers.AREA.fill(schema_editor.connection)


def nothing(apps, schema_editor):
    """The way back takes the column away."""


class Migration(migrations.Migration):

    dependencies = [
        ('improvement', '0006_plan_partnership'),
    ]

    operations = [
        migrations.RunPython(fill, nothing),
    ]
