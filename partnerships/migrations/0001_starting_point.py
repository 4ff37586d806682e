import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.migrating import CreateTables


class Migration(migrations.Migration):
    replaces = [
        ('partnerships', '0001_initial'),
        ('partnerships', '0002_contact_site_journey_and_more'),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTables([
            migrations.CreateModel(
                name='Indicator',
                fields=[
                    ('code', models.CharField(max_length=50, primary_key=True, serialize=False)),
                    ('lait_code', models.CharField(max_length=40)),
                    ('name', models.CharField(max_length=150)),
                    ('description', models.TextField()),
                    ('source_link', models.URLField()),
                    ('last_update', models.DateField(blank=True, null=True)),
                ],
                options={
                    'ordering': ('code',),
                },
            ),
            migrations.CreateModel(
                name='LoadedFile',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=80, unique=True)),
                    ('sha256', models.CharField(max_length=64)),
                    ('rows', models.PositiveIntegerField()),
                    ('reader', models.PositiveSmallIntegerField()),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'ordering': ('name',),
                },
            ),
            migrations.CreateModel(
                name='Region',
                fields=[
                    ('code', models.CharField(max_length=9, primary_key=True, serialize=False)),
                    ('name', models.CharField(max_length=60, unique=True)),
                ],
                options={
                    'ordering': ('name',),
                },
            ),
            migrations.CreateModel(
                name='LocalAuthority',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('dfe_code', models.CharField(blank=True, db_index=True, max_length=3)),
                    ('gss_code', models.CharField(max_length=9, unique=True)),
                    ('name', models.CharField(max_length=80)),
                    ('official_name', models.CharField(blank=True, max_length=120)),
                    ('la_type', models.CharField(max_length=60)),
                    ('valid_from', models.DateField(blank=True, null=True)),
                    ('valid_to', models.DateField(blank=True, null=True)),
                    ('ofsted_provider_urn', models.CharField(blank=True, max_length=20)),
                    ('is_current', models.BooleanField()),
                    ('note', models.CharField(blank=True, max_length=300)),
                    ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='authorities', to='partnerships.region')),
                ],
                options={
                    'verbose_name_plural': 'local authorities',
                    'ordering': ('name', 'gss_code'),
                },
            ),
            migrations.CreateModel(
                name='NhsBody',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('icb', 'Integrated care board'), ('ccg', 'Clinical commissioning group')], max_length=3)),
                    ('ods_code', models.CharField(max_length=8, unique=True)),
                    ('name', models.CharField(max_length=120)),
                    ('ons_code', models.CharField(blank=True, max_length=9)),
                    ('ons_code_confirmed', models.BooleanField(default=True)),
                    ('nhs_region', models.CharField(blank=True, max_length=60)),
                    ('valid_from', models.DateField(blank=True, null=True)),
                    ('valid_to', models.DateField(blank=True, null=True)),
                ],
                options={
                    'verbose_name_plural': 'NHS bodies',
                    'ordering': ('name', 'ods_code'),
                },
            ),
            migrations.CreateModel(
                name='Partnership',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('slug', models.SlugField(max_length=80, unique=True)),
                    ('name', models.CharField(max_length=80)),
                    ('valid_from', models.DateField(blank=True, null=True)),
                    ('valid_to', models.DateField(blank=True, null=True)),
                    ('authority', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='partnership', to='partnerships.localauthority')),
                    ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='partnerships', to='partnerships.region')),
                ],
                options={
                    'ordering': ('name', 'slug'),
                },
            ),
            migrations.CreateModel(
                name='Membership',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('role', models.CharField(choices=[('lano', 'Local area nominated officer (LANO)'), ('dcs', "Director of children's services"), ('icb_executive', 'Integrated care board chief executive'), ('health_lead', 'Designated clinical or medical officer'), ('lead_member', 'Elected member for SEND'), ('partnership_officer', 'Partnership officer'), ('pcf', 'Parent carer forum representative')], max_length=30)),
                    ('office', models.CharField(blank=True, max_length=150)),
                    ('organisation', models.CharField(blank=True, max_length=150)),
                    ('starts_on', models.DateField()),
                    ('ends_on', models.DateField(blank=True, null=True)),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                    ('partnership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='partnerships.partnership')),
                ],
                options={
                    'ordering': ('role', 'starts_on', 'pk'),
                    'indexes': [models.Index(fields=['user', 'role'], name='partnership_user_id_6ff6e5_idx')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='membership_ends_after_start'), models.UniqueConstraint(condition=models.Q(('ends_on__isnull', True)), fields=('partnership', 'user', 'role'), name='one_open_membership')],
                },
            ),
            migrations.CreateModel(
                name='PartnershipSuccession',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('on', models.DateField()),
                    ('predecessor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='successions', to='partnerships.partnership')),
                    ('successor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='inheritances', to='partnerships.partnership')),
                ],
                options={
                    'ordering': ('on', 'predecessor_id', 'successor_id'),
                    'constraints': [models.UniqueConstraint(fields=('predecessor', 'successor'), name='one_partnership_succession')],
                },
            ),
            migrations.CreateModel(
                name='StatisticalNeighbour',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('model', models.CharField(max_length=40)),
                    ('rank', models.PositiveSmallIntegerField()),
                    ('closeness', models.CharField(max_length=20)),
                    ('authority', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='statistical_neighbours', to='partnerships.localauthority')),
                    ('neighbour', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='partnerships.localauthority')),
                ],
                options={
                    'ordering': ('model', 'authority_id', 'rank'),
                    'constraints': [models.UniqueConstraint(fields=('model', 'authority', 'rank'), name='one_neighbour_per_rank')],
                },
            ),
            migrations.CreateModel(
                name='IndicatorValue',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('level', models.CharField(choices=[('Local authority', 'Local authority'), ('Former local authority', 'Former local authority'), ('Region', 'Region'), ('England', 'England')], max_length=25)),
                    ('area_code', models.CharField(max_length=3)),
                    ('area_name', models.CharField(max_length=80)),
                    ('year', models.PositiveSmallIntegerField()),
                    ('value', models.DecimalField(blank=True, decimal_places=2, max_digits=6, null=True, verbose_name='per cent')),
                    ('marker', models.CharField(blank=True, max_length=5)),
                    ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='values', to='partnerships.indicator')),
                ],
                options={
                    'ordering': ('indicator_id', 'area_code', 'year'),
                    'constraints': [models.UniqueConstraint(fields=('area_code', 'indicator', 'year'), name='one_value_per_area_and_year')],
                },
            ),
            migrations.CreateModel(
                name='Delegation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('activity', models.CharField(choices=[('notification_call', 'Take the notification call'), ('keep_in_touch', 'Keep-in-touch meetings'), ('factual_accuracy', 'Check the draft letter for factual accuracy'), ('plan', 'Write and submit the plan')], max_length=30)),
                    ('starts_on', models.DateField()),
                    ('ends_on', models.DateField()),
                    ('delegate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='delegations', to=settings.AUTH_USER_MODEL)),
                    ('membership', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='delegations', to='partnerships.membership')),
                ],
                options={
                    'ordering': ('starts_on', 'pk'),
                    'indexes': [models.Index(fields=['delegate', 'activity'], name='partnership_delegat_03fd8a_idx')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='delegation_ends_after_start')],
                },
            ),
            migrations.CreateModel(
                name='Commissioning',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('pct_lsoas', models.DecimalField(decimal_places=2, max_digits=5, verbose_name='share of the area, per cent')),
                    ('is_main', models.BooleanField()),
                    ('share_band', models.CharField(choices=[('whole area', 'Whole area'), ('substantial', 'Substantial part'), ('minor (<5%)', 'Under 5% of the area')], max_length=20)),
                    ('basis', models.CharField(max_length=200)),
                    ('valid_from', models.DateField(blank=True, null=True)),
                    ('valid_to', models.DateField(blank=True, null=True)),
                    ('authority', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='commissioning', to='partnerships.localauthority')),
                    ('body', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='commissioning', to='partnerships.nhsbody')),
                ],
                options={
                    'verbose_name_plural': 'commissioning',
                    'ordering': ('-is_main', '-pct_lsoas', 'body_id'),
                    'constraints': [models.UniqueConstraint(fields=('authority', 'body', 'valid_from'), name='one_commissioning_per_start')],
                },
            ),
            migrations.CreateModel(
                name='NhsSuccession',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('on', models.DateField()),
                    ('kind', models.CharField(max_length=20)),
                    ('predecessor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='successions', to='partnerships.nhsbody')),
                    ('successor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='inheritances', to='partnerships.nhsbody')),
                ],
                options={
                    'ordering': ('on', 'predecessor_id', 'successor_id'),
                    'constraints': [models.UniqueConstraint(fields=('predecessor', 'successor'), name='one_nhs_succession')],
                },
            ),
            migrations.CreateModel(
                name='Contact',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('updated_at', models.DateTimeField(auto_now=True)),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('name', models.CharField(max_length=150)),
                    ('job_title', models.CharField(blank=True, max_length=150)),
                    ('organisation', models.CharField(blank=True, max_length=150)),
                    ('sector', models.CharField(choices=[('education', 'Education'), ('health', 'Health'), ('care', 'Social care'), ('voice', 'Families and young people'), ('leadership', 'Leaders and elected members'), ('other', 'Other')], default='other', max_length=20)),
                    ('email', models.EmailField(blank=True, max_length=254)),
                    ('phone', models.CharField(blank=True, max_length=40)),
                    ('working_pattern', models.CharField(blank=True, max_length=200)),
                    ('preferred', models.BooleanField(default=False)),
                    ('note', models.TextField(blank=True)),
                    ('bounced_at', models.DateTimeField(blank=True, null=True)),
                    ('confirmed_on', models.DateField(blank=True, null=True)),
                    ('is_active', models.BooleanField(default=True)),
                    ('partnership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contacts', to='partnerships.partnership')),
                    ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='contacts', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ('name', 'pk'),
                    'constraints': [models.UniqueConstraint(condition=models.Q(('user__isnull', False)), fields=('partnership', 'user'), name='one_contact_for_an_account')],
                },
            ),
            migrations.CreateModel(
                name='Site',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('updated_at', models.DateTimeField(auto_now=True)),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('name', models.CharField(max_length=150)),
                    ('kind', models.CharField(choices=[('office', 'Office or civic building'), ('early_years', 'Early years setting'), ('primary', 'Primary school'), ('secondary', 'Secondary school'), ('all_through', 'All-through school'), ('special', 'Special school'), ('alternative', 'Alternative provision'), ('further', 'Further education or post-16'), ('health', 'Health service'), ('care', 'Social care or early help service'), ('other', 'Other')], max_length=20)),
                    ('phase', models.CharField(blank=True, max_length=60)),
                    ('urn', models.CharField(blank=True, max_length=10, verbose_name='unique reference number')),
                    ('address', models.CharField(blank=True, max_length=300)),
                    ('postcode', models.CharField(blank=True, max_length=10)),
                    ('latitude', models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True)),
                    ('longitude', models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True)),
                    ('in_area', models.BooleanField(default=True)),
                    ('arrival', models.TextField(blank=True, help_text='Parking, entrance, sign-in, access, Wi-Fi, quiet room.')),
                    ('is_active', models.BooleanField(default=True)),
                    ('contact', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='sites', to='partnerships.contact')),
                    ('partnership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sites', to='partnerships.partnership')),
                ],
                options={
                    'ordering': ('name', 'pk'),
                    'constraints': [models.UniqueConstraint(fields=('partnership', 'name'), name='one_site_of_a_name')],
                },
            ),
            migrations.CreateModel(
                name='Journey',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('minutes', models.PositiveSmallIntegerField()),
                    ('one', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='partnerships.site')),
                    ('other', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='partnerships.site')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('one', 'other'), name='one_journey_between_two_sites'), models.CheckConstraint(condition=models.Q(('one__lt', models.F('other'))), name='journey_from_the_lower_number')],
                },
            ),
        ]),
    ]
