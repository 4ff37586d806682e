from django.core.management import call_command
from django.db import migrations, models


def create_cache_table(apps, schema_editor):
    """Also where Redis is set: the table counts while Redis is away. Does nothing where it is there."""
    call_command("createcachetable", "cache", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0003_storedfile'),
    ]

    operations = [
        migrations.CreateModel(
            name='Pulse',
            fields=[
                ('name', models.CharField(max_length=30, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name='outboxrow',
            name='handed_over_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.RunPython(create_cache_table, migrations.RunPython.noop),
    ]
