import django.db.models.deletion
import surveys.models.survey
import uuid
from django.conf import settings
from django.db import migrations, models

from core.migrating import CreateTables


class Migration(migrations.Migration):
    replaces = [
        ('surveys', '0001_initial'),
        ('surveys', '0002_windows_prints_and_counts_kept'),
        ('surveys', '0003_concern_numbers'),
        ('surveys', '0004_answers_clear_of_worrying_words'),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('inspections', '0001_starting_point'),
    ]

    operations = [
        CreateTables([
            migrations.CreateModel(
                name='Survey',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('updated_at', models.DateTimeField(auto_now=True)),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('audience', models.CharField(choices=[('children', 'Children and young people'), ('parents', 'Parents and carers'), ('practitioners', 'Practitioners')], max_length=20)),
                    ('set_version', models.CharField(max_length=20)),
                    ('title', models.CharField(max_length=200)),
                    ('easy_title', models.CharField(max_length=200)),
                    ('questions', models.JSONField()),
                    ('state', models.CharField(choices=[('draft', 'Draft'), ('scheduled', 'Scheduled'), ('open', 'Open'), ('paused', 'Paused'), ('extended', 'To be extended'), ('closed', 'Closed'), ('reviewing', 'Being read'), ('analysed', 'Analysed'), ('archived', 'Archived'), ('purged', 'Answers deleted')], default='draft', max_length=20)),
                    ('token', models.CharField(default=surveys.models.survey.new_token, max_length=40, unique=True)),
                    ('opens_at', models.DateTimeField(blank=True, db_index=True, null=True)),
                    ('closes_at', models.DateTimeField(blank=True, db_index=True, null=True)),
                    ('wave', models.PositiveSmallIntegerField(default=1)),
                    ('banner', models.CharField(blank=True, max_length=300)),
                    ('retention_years', models.PositiveSmallIntegerField(default=3)),
                    ('inspection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='surveys', to='inspections.inspection')),
                    ('window_set', models.BooleanField(default=False)),
                ],
                options={
                    'ordering': ('inspection', 'audience'),
                    'constraints': [models.UniqueConstraint(fields=('inspection', 'audience'), name='one_survey_for_an_audience')],
                },
            ),
            migrations.CreateModel(
                name='Batch',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveIntegerField()),
                    ('size', models.PositiveIntegerField()),
                    ('made_on', models.DateField()),
                    ('survey', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='batches', to='surveys.survey')),
                ],
                options={
                    'ordering': ('number',),
                    'constraints': [models.UniqueConstraint(fields=('survey', 'number'), name='one_batch_for_a_number')],
                },
            ),
            migrations.CreateModel(
                name='DutyReader',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('starts_on', models.DateField()),
                    ('ends_on', models.DateField(blank=True, null=True)),
                    ('inspection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='duty_readers', to='inspections.inspection')),
                    ('named_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='duty_readings', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ('starts_on', 'pk'),
                },
            ),
            migrations.CreateModel(
                name='Response',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('wave', models.PositiveSmallIntegerField()),
                    ('variant', models.CharField(choices=[('standard', 'Standard'), ('easy_read', 'Easy Read'), ('large_print', 'Large print')], max_length=20)),
                    ('language', models.CharField(choices=[('en', 'English'), ('ur', 'اردو'), ('pl', 'Polski'), ('ar', 'العربية'), ('uk', 'Українська')], max_length=5)),
                    ('mode', models.CharField(choices=[('online', 'Online'), ('paper', 'On paper'), ('telephone', 'By telephone')], max_length=20)),
                    ('helped', models.BooleanField(default=False)),
                    ('answers', models.JSONField()),
                    ('answered_on', models.DateField()),
                    ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='responses', to='surveys.batch')),
                    ('survey', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='responses', to='surveys.survey')),
                ],
            ),
            migrations.CreateModel(
                name='Receipt',
                fields=[
                    ('key_hash', models.CharField(max_length=64, primary_key=True, serialize=False)),
                    ('reference', models.CharField(max_length=12, unique=True)),
                    ('survey', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='receipts', to='surveys.survey')),
                ],
            ),
            migrations.CreateModel(
                name='Entry',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('updated_at', models.DateTimeField(auto_now=True)),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('number', models.PositiveIntegerField()),
                    ('mode', models.CharField(choices=[('online', 'Online'), ('paper', 'On paper'), ('telephone', 'By telephone')], max_length=20)),
                    ('variant', models.CharField(choices=[('standard', 'Standard'), ('easy_read', 'Easy Read'), ('large_print', 'Large print')], default='standard', max_length=20)),
                    ('language', models.CharField(choices=[('en', 'English'), ('ur', 'اردو'), ('pl', 'Polski'), ('ar', 'العربية'), ('uk', 'Українська')], default='en', max_length=5)),
                    ('helped', models.BooleanField(default=False)),
                    ('first', models.JSONField(default=dict)),
                    ('second', models.JSONField(default=dict)),
                    ('sent_on', models.DateField(blank=True, null=True)),
                    ('first_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('second_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('survey', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='surveys.survey')),
                ],
                options={
                    'ordering': ('survey', 'number'),
                    'constraints': [models.UniqueConstraint(fields=('survey', 'number'), name='one_entry_for_a_sheet')],
                },
            ),
            migrations.CreateModel(
                name='DayCount',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('on', models.DateField()),
                    ('started', models.PositiveIntegerField(default=0)),
                    ('repeated', models.PositiveIntegerField(default=0)),
                    ('survey', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='day_counts', to='surveys.survey')),
                    ('sent', models.PositiveIntegerField(default=0)),
                ],
                options={
                    'ordering': ('on',),
                    'constraints': [models.UniqueConstraint(fields=('survey', 'on'), name='one_count_for_a_day')],
                },
            ),
            migrations.CreateModel(
                name='Concern',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('number', models.PositiveIntegerField(null=True)),
                    ('question', models.CharField(max_length=50)),
                    ('text', models.TextField()),
                    ('words', models.JSONField(default=list)),
                    ('raised_on', models.DateField()),
                    ('alerted', models.BooleanField(default=False)),
                    ('outcome', models.CharField(blank=True, choices=[('', 'To be read'), ('no_concern', 'No safeguarding concern'), ('referred', 'Referred to the area’s safeguarding route'), ('emergency', 'Emergency services told and referred')], default='', max_length=20)),
                    ('note', models.TextField(blank=True)),
                    ('referred_to', models.CharField(blank=True, max_length=200)),
                    ('referred_at', models.DateTimeField(blank=True, null=True)),
                    ('referral_reference', models.CharField(blank=True, max_length=60)),
                    ('worked_at', models.DateTimeField(blank=True, null=True)),
                    ('worked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('survey', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='concerns', to='surveys.survey')),
                ],
                options={
                    'ordering': ('raised_on', 'pk'),
                    'constraints': [models.CheckConstraint(condition=models.Q(('outcome', ''), models.Q(('worked_at__isnull', False), ('worked_by__isnull', False)), _connector='OR'), name='worked_concern_has_its_reader'), models.CheckConstraint(condition=models.Q(models.Q(('outcome__in', ['referred', 'emergency']), _negated=True), models.Q(('referred_to', ''), _negated=True), _connector='OR'), name='referral_says_to_whom'), models.UniqueConstraint(fields=('survey', 'number'), name='one_concern_for_a_number')],
                },
            ),
            migrations.CreateModel(
                name='Comment',
                fields=[
                    ('version', models.PositiveIntegerField(default=1)),
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('question', models.CharField(max_length=50)),
                    ('text', models.TextField()),
                    ('order', models.PositiveIntegerField()),
                    ('read_at', models.DateTimeField(blank=True, null=True)),
                    ('quotable', models.CharField(blank=True, choices=[('', 'Not decided'), ('usable', 'May be quoted'), ('identifying', 'Could identify somebody')], default='', max_length=20)),
                    ('quotation', models.TextField(blank=True)),
                    ('read_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('response', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='surveys.response')),
                    ('survey', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='surveys.survey')),
                ],
                options={
                    'ordering': ('survey', 'order'),
                    'constraints': [models.UniqueConstraint(fields=('survey', 'order'), name='one_comment_for_a_place')],
                },
            ),
            migrations.CreateModel(
                name='Answering',
                fields=[
                    ('key_hash', models.CharField(max_length=64, primary_key=True, serialize=False)),
                    ('wave', models.PositiveSmallIntegerField()),
                    ('variant', models.CharField(choices=[('standard', 'Standard'), ('easy_read', 'Easy Read'), ('large_print', 'Large print')], default='standard', max_length=20)),
                    ('language', models.CharField(choices=[('en', 'English'), ('ur', 'اردو'), ('pl', 'Polski'), ('ar', 'العربية'), ('uk', 'Українська')], default='en', max_length=5)),
                    ('mode', models.CharField(choices=[('online', 'Online'), ('paper', 'On paper'), ('telephone', 'By telephone')], default='online', max_length=20)),
                    ('helped', models.BooleanField(default=False)),
                    ('answers', models.JSONField(default=dict)),
                    ('code_hash', models.CharField(max_length=64, null=True, unique=True)),
                    ('saved_on', models.DateField(db_index=True)),
                    ('sent_on', models.DateField(blank=True, null=True)),
                    ('reference', models.CharField(max_length=12, null=True, unique=True)),
                    ('survey', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answerings', to='surveys.survey')),
                    ('clear_by', models.CharField(blank=True, db_default='', default='', max_length=12)),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('sent_on__isnull', False)), fields=['survey'], name='sent_and_waiting')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('reference', None), ('sent_on', None)), models.Q(('reference__isnull', False), ('sent_on__isnull', False)), _connector='OR'), name='sent_answers_have_a_reference')],
                },
            ),
            migrations.CreateModel(
                name='Tally',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('question', models.CharField(blank=True, max_length=50)),
                    ('option', models.CharField(blank=True, max_length=50)),
                    ('dimension', models.CharField(blank=True, choices=[('setting', 'Type of setting'), ('age_band', 'Age band'), ('need', 'Need'), ('support', 'Support'), ('sector', 'Sector'), ('variant', 'Version'), ('language', 'Language'), ('mode', 'How it was answered'), ('wave', 'Wave')], max_length=20)),
                    ('group', models.CharField(blank=True, max_length=50)),
                    ('count', models.PositiveIntegerField(default=0)),
                    ('survey', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tallies', to='surveys.survey')),
                ],
                options={
                    'indexes': [models.Index(fields=['survey', 'dimension'], name='tallies_by_dimension')],
                    'constraints': [models.UniqueConstraint(fields=('survey', 'question', 'option', 'dimension', 'group'), name='one_tally_for_a_cell')],
                },
            ),
            migrations.CreateModel(
                name='Theme',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveSmallIntegerField()),
                    ('words', models.JSONField()),
                    ('name', models.CharField(blank=True, max_length=120)),
                    ('state', models.CharField(choices=[('suggested', 'Suggested'), ('kept', 'Kept'), ('dismissed', 'Dismissed')], default='suggested', max_length=20)),
                    ('made_at', models.DateTimeField()),
                    ('comments', models.ManyToManyField(related_name='themes', to='surveys.comment')),
                    ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('survey', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='themes', to='surveys.survey')),
                ],
                options={
                    'ordering': ('number',),
                    'constraints': [models.UniqueConstraint(fields=('survey', 'number'), name='one_theme_for_a_number')],
                },
            ),
            migrations.CreateModel(
                name='Wave',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveSmallIntegerField()),
                    ('opened_at', models.DateTimeField()),
                    ('ended_at', models.DateTimeField(blank=True, null=True)),
                    ('reason', models.CharField(blank=True, max_length=300)),
                    ('survey', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='waves', to='surveys.survey')),
                ],
                options={
                    'ordering': ('number',),
                    'constraints': [models.UniqueConstraint(fields=('survey', 'number'), name='one_wave_for_a_number')],
                },
            ),
            migrations.CreateModel(
                name='CommentTag',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('criterion', models.CharField(max_length=50)),
                    ('tagged_at', models.DateTimeField()),
                    ('comment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tags', to='surveys.comment')),
                    ('tagged_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('comment', 'criterion'), name='one_tag_of_a_criterion')],
                },
            ),
            migrations.CreateModel(
                name='Print',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('poster', 'Poster'), ('questionnaire', 'Questionnaire')], max_length=20)),
                    ('variant', models.CharField(choices=[('standard', 'Standard'), ('easy_read', 'Easy Read'), ('large_print', 'Large print')], default='standard', max_length=20)),
                    ('pdf', models.BinaryField(null=True)),
                    ('made_at', models.DateTimeField(blank=True, null=True)),
                    ('asked', models.PositiveIntegerField(default=1)),
                    ('failed', models.CharField(blank=True, max_length=200)),
                    ('survey', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='prints', to='surveys.survey')),
                ],
                options={
                    'ordering': ('kind', 'variant'),
                    'constraints': [models.UniqueConstraint(fields=('survey', 'kind', 'variant'), name='one_print_of_a_kind')],
                },
            ),
        ]),
    ]
