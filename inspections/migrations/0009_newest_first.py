from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models.functions import Coalesce


class Migration(migrations.Migration):
    """Built beside the work of others, so outside a transaction."""

    atomic = False

    dependencies = [
        ('inspections', '0008_legal_hold'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='inspection',
            index=models.Index(models.OrderBy(Coalesce('onsite_start_on', 'planned_for_on', 'published_on'), descending=True, nulls_last=True), models.F('reference'), name='inspection_newest_first'),
        ),
    ]
