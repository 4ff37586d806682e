from django.db import migrations, models

from core.indexes import AddIndexBesideOthers


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ('inspections', '0008_legal_hold'),
    ]

    operations = [
        AddIndexBesideOthers(
            model_name='deadline',
            index=models.Index(condition=models.Q(('closed_on', None), ('met_on', None)), fields=['due_on'], name='open_deadlines_by_due'),
        ),
    ]
