import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.migrating import CreateTables


class Migration(migrations.Migration):
    replaces = [
        ('coordination', '0001_coordination'),
        ('coordination', '0002_packs'),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('core', '0001_starting_point'),
        ('inspections', '0001_starting_point'),
        ('partnerships', '0001_starting_point'),
    ]

    operations = [
        CreateTables([
            migrations.CreateModel(
                name='DigestChoice',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('updated_at', models.DateTimeField(auto_now=True)),
                    ('wanted', models.BooleanField(default=False)),
                    ('muted_until_on', models.DateField(blank=True, null=True)),
                    ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='digest_choice', to=settings.AUTH_USER_MODEL)),
                ],
            ),
            migrations.CreateModel(
                name='FeedbackMeeting',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('updated_at', models.DateTimeField(auto_now=True)),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('starts_at', models.DateTimeField(blank=True, null=True)),
                    ('place', models.CharField(blank=True, max_length=200)),
                    ('note', models.TextField(blank=True)),
                    ('inspection', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='feedback_meeting', to='inspections.inspection')),
                ],
            ),
            migrations.CreateModel(
                name='KitRecord',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('updated_at', models.DateTimeField(auto_now=True)),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('number', models.PositiveIntegerField()),
                    ('held_at', models.DateTimeField()),
                    ('points', models.TextField(blank=True)),
                    ('answers', models.TextField(blank=True)),
                    ('agreed_text', models.TextField(blank=True)),
                    ('inspectors_agreed_at', models.DateTimeField(blank=True, null=True)),
                    ('inspectors_agreed_as', models.CharField(blank=True, max_length=200)),
                    ('area_agreed_at', models.DateTimeField(blank=True, null=True)),
                    ('area_agreed_as', models.CharField(blank=True, max_length=200)),
                    ('area_agreed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('corrects', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='addenda', to='coordination.kitrecord')),
                    ('inspection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='kit_records', to='inspections.inspection')),
                    ('inspectors_agreed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('written_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ('inspection', 'number'),
                    'constraints': [models.UniqueConstraint(fields=('inspection', 'number'), name='one_kit_record_of_a_number'), models.CheckConstraint(condition=models.Q(('corrects', models.F('pk')), _negated=True), name='kit_record_corrects_another')],
                },
            ),
            migrations.CreateModel(
                name='KitPresence',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=150)),
                    ('office', models.CharField(blank=True, max_length=250)),
                    ('contact', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='kit_presences', to='partnerships.contact')),
                    ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='kit_presences', to=settings.AUTH_USER_MODEL)),
                    ('record', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='present', to='coordination.kitrecord')),
                ],
                options={
                    'ordering': ('pk',),
                    'constraints': [models.UniqueConstraint(condition=models.Q(('user__isnull', False)), fields=('record', 'user'), name='one_account_once_in_a_kit_record'), models.UniqueConstraint(condition=models.Q(('contact__isnull', False)), fields=('record', 'contact'), name='one_contact_once_in_a_kit_record')],
                },
            ),
            migrations.CreateModel(
                name='KitIssue',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveIntegerField()),
                    ('raised_by_side', models.CharField(choices=[('inspectors', 'The inspectors'), ('area', 'The area')], max_length=10)),
                    ('inspection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='kit_issues', to='inspections.inspection')),
                    ('task', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='kit_issue', to='inspections.task')),
                    ('record', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='issues', to='coordination.kitrecord')),
                ],
                options={
                    'ordering': ('inspection', 'number'),
                    'constraints': [models.UniqueConstraint(fields=('inspection', 'number'), name='one_kit_issue_of_a_number')],
                },
            ),
            migrations.CreateModel(
                name='Message',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('updated_at', models.DateTimeField(auto_now=True)),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('title', models.CharField(max_length=150)),
                    ('sent_at', models.DateTimeField(blank=True, null=True)),
                    ('inspection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='inspections.inspection')),
                    ('sent_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ('-created_at', '-pk'),
                },
            ),
            migrations.CreateModel(
                name='MessagePart',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('updated_at', models.DateTimeField(auto_now=True)),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('order', models.PositiveSmallIntegerField()),
                    ('audiences', models.JSONField(default=list)),
                    ('subject', models.CharField(max_length=150)),
                    ('body', models.TextField()),
                    ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='coordination.message')),
                ],
                options={
                    'ordering': ('message', 'order'),
                    'constraints': [models.UniqueConstraint(fields=('message', 'order'), name='one_message_part_of_an_order')],
                },
            ),
            migrations.CreateModel(
                name='MessageRecipient',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=150)),
                    ('office', models.CharField(blank=True, max_length=250)),
                    ('email', models.EmailField(blank=True, max_length=254)),
                    ('subject', models.CharField(blank=True, max_length=200)),
                    ('body', models.TextField(blank=True)),
                    ('left_out', models.CharField(blank=True, max_length=150)),
                    ('delivered_at', models.DateTimeField(blank=True, null=True)),
                    ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recipients', to='coordination.message')),
                ],
                options={
                    'ordering': ('pk',),
                    'constraints': [models.UniqueConstraint(condition=models.Q(('left_out', '')), fields=('message', 'email'), name='one_email_of_a_message_for_an_address')],
                },
            ),
            migrations.CreateModel(
                name='Nominee',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('part', models.CharField(choices=[('lano', 'LANO'), ('deputy', 'Deputy')], max_length=10)),
                    ('since_at', models.DateTimeField()),
                    ('ended_at', models.DateTimeField(blank=True, null=True)),
                    ('inspection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='nominees', to='inspections.inspection')),
                    ('named_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ('since_at', 'pk'),
                    'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('inspection', 'part'), name='one_open_nominee_for_a_part')],
                },
            ),
            migrations.CreateModel(
                name='Opening',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('updated_at', models.DateTimeField(auto_now=True)),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('starts_at', models.DateTimeField(blank=True, null=True)),
                    ('minutes', models.PositiveSmallIntegerField(default=90)),
                    ('inspection', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='opening', to='inspections.inspection')),
                ],
            ),
            migrations.CreateModel(
                name='OpeningSlot',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('updated_at', models.DateTimeField(auto_now=True)),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('order', models.PositiveSmallIntegerField()),
                    ('title', models.CharField(max_length=150)),
                    ('owner', models.CharField(blank=True, max_length=150)),
                    ('minutes', models.PositiveSmallIntegerField()),
                    ('opening', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='slots', to='coordination.opening')),
                ],
                options={
                    'ordering': ('opening', 'order', 'pk'),
                },
            ),
            migrations.CreateModel(
                name='SetupLine',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('updated_at', models.DateTimeField(auto_now=True)),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('code', models.CharField(max_length=60)),
                    ('title', models.CharField(blank=True, max_length=150)),
                    ('owner_code', models.CharField(max_length=20)),
                    ('note', models.TextField(blank=True)),
                    ('decision', models.TextField(blank=True)),
                    ('constraint', models.CharField(blank=True, max_length=300)),
                    ('done_at', models.DateTimeField(blank=True, null=True)),
                    ('done_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('inspection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='setup_lines', to='inspections.inspection')),
                ],
                options={
                    'ordering': ('inspection', 'pk'),
                    'constraints': [models.UniqueConstraint(fields=('inspection', 'code'), name='one_setup_line_of_a_code')],
                },
            ),
            migrations.CreateModel(
                name='TeamNote',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('updated_at', models.DateTimeField(auto_now=True)),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('number', models.PositiveIntegerField()),
                    ('held_at', models.DateTimeField()),
                    ('text', models.TextField()),
                    ('inspection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='team_notes', to='inspections.inspection')),
                    ('written_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ('inspection', '-number'),
                    'constraints': [models.UniqueConstraint(fields=('inspection', 'number'), name='one_team_note_of_a_number')],
                },
            ),
            migrations.CreateModel(
                name='FeedbackSeat',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.CharField(max_length=30)),
                    ('name', models.CharField(max_length=150)),
                    ('office', models.CharField(blank=True, max_length=250)),
                    ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                    ('confirmed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('contact', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partnerships.contact')),
                    ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='seats', to='coordination.feedbackmeeting')),
                    ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ('pk',),
                    'constraints': [models.UniqueConstraint(condition=models.Q(('user__isnull', False)), fields=('meeting', 'code', 'user'), name='one_account_once_for_a_seat'), models.UniqueConstraint(condition=models.Q(('contact__isnull', False)), fields=('meeting', 'code', 'contact'), name='one_contact_once_for_a_seat')],
                },
            ),
            migrations.CreateModel(
                name='Pack',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('asked_at', models.DateTimeField()),
                    ('made_at', models.DateTimeField(blank=True, null=True)),
                    ('deleted_at', models.DateTimeField(blank=True, null=True)),
                    ('failed', models.CharField(blank=True, max_length=300)),
                    ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('file', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
                    ('inspection', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='packs', to='inspections.inspection')),
                ],
                options={
                    'ordering': ('-asked_at', '-pk'),
                },
            ),
        ]),
    ]
