from django.db import migrations, models

from core.migrating import AddIndexBeside


class Migration(migrations.Migration):
    """Built beside the work of others, so outside a transaction."""

    atomic = False

    dependencies = [
        ('inspections', '0009_newest_first'),
    ]

    operations = [
        AddIndexBeside(
            model_name='deadline',
            index=models.Index(condition=models.Q(('closed_on', None), ('met_on', None)), fields=['due_on', 'id'], name='open_deadlines_soonest'),
        ),
    ]
