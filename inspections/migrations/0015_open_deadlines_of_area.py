from django.db import migrations, models

from core.migrating import AddIndexBeside


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ('inspections', '0014_deadline_partnership_filled'),
    ]

    operations = [
        AddIndexBeside(
            model_name='deadline',
            index=models.Index(
                condition=models.Q(('closed_on', None), ('met_on', None)),
                fields=['partnership', 'due_on', 'id'],
                name='open_deadlines_of_area',
            ),
        ),
    ]
