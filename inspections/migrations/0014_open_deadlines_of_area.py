from django.db import migrations, models

from core.indexes import AddIndexBesideOthers


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ('inspections', '0013_deadline_partnership_filled'),
    ]

    operations = [
        AddIndexBesideOthers(
            model_name='deadline',
            index=models.Index(
                condition=models.Q(('closed_on', None), ('met_on', None)),
                fields=['partnership', 'due_on', 'id'],
                name='open_deadlines_of_area',
            ),
        ),
    ]
