import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.migrating import CreateTables
from measures import triggers


def create(apps, schema_editor):
    triggers.FROZEN.create(schema_editor.connection)


def drop(apps, schema_editor):
    triggers.FROZEN.drop(schema_editor.connection)


class Migration(migrations.Migration):
    replaces = [
        ('measures', '0001_measures_with_values_and_rebaselines'),
        ('measures', '0002_frozen'),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('improvement', '0001_starting_point'),
        ('partnerships', '0001_starting_point'),
    ]

    operations = [
        CreateTables([
            migrations.CreateModel(
                name='Measure',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('updated_at', models.DateTimeField(auto_now=True)),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('number', models.PositiveSmallIntegerField()),
                    ('name', models.CharField(max_length=200)),
                    ('definition', models.TextField(blank=True)),
                    ('source', models.CharField(blank=True, max_length=300)),
                    ('unit', models.CharField(choices=[('percent', 'Per cent'), ('count', 'Number (people, plans, complaints)'), ('days', 'Days'), ('weeks', 'Weeks'), ('months', 'Months'), ('per_1000', 'Rate per 1,000'), ('per_10000', 'Rate per 10,000'), ('pounds', 'Pounds')], max_length=20)),
                    ('places', models.PositiveSmallIntegerField(default=0)),
                    ('better', models.CharField(choices=[('higher', 'Higher is better'), ('lower', 'Lower is better')], max_length=10)),
                    ('every', models.CharField(choices=[('year', 'Every year'), ('term', 'Every term'), ('quarter', 'Every quarter'), ('month', 'Every month'), ('day', 'On single days')], max_length=10)),
                    ('baseline_period', models.CharField(blank=True, max_length=10)),
                    ('baseline_value', models.DecimalField(blank=True, decimal_places=2, max_digits=15, null=True)),
                    ('removed_on', models.DateField(blank=True, null=True)),
                    ('action', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='measures', to='improvement.action')),
                    ('carried_from', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='carried_to', to='measures.measure')),
                    ('indicator', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partnerships.indicator')),
                    ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='measures', to='improvement.planitem')),
                ],
                options={
                    'ordering': ('item', 'number'),
                    'constraints': [models.UniqueConstraint(fields=('item', 'number'), name='one_measure_per_number'), models.CheckConstraint(condition=models.Q(models.Q(('baseline_period', ''), ('baseline_value__isnull', True)), models.Q(('baseline_value__isnull', False), models.Q(('baseline_period', ''), _negated=True)), _connector='OR'), name='baseline_has_value_and_period'), models.CheckConstraint(condition=models.Q(('places__lte', 2)), name='measure_kept_to_hundredths')],
                },
            ),
            migrations.CreateModel(
                name='MeasureLoad',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveSmallIntegerField()),
                    ('file_name', models.CharField(max_length=200)),
                    ('read_at', models.DateTimeField()),
                    ('rows', models.JSONField(default=dict)),
                    ('notes', models.JSONField(default=list)),
                    ('kept_at', models.DateTimeField(blank=True, null=True)),
                    ('made', models.JSONField(default=dict)),
                    ('undone_at', models.DateTimeField(blank=True, null=True)),
                    ('kept_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='measure_loads', to='improvement.plan')),
                    ('read_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('undone_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ('plan', 'number'),
                    'constraints': [models.UniqueConstraint(fields=('plan', 'number'), name='one_measure_load_per_number')],
                },
            ),
            migrations.CreateModel(
                name='MeasureTarget',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('period', models.CharField(max_length=10)),
                    ('period_end_on', models.DateField()),
                    ('value', models.DecimalField(decimal_places=2, max_digits=15)),
                    ('measure', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='targets', to='measures.measure')),
                ],
                options={
                    'ordering': ('measure', 'period_end_on'),
                    'constraints': [models.UniqueConstraint(fields=('measure', 'period'), name='one_target_per_period')],
                },
            ),
            migrations.CreateModel(
                name='MeasureValue',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('period', models.CharField(max_length=10)),
                    ('period_end_on', models.DateField()),
                    ('value', models.DecimalField(blank=True, decimal_places=2, max_digits=15, null=True)),
                    ('note', models.CharField(blank=True, max_length=500)),
                    ('recorded_at', models.DateTimeField()),
                    ('reason', models.TextField(blank=True)),
                    ('carried_from', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='measures.measurevalue')),
                    ('loaded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='values', to='measures.measureload')),
                    ('measure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='values', to='measures.measure')),
                    ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('supersedes', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='superseded_by', to='measures.measurevalue')),
                ],
                options={
                    'verbose_name': 'value of a measure',
                    'ordering': ('measure', 'period_end_on', 'pk'),
                    'constraints': [models.UniqueConstraint(condition=models.Q(('supersedes__isnull', True)), fields=('measure', 'period'), name='one_first_value_per_period'), models.CheckConstraint(condition=models.Q(('value__isnull', False), ('supersedes__isnull', False), _connector='OR'), name='value_unless_it_withdraws'), models.CheckConstraint(condition=models.Q(('supersedes__isnull', True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='correction_has_a_reason'), models.CheckConstraint(condition=models.Q(('value__isnull', True), ('value__gte', 0), _connector='OR'), name='value_not_below_zero')],
                },
            ),
            migrations.CreateModel(
                name='Rebaseline',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveSmallIntegerField()),
                    ('asked_at', models.DateTimeField()),
                    ('reason', models.TextField()),
                    ('old', models.JSONField()),
                    ('new', models.JSONField()),
                    ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('measure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rebaselines', to='measures.measure')),
                ],
                options={
                    'verbose_name': 'request for another baseline',
                    'ordering': ('measure', 'number'),
                    'constraints': [models.UniqueConstraint(fields=('measure', 'number'), name='one_rebaseline_per_number')],
                },
            ),
            migrations.CreateModel(
                name='RebaselineDecision',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('decision', models.CharField(choices=[('approved', 'Approved'), ('refused', 'Refused')], max_length=10)),
                    ('decided_at', models.DateTimeField()),
                    ('note', models.TextField(blank=True)),
                    ('decided_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('rebaseline', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='decision', to='measures.rebaseline')),
                ],
                options={
                    'verbose_name': 'decision on another baseline',
                    'ordering': ('rebaseline',),
                },
            ),
        ]),
        migrations.RunPython(create, drop),
    ]
