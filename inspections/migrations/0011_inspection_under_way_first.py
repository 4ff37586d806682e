import datetime

from django.db import migrations, models
from django.db.models.functions import Coalesce

from core.migrating import AddIndexBeside

NEVER = models.Value(datetime.date(1, 1, 1))


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ('inspections', '0010_open_deadlines_soonest'),
    ]

    operations = [
        AddIndexBeside(
            model_name='inspection',
            index=models.Index(
                models.F('partnership'),
                models.OrderBy(models.Case(models.When(state__in=('published', 'closed', 'cancelled'), then=1), default=0)),
                models.OrderBy(Coalesce('onsite_start_on', 'planned_for_on', 'published_on', NEVER), descending=True),
                models.OrderBy(models.F('reference')),
                condition=models.Q(('superseded_by', None)),
                name='inspection_under_way_first',
            ),
        ),
    ]
