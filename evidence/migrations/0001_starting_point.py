import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.migrating import CreateTables
from evidence import triggers


def create(apps, schema_editor):
    triggers.FROZEN.create(schema_editor.connection)


def drop(apps, schema_editor):
    triggers.FROZEN.drop(schema_editor.connection)


class Migration(migrations.Migration):
    replaces = [
        ('evidence', '0001_evidence'),
        ('evidence', '0002_enquiry_standing'),
        ('evidence', '0003_judgements'),
        ('evidence', '0004_safeguarding_frozen'),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('inspections', '0001_starting_point'),
    ]

    operations = [
        CreateTables([
            migrations.CreateModel(
                name='Enquiry',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('updated_at', models.DateTimeField(auto_now=True)),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('number', models.PositiveIntegerField()),
                    ('text', models.TextField()),
                    ('criteria', models.JSONField(blank=True, default=list)),
                    ('closed_at', models.DateTimeField(blank=True, null=True)),
                    ('closed_reason', models.TextField(blank=True)),
                    ('inspection', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enquiries', to='inspections.inspection')),
                    ('standing', models.CharField(blank=True, choices=[('', 'Not said yet'), ('no_concern', 'No concern'), ('uncertain', 'Uncertain'), ('concern', 'Concern')], default='', max_length=20)),
                ],
                options={
                    'verbose_name_plural': 'enquiries',
                    'ordering': ('inspection', 'number'),
                    'constraints': [models.UniqueConstraint(fields=('inspection', 'number'), name='one_enquiry_for_a_number')],
                },
            ),
            migrations.CreateModel(
                name='EnquiryVersion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveIntegerField()),
                    ('text', models.TextField()),
                    ('reason', models.TextField(blank=True)),
                    ('at', models.DateTimeField()),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('enquiry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='evidence.enquiry')),
                ],
                options={
                    'ordering': ('enquiry', 'number'),
                    'constraints': [models.UniqueConstraint(fields=('enquiry', 'number'), name='one_wording_for_a_number')],
                },
            ),
            migrations.CreateModel(
                name='Note',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('updated_at', models.DateTimeField(auto_now=True)),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('number', models.PositiveIntegerField()),
                    ('client_key', models.CharField(max_length=64)),
                    ('source_kind', models.CharField(blank=True, choices=[('meeting', 'Meeting'), ('visit', 'Visit'), ('case_file', 'Case file'), ('document', 'Document'), ('survey', 'Survey'), ('data', 'Data')], max_length=20)),
                    ('strand', models.CharField(blank=True, choices=[('education', 'Education'), ('health', 'Health'), ('care', 'Care')], max_length=20)),
                    ('happened_on', models.DateField(blank=True, null=True)),
                    ('people_met', models.CharField(blank=True, max_length=500)),
                    ('title', models.CharField(blank=True, max_length=200)),
                    ('text', models.TextField(blank=True)),
                    ('quotation', models.CharField(blank=True, choices=[('', 'No quotation'), ('usable', 'Can be used'), ('identifying', 'Would identify a child')], max_length=20)),
                    ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                    ('withdrawn_reason', models.TextField(blank=True)),
                    ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('inspection', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='inspections.inspection')),
                ],
                options={
                    'ordering': ('inspection', 'number'),
                    'constraints': [models.UniqueConstraint(fields=('inspection', 'number'), name='one_note_for_a_number'), models.UniqueConstraint(fields=('inspection', 'author', 'client_key'), name='one_note_for_a_client_key')],
                },
            ),
            migrations.CreateModel(
                name='FindingBasis',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('added_at', models.DateTimeField()),
                    ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('filed', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='inspections.evidence')),
                    ('finding', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='basis', to='inspections.finding')),
                    ('note', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='evidence.note')),
                ],
                options={
                    'verbose_name_plural': 'finding bases',
                    'ordering': ('finding', 'pk'),
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('filed__isnull', True), ('note__isnull', False)), models.Q(('filed__isnull', False), ('note__isnull', True)), _connector='OR'), name='a_finding_rests_on_one_thing_a_row'), models.UniqueConstraint(condition=models.Q(('note__isnull', False)), fields=('finding', 'note'), name='a_note_once_under_a_finding'), models.UniqueConstraint(condition=models.Q(('filed__isnull', False)), fields=('finding', 'filed'), name='filed_evidence_once_under_a_finding')],
                },
            ),
            migrations.CreateModel(
                name='NoteCriterion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.CharField(max_length=4)),
                    ('bearing', models.CharField(choices=[('supports', 'Supports'), ('weakens', 'Weakens'), ('context', 'Context')], max_length=10)),
                    ('note', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='criteria', to='evidence.note')),
                ],
                options={
                    'ordering': ('note', 'code'),
                    'constraints': [models.UniqueConstraint(fields=('note', 'code'), name='one_bearing_of_a_note_on_a_criterion')],
                },
            ),
            migrations.CreateModel(
                name='NoteEnquiry',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('enquiry_version', models.PositiveIntegerField()),
                    ('bearing', models.CharField(choices=[('supports', 'Supports'), ('weakens', 'Weakens'), ('context', 'Context')], max_length=10)),
                    ('enquiry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='evidence.enquiry')),
                    ('note', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='enquiries', to='evidence.note')),
                ],
                options={
                    'ordering': ('note', 'enquiry'),
                    'constraints': [models.UniqueConstraint(fields=('note', 'enquiry'), name='one_bearing_of_a_note_on_an_enquiry')],
                },
            ),
            migrations.CreateModel(
                name='NoteLink',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('document', 'Document'), ('case', 'Tracked case'), ('meeting', 'Meeting'), ('evidence', 'Survey summary')], max_length=20)),
                    ('ref', models.CharField(max_length=40)),
                    ('note', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='evidence.note')),
                ],
                options={
                    'ordering': ('note', 'kind', 'ref'),
                    'constraints': [models.UniqueConstraint(fields=('note', 'kind', 'ref'), name='one_link_of_a_note_to_a_thing')],
                },
            ),
            migrations.CreateModel(
                name='NoteSave',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField()),
                    ('save_key', models.CharField(max_length=64)),
                    ('at', models.DateTimeField()),
                    ('fields', models.JSONField(default=dict)),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('note', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='saves', to='evidence.note')),
                ],
                options={
                    'ordering': ('note', 'version'),
                    'constraints': [models.UniqueConstraint(fields=('note', 'version'), name='one_save_for_a_version_of_a_note'), models.UniqueConstraint(fields=('note', 'save_key'), name='one_save_for_a_key_of_a_note')],
                },
            ),
            migrations.CreateModel(
                name='EnquiryStanding',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('standing', models.CharField(choices=[('', 'Not said yet'), ('no_concern', 'No concern'), ('uncertain', 'Uncertain'), ('concern', 'Concern')], max_length=20)),
                    ('reason', models.TextField(blank=True)),
                    ('at', models.DateTimeField()),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('enquiry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='standings', to='evidence.enquiry')),
                ],
                options={
                    'ordering': ('enquiry', 'pk'),
                },
            ),
            migrations.CreateModel(
                name='EmergingFinding',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('updated_at', models.DateTimeField(auto_now=True)),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('number', models.PositiveIntegerField()),
                    ('seen_on', models.DateField()),
                    ('sort', models.CharField(max_length=30)),
                    ('text', models.TextField()),
                    ('area_code', models.CharField(blank=True, max_length=4)),
                    ('promoted_at', models.DateTimeField(blank=True, null=True)),
                    ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                    ('withdrawn_reason', models.TextField(blank=True)),
                    ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('finding', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='emerged_from', to='inspections.finding')),
                    ('inspection', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='emerging_findings', to='inspections.inspection')),
                    ('promoted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ('inspection', 'seen_on', 'number'),
                    'constraints': [models.UniqueConstraint(fields=('inspection', 'number'), name='one_emerging_finding_for_a_number'), models.CheckConstraint(condition=models.Q(('promoted_at__isnull', True), ('withdrawn_at__isnull', True), _connector='OR'), name='emerging_finding_promoted_or_withdrawn')],
                },
            ),
            migrations.CreateModel(
                name='EmergingBasis',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('added_at', models.DateTimeField()),
                    ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('filed', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='emerging', to='inspections.evidence')),
                    ('note', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='emerging', to='evidence.note')),
                    ('emerging', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='basis', to='evidence.emergingfinding')),
                ],
                options={
                    'verbose_name_plural': 'emerging bases',
                    'ordering': ('emerging', 'pk'),
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('filed__isnull', True), ('note__isnull', False)), models.Q(('filed__isnull', False), ('note__isnull', True)), _connector='OR'), name='an_emerging_finding_rests_on_one_thing_a_row'), models.UniqueConstraint(condition=models.Q(('note__isnull', False)), fields=('emerging', 'note'), name='a_note_once_under_an_emerging'), models.UniqueConstraint(condition=models.Q(('filed__isnull', False)), fields=('emerging', 'filed'), name='filed_once_under_an_emerging')],
                },
            ),
            migrations.CreateModel(
                name='FirstWording',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(max_length=40)),
                    ('order', models.PositiveSmallIntegerField()),
                    ('wording', models.JSONField(default=dict)),
                    ('locked_at', models.DateTimeField()),
                    ('finding', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='first_wordings', to='inspections.finding')),
                    ('inspection', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='first_wordings', to='inspections.inspection')),
                    ('locked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ('inspection', 'kind', 'order'),
                    'constraints': [models.UniqueConstraint(fields=('inspection', 'finding'), name='one_first_wording_of_a_finding')],
                },
            ),
            migrations.CreateModel(
                name='Judgement',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('updated_at', models.DateTimeField(auto_now=True)),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('met_on', models.DateField()),
                    ('decision', models.CharField(blank=True, max_length=30)),
                    ('reasons', models.TextField()),
                    ('inspection', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='judgement', to='inspections.inspection')),
                ],
                options={
                    'ordering': ('inspection',),
                },
            ),
            migrations.CreateModel(
                name='JudgementSave',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField()),
                    ('at', models.DateTimeField()),
                    ('fields', models.JSONField(default=dict)),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('judgement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='saves', to='evidence.judgement')),
                ],
                options={
                    'ordering': ('judgement', 'version'),
                    'constraints': [models.UniqueConstraint(fields=('judgement', 'version'), name='one_save_for_a_version_of_a_judgement')],
                },
            ),
            migrations.CreateModel(
                name='Presence',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('role', models.CharField(max_length=60)),
                    ('dissent', models.TextField(blank=True)),
                    ('judgement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='presences', to='evidence.judgement')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ('judgement', 'pk'),
                    'constraints': [models.UniqueConstraint(fields=('judgement', 'person'), name='one_presence_of_a_person_at_a_judgement')],
                },
            ),
            migrations.CreateModel(
                name='SafeguardingConcern',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('updated_at', models.DateTimeField(auto_now=True)),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('number', models.PositiveIntegerField()),
                    ('receipt', models.CharField(max_length=20, unique=True)),
                    ('state', models.CharField(choices=[('recorded', 'To be worked'), ('in_hand', 'Being worked'), ('closed', 'Closed')], db_index=True, default='recorded', max_length=20)),
                    ('seen_on', models.DateField()),
                    ('place', models.CharField(blank=True, max_length=200)),
                    ('text', models.TextField()),
                    ('immediate_danger', models.BooleanField()),
                    ('referred_to', models.CharField(blank=True, max_length=200)),
                    ('referred_at', models.DateTimeField(blank=True, null=True)),
                    ('referral_reference', models.CharField(blank=True, max_length=60)),
                    ('recorded_at', models.DateTimeField()),
                    ('outcome', models.CharField(blank=True, choices=[('no_concern', 'No safeguarding concern'), ('referred', 'Referred to the area’s safeguarding route'), ('emergency', 'Emergency services told and referred')], max_length=20)),
                    ('inspection', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='concerns', to='inspections.inspection')),
                    ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ('inspection', 'number'),
                    'constraints': [models.UniqueConstraint(fields=('inspection', 'number'), name='one_safeguarding_concern_for_a_number'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'closed'), _negated=True), models.Q(('outcome', ''), _negated=True), _connector='OR'), name='closed_safeguarding_concern_has_its_outcome')],
                },
            ),
            migrations.CreateModel(
                name='SafeguardingEntry',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('recorded', 'Recorded'), ('read', 'Read'), ('taken_up', 'Taken up'), ('referred', 'Referred'), ('note', 'Note added'), ('closed', 'Closed')], max_length=20)),
                    ('text', models.TextField(blank=True)),
                    ('referred_to', models.CharField(blank=True, max_length=200)),
                    ('referred_at', models.DateTimeField(blank=True, null=True)),
                    ('referral_reference', models.CharField(blank=True, max_length=60)),
                    ('at', models.DateTimeField()),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('concern', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='evidence.safeguardingconcern')),
                ],
                options={
                    'verbose_name_plural': 'safeguarding entries',
                    'ordering': ('concern', 'pk'),
                },
            ),
            migrations.CreateModel(
                name='Signature',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('inspectorate', models.CharField(choices=[('ofsted', 'Ofsted'), ('cqc', 'Care Quality Commission')], max_length=10)),
                    ('version', models.PositiveIntegerField()),
                    ('at', models.DateTimeField()),
                    ('broken_at', models.DateTimeField(blank=True, null=True)),
                    ('broken_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('judgement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='evidence.judgement')),
                ],
                options={
                    'ordering': ('judgement', 'pk'),
                    'constraints': [models.UniqueConstraint(condition=models.Q(('broken_at__isnull', True)), fields=('judgement', 'inspectorate'), name='one_standing_signature_of_an_inspectorate')],
                },
            ),
            migrations.CreateModel(
                name='WordingReason',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('wording', models.JSONField(default=dict)),
                    ('reason', models.TextField()),
                    ('at', models.DateTimeField()),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('finding', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='wording_reasons', to='inspections.finding')),
                    ('first', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reasons', to='evidence.firstwording')),
                    ('inspection', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='wording_reasons', to='inspections.inspection')),
                ],
                options={
                    'ordering': ('inspection', 'pk'),
                },
            ),
        ]),
        migrations.RunPython(create, drop),
    ]
