import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.migrating import CreateTables
from improvement import triggers


def create(apps, schema_editor):
    connection = schema_editor.connection
    triggers.FROZEN.create(connection)
    triggers.FAMILIES.create(connection)
    triggers.PUBLISHED.create(connection)
    triggers.AREA.create(connection)


def drop(apps, schema_editor):
    connection = schema_editor.connection
    triggers.AREA.drop(connection)
    triggers.PUBLISHED.drop(connection)
    triggers.FAMILIES.drop(connection)
    triggers.FROZEN.drop(connection)


class Migration(migrations.Migration):
    replaces = [
        ('improvement', '0001_initial'),
        ('improvement', '0002_frozen'),
        ('improvement', '0003_actions'),
        ('improvement', '0004_items_answered_in_actions'),
        ('improvement', '0005_review_and_publication'),
        ('improvement', '0006_plan_partnership'),
        ('improvement', '0007_plan_partnership_filled'),
        ('improvement', '0008_plans_of_area_newest_first'),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('inspections', '0001_starting_point'),
        ('partnerships', '0001_starting_point'),
    ]

    operations = [
        CreateTables([
            migrations.CreateModel(
                name='Plan',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('updated_at', models.DateTimeField(auto_now=True)),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('kind', models.CharField(max_length=40)),
                    ('state', models.CharField(choices=[('required', 'Required'), ('drafting', 'Being drafted'), ('co_production', 'With families and partners'), ('partner_approval', 'With the accountable bodies'), ('submitted', 'Submitted'), ('resubmitted', 'Submitted again'), ('under_review', 'Under review'), ('not_fit', 'Returned as not fit for purpose'), ('accepted', 'Accepted'), ('published', 'Published'), ('in_delivery', 'In delivery'), ('released', 'Released from monitoring'), ('completed', 'Completed'), ('superseded', 'Superseded'), ('not_required', 'No longer required')], db_index=True, default='required', max_length=30)),
                    ('accountable_bodies', models.JSONField(default=list)),
                    ('opened_on', models.DateField()),
                    ('submitted_on', models.DateField(blank=True, null=True)),
                    ('returned_on', models.DateField(blank=True, null=True)),
                    ('decided_on', models.DateField(blank=True, null=True)),
                    ('accepted_on', models.DateField(blank=True, null=True)),
                    ('published_on', models.DateField(blank=True, null=True)),
                    ('inspection', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plans', to='inspections.inspection')),
                    ('shared_on', models.DateField(blank=True, null=True)),
                    ('partnership', models.ForeignKey(db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partnerships.partnership')),
                ],
                options={
                    'ordering': ('-opened_on', '-pk'),
                    'indexes': [models.Index(fields=['partnership', '-opened_on', '-id'], name='plans_of_area_newest_first')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ('completed', 'released', 'superseded', 'not_required')), _negated=True), fields=('inspection',), name='one_open_plan_per_inspection'), models.CheckConstraint(condition=models.Q(('submitted_on__gte', models.F('opened_on'))), name='plan_submitted_after_opening'), models.CheckConstraint(condition=models.Q(('decided_on__gte', models.F('opened_on'))), name='plan_decided_after_opening'), models.CheckConstraint(condition=models.Q(('accepted_on__gte', models.F('submitted_on'))), name='plan_accepted_after_submission')],
                },
            ),
            migrations.CreateModel(
                name='PlanApproval',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('body_kind', models.CharField(choices=[('local_authority', 'Local authority'), ('board', 'NHS commissioner')], max_length=20)),
                    ('body_name', models.CharField(max_length=200)),
                    ('approved_on', models.DateField()),
                    ('recorded_at', models.DateTimeField()),
                    ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                    ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='approvals', to='improvement.plan')),
                    ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('broken_by', models.CharField(blank=True, max_length=300)),
                ],
                options={
                    'ordering': ('approved_on', 'pk'),
                    'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('plan', 'body_name'), name='one_standing_approval_per_body')],
                },
            ),
            migrations.CreateModel(
                name='PlanItem',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('order', models.PositiveSmallIntegerField()),
                    ('text', models.TextField()),
                    ('points', models.JSONField(blank=True, default=list)),
                    ('closing', models.TextField(blank=True)),
                    ('responsible_bodies', models.JSONField(blank=True, default=list)),
                    ('outcome', models.TextField(blank=True)),
                    ('released_on', models.DateField(blank=True, null=True)),
                    ('finding', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plan_items', to='inspections.finding')),
                    ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='improvement.plan')),
                ],
                options={
                    'ordering': ('plan', 'order'),
                    'constraints': [models.UniqueConstraint(fields=('plan', 'order'), name='one_plan_item_per_order')],
                },
            ),
            migrations.CreateModel(
                name='PlanSubmission',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveSmallIntegerField()),
                    ('receipt_number', models.CharField(max_length=120, unique=True)),
                    ('submitted_on', models.DateField()),
                    ('recorded_at', models.DateTimeField()),
                    ('submitted_to', models.JSONField(default=list)),
                    ('due_on', models.DateField(blank=True, null=True)),
                    ('working_day', models.IntegerField(blank=True, null=True)),
                    ('working_days_allowed', models.IntegerField(blank=True, null=True)),
                    ('snapshot', models.TextField()),
                    ('sha256', models.CharField(max_length=64)),
                    ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='improvement.plan')),
                    ('submitted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'submission of a plan',
                    'ordering': ('plan', 'number'),
                    'constraints': [models.UniqueConstraint(fields=('plan', 'number'), name='one_submission_per_number')],
                },
            ),
            migrations.CreateModel(
                name='PlanDecision',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('decision', models.CharField(choices=[('accepted', 'Accepted'), ('returned', 'Returned as not fit for purpose')], max_length=10)),
                    ('decided_on', models.DateField()),
                    ('recorded_at', models.DateTimeField()),
                    ('reasons', models.TextField(blank=True)),
                    ('item_reasons', models.JSONField(blank=True, default=dict)),
                    ('decided_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('submission', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='decision', to='improvement.plansubmission')),
                ],
                options={
                    'verbose_name': 'decision on a plan',
                    'ordering': ('submission',),
                },
            ),
            migrations.CreateModel(
                name='Action',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('updated_at', models.DateTimeField(auto_now=True)),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('number', models.PositiveSmallIntegerField()),
                    ('text', models.TextField()),
                    ('owner_office', models.CharField(blank=True, max_length=300)),
                    ('body', models.CharField(blank=True, max_length=200)),
                    ('co_body', models.CharField(blank=True, max_length=200)),
                    ('starts_on', models.DateField(blank=True, null=True)),
                    ('finish_by_on', models.DateField(blank=True, null=True)),
                    ('measure', models.TextField(blank=True)),
                    ('evidence', models.TextField(blank=True)),
                    ('resource', models.TextField(blank=True)),
                    ('state', models.CharField(choices=[('not_started', 'Not started'), ('underway_behind', 'Underway, behind target'), ('underway_on_target', 'Underway, on target'), ('completed', 'Completed'), ('evidenced', 'Evidenced in practice'), ('superseded', 'Superseded'), ('withdrawn', 'Withdrawn')], db_index=True, default='not_started', max_length=30)),
                    ('state_on', models.DateField(blank=True, null=True)),
                    ('impact', models.CharField(choices=[('too_early', 'Too early to say'), ('seen', 'Impact seen'), ('not_seen', 'Impact not seen')], default='too_early', max_length=20)),
                    ('raised_at', models.CharField(blank=True, max_length=120)),
                    ('carried_from', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='carried_to', to='improvement.action')),
                    ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='actions', to='improvement.planitem')),
                    ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='owned_actions', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ('item', 'number'),
                    'constraints': [models.UniqueConstraint(fields=('item', 'number'), name='one_action_per_number'), models.CheckConstraint(condition=models.Q(('finish_by_on__gte', models.F('starts_on'))), name='action_finishes_after_it_starts')],
                },
            ),
            migrations.CreateModel(
                name='Milestone',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('order', models.PositiveSmallIntegerField()),
                    ('text', models.CharField(max_length=500)),
                    ('due_on', models.DateField()),
                    ('met_on', models.DateField(blank=True, null=True)),
                    ('deferred_from_on', models.DateField(blank=True, null=True)),
                    ('deferred_reason', models.TextField(blank=True)),
                    ('action', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='milestones', to='improvement.action')),
                    ('version', models.PositiveIntegerField(default=1)),
                ],
                options={
                    'ordering': ('action', 'due_on', 'order'),
                    'constraints': [models.UniqueConstraint(fields=('action', 'order'), name='one_milestone_per_order')],
                },
            ),
            migrations.CreateModel(
                name='PlanComment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveIntegerField()),
                    ('about', models.CharField(max_length=60)),
                    ('text', models.TextField()),
                    ('at', models.DateTimeField()),
                    ('action', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='comments', to='improvement.action')),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='improvement.planitem')),
                    ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='improvement.plan')),
                ],
                options={
                    'verbose_name': 'comment on a plan',
                    'ordering': ('plan', 'number'),
                    'constraints': [models.UniqueConstraint(fields=('plan', 'number'), name='one_plan_comment_per_number')],
                },
            ),
            migrations.CreateModel(
                name='CommentAnswer',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveIntegerField()),
                    ('verdict', models.CharField(choices=[('taken_up', 'Taken up'), ('partly', 'Taken up in part'), ('not', 'Not taken up')], max_length=20)),
                    ('text', models.TextField()),
                    ('at', models.DateTimeField()),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('comment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='improvement.plancomment')),
                ],
                options={
                    'verbose_name': 'answer to a comment on a plan',
                    'ordering': ('comment', 'number'),
                    'constraints': [models.UniqueConstraint(fields=('comment', 'number'), name='one_comment_answer_per_number')],
                },
            ),
            migrations.CreateModel(
                name='CommitteeMeeting',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('updated_at', models.DateTimeField(auto_now=True)),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('body', models.CharField(max_length=200)),
                    ('meets_on', models.DateField()),
                    ('decision', models.TextField(blank=True)),
                    ('exempt', models.BooleanField(default=False)),
                    ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='committee_meetings', to='improvement.plan')),
                ],
                options={
                    'ordering': ('plan', 'meets_on', 'body', 'pk'),
                    'constraints': [models.UniqueConstraint(fields=('plan', 'body', 'meets_on'), name='one_committee_meeting_per_body_and_day')],
                },
            ),
            migrations.CreateModel(
                name='ForumStatement',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveIntegerField()),
                    ('position', models.CharField(choices=[('agreed', 'Agreed'), ('in_part', 'Agreed in part'), ('contested', 'Contested')], max_length=20)),
                    ('text', models.TextField()),
                    ('at', models.DateTimeField()),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='statements', to='improvement.plan')),
                ],
                options={
                    'verbose_name': 'statement of a forum',
                    'ordering': ('plan', 'number'),
                    'constraints': [models.UniqueConstraint(fields=('plan', 'number'), name='one_forum_statement_per_number')],
                },
            ),
            migrations.CreateModel(
                name='DecisionLetter',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('context', models.TextField()),
                    ('sha256', models.CharField(max_length=64)),
                    ('template', models.CharField(max_length=60)),
                    ('fragment', models.TextField()),
                    ('decision', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='letter', to='improvement.plandecision')),
                ],
                options={
                    'verbose_name': 'decision letter',
                    'ordering': ('decision',),
                },
            ),
            migrations.CreateModel(
                name='PlanAddress',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('address', models.CharField(max_length=1000)),
                    ('added_at', models.DateTimeField()),
                    ('ended_at', models.DateTimeField(blank=True, null=True)),
                    ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='addresses', to='improvement.plan')),
                ],
                options={
                    'ordering': ('plan', 'added_at', 'pk'),
                    'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('plan', 'address'), name='one_standing_row_per_plan_address')],
                },
            ),
            migrations.CreateModel(
                name='AddressCheck',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('on', models.DateField()),
                    ('at', models.DateTimeField()),
                    ('found', models.BooleanField()),
                    ('status', models.PositiveSmallIntegerField(blank=True, null=True)),
                    ('led_to', models.CharField(blank=True, max_length=1000)),
                    ('title', models.CharField(blank=True, max_length=200)),
                    ('names_plan', models.BooleanField(null=True)),
                    ('problem', models.CharField(blank=True, max_length=200)),
                    ('address', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='checks', to='improvement.planaddress')),
                ],
                options={
                    'ordering': ('address', '-on'),
                    'constraints': [models.UniqueConstraint(fields=('address', 'on'), name='one_address_check_per_day')],
                },
            ),
            migrations.CreateModel(
                name='PlanPublication',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveSmallIntegerField()),
                    ('published_on', models.DateField()),
                    ('published_at', models.DateTimeField()),
                    ('reason', models.TextField(blank=True)),
                    ('content', models.TextField()),
                    ('sha256', models.CharField(max_length=64)),
                    ('template', models.CharField(max_length=60)),
                    ('fragment', models.TextField()),
                    ('pdf', models.BinaryField(null=True)),
                    ('pdf_sha256', models.CharField(max_length=64, null=True)),
                    ('pages', models.PositiveIntegerField(null=True)),
                    ('size', models.PositiveIntegerField(null=True)),
                    ('begun_at', models.DateTimeField(blank=True, null=True)),
                    ('tries', models.PositiveSmallIntegerField(default=0)),
                    ('failure', models.CharField(blank=True, max_length=300)),
                    ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='publications', to='improvement.plan')),
                    ('published_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('submission', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='publications', to='improvement.plansubmission')),
                ],
                options={
                    'verbose_name': 'published plan',
                    'ordering': ('plan', 'number'),
                    'constraints': [models.UniqueConstraint(fields=('plan', 'number'), name='one_plan_publication_per_number'), models.CheckConstraint(condition=models.Q(('number', 1), models.Q(('reason', ''), _negated=True), _connector='OR'), name='plan_published_again_for_a_reason')],
                },
            ),
            migrations.CreateModel(
                name='ReviewPart',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('place', models.CharField(max_length=60)),
                    ('answer', models.CharField(blank=True, choices=[('met', 'Met'), ('partly', 'Partly met'), ('not_met', 'Not met'), ('accepted', 'Accepted'), ('returned', 'Returned as not fit for purpose')], max_length=10)),
                    ('comment', models.TextField(blank=True)),
                    ('action_comments', models.JSONField(blank=True, default=dict)),
                    ('written_at', models.DateTimeField()),
                    ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='review_parts', to='improvement.plansubmission')),
                    ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ('submission', 'place'),
                    'constraints': [models.UniqueConstraint(fields=('submission', 'place'), name='one_review_part_per_place')],
                },
            ),
        ]),
        migrations.RunPython(create, drop),
    ]
