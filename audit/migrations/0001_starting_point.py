import audit.models
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from audit import chain
from core.migrating import CreateTables


def create(apps, schema_editor):
    connection = schema_editor.connection
    chain.run(connection, chain.REFUSING, "create")
    chain.run(connection, chain.LINKING, "create")


def drop(apps, schema_editor):
    connection = schema_editor.connection
    chain.run(connection, chain.LINKING, "drop")
    chain.run(connection, chain.REFUSING, "drop")


class Migration(migrations.Migration):
    replaces = [
        ('audit', '0001_initial'),
        ('audit', '0002_append_only'),
        ('audit', '0003_the_chain'),
        ('audit', '0004_entries_before_the_chain'),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTables([
            migrations.CreateModel(
                name='Entry',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('at', models.DateTimeField(db_index=True)),
                    ('actor_label', models.CharField(max_length=200)),
                    ('verb', models.CharField(db_index=True, max_length=60)),
                    ('subject_type', models.CharField(max_length=60)),
                    ('subject_id', models.CharField(max_length=60)),
                    ('subject_label', models.CharField(max_length=300)),
                    ('partnership_ref', models.CharField(blank=True, db_index=True, max_length=80)),
                    ('inspection_ref', models.CharField(blank=True, db_index=True, max_length=80)),
                    ('changes', models.JSONField(blank=True, default=dict)),
                    ('reason', models.TextField(blank=True)),
                    ('request_id', models.CharField(blank=True, max_length=60)),
                    ('actor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('salt', models.CharField(db_default='', default=audit.models.new_salt, editable=False, max_length=32)),
                ],
                options={
                    'verbose_name_plural': 'entries',
                    'ordering': ('-at', '-pk'),
                    'indexes': [models.Index(fields=['subject_type', 'subject_id'], name='audit_entry_subject_3be540_idx')],
                },
            ),
            migrations.CreateModel(
                name='Link',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('entry_id', models.BigIntegerField(unique=True)),
                    ('digest', models.CharField(max_length=64)),
                    ('number', models.BigIntegerField(null=True, unique=True)),
                    ('previous', models.CharField(max_length=64)),
                    ('hash', models.CharField(max_length=64)),
                ],
                options={
                    'ordering': ('number',),
                },
            ),
            migrations.CreateModel(
                name='Redaction',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('entry_id', models.BigIntegerField(unique=True)),
                    ('subject_label', models.CharField(max_length=64)),
                    ('changes', models.CharField(max_length=64)),
                    ('reason', models.CharField(max_length=64)),
                    ('why', models.CharField(max_length=200)),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'ordering': ('pk',),
                },
            ),
        ]),
        migrations.RunPython(create, drop),
    ]
