import datetime

from django.db import migrations, models
from django.db.models.functions import Coalesce

from core.migrating import AddIndexBeside


class Migration(migrations.Migration):
    """Built beside the work of others, so outside a transaction."""

    atomic = False

    dependencies = [
        ('inspections', '0008_legal_hold'),
    ]

    operations = [
        AddIndexBeside(
            model_name='inspection',
            index=models.Index(models.OrderBy(Coalesce('onsite_start_on', 'planned_for_on', 'published_on', models.Value(datetime.date(1, 1, 1))), descending=True), models.F('reference'), name='inspection_newest_first'),
        ),
    ]
