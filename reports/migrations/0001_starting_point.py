import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.migrating import CreateTables
from reports import passage_index, triggers


def create(apps, schema_editor):
    connection = schema_editor.connection
    passage_index.run(connection, "create")
    triggers.FROZEN.create(connection)


def drop(apps, schema_editor):
    connection = schema_editor.connection
    triggers.FROZEN.drop(connection)
    passage_index.run(connection, "drop")


class Migration(migrations.Migration):
    replaces = [
        ('reports', '0001_initial'),
        ('reports', '0002_review_and_accuracy'),
        ('reports', '0003_passage_index'),
        ('reports', '0004_section_saves'),
        ('reports', '0005_publication'),
        ('reports', '0006_versions_frozen'),
        ('reports', '0007_finding_themes'),
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
                name='Letter',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('updated_at', models.DateTimeField(auto_now=True)),
                    ('state', models.CharField(choices=[('not_started', 'Not started'), ('drafting', 'Drafting'), ('team_review', 'With the inspection team'), ('qa', 'In quality assurance'), ('draft_to_area', 'Draft with the area'), ('comments_in', 'Comments in'), ('revised', 'Revised'), ('final_qa', 'In final quality assurance'), ('signed_off', 'Signed off'), ('issued', 'Issued to the area'), ('complaint_hold', 'Held for a complaint'), ('published', 'Published'), ('withdrawn', 'Withdrawn')], default='not_started', max_length=30)),
                    ('inspection', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='letter', to='inspections.inspection')),
                ],
                options={
                    'ordering': ('-inspection__onsite_start_on',),
                },
            ),
            migrations.CreateModel(
                name='LetterSection',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('code', models.CharField(max_length=40)),
                    ('text', models.TextField(blank=True)),
                    ('letter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sections', to='reports.letter')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('letter', 'code'), name='one_section_per_letter_and_code')],
                },
            ),
            migrations.CreateModel(
                name='LetterVersion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveIntegerField()),
                    ('context', models.TextField()),
                    ('context_sha256', models.CharField(max_length=64)),
                    ('template', models.CharField(max_length=60)),
                    ('fragment', models.TextField()),
                    ('pdf', models.BinaryField(null=True)),
                    ('pdf_sha256', models.CharField(max_length=64, null=True)),
                    ('made_at', models.DateTimeField()),
                    ('imported_from', models.CharField(blank=True, max_length=200)),
                    ('published_at', models.DateTimeField(blank=True, null=True)),
                    ('letter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='reports.letter')),
                    ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ('letter', 'number'),
                    'constraints': [models.UniqueConstraint(fields=('letter', 'number'), name='one_version_per_number'), models.CheckConstraint(condition=models.Q(('published_at__isnull', True), models.Q(('pdf__isnull', False), ('pdf_sha256__isnull', False)), _connector='OR'), name='published_version_has_its_bytes')],
                },
            ),
            migrations.CreateModel(
                name='AccuracyRound',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveSmallIntegerField(default=1)),
                    ('context', models.TextField()),
                    ('context_sha256', models.CharField(max_length=64)),
                    ('fragment', models.TextField()),
                    ('sent_on', models.DateField()),
                    ('received_on', models.DateField(blank=True, null=True)),
                    ('receipt_recorded_at', models.DateTimeField(blank=True, null=True)),
                    ('submitted_at', models.DateTimeField(blank=True, null=True)),
                    ('receipt_number', models.CharField(blank=True, max_length=120)),
                    ('late', models.BooleanField(default=False)),
                    ('snapshot', models.TextField(blank=True)),
                    ('sha256', models.CharField(blank=True, max_length=64)),
                    ('closed_at', models.DateTimeField(blank=True, null=True)),
                    ('closed_reason', models.TextField(blank=True)),
                    ('released_at', models.DateTimeField(blank=True, null=True)),
                    ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('letter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='accuracy_rounds', to='reports.letter')),
                    ('received_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('sent_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('submitted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ('letter', 'number'),
                    'constraints': [models.UniqueConstraint(fields=('letter', 'number'), name='one_accuracy_round_per_number')],
                },
            ),
            migrations.CreateModel(
                name='AccuracyComment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('updated_at', models.DateTimeField(auto_now=True)),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('number', models.PositiveSmallIntegerField(blank=True, null=True)),
                    ('section_code', models.CharField(max_length=40)),
                    ('kind', models.CharField(choices=[('error', 'A factual error'), ('figure', 'A wrong figure or name'), ('missing', 'A fact is missing')], max_length=20)),
                    ('quote', models.TextField(blank=True)),
                    ('text', models.TextField()),
                    ('correction', models.TextField(blank=True)),
                    ('decision', models.CharField(blank=True, choices=[('accepted', 'Accepted'), ('partly', 'Partly accepted'), ('not_accepted', 'Not accepted')], max_length=20)),
                    ('answer', models.TextField(blank=True)),
                    ('answered_at', models.DateTimeField(blank=True, null=True)),
                    ('seconded_at', models.DateTimeField(blank=True, null=True)),
                    ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('seconded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='reports.accuracyround')),
                ],
                options={
                    'ordering': ('number', 'pk'),
                },
            ),
            migrations.CreateModel(
                name='AccuracyEvidence',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('comment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='evidence', to='reports.accuracycomment')),
                    ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
                ],
                options={
                    'verbose_name_plural': 'accuracy evidence',
                    'ordering': ('pk',),
                },
            ),
            migrations.CreateModel(
                name='Complaint',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('received_on', models.DateField()),
                    ('about', models.TextField()),
                    ('last_day_on', models.DateField(blank=True, null=True)),
                    ('late_reason', models.TextField(blank=True)),
                    ('recorded_at', models.DateTimeField()),
                    ('answered_on', models.DateField(blank=True, null=True)),
                    ('answer', models.TextField(blank=True)),
                    ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('letter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='complaints', to='reports.letter')),
                    ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ('received_on', 'pk'),
                    'constraints': [models.CheckConstraint(condition=models.Q(('answered_on__isnull', True), ('answered_on__gte', models.F('received_on')), _connector='OR'), name='complaint_answered_after_received')],
                },
            ),
            migrations.CreateModel(
                name='Passage',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('order', models.PositiveIntegerField()),
                    ('section_code', models.CharField(max_length=40)),
                    ('heading', models.CharField(blank=True, max_length=300)),
                    ('text', models.TextField()),
                    ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='passages', to='reports.letterversion')),
                ],
                options={
                    'ordering': ('version', 'order'),
                    'constraints': [models.UniqueConstraint(fields=('version', 'order'), name='one_passage_per_place')],
                },
            ),
            migrations.CreateModel(
                name='ReviewComment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('section_code', models.CharField(max_length=40)),
                    ('quote', models.TextField()),
                    ('text', models.TextField(blank=True)),
                    ('replacement', models.TextField(blank=True, null=True)),
                    ('must_answer', models.BooleanField(default=False)),
                    ('at', models.DateTimeField()),
                    ('settlement', models.CharField(blank=True, choices=[('resolved', 'Resolved'), ('accepted', 'Accepted'), ('rejected', 'Not accepted'), ('taken_back', 'Taken back')], max_length=20)),
                    ('settled_at', models.DateTimeField(blank=True, null=True)),
                    ('answer', models.TextField(blank=True)),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('letter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='review_comments', to='reports.letter')),
                    ('settled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ('at', 'pk'),
                },
            ),
            migrations.CreateModel(
                name='Reviewer',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('capacity', models.CharField(choices=[('team', 'Inspection team'), ('quality', 'Quality assurance')], max_length=10)),
                    ('due_on', models.DateField(blank=True, null=True)),
                    ('asked_at', models.DateTimeField()),
                    ('verdict', models.CharField(blank=True, choices=[('content', 'Content with it as it is'), ('changes', 'Content once the comments are settled'), ('not_content', 'Not content')], max_length=20)),
                    ('verdict_text', models.TextField(blank=True)),
                    ('verdict_at', models.DateTimeField(blank=True, null=True)),
                    ('text_sha256', models.CharField(blank=True, max_length=64)),
                    ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                    ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('letter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reviewers', to='reports.letter')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ('capacity', 'asked_at', 'pk'),
                    'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('letter', 'person'), name='one_standing_request_to_review')],
                },
            ),
            migrations.CreateModel(
                name='ReviewReply',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('text', models.TextField()),
                    ('at', models.DateTimeField()),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('comment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='replies', to='reports.reviewcomment')),
                ],
                options={
                    'verbose_name_plural': 'review replies',
                    'ordering': ('at', 'pk'),
                },
            ),
            migrations.CreateModel(
                name='SectionPresence',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('seen_at', models.DateTimeField()),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('section', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='presences', to='reports.lettersection')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('section', 'person'), name='one_presence_of_a_person')],
                },
            ),
            migrations.CreateModel(
                name='SectionSave',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField()),
                    ('save_key', models.CharField(blank=True, max_length=64)),
                    ('at', models.DateTimeField()),
                    ('text', models.TextField(blank=True)),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('section', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saves', to='reports.lettersection')),
                ],
                options={
                    'ordering': ('section', 'version'),
                    'constraints': [models.UniqueConstraint(fields=('section', 'version'), name='one_save_for_a_version_of_a_section'), models.UniqueConstraint(condition=models.Q(('save_key', ''), _negated=True), fields=('section', 'save_key'), name='one_save_for_a_key_of_a_section')],
                },
            ),
            migrations.CreateModel(
                name='EasyRead',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('updated_at', models.DateTimeField(auto_now=True)),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('lines', models.JSONField(default=list)),
                    ('letter', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='easy_read', to='reports.letter')),
                ],
            ),
            migrations.CreateModel(
                name='EasyReadVersion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('content', models.TextField()),
                    ('content_sha256', models.CharField(max_length=64)),
                    ('template', models.CharField(max_length=60)),
                    ('fragment', models.TextField()),
                    ('pdf', models.BinaryField(null=True)),
                    ('pdf_sha256', models.CharField(max_length=64, null=True)),
                    ('version', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='easy_read', to='reports.letterversion')),
                ],
            ),
            migrations.CreateModel(
                name='Withdrawal',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('mistake', 'It holds a mistake that could mislead'), ('removed', 'It holds something that must not be public, such as what identifies a child')], max_length=20)),
                    ('reason', models.CharField(max_length=1000)),
                    ('at', models.DateTimeField()),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('version', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='withdrawal', to='reports.letterversion')),
                ],
            ),
            migrations.CreateModel(
                name='Correction',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('reason', models.CharField(max_length=1000)),
                    ('context', models.TextField()),
                    ('begun_at', models.DateTimeField()),
                    ('published_at', models.DateTimeField(blank=True, null=True)),
                    ('given_up_at', models.DateTimeField(blank=True, null=True)),
                    ('begun_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('corrects', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='reports.letterversion')),
                    ('letter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='reports.letter')),
                    ('made', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='correction', to='reports.letterversion')),
                ],
                options={
                    'ordering': ('-begun_at', '-pk'),
                    'constraints': [models.UniqueConstraint(condition=models.Q(('given_up_at__isnull', True), ('published_at__isnull', True)), fields=('letter',), name='one_open_correction_per_letter')],
                },
            ),
            migrations.CreateModel(
                name='PdfJob',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('version', 'PDF'), ('easy_read', 'Easy Read PDF'), ('draft', 'Draft PDF')], max_length=20)),
                    ('context', models.TextField(blank=True)),
                    ('asked_at', models.DateTimeField()),
                    ('begun_at', models.DateTimeField(blank=True, null=True)),
                    ('tries', models.PositiveSmallIntegerField(default=0)),
                    ('ended_at', models.DateTimeField(blank=True, null=True)),
                    ('failure', models.CharField(blank=True, max_length=300)),
                    ('pages', models.PositiveIntegerField(blank=True, null=True)),
                    ('size', models.PositiveIntegerField(blank=True, null=True)),
                    ('pdf', models.BinaryField(null=True)),
                    ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('letter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pdf_jobs', to='reports.letter')),
                    ('version', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='pdf_jobs', to='reports.letterversion')),
                ],
                options={
                    'ordering': ('-asked_at', '-pk'),
                    'constraints': [models.UniqueConstraint(condition=models.Q(('version__isnull', False)), fields=('version', 'kind'), name='one_pdf_job_per_version_and_kind')],
                },
            ),
            migrations.CreateModel(
                name='ScheduledPublication',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('due_at', models.DateTimeField()),
                    ('made_at', models.DateTimeField()),
                    ('done_at', models.DateTimeField(blank=True, null=True)),
                    ('called_off_at', models.DateTimeField(blank=True, null=True)),
                    ('refused_at', models.DateTimeField(blank=True, null=True)),
                    ('reasons', models.JSONField(blank=True, default=list)),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('called_off_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('letter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='schedules', to='reports.letter')),
                    ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='schedules', to='reports.letterversion')),
                ],
                options={
                    'ordering': ('-made_at', '-pk'),
                    'constraints': [models.UniqueConstraint(condition=models.Q(('called_off_at__isnull', True), ('done_at__isnull', True), ('refused_at__isnull', True)), fields=('letter',), name='one_open_schedule_per_letter')],
                },
            ),
            migrations.CreateModel(
                name='FindingTheme',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('theme', models.CharField(choices=[('oversight', 'Oversight'), ('leadership', 'Strategic leadership'), ('confidence', 'Confidence of parents'), ('involvement', 'Involvement of parents'), ('outcomes', 'Outcomes'), ('statutory', 'Statutory requirements'), ('joint', 'Joint commissioning'), ('ehc_plans', 'Education, health and care plans'), ('health', 'Waiting for health services'), ('inclusion', 'Exclusion and attendance'), ('adulthood', 'Preparing for adulthood')], db_index=True, max_length=20)),
                    ('tagged_at', models.DateTimeField()),
                    ('finding', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='themes', to='inspections.finding')),
                    ('tagged_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ('finding', 'theme'),
                    'constraints': [models.UniqueConstraint(fields=('finding', 'theme'), name='one_tag_per_finding_and_theme')],
                },
            ),
        ]),
        migrations.RunPython(create, drop),
    ]
