import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.migrating import CreateTables
from tracking import triggers


def create(apps, schema_editor):
    triggers.FROZEN.create(schema_editor.connection)


def drop(apps, schema_editor):
    triggers.FROZEN.drop(schema_editor.connection)


class Migration(migrations.Migration):
    replaces = [
        ('tracking', '0001_progress_and_narratives'),
        ('tracking', '0002_frozen'),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('core', '0001_starting_point'),
        ('improvement', '0001_starting_point'),
    ]

    operations = [
        CreateTables([
            migrations.CreateModel(
                name='ActionUpdate',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveIntegerField()),
                    ('reported_on', models.DateField(db_index=True)),
                    ('state_before', models.CharField(choices=[('not_started', 'Not started'), ('underway_behind', 'Underway, behind target'), ('underway_on_target', 'Underway, on target'), ('completed', 'Completed'), ('evidenced', 'Evidenced in practice'), ('superseded', 'Superseded'), ('withdrawn', 'Withdrawn')], max_length=30)),
                    ('state_after', models.CharField(choices=[('not_started', 'Not started'), ('underway_behind', 'Underway, behind target'), ('underway_on_target', 'Underway, on target'), ('completed', 'Completed'), ('evidenced', 'Evidenced in practice'), ('superseded', 'Superseded'), ('withdrawn', 'Withdrawn')], max_length=30)),
                    ('impact', models.CharField(choices=[('too_early', 'Too early to say'), ('seen', 'Impact seen'), ('not_seen', 'Impact not seen')], max_length=20)),
                    ('words', models.TextField(blank=True)),
                    ('reason', models.TextField(blank=True)),
                    ('remedy', models.TextField(blank=True)),
                    ('asks_completion', models.BooleanField(default=False)),
                    ('at', models.DateTimeField()),
                    ('action', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='updates', to='improvement.action')),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('replaced_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaces', to='improvement.action')),
                    ('takes_back', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='taken_back_by', to='tracking.actionupdate')),
                ],
                options={
                    'verbose_name': 'update of an action',
                    'verbose_name_plural': 'updates of actions',
                    'ordering': ('action', 'number'),
                    'constraints': [models.UniqueConstraint(fields=('action', 'number'), name='one_action_update_per_number')],
                },
            ),
            migrations.CreateModel(
                name='BoardPack',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveIntegerField()),
                    ('as_at_on', models.DateField()),
                    ('content', models.TextField()),
                    ('sha256', models.CharField(max_length=64)),
                    ('asked_at', models.DateTimeField()),
                    ('made_at', models.DateTimeField(blank=True, null=True)),
                    ('pages', models.PositiveIntegerField(blank=True, null=True)),
                    ('pdf', models.BinaryField(blank=True, null=True)),
                    ('workbook', models.BinaryField(blank=True, null=True)),
                    ('failure', models.CharField(blank=True, max_length=300)),
                    ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='board_packs', to='improvement.plan')),
                ],
                options={
                    'ordering': ('plan', '-number'),
                    'constraints': [models.UniqueConstraint(fields=('plan', 'number'), name='one_board_pack_per_number')],
                },
            ),
            migrations.CreateModel(
                name='Evidence',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveIntegerField()),
                    ('title', models.CharField(max_length=200)),
                    ('words', models.TextField(blank=True)),
                    ('dated_on', models.DateField()),
                    ('added_at', models.DateTimeField()),
                    ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
                    ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence_bank', to='improvement.plan')),
                ],
                options={
                    'verbose_name': 'piece of evidence',
                    'verbose_name_plural': 'pieces of evidence',
                    'ordering': ('plan', '-number'),
                    'constraints': [models.UniqueConstraint(fields=('plan', 'number'), name='one_plan_evidence_per_number'), models.CheckConstraint(condition=models.Q(models.Q(('words', ''), _negated=True), ('file__isnull', False), _connector='OR'), name='plan_evidence_is_something')],
                },
            ),
            migrations.CreateModel(
                name='MilestoneChange',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('met', 'Met'), ('deferred', 'Put off'), ('not_met', 'Not met after all')], max_length=10)),
                    ('on', models.DateField()),
                    ('due_before_on', models.DateField()),
                    ('due_after_on', models.DateField()),
                    ('reason', models.TextField(blank=True)),
                    ('at', models.DateTimeField()),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('milestone', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='improvement.milestone')),
                ],
                options={
                    'verbose_name': 'change of a milestone',
                    'ordering': ('milestone', 'pk'),
                },
            ),
            migrations.CreateModel(
                name='Narrative',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('updated_at', models.DateTimeField(auto_now=True)),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('number', models.PositiveIntegerField()),
                    ('title', models.CharField(max_length=200)),
                    ('item', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='narratives', to='improvement.planitem')),
                    ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='narratives', to='improvement.plan')),
                ],
                options={
                    'ordering': ('plan', 'number'),
                    'constraints': [models.UniqueConstraint(fields=('plan', 'number'), name='one_narrative_per_number')],
                },
            ),
            migrations.CreateModel(
                name='NarrativeVersion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveIntegerField()),
                    ('indicators', models.TextField(blank=True)),
                    ('overview', models.TextField(blank=True)),
                    ('text', models.TextField(blank=True)),
                    ('next_steps', models.TextField(blank=True)),
                    ('written_with', models.JSONField(default=list)),
                    ('at', models.DateTimeField()),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('narrative', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='tracking.narrative')),
                ],
                options={
                    'verbose_name': 'version of a narrative',
                    'ordering': ('narrative', 'number'),
                    'constraints': [models.UniqueConstraint(fields=('narrative', 'number'), name='one_narrative_version_per_number')],
                },
            ),
            migrations.CreateModel(
                name='NarrativeEvidence',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('evidence', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='narrative_links', to='tracking.evidence')),
                    ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence_links', to='tracking.narrativeversion')),
                ],
                options={
                    'verbose_name': 'evidence of a narrative',
                    'ordering': ('version', 'evidence'),
                    'constraints': [models.UniqueConstraint(fields=('version', 'evidence'), name='one_link_per_narrative_evidence')],
                },
            ),
            migrations.CreateModel(
                name='Contest',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveIntegerField()),
                    ('on_behalf_of', models.CharField(max_length=200)),
                    ('why', models.TextField()),
                    ('at', models.DateTimeField()),
                    ('answer', models.TextField(blank=True)),
                    ('answered_at', models.DateTimeField(blank=True, null=True)),
                    ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                    ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('narrative', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contests', to='tracking.narrative')),
                    ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contests', to='tracking.narrativeversion')),
                ],
                options={
                    'ordering': ('narrative', 'number'),
                    'constraints': [models.UniqueConstraint(fields=('narrative', 'number'), name='one_contest_per_number'), models.CheckConstraint(condition=models.Q(('why', ''), _negated=True), name='contest_says_why')],
                },
            ),
            migrations.CreateModel(
                name='UpdateEvidence',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('is_new', models.BooleanField()),
                    ('evidence', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='update_links', to='tracking.evidence')),
                    ('update_of', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence_links', to='tracking.actionupdate')),
                ],
                options={
                    'verbose_name': 'evidence of an update',
                    'ordering': ('update_of', 'evidence'),
                    'constraints': [models.UniqueConstraint(fields=('update_of', 'evidence'), name='one_link_per_update_evidence')],
                },
            ),
            migrations.CreateModel(
                name='ActionImport',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveIntegerField()),
                    ('faults', models.JSONField(default=list)),
                    ('changes', models.JSONField(default=list)),
                    ('undo', models.JSONField(default=list)),
                    ('at', models.DateTimeField()),
                    ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                    ('undone_at', models.DateTimeField(blank=True, null=True)),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('confirmed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
                    ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='action_imports', to='improvement.plan')),
                    ('undone_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ('plan', '-number'),
                    'constraints': [models.UniqueConstraint(fields=('plan', 'number'), name='one_action_import_per_number'), models.CheckConstraint(condition=models.Q(('confirmed_at__isnull', True), ('faults', []), _connector='OR'), name='import_with_faults_is_never_kept'), models.CheckConstraint(condition=models.Q(('undone_at__isnull', True), ('confirmed_at__isnull', False), _connector='OR'), name='import_undone_after_kept')],
                },
            ),
        ]),
        migrations.RunPython(create, drop),
    ]
