import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.migrating import CreateTables


class Migration(migrations.Migration):
    replaces = [
        ('visits', '0001_settings_links_samples_and_calendars'),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('inspections', '0001_starting_point'),
        ('partnerships', '0001_starting_point'),
        ('timetable', '0001_starting_point'),
    ]

    operations = [
        CreateTables([
            migrations.CreateModel(
                name='AvailabilityLink',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('token_hash', models.CharField(max_length=64, unique=True)),
                    ('made_at', models.DateTimeField()),
                    ('revoked_at', models.DateTimeField(blank=True, null=True)),
                    ('sent_to', models.EmailField(blank=True, max_length=254)),
                    ('answered_at', models.DateTimeField(blank=True, null=True)),
                    ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='availability_links', to='partnerships.contact')),
                    ('inspection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='availability_links', to='inspections.inspection')),
                    ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ('-made_at', '-pk'),
                    'constraints': [models.UniqueConstraint(condition=models.Q(('revoked_at', None)), fields=('inspection', 'contact'), name='one_working_availability_link')],
                },
            ),
            migrations.CreateModel(
                name='AwayHalf',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('on', models.DateField()),
                    ('half', models.CharField(choices=[('am', 'Morning'), ('pm', 'Afternoon')], max_length=2)),
                    ('link', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='away', to='visits.availabilitylink')),
                ],
                options={
                    'ordering': ('on', 'half'),
                    'constraints': [models.UniqueConstraint(fields=('link', 'on', 'half'), name='one_tick_of_a_half_day')],
                },
            ),
            migrations.CreateModel(
                name='FeedEntry',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('sequence', models.PositiveIntegerField(default=0)),
                    ('shown', models.JSONField()),
                    ('audience', models.JSONField(default=dict)),
                    ('changed_at', models.DateTimeField()),
                    ('cancelled_at', models.DateTimeField(blank=True, null=True)),
                    ('meeting', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='feed_entry', to='timetable.meeting')),
                ],
                options={
                    'ordering': ('pk',),
                },
            ),
            migrations.CreateModel(
                name='FeedGeneration',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('scope', models.CharField(choices=[('person', 'Your own meetings'), ('site', 'One setting'), ('inspection', 'A whole inspection')], max_length=12)),
                    ('subject', models.PositiveBigIntegerField(default=0)),
                    ('number', models.PositiveIntegerField(default=0)),
                    ('reset_at', models.DateTimeField(blank=True, null=True)),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='feed_generations', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('user', 'scope', 'subject'), name='one_generation_of_a_feed')],
                },
            ),
            migrations.CreateModel(
                name='RandomSample',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveIntegerField()),
                    ('purpose', models.CharField(max_length=200)),
                    ('drawn_at', models.DateTimeField()),
                    ('seed', models.CharField(max_length=64)),
                    ('method', models.CharField(max_length=30)),
                    ('described', models.CharField(help_text='What the population is, in words.', max_length=200)),
                    ('population', models.JSONField()),
                    ('population_sha256', models.CharField(max_length=64)),
                    ('size', models.PositiveIntegerField()),
                    ('result', models.JSONField()),
                    ('reason', models.CharField(blank=True, max_length=300)),
                    ('drawn_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('inspection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='random_samples', to='inspections.inspection')),
                ],
                options={
                    'ordering': ('inspection', 'number'),
                    'constraints': [models.UniqueConstraint(fields=('inspection', 'number'), name='one_draw_of_a_number')],
                },
            ),
            migrations.CreateModel(
                name='SignUpPage',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('address', models.CharField(max_length=40, unique=True)),
                    ('opens_at', models.DateTimeField()),
                    ('closes_at', models.DateTimeField()),
                    ('details', models.TextField(blank=True)),
                    ('families_invited', models.PositiveIntegerField(blank=True, null=True)),
                    ('invited_how', models.CharField(blank=True, max_length=200)),
                    ('meeting', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='sign_up_page', to='timetable.meeting')),
                ],
            ),
            migrations.CreateModel(
                name='SignUp',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('at', models.DateTimeField()),
                    ('people', models.PositiveSmallIntegerField()),
                    ('needs', models.CharField(blank=True, max_length=300)),
                    ('email', models.EmailField(blank=True, max_length=254)),
                    ('link_sent_at', models.DateTimeField(blank=True, null=True)),
                    ('key', models.CharField(max_length=64)),
                    ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sign_ups', to='visits.signuppage')),
                ],
                options={
                    'ordering': ('at', 'pk'),
                    'constraints': [models.UniqueConstraint(fields=('page', 'key'), name='one_sign_up_of_a_form')],
                },
            ),
            migrations.CreateModel(
                name='SiteVisit',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('updated_at', models.DateTimeField(auto_now=True)),
                    ('number', models.PositiveIntegerField()),
                    ('reason', models.TextField()),
                    ('chosen_at', models.DateTimeField()),
                    ('dropped_at', models.DateTimeField(blank=True, null=True)),
                    ('dropped_reason', models.TextField(blank=True)),
                    ('chosen_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('dropped_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('inspection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='site_visits', to='inspections.inspection')),
                    ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='partnerships.site')),
                ],
                options={
                    'ordering': ('inspection', 'number'),
                    'constraints': [models.UniqueConstraint(fields=('inspection', 'number'), name='one_visit_of_a_number'), models.UniqueConstraint(condition=models.Q(('dropped_at', None)), fields=('inspection', 'site'), name='one_standing_visit_of_a_setting')],
                },
            ),
            migrations.CreateModel(
                name='SettingLink',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('token_hash', models.CharField(max_length=64, unique=True)),
                    ('made_at', models.DateTimeField()),
                    ('revoked_at', models.DateTimeField(blank=True, null=True)),
                    ('sent_to', models.EmailField(blank=True, max_length=254)),
                    ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('visit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='visits.sitevisit')),
                ],
                options={
                    'ordering': ('-made_at', '-pk'),
                    'constraints': [models.UniqueConstraint(condition=models.Q(('revoked_at', None)), fields=('visit',), name='one_working_link_of_a_visit')],
                },
            ),
            migrations.CreateModel(
                name='ParentsInvited',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('changed_at', models.DateTimeField(blank=True, null=True)),
                    ('pupils_with_send', models.PositiveIntegerField(blank=True, null=True)),
                    ('invited', models.PositiveIntegerField(blank=True, null=True)),
                    ('how', models.CharField(blank=True, max_length=200)),
                    ('invited_on', models.DateField(blank=True, null=True)),
                    ('proof', models.TextField(blank=True)),
                    ('changed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('visit', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='invitation', to='visits.sitevisit')),
                ],
            ),
            migrations.CreateModel(
                name='Arrival',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('changed_at', models.DateTimeField(blank=True, null=True)),
                    ('reception', models.CharField(blank=True, max_length=300)),
                    ('parking', models.CharField(blank=True, max_length=300)),
                    ('access', models.CharField(blank=True, max_length=300)),
                    ('wifi', models.CharField(blank=True, max_length=300)),
                    ('quiet_room', models.CharField(blank=True, max_length=300)),
                    ('communication', models.CharField(blank=True, max_length=300)),
                    ('changed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('visit', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='arrival', to='visits.sitevisit')),
                ],
            ),
            migrations.CreateModel(
                name='VisitRecord',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('changed_at', models.DateTimeField(blank=True, null=True)),
                    ('pupils', models.PositiveSmallIntegerField(blank=True, null=True)),
                    ('parents', models.PositiveSmallIntegerField(blank=True, null=True)),
                    ('staff', models.PositiveSmallIntegerField(blank=True, null=True)),
                    ('documents', models.TextField(blank=True)),
                    ('notes', models.TextField(blank=True)),
                    ('changed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('visit', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='record', to='visits.sitevisit')),
                ],
            ),
        ]),
    ]
