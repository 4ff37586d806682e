import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.migrating import CreateTables


class Migration(migrations.Migration):
    replaces = [
        ('information', '0001_items_files_queries_and_checks'),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('core', '0001_starting_point'),
        ('inspections', '0001_starting_point'),
    ]

    operations = [
        CreateTables([
            migrations.CreateModel(
                name='RequestItem',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('updated_at', models.DateTimeField(auto_now=True)),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('number', models.CharField(max_length=10)),
                    ('place', models.PositiveSmallIntegerField()),
                    ('code', models.CharField(max_length=60)),
                    ('group', models.CharField(max_length=100)),
                    ('title', models.CharField(max_length=200)),
                    ('description', models.TextField(blank=True)),
                    ('body', models.CharField(choices=[('authority', 'Local authority'), ('board', 'Health'), ('joint', 'Authority and health together')], max_length=20)),
                    ('due_rule', models.CharField(blank=True, max_length=60)),
                    ('set_due_on', models.DateField(blank=True, null=True)),
                    ('state', models.CharField(choices=[('requested', 'Not started'), ('assigned', 'Assigned'), ('in_progress', 'In progress'), ('uploaded', 'Uploaded'), ('rejected', 'Returned to its owner'), ('validated', 'Checked'), ('shared', 'Shared with inspectors'), ('queried', 'Queried'), ('accepted', 'Accepted'), ('not_applicable', 'Not applicable'), ('not_held', 'Not held'), ('withdrawn', 'No longer asked for')], db_index=True, default='requested', max_length=20)),
                    ('why_not', models.TextField(blank=True, help_text='Why it is not held or not applicable, while it is.')),
                    ('person_list', models.CharField(blank=True, max_length=20)),
                    ('confirmed', models.BooleanField(default=False)),
                    ('source', models.CharField(blank=True, max_length=300)),
                    ('last_part', models.PositiveIntegerField(default=0)),
                    ('inspection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='request_items', to='inspections.inspection')),
                    ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='request_items', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ('inspection', 'place'),
                    'constraints': [models.UniqueConstraint(fields=('inspection', 'number'), name='one_item_of_a_number'), models.UniqueConstraint(fields=('inspection', 'code'), name='one_item_of_a_code')],
                },
            ),
            migrations.CreateModel(
                name='AnswerFile',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('part', models.PositiveIntegerField()),
                    ('title', models.CharField(max_length=200)),
                    ('given_at', models.DateTimeField()),
                    ('shared_at', models.DateTimeField(blank=True, null=True)),
                    ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                    ('withdrawn_reason', models.CharField(blank=True, max_length=300)),
                    ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
                    ('given_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('replaces', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='information.answerfile')),
                    ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='information.requestitem')),
                ],
                options={
                    'ordering': ('item', 'part'),
                    'constraints': [models.UniqueConstraint(fields=('item', 'part'), name='one_file_of_a_part')],
                },
            ),
            migrations.CreateModel(
                name='Opening',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('at', models.DateTimeField()),
                    ('file', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='openings', to='information.answerfile')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ('at', 'pk'),
                },
            ),
            migrations.CreateModel(
                name='ListCheck',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('at', models.DateTimeField()),
                    ('result', models.CharField(choices=[('waiting', 'Being checked'), ('refused', 'Not accepted'), ('accepted', 'Accepted'), ('failed', 'Could not be checked')], default='waiting', max_length=10)),
                    ('rows', models.PositiveIntegerField(default=0)),
                    ('n_errors', models.PositiveIntegerField(default=0)),
                    ('n_queries', models.PositiveIntegerField(default=0)),
                    ('problems', models.JSONField(default=list)),
                    ('failure', models.CharField(blank=True, max_length=300)),
                    ('title', models.CharField(blank=True, max_length=200)),
                    ('share', models.BooleanField(default=False)),
                    ('kept_until', models.DateTimeField(blank=True, null=True)),
                    ('answer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='checks', to='information.answerfile')),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('quarantined', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='core.storedfile')),
                    ('replaces', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='information.answerfile')),
                    ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='checks', to='information.requestitem')),
                ],
                options={
                    'ordering': ('-at', '-pk'),
                },
            ),
            migrations.CreateModel(
                name='ItemQuery',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('by_inspectors', models.BooleanField()),
                    ('reasons', models.JSONField(default=list)),
                    ('text', models.TextField()),
                    ('asked_at', models.DateTimeField()),
                    ('answer', models.TextField(blank=True)),
                    ('answered_at', models.DateTimeField(blank=True, null=True)),
                    ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='queries', to='information.requestitem')),
                ],
                options={
                    'ordering': ('asked_at', 'pk'),
                },
            ),
        ]),
    ]
