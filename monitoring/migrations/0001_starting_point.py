import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.migrating import CreateTables
from monitoring import triggers


def create(apps, schema_editor):
    triggers.FROZEN.create(schema_editor.connection)


def drop(apps, schema_editor):
    triggers.FROZEN.drop(schema_editor.connection)


class Migration(migrations.Migration):
    replaces = [
        ('monitoring', '0001_visits_letters_ladder_and_engagement'),
        ('monitoring', '0002_frozen'),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('core', '0001_starting_point'),
        ('improvement', '0001_starting_point'),
        ('inspections', '0001_starting_point'),
        ('partnerships', '0001_starting_point'),
    ]

    operations = [
        CreateTables([
            migrations.CreateModel(
                name='EngagementMeeting',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('updated_at', models.DateTimeField(auto_now=True)),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('number', models.PositiveSmallIntegerField()),
                    ('state', models.CharField(choices=[('planned', 'Planned'), ('held', 'Held'), ('cancelled', 'Cancelled')], default='planned', max_length=20)),
                    ('meet_on', models.DateField()),
                    ('where', models.CharField(blank=True, max_length=200)),
                    ('agenda', models.TextField(blank=True)),
                    ('held_on', models.DateField(blank=True, null=True)),
                    ('attended', models.JSONField(blank=True, default=list)),
                    ('notes', models.TextField(blank=True)),
                    ('for_scheduling', models.TextField(blank=True)),
                    ('partnership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='engagement_meetings', to='partnerships.partnership')),
                ],
                options={
                    'ordering': ('partnership', 'number'),
                    'constraints': [models.UniqueConstraint(fields=('partnership', 'number'), name='one_engagement_meeting_per_number'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'held'), _negated=True), ('held_on__isnull', False), _connector='OR'), name='held_engagement_meeting_has_its_day')],
                },
            ),
            migrations.CreateModel(
                name='EngagementAction',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveSmallIntegerField()),
                    ('text', models.TextField()),
                    ('owner_office', models.CharField(max_length=200)),
                    ('due_on', models.DateField(blank=True, null=True)),
                    ('done_on', models.DateField(blank=True, null=True)),
                    ('done_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='actions', to='monitoring.engagementmeeting')),
                ],
                options={
                    'ordering': ('meeting', 'number'),
                    'constraints': [models.UniqueConstraint(fields=('meeting', 'number'), name='one_engagement_action_per_number')],
                },
            ),
            migrations.CreateModel(
                name='EscalationStep',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveSmallIntegerField()),
                    ('level', models.CharField(choices=[('contact', 'Regular contact'), ('visits', 'Support and challenge visits'), ('deep_dive', 'Deep dive'), ('senior', 'Raised with senior officials'), ('notice', 'Improvement notice'), ('direction', 'Statutory direction')], max_length=20)),
                    ('before', models.CharField(choices=[('contact', 'Regular contact'), ('visits', 'Support and challenge visits'), ('deep_dive', 'Deep dive'), ('senior', 'Raised with senior officials'), ('notice', 'Improvement notice'), ('direction', 'Statutory direction')], max_length=20)),
                    ('on', models.DateField()),
                    ('reason', models.TextField()),
                    ('body', models.CharField(choices=[('dfe', 'DfE'), ('nhs_england', 'NHS England')], max_length=20)),
                    ('at', models.DateTimeField()),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='escalation_steps', to='improvement.plan')),
                ],
                options={
                    'verbose_name': 'step of the ladder',
                    'ordering': ('plan', 'number'),
                    'constraints': [models.UniqueConstraint(fields=('plan', 'number'), name='one_escalation_step_per_number'), models.CheckConstraint(condition=models.Q(('level', models.F('before')), _negated=True), name='escalation_step_changes_the_level')],
                },
            ),
            migrations.CreateModel(
                name='ImprovementNotice',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('updated_at', models.DateTimeField(auto_now=True)),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('number', models.PositiveSmallIntegerField()),
                    ('state', models.CharField(choices=[('in_force', 'In force'), ('lifted', 'Lifted')], default='in_force', max_length=20)),
                    ('issued_on', models.DateField()),
                    ('target_on', models.DateField(blank=True, null=True)),
                    ('text', models.TextField()),
                    ('lifted_on', models.DateField(blank=True, null=True)),
                    ('lifted_reason', models.TextField(blank=True)),
                    ('issued_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='improvement_notices', to='improvement.plan')),
                ],
                options={
                    'ordering': ('plan', 'number'),
                    'constraints': [models.UniqueConstraint(fields=('plan', 'number'), name='one_notice_per_number'), models.UniqueConstraint(condition=models.Q(('state', 'in_force')), fields=('plan',), name='one_notice_in_force_per_plan'), models.CheckConstraint(condition=models.Q(('lifted_on__gte', models.F('issued_on'))), name='notice_lifted_after_it_was_issued'), models.CheckConstraint(condition=models.Q(('target_on__gte', models.F('issued_on'))), name='notice_target_after_it_was_issued')],
                },
            ),
            migrations.CreateModel(
                name='NoticeReview',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveSmallIntegerField()),
                    ('reviewed_on', models.DateField()),
                    ('text', models.TextField()),
                    ('at', models.DateTimeField()),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('notice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='monitoring.improvementnotice')),
                ],
                options={
                    'verbose_name': 'review of an improvement notice',
                    'ordering': ('notice', 'number'),
                    'constraints': [models.UniqueConstraint(fields=('notice', 'number'), name='one_notice_review_per_number')],
                },
            ),
            migrations.CreateModel(
                name='Visit',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('updated_at', models.DateTimeField(auto_now=True)),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('place', models.PositiveSmallIntegerField()),
                    ('kind', models.CharField(max_length=40)),
                    ('number', models.PositiveSmallIntegerField()),
                    ('state', models.CharField(choices=[('planned', 'Planned'), ('agenda_set', 'Agenda set'), ('evidence_requested', 'Evidence requested'), ('held', 'Held'), ('written_up', 'Written up'), ('letter_sent', 'Letter sent'), ('cancelled', 'Cancelled')], db_index=True, default='planned', max_length=30)),
                    ('visit_on', models.DateField(db_index=True)),
                    ('where', models.CharField(blank=True, max_length=200)),
                    ('agenda', models.TextField(blank=True)),
                    ('evidence_asked', models.TextField(blank=True)),
                    ('evidence_complete_on', models.DateField(blank=True, null=True)),
                    ('forum_invited_at', models.DateTimeField(blank=True, null=True)),
                    ('held_on', models.DateField(blank=True, null=True)),
                    ('attended', models.JSONField(blank=True, default=list)),
                    ('inspection', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='support_visits', to='inspections.inspection')),
                    ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='improvement.plan')),
                ],
                options={
                    'ordering': ('inspection', 'place'),
                    'constraints': [models.UniqueConstraint(fields=('inspection', 'place'), name='one_visit_per_place'), models.UniqueConstraint(fields=('plan', 'kind', 'number'), name='one_visit_per_number'), models.CheckConstraint(condition=models.Q(('state__in', ('planned', 'cancelled')), models.Q(('agenda', ''), _negated=True), _connector='OR'), name='visit_beyond_planning_has_an_agenda'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('held', 'written_up', 'letter_sent')), _negated=True), ('held_on__isnull', False), _connector='OR'), name='held_visit_has_its_day')],
                },
            ),
            migrations.CreateModel(
                name='SupportLetter',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('updated_at', models.DateTimeField(auto_now=True)),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('place', models.PositiveSmallIntegerField()),
                    ('kind', models.CharField(choices=[('follow_up', 'Letter after a visit'), ('release', 'Letter of release')], max_length=20)),
                    ('released_on', models.DateField(blank=True, null=True)),
                    ('state', models.CharField(choices=[('drafting', 'Draft'), ('sent', 'Sent'), ('discarded', 'Discarded')], db_index=True, default='drafting', max_length=20)),
                    ('text', models.TextField()),
                    ('sent_on', models.DateField(blank=True, null=True)),
                    ('drafted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('inspection', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='support_letters', to='inspections.inspection')),
                    ('items', models.ManyToManyField(blank=True, related_name='release_letters', to='improvement.planitem')),
                    ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='support_letters', to='improvement.plan')),
                    ('visit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='monitoring.visit')),
                ],
                options={
                    'ordering': ('inspection', 'place'),
                    'constraints': [models.UniqueConstraint(fields=('inspection', 'place'), name='one_support_letter_per_place'), models.UniqueConstraint(condition=models.Q(('state', 'discarded'), _negated=True), fields=('visit',), name='one_letter_of_a_visit'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'follow_up'), ('visit__isnull', False)), models.Q(('kind', 'release'), ('released_on__isnull', False)), _connector='OR'), name='support_letter_of_a_visit_or_a_release'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'sent'), _negated=True), ('sent_on__isnull', False), _connector='OR'), name='sent_letter_has_its_day')],
                },
            ),
            migrations.CreateModel(
                name='SentLetter',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('content', models.TextField()),
                    ('sha256', models.CharField(max_length=64)),
                    ('signatures', models.JSONField(default=list)),
                    ('sent_at', models.DateTimeField()),
                    ('sent_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('letter', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='copy', to='monitoring.supportletter')),
                ],
                options={
                    'verbose_name': 'sent letter',
                },
            ),
            migrations.CreateModel(
                name='LetterPrint',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('pdf', models.BinaryField(blank=True, null=True)),
                    ('made_at', models.DateTimeField(blank=True, null=True)),
                    ('failed', models.CharField(blank=True, max_length=200)),
                    ('sent', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='print', to='monitoring.sentletter')),
                ],
            ),
            migrations.CreateModel(
                name='LetterSignature',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('body', models.CharField(choices=[('dfe', 'DfE'), ('nhs_england', 'NHS England')], max_length=20)),
                    ('at', models.DateTimeField()),
                    ('sha256', models.CharField(max_length=64)),
                    ('version', models.PositiveIntegerField()),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('letter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='monitoring.supportletter')),
                ],
                options={
                    'verbose_name': 'signature of a letter',
                    'ordering': ('letter', 'at', 'pk'),
                    'constraints': [models.UniqueConstraint(fields=('letter', 'body', 'sha256'), name='one_signature_per_body_and_content')],
                },
            ),
            migrations.CreateModel(
                name='ThematicVisit',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('updated_at', models.DateTimeField(auto_now=True)),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('theme', models.CharField(choices=[('2023', '2023: Alternative provision'), ('2024', '2024: Preparation for adulthood'), ('2025', '2025: Children not in school')], max_length=20)),
                    ('starts_on', models.DateField()),
                    ('ends_on', models.DateField()),
                    ('programme', models.TextField(blank=True)),
                    ('notes', models.TextField(blank=True)),
                    ('partnership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='thematic_visits', to='partnerships.partnership')),
                ],
                options={
                    'ordering': ('partnership', '-starts_on'),
                    'constraints': [models.UniqueConstraint(fields=('partnership', 'theme'), name='one_thematic_visit_per_theme'), models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='thematic_visit_ends_after_it_starts')],
                },
            ),
            migrations.CreateModel(
                name='VisitEvidence',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveSmallIntegerField()),
                    ('text', models.TextField(blank=True)),
                    ('due_on', models.DateField(blank=True, null=True)),
                    ('given_at', models.DateTimeField()),
                    ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                    ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
                    ('given_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('item', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='improvement.planitem')),
                    ('visit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='monitoring.visit')),
                    ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ('visit', 'number'),
                    'constraints': [models.UniqueConstraint(fields=('visit', 'number'), name='one_evidence_per_number'), models.CheckConstraint(condition=models.Q(models.Q(('text', ''), _negated=True), ('file__isnull', False), _connector='OR'), name='evidence_is_words_or_a_file')],
                },
            ),
            migrations.CreateModel(
                name='VisitFinding',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('updated_at', models.DateTimeField(auto_now=True)),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('progress', models.CharField(choices=[('on_track', 'Improving at the pace needed'), ('some', 'Improving, but more is needed'), ('not_enough', 'Not improving fast enough'), ('too_early', 'Too early to say')], max_length=20)),
                    ('text', models.TextField(blank=True)),
                    ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visit_findings', to='improvement.planitem')),
                    ('visit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='monitoring.visit')),
                    ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ('visit', 'item__order'),
                    'constraints': [models.UniqueConstraint(fields=('visit', 'item'), name='one_finding_per_item_and_visit')],
                },
            ),
            migrations.CreateModel(
                name='VisitNote',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('updated_at', models.DateTimeField(auto_now=True)),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('body', models.CharField(choices=[('dfe', 'DfE'), ('nhs_england', 'NHS England')], max_length=20)),
                    ('text', models.TextField()),
                    ('signed_at', models.DateTimeField(blank=True, null=True)),
                    ('signed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('visit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='monitoring.visit')),
                    ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ('visit', 'body'),
                    'constraints': [models.UniqueConstraint(fields=('visit', 'body'), name='one_note_per_body'), models.CheckConstraint(condition=models.Q(models.Q(('signed_at__isnull', True), ('signed_by__isnull', True)), models.Q(('signed_at__isnull', False), ('signed_by__isnull', False)), _connector='OR'), name='signed_note_has_signer_and_time')],
                },
            ),
        ]),
        migrations.RunPython(create, drop),
    ]
