import core.sealed
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.migrating import CreateTables


class Migration(migrations.Migration):
    replaces = [
        ('cases', '0001_initial'),
        ('cases', '0002_identity_packs_audits_and_records'),
        ('cases', '0003_sealed_columns_and_erasures'),
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
                name='TrackedCase',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('updated_at', models.DateTimeField(auto_now=True)),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('code', models.CharField(max_length=3)),
                    ('state', models.CharField(choices=[('proposed', 'Proposed'), ('selected', 'Selected'), ('coordinator_assigned', 'Coordinator assigned'), ('consent_sought', 'Consent sought'), ('consent_given', 'Consent given'), ('consent_declined', 'Consent declined'), ('replaced', 'Replaced'), ('pack_in_progress', 'Pack being prepared'), ('pack_submitted', 'Pack submitted'), ('pack_reviewed', 'Pack reviewed'), ('meeting_scheduled', 'Meeting arranged'), ('meeting_held', 'Meeting held'), ('follow_up', 'Follow-up'), ('completed', 'Completed'), ('withdrawn', 'Withdrawn by the family')], db_index=True, default='proposed', max_length=30)),
                    ('coordinator', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cases_coordinated', to=settings.AUTH_USER_MODEL)),
                    ('inspection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tracked_cases', to='inspections.inspection')),
                    ('access_needs', core.sealed.SealedTextField(blank=True, help_text='What helps the family at the meeting.')),
                    ('age_band', models.CharField(blank=True, choices=[('0-4', 'Aged 0 to 4'), ('5-10', 'Aged 5 to 10'), ('11-15', 'Aged 11 to 15'), ('16-18', 'Aged 16 to 18'), ('19-25', 'Aged 19 to 25')], max_length=10)),
                    ('chosen', models.CharField(blank=True, choices=[('mix', 'Chosen for a mix'), ('random', 'Drawn at random'), ('substitute', 'Chosen in place of another case')], max_length=20)),
                    ('consent_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('consent_giver', models.CharField(blank=True, choices=[('parent', 'Their parent or carer'), ('young_person', 'The young person'), ('both', 'Both')], max_length=20)),
                    ('consent_how', models.CharField(blank=True, choices=[('in_person', 'In person'), ('by_phone', 'By telephone or video call'), ('in_writing', 'In writing')], max_length=20)),
                    ('consent_note', core.sealed.SealedTextField(blank=True)),
                    ('consent_on', models.DateField(blank=True, null=True)),
                    ('health_input', models.BooleanField(default=False)),
                    ('in_area', models.BooleanField(default=True)),
                    ('joint_summary', core.sealed.SealedTextField(blank=True)),
                    ('learning', core.sealed.SealedTextField(blank=True)),
                    ('local_reference', models.CharField(blank=True, max_length=40)),
                    ('meeting_references', models.JSONField(blank=True, default=list)),
                    ('need', models.CharField(blank=True, choices=[('ASD', 'Autistic spectrum disorder'), ('SEMH', 'Social, emotional and mental health'), ('SLCN', 'Speech, language and communication needs'), ('SPLD', 'Specific learning difficulty'), ('MLD', 'Moderate learning difficulty'), ('SLD', 'Severe learning difficulty'), ('PMLD', 'Profound and multiple learning difficulty'), ('HI', 'Hearing impairment'), ('VI', 'Vision impairment'), ('MSI', 'Multi-sensory impairment'), ('PD', 'Physical disability'), ('OTH', 'Other difficulty or disability')], max_length=10)),
                    ('plan', models.CharField(blank=True, choices=[('ehc', 'Education, health and care plan'), ('support', 'SEN support')], max_length=10)),
                    ('pool_size', models.PositiveSmallIntegerField(blank=True, null=True)),
                    ('replaced_by', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='substitute_for', to='cases.trackedcase')),
                    ('seed', models.CharField(blank=True, help_text='What a draw at random can be repeated with.', max_length=40)),
                    ('selected_at', models.DateTimeField(blank=True, null=True)),
                    ('selected_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('setting', models.CharField(blank=True, choices=[('early_years', 'Early years setting'), ('primary', 'Mainstream primary school'), ('secondary', 'Mainstream secondary school'), ('special', 'Special school'), ('alternative_provision', 'Alternative provision'), ('college', 'College or training'), ('home', 'Educated at home'), ('none', 'Not in education')], max_length=30)),
                    ('summary_at', models.DateTimeField(blank=True, null=True)),
                    ('summary_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('why', models.TextField(blank=True)),
                ],
                options={
                    'ordering': ('inspection', 'code'),
                    'constraints': [models.UniqueConstraint(fields=('inspection', 'code'), name='one_case_of_a_code'), models.UniqueConstraint(condition=models.Q(('local_reference', ''), _negated=True), fields=('inspection', 'local_reference'), name='one_case_of_a_local_reference')],
                },
            ),
            migrations.CreateModel(
                name='AuditSection',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('updated_at', models.DateTimeField(auto_now=True)),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('agency', models.CharField(choices=[('education', 'Education'), ('health', 'Health'), ('care', 'Social care')], max_length=20)),
                    ('answers', models.JSONField(blank=True, default=list)),
                    ('evidence', core.sealed.SealedTextField(blank=True)),
                    ('signed_at', models.DateTimeField(blank=True, null=True)),
                    ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='audit_sections', to=settings.AUTH_USER_MODEL)),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='audit_sections', to='cases.trackedcase')),
                ],
                options={
                    'ordering': ('case', 'pk'),
                    'constraints': [models.UniqueConstraint(fields=('case', 'agency'), name='one_audit_section_of_an_agency')],
                },
            ),
            migrations.CreateModel(
                name='CaseIdentity',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('updated_at', models.DateTimeField(auto_now=True)),
                    ('name', core.sealed.SealedTextField()),
                    ('upn', core.sealed.SealedTextField(blank=True)),
                    ('born_on', core.sealed.SealedDateField(blank=True, null=True)),
                    ('family_contact', core.sealed.SealedTextField(blank=True)),
                    ('given_at', models.DateTimeField()),
                    ('case', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='identity', to='cases.trackedcase')),
                    ('given_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name_plural': 'case identities',
                    'ordering': ('case',),
                },
            ),
            migrations.CreateModel(
                name='CaseOpening',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('document', models.PositiveSmallIntegerField(blank=True, null=True)),
                    ('reason', models.TextField(blank=True)),
                    ('at', models.DateTimeField()),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='openings', to='cases.trackedcase')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('page', models.CharField(blank=True, db_default='', max_length=40)),
                ],
                options={
                    'ordering': ('-at', '-pk'),
                },
            ),
            migrations.CreateModel(
                name='CasePackDocument',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveSmallIntegerField()),
                    ('kind', models.CharField(choices=[('plan', 'Education, health and care plan or support plan'), ('review', 'Last review'), ('assessment', 'Assessment or advice'), ('chronology', 'Chronology'), ('health', 'Health record'), ('social_care', 'Social care record'), ('decisions', 'Record of supervision or decisions'), ('other', 'Another document')], max_length=20)),
                    ('title', models.CharField(max_length=150)),
                    ('added_at', models.DateTimeField()),
                    ('removed_at', models.DateTimeField(blank=True, null=True)),
                    ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='documents', to='cases.trackedcase')),
                    ('stored', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
                ],
                options={
                    'ordering': ('case', 'number'),
                    'constraints': [models.UniqueConstraint(fields=('case', 'number'), name='one_case_document_of_a_number')],
                },
            ),
            migrations.CreateModel(
                name='CaseRecord',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('updated_at', models.DateTimeField(auto_now=True)),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('kind', models.CharField(choices=[('professionals', 'Professionals’ meeting'), ('family', 'Family’s meeting'), ('young_person', 'Young person’s meeting')], max_length=20)),
                    ('held_on', models.DateField(blank=True, null=True)),
                    ('notes', core.sealed.SealedTextField(blank=True)),
                    ('own_words', core.sealed.SealedTextField(blank=True)),
                    ('may_share_words', models.BooleanField(default=False)),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='records', to='cases.trackedcase')),
                    ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ('case', 'pk'),
                    'constraints': [models.UniqueConstraint(fields=('case', 'kind'), name='one_case_record_of_a_kind')],
                },
            ),
            migrations.CreateModel(
                name='Erasure',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('at', models.DateTimeField()),
                    ('why', models.CharField(max_length=200)),
                    ('places', models.JSONField(blank=True, default=dict)),
                    ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('case', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='erasure', to='cases.trackedcase')),
                ],
                options={
                    'ordering': ('pk',),
                },
            ),
        ]),
    ]
