from django.db import migrations, models

from core.indexes import AddIndexBesideOthers


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ('improvement', '0007_plan_partnership_filled'),
    ]

    operations = [
        AddIndexBesideOthers(
            model_name='plan',
            index=models.Index(fields=['partnership', '-opened_on', '-id'], name='plans_of_area_newest_first'),
        ),
    ]
