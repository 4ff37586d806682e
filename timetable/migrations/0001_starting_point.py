import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.migrating import CreateTables
from timetable import triggers


def create(apps, schema_editor):
    triggers.run(schema_editor.connection, "create")


def drop(apps, schema_editor):
    triggers.run(schema_editor.connection, "drop")


class Migration(migrations.Migration):
    replaces = [
        ('timetable', '0001_initial'),
        ('timetable', '0002_away_rules_releases_and_notes'),
        ('timetable', '0003_proposal'),
        ('timetable', '0004_frozen_releases'),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('cases', '0001_starting_point'),
        ('inspections', '0001_starting_point'),
        ('partnerships', '0001_starting_point'),
    ]

    operations = [
        CreateTables([
            migrations.CreateModel(
                name='Meeting',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('updated_at', models.DateTimeField(auto_now=True)),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('number', models.PositiveIntegerField()),
                    ('kind', models.CharField(choices=[('leaders', 'Leaders’ meeting'), ('focus_group', 'Focus group'), ('visit', 'Visit to a setting'), ('tracking', 'Tracking meeting'), ('sampling', 'Focused sampling'), ('forum', 'Meeting with the parent carer forum'), ('open', 'Open meeting for families'), ('young_people', 'Meeting with children and young people'), ('keep_in_touch', 'Keep-in-touch meeting'), ('team', 'Inspectors’ own meeting'), ('loose_ends', 'Time kept for loose ends'), ('feedback', 'Final feedback meeting'), ('other', 'Other meeting')], max_length=20)),
                    ('title', models.CharField(max_length=200)),
                    ('purpose', models.TextField(blank=True)),
                    ('question', models.CharField(blank=True, max_length=10)),
                    ('state', models.CharField(choices=[('requested', 'Requested'), ('proposed', 'Time proposed'), ('confirmed', 'Confirmed'), ('in_progress', 'In progress'), ('held', 'Held'), ('no_show', 'Nobody came'), ('cancelled', 'Cancelled'), ('notes_added', 'Notes added'), ('closed', 'Closed')], db_index=True, default='requested', max_length=20)),
                    ('starts_at', models.DateTimeField(blank=True, db_index=True, null=True)),
                    ('minutes', models.PositiveSmallIntegerField(default=60)),
                    ('room', models.CharField(blank=True, max_length=100)),
                    ('online', models.BooleanField(default=False)),
                    ('link', models.URLField(blank=True, max_length=500)),
                    ('inspectors_needed', models.PositiveSmallIntegerField(default=1)),
                    ('needs_ofsted', models.BooleanField(default=False)),
                    ('needs_cqc', models.BooleanField(default=False)),
                    ('pinned', models.BooleanField(default=False)),
                    ('inspectors_only', models.BooleanField(default=False)),
                    ('case', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='cases.trackedcase')),
                    ('inspection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='meetings', to='inspections.inspection')),
                    ('site', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='partnerships.site')),
                ],
                options={
                    'ordering': ('inspection', 'starts_at', 'number'),
                    'constraints': [models.UniqueConstraint(fields=('inspection', 'number'), name='one_meeting_of_a_number'), models.CheckConstraint(condition=models.Q(('minutes__gte', 5), ('minutes__lte', 720)), name='meeting_five_minutes_to_a_day')],
                },
            ),
            migrations.CreateModel(
                name='MeetingInspector',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='inspectors', to='timetable.meeting')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings_taken', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ('pk',),
                    'constraints': [models.UniqueConstraint(fields=('meeting', 'user'), name='one_inspector_once_in_a_meeting')],
                },
            ),
            migrations.CreateModel(
                name='MeetingPerson',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('required', models.BooleanField(default=True)),
                    ('attended', models.BooleanField(blank=True, null=True)),
                    ('absence_reason', models.CharField(blank=True, max_length=200)),
                    ('contact', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='partnerships.contact')),
                    ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='people', to='timetable.meeting')),
                ],
                options={
                    'ordering': ('pk',),
                    'constraints': [models.UniqueConstraint(fields=('meeting', 'contact'), name='one_person_once_in_a_meeting')],
                },
            ),
            migrations.CreateModel(
                name='Away',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('room', models.CharField(blank=True, max_length=100)),
                    ('starts_at', models.DateTimeField()),
                    ('ends_at', models.DateTimeField()),
                    ('source', models.CharField(choices=[('typed', 'Entered by hand'), ('ticks', 'Mornings and afternoons ticked')], default='typed', max_length=20)),
                    ('contact', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='away_times', to='partnerships.contact')),
                    ('inspection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='away_times', to='inspections.inspection')),
                    ('site', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='away_times', to='partnerships.site')),
                    ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='away_times', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ('starts_at', 'pk'),
                    'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='away_ends_after_it_starts'), models.CheckConstraint(condition=models.Q(models.Q(('contact__isnull', False), ('room', ''), ('user__isnull', True)), models.Q(('contact__isnull', True), ('room', ''), ('user__isnull', False)), models.Q(('contact__isnull', True), ('user__isnull', True), models.Q(('room', ''), _negated=True)), _connector='OR'), name='away_is_of_one')],
                },
            ),
            migrations.CreateModel(
                name='MeetingNote',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('updated_at', models.DateTimeField(auto_now=True)),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('side', models.CharField(choices=[('inspectors', 'Inspectors’ note'), ('area', 'Area’s note')], max_length=12)),
                    ('text', models.TextField()),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='timetable.meeting')),
                ],
                options={
                    'ordering': ('pk',),
                    'constraints': [models.UniqueConstraint(fields=('meeting', 'side'), name='one_note_of_a_side')],
                },
            ),
            migrations.CreateModel(
                name='Override',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('fingerprint', models.CharField(max_length=64)),
                    ('rule', models.CharField(max_length=40)),
                    ('sentence', models.CharField(max_length=500)),
                    ('reason', models.CharField(max_length=500)),
                    ('at', models.DateTimeField()),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('inspection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='kept_conflicts', to='inspections.inspection')),
                ],
                options={
                    'ordering': ('at', 'pk'),
                    'constraints': [models.UniqueConstraint(fields=('inspection', 'fingerprint'), name='one_reason_for_a_conflict')],
                },
            ),
            migrations.CreateModel(
                name='Release',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveIntegerField()),
                    ('released_at', models.DateTimeField()),
                    ('snapshot', models.TextField()),
                    ('sha256', models.CharField(max_length=64)),
                    ('inspection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='releases', to='inspections.inspection')),
                    ('released_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ('inspection', '-number'),
                    'constraints': [models.UniqueConstraint(fields=('inspection', 'number'), name='one_release_of_a_number')],
                },
            ),
            migrations.CreateModel(
                name='RuleSetting',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('rule', models.CharField(max_length=40)),
                    ('level', models.CharField(choices=[('block', 'Block: nothing is confirmed or released before it is changed, or kept with a reason'), ('warn', 'Warn: it is listed until it is changed, or kept with a reason'), ('ignore', 'Ignore: it is not looked for')], max_length=10)),
                    ('inspection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='timetable_rules', to='inspections.inspection')),
                ],
                options={
                    'ordering': ('pk',),
                    'constraints': [models.UniqueConstraint(fields=('inspection', 'rule'), name='one_level_of_a_rule')],
                },
            ),
            migrations.CreateModel(
                name='Proposal',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('updated_at', models.DateTimeField(auto_now=True)),
                    ('number', models.PositiveIntegerField()),
                    ('state', models.CharField(choices=[('queued', 'Waiting to start'), ('running', 'Being worked out'), ('done', 'Ready to look at'), ('failed', 'Stopped by a fault'), ('cancelled', 'Cancelled'), ('accepted', 'Accepted'), ('declined', 'Not accepted')], db_index=True, default='queued', max_length=20)),
                    ('asked_at', models.DateTimeField()),
                    ('seconds', models.PositiveSmallIntegerField(default=20)),
                    ('problem', models.JSONField(default=dict)),
                    ('basis', models.CharField(blank=True, max_length=64)),
                    ('started_at', models.DateTimeField(blank=True, null=True)),
                    ('found_at', models.DateTimeField(blank=True, null=True)),
                    ('placed', models.PositiveIntegerField(blank=True, null=True)),
                    ('objective', models.FloatField(blank=True, null=True)),
                    ('bound', models.FloatField(blank=True, null=True)),
                    ('cancel_requested_at', models.DateTimeField(blank=True, null=True)),
                    ('finished_at', models.DateTimeField(blank=True, null=True)),
                    ('answer', models.JSONField(default=dict)),
                    ('failure', models.CharField(blank=True, max_length=300)),
                    ('accepted_at', models.DateTimeField(blank=True, null=True)),
                    ('accepted_days', models.JSONField(default=list)),
                    ('accepted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('inspection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='proposals', to='inspections.inspection')),
                ],
                options={
                    'ordering': ('inspection', '-number'),
                    'constraints': [models.UniqueConstraint(fields=('inspection', 'number'), name='one_proposal_of_a_number'), models.UniqueConstraint(condition=models.Q(('state__in', ['queued', 'running'])), fields=('inspection',), name='one_proposal_at_a_time')],
                },
            ),
        ]),
        migrations.RunPython(create, drop),
    ]
