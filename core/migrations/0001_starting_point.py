import django.db.models.deletion
from django.conf import settings
from django.core.management import call_command
from django.db import migrations, models

from core.migrating import CreateTables


def create_cache_table(apps, schema_editor):
    """The rate limits of sign-in live in it while there is no Redis, or while Redis is away."""
    call_command("createcachetable", "cache", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    replaces = [
        ('core', '0001_initial'),
        ('core', '0002_cache_table'),
        ('core', '0003_storedfile'),
        ('core', '0004_signs_of_life'),
        ('core', '0005_file_standing'),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTables([
            migrations.CreateModel(
                name='OutboxRow',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(max_length=60)),
                    ('key', models.CharField(max_length=200, unique=True)),
                    ('payload', models.JSONField(default=dict)),
                    ('created_at', models.DateTimeField()),
                    ('due_at', models.DateTimeField(db_index=True)),
                    ('attempts', models.PositiveIntegerField(default=0)),
                    ('claimed_until', models.DateTimeField(blank=True, null=True)),
                    ('done_at', models.DateTimeField(blank=True, null=True)),
                    ('failed_at', models.DateTimeField(blank=True, null=True)),
                    ('last_error', models.CharField(blank=True, max_length=300)),
                    ('handed_over_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'ordering': ('due_at', 'pk'),
                    'indexes': [models.Index(fields=['done_at', 'failed_at', 'due_at'], name='core_outbox_done_at_7bd62e_idx')],
                },
            ),
            migrations.CreateModel(
                name='Submission',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.CharField(max_length=64)),
                    ('path', models.CharField(max_length=300)),
                    ('led_to', models.CharField(max_length=300)),
                    ('at', models.DateTimeField()),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('key', 'person'), name='one_submission_per_key')],
                },
            ),
            migrations.CreateModel(
                name='StoredFile',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=200)),
                    ('kind', models.CharField(help_text='What it was found to be: pdf, xlsx, docx, csv, png …', max_length=20)),
                    ('size', models.PositiveBigIntegerField()),
                    ('sha256', models.CharField(db_index=True, max_length=64)),
                    ('stored_as', models.CharField(max_length=100)),
                    ('given_at', models.DateTimeField()),
                    ('given_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('asked_at', models.DateTimeField(blank=True, help_text='When the virus scanner was last asked', null=True)),
                    ('found', models.CharField(blank=True, help_text='What the virus scanner found', max_length=100)),
                    ('given_sha256', models.CharField(blank=True, max_length=64)),
                    ('place', models.CharField(blank=True, db_index=True, help_text='The slug of the partnership it counts for', max_length=100)),
                    ('standing', models.CharField(choices=[('available', 'Available'), ('waiting', 'Waiting for its virus check'), ('refused', 'Refused by its virus check')], default='available', max_length=10)),
                ],
                options={
                    'ordering': ('given_at', 'pk'),
                    'indexes': [models.Index(condition=models.Q(('standing', 'available'), _negated=True), fields=['asked_at'], name='core_files_waiting')],
                },
            ),
            migrations.CreateModel(
                name='Pulse',
                fields=[
                    ('name', models.CharField(max_length=30, primary_key=True, serialize=False)),
                    ('at', models.DateTimeField()),
                ],
            ),
        ]),
        migrations.RunPython(create_cache_table, migrations.RunPython.noop),
    ]
