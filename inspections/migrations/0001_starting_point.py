import datetime
import django.db.models.deletion
import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models

from core.migrating import CreateTables
from inspections import triggers


def create(apps, schema_editor):
    connection = schema_editor.connection
    triggers.FROZEN.create(connection)
    triggers.AREA.create(connection)


def drop(apps, schema_editor):
    connection = schema_editor.connection
    triggers.AREA.drop(connection)
    triggers.FROZEN.drop(connection)


class Migration(migrations.Migration):
    replaces = [
        ('inspections', '0001_initial'),
        ('inspections', '0002_alter_inspection_source'),
        ('inspections', '0003_task'),
        ('inspections', '0004_cases_selected_on'),
        ('inspections', '0005_evidence'),
        ('inspections', '0006_evidence_frozen'),
        ('inspections', '0007_sight'),
        ('inspections', '0008_legal_hold'),
        ('inspections', '0009_newest_first'),
        ('inspections', '0010_open_deadlines_soonest'),
        ('inspections', '0011_inspection_under_way_first'),
        ('inspections', '0012_inspection_outcome_first'),
        ('inspections', '0013_deadline_partnership'),
        ('inspections', '0014_deadline_partnership_filled'),
        ('inspections', '0015_open_deadlines_of_area'),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('partnerships', '0001_starting_point'),
    ]

    operations = [
        CreateTables([
            migrations.CreateModel(
                name='AddedBankHoliday',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('date', models.DateField(unique=True)),
                    ('name', models.CharField(max_length=100)),
                    ('announced_on', models.DateField()),
                    ('reason', models.TextField()),
                    ('added_at', models.DateTimeField()),
                    ('added_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ('date',),
                },
            ),
            migrations.CreateModel(
                name='Inspection',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('updated_at', models.DateTimeField(auto_now=True)),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('reference', models.SlugField(max_length=80, unique=True)),
                    ('framework_code', models.CharField(max_length=40)),
                    ('edition_code', models.CharField(max_length=20)),
                    ('kind', models.CharField(max_length=20)),
                    ('state', models.CharField(choices=[('planned', 'Planned'), ('notified', 'Notified'), ('set_up', 'Set up'), ('preparation', 'Preparation'), ('on_site', 'On site'), ('feedback_given', 'Feedback given'), ('reporting', 'Reporting'), ('draft_with_area', 'Draft with the area'), ('finalised', 'Finalised'), ('published', 'Published'), ('closed', 'Closed'), ('deferred', 'Deferred'), ('paused', 'Paused'), ('incomplete', 'Incomplete'), ('cancelled', 'Cancelled')], db_index=True, default='planned', max_length=20)),
                    ('planned_for_on', models.DateField(blank=True, null=True)),
                    ('notified_on', models.DateField(blank=True, null=True)),
                    ('setup_on', models.DateField(blank=True, null=True)),
                    ('fieldwork_start_on', models.DateField(blank=True, null=True)),
                    ('onsite_start_on', models.DateField(blank=True, null=True)),
                    ('onsite_end_on', models.DateField(blank=True, null=True)),
                    ('feedback_on', models.DateField(blank=True, null=True)),
                    ('findings_shared_on', models.DateField(blank=True, help_text='The day the draft was sent to the area.', null=True)),
                    ('letter_dated_on', models.DateField(blank=True, null=True)),
                    ('letter_issued_on', models.DateField(blank=True, null=True)),
                    ('report_received_on', models.DateField(blank=True, null=True)),
                    ('published_on', models.DateField(blank=True, db_index=True, null=True)),
                    ('paused_on', models.DateField(blank=True, null=True)),
                    ('days_paused_left', models.PositiveSmallIntegerField(blank=True, help_text='Working days of the pause limit that earlier pauses left; empty before the first.', null=True)),
                    ('code_of_conduct_at', models.DateTimeField(blank=True, null=True)),
                    ('assumed', models.JSONField(blank=True, default=list)),
                    ('outcome', models.CharField(blank=True, db_index=True, max_length=30)),
                    ('n_weaknesses', models.PositiveSmallIntegerField(blank=True, null=True)),
                    ('n_sufficient', models.PositiveSmallIntegerField(blank=True, null=True)),
                    ('n_not_sufficient', models.PositiveSmallIntegerField(blank=True, null=True)),
                    ('dates_as_printed', models.CharField(blank=True, max_length=200)),
                    ('previous_inspection_as_printed', models.CharField(blank=True, max_length=300)),
                    ('source', models.CharField(choices=[('service', 'Recorded in this service'), ('ofsted-statistics-2016-2022', 'Ofsted official statistics, 1 May 2016 to 31 August 2022'), ('ofsted-reports-2023-on', 'Published reports, from 2023'), ('ofsted-notes', 'Notes to the Ofsted official statistics'), ('imported-letter', 'An imported published letter')], db_index=True, default='service', max_length=40)),
                    ('source_url', models.URLField(blank=True, max_length=300)),
                    ('source_note', models.TextField(blank=True)),
                    ('follows', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='followed_by', to='inspections.inspection')),
                    ('lano', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='inspections_as_lano', to=settings.AUTH_USER_MODEL)),
                    ('partnership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='inspections', to='partnerships.partnership')),
                    ('superseded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='supersedes', to='inspections.inspection')),
                    ('cases_selected_on', models.DateField(blank=True, null=True)),
                ],
                options={
                    'ordering': (models.OrderBy(models.F('onsite_start_on'), descending=True, nulls_last=True), 'reference'),
                    'indexes': [models.Index(fields=['framework_code', 'kind'], name='inspections_framewo_91dccd_idx'), models.Index(models.OrderBy(django.db.models.functions.comparison.Coalesce('onsite_start_on', 'planned_for_on', 'published_on', models.Value(datetime.date(1, 1, 1))), descending=True), models.F('reference'), name='inspection_newest_first'), models.Index(models.F('partnership'), models.OrderBy(models.Case(models.When(state__in=('published', 'closed', 'cancelled'), then=1), default=0)), models.OrderBy(django.db.models.functions.comparison.Coalesce('onsite_start_on', 'planned_for_on', 'published_on', models.Value(datetime.date(1, 1, 1))), descending=True), models.OrderBy(models.F('reference')), condition=models.Q(('superseded_by', None)), name='inspection_under_way_first'), models.Index(models.F('partnership'), models.OrderBy(django.db.models.functions.comparison.Coalesce('published_on', models.Value(datetime.date(1, 1, 1))), descending=True), models.OrderBy(django.db.models.functions.comparison.Coalesce('onsite_start_on', 'planned_for_on', 'published_on', models.Value(datetime.date(1, 1, 1))), descending=True), models.OrderBy(models.F('reference')), condition=models.Q(('superseded_by', None), models.Q(('outcome', ''), _negated=True)), name='inspection_outcome_first')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('onsite_end_on__gte', models.F('onsite_start_on'))), name='onsite_end_not_before_start'), models.CheckConstraint(condition=models.Q(('report_received_on__gte', models.F('onsite_end_on'))), name='receipt_not_before_onsite_end'), models.CheckConstraint(condition=models.Q(('published_on__gte', models.F('report_received_on'))), name='publication_not_before_receipt'), models.UniqueConstraint(condition=models.Q(('state__in', ('published', 'closed', 'cancelled')), _negated=True), fields=('partnership', 'kind'), name='one_open_inspection_of_a_kind')],
                },
            ),
            migrations.CreateModel(
                name='Finding',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('updated_at', models.DateTimeField(auto_now=True)),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('kind', models.CharField(max_length=40)),
                    ('order', models.PositiveSmallIntegerField()),
                    ('text', models.TextField()),
                    ('points', models.JSONField(blank=True, default=list)),
                    ('closing', models.TextField(blank=True)),
                    ('area_code', models.CharField(blank=True, max_length=4)),
                    ('responsible_bodies', models.JSONField(blank=True, default=list)),
                    ('inspection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='findings', to='inspections.inspection')),
                ],
                options={
                    'ordering': ('kind', 'order'),
                    'constraints': [models.UniqueConstraint(fields=('inspection', 'kind', 'order'), name='one_finding_per_kind_and_order')],
                },
            ),
            migrations.CreateModel(
                name='Deadline',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('scope', models.CharField(choices=[('inspection', 'Inspection'), ('plan', 'Plan')], default='inspection', max_length=10)),
                    ('rule_code', models.CharField(max_length=60)),
                    ('occurrence', models.PositiveSmallIntegerField(default=1)),
                    ('name', models.CharField(max_length=200)),
                    ('owner_code', models.CharField(max_length=40)),
                    ('anchor', models.CharField(max_length=40)),
                    ('anchor_on', models.DateField()),
                    ('offset', models.SmallIntegerField()),
                    ('unit', models.CharField(choices=[('working_days', 'working_days'), ('calendar_days', 'calendar_days'), ('calendar_months', 'calendar_months'), ('years', 'years'), ('fixed', 'fixed')], max_length=20)),
                    ('due_on', models.DateField(db_index=True)),
                    ('original_due_on', models.DateField()),
                    ('calendar_edition', models.CharField(max_length=200)),
                    ('source', models.CharField(max_length=300)),
                    ('confirmed', models.BooleanField()),
                    ('approximate', models.BooleanField(default=False)),
                    ('reminders', models.JSONField(default=list)),
                    ('laid_on', models.DateField()),
                    ('met_on', models.DateField(blank=True, db_index=True, null=True)),
                    ('closed_on', models.DateField(blank=True, null=True)),
                    ('hand_moved', models.BooleanField(default=False)),
                    ('shifted_days', models.SmallIntegerField(default=0)),
                    ('moved_reason', models.TextField(blank=True)),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('met_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('moved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('inspection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deadlines', to='inspections.inspection')),
                    ('partnership', models.ForeignKey(db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partnerships.partnership')),
                ],
                options={
                    'ordering': ('due_on', 'pk'),
                    'indexes': [models.Index(condition=models.Q(('closed_on', None), ('met_on', None)), fields=['due_on', 'id'], name='open_deadlines_soonest'), models.Index(condition=models.Q(('closed_on', None), ('met_on', None)), fields=['partnership', 'due_on', 'id'], name='open_deadlines_of_area')],
                    'constraints': [models.UniqueConstraint(fields=('inspection', 'scope', 'rule_code', 'occurrence'), name='one_deadline_per_rule_and_occurrence')],
                },
            ),
            migrations.CreateModel(
                name='NotificationCall',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('body_kind', models.CharField(max_length=20)),
                    ('body_name', models.CharField(max_length=200)),
                    ('person_told', models.CharField(max_length=150)),
                    ('office', models.CharField(max_length=150)),
                    ('told_at', models.DateTimeField()),
                    ('note', models.TextField(blank=True)),
                    ('inspection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='calls', to='inspections.inspection')),
                    ('told_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ('told_at', 'pk'),
                    'constraints': [models.UniqueConstraint(fields=('inspection', 'body_name'), name='one_call_to_each_body')],
                },
            ),
            migrations.CreateModel(
                name='ProgressJudgement',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('sufficient', models.BooleanField()),
                    ('narrative', models.TextField(blank=True)),
                    ('finding', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='judgements', to='inspections.finding')),
                    ('inspection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='judgements', to='inspections.inspection')),
                ],
                options={
                    'ordering': ('finding__order',),
                    'constraints': [models.UniqueConstraint(fields=('inspection', 'finding'), name='one_judgement_per_weakness')],
                },
            ),
            migrations.CreateModel(
                name='PublishedListing',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('source', models.CharField(default='cqc-slides-2017-11', max_length=40)),
                    ('slide', models.PositiveSmallIntegerField()),
                    ('row', models.PositiveSmallIntegerField()),
                    ('term', models.CharField(max_length=20)),
                    ('as_printed', models.CharField(max_length=100)),
                    ('asterisk', models.BooleanField()),
                    ('inspection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='listings', to='inspections.inspection')),
                ],
                options={
                    'ordering': ('source', 'row'),
                    'constraints': [models.UniqueConstraint(fields=('source', 'row'), name='one_listing_per_row')],
                },
            ),
            migrations.CreateModel(
                name='Reminder',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('rung', models.CharField(max_length=10)),
                    ('due_on', models.DateField()),
                    ('covered', models.BooleanField(default=False)),
                    ('at', models.DateTimeField()),
                    ('deadline', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reminders_sent', to='inspections.deadline')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('deadline', 'person', 'rung', 'due_on'), name='one_reminder_per_rung')],
                },
            ),
            migrations.CreateModel(
                name='TeamPlace',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('role', models.CharField(choices=[('lead_inspector', 'Lead HMI'), ('ofsted_inspector', 'Ofsted inspector'), ('cqc_lead', 'CQC lead inspector'), ('cqc_inspector', 'CQC inspector')], max_length=30)),
                    ('starts_on', models.DateField()),
                    ('ends_on', models.DateField(blank=True, null=True)),
                    ('inspection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='team_places', to='inspections.inspection')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='team_places', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ('inspection', 'role', 'pk'),
                    'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='team_place_ends_after_start'), models.UniqueConstraint(condition=models.Q(('ends_on__isnull', True)), fields=('inspection', 'user', 'role'), name='one_open_team_place')],
                },
            ),
            migrations.CreateModel(
                name='Task',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('updated_at', models.DateTimeField(auto_now=True)),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('key', models.CharField(max_length=120)),
                    ('title', models.CharField(max_length=200)),
                    ('detail', models.TextField(blank=True)),
                    ('room', models.CharField(choices=[('shared', 'Inspectors and the area'), ('inspectors', 'Inspectors only'), ('partnership', 'The area only')], default='shared', max_length=20)),
                    ('source', models.CharField(blank=True, max_length=150)),
                    ('path', models.CharField(blank=True, max_length=300)),
                    ('due_at', models.DateTimeField(blank=True, db_index=True, null=True)),
                    ('answer', models.TextField(blank=True)),
                    ('done_at', models.DateTimeField(blank=True, null=True)),
                    ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                    ('withdrawn_reason', models.CharField(blank=True, max_length=300)),
                    ('done_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('inspection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tasks', to='inspections.inspection')),
                    ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='inspection_tasks', to=settings.AUTH_USER_MODEL)),
                    ('raised_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ('due_at', 'pk'),
                    'constraints': [models.UniqueConstraint(fields=('inspection', 'key'), name='one_task_for_a_key'), models.CheckConstraint(condition=models.Q(('done_at__isnull', True), ('withdrawn_at__isnull', True), _connector='OR'), name='task_done_or_withdrawn')],
                },
            ),
            migrations.CreateModel(
                name='Evidence',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveIntegerField()),
                    ('source_kind', models.CharField(choices=[('survey', 'Survey')], max_length=20)),
                    ('source_ref', models.CharField(max_length=120)),
                    ('title', models.CharField(max_length=200)),
                    ('text', models.TextField()),
                    ('criteria', models.JSONField(default=list)),
                    ('figures', models.JSONField(default=dict)),
                    ('recorded_at', models.DateTimeField()),
                    ('inspection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='evidence', to='inspections.inspection')),
                    ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name_plural': 'evidence',
                    'ordering': ('number',),
                    'constraints': [models.UniqueConstraint(fields=('inspection', 'number'), name='one_evidence_for_a_number'), models.UniqueConstraint(fields=('inspection', 'source_kind', 'source_ref'), name='one_evidence_for_a_source')],
                },
            ),
            migrations.CreateModel(
                name='Sight',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('what', models.CharField(max_length=40)),
                    ('words', models.CharField(max_length=100)),
                    ('first_at', models.DateTimeField()),
                    ('last_at', models.DateTimeField()),
                    ('times', models.PositiveIntegerField(default=1)),
                    ('inspection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sights', to='inspections.inspection')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ('inspection', 'person', 'what'),
                    'constraints': [models.UniqueConstraint(fields=('inspection', 'person', 'what'), name='one_sight_of_a_thing_by_a_person')],
                },
            ),
            migrations.CreateModel(
                name='LegalHold',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('why', models.CharField(max_length=300)),
                    ('placed_at', models.DateTimeField()),
                    ('lifted_at', models.DateTimeField(blank=True, null=True)),
                    ('inspection', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holds', to='inspections.inspection')),
                    ('lifted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('placed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ('pk',),
                    'constraints': [models.UniqueConstraint(condition=models.Q(('lifted_at', None)), fields=('inspection',), name='one_standing_hold_of_an_inspection')],
                },
            ),
        ]),
        migrations.RunPython(create, drop),
    ]
