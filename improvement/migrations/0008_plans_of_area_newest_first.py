from django.db import migrations, models

from core.migrating import AddIndexBeside


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ('improvement', '0007_plan_partnership_filled'),
    ]

    operations = [
        AddIndexBeside(
            model_name='plan',
            index=models.Index(fields=['partnership', '-opened_on', '-id'], name='plans_of_area_newest_first'),
        ),
    ]
