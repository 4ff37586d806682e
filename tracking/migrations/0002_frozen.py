from django.db import migrations

from tracking import triggers


def create(apps, schema_editor):
    triggers.FROZEN.create(schema_editor.connection)


def drop(apps, schema_editor):
    triggers.FROZEN.drop(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("tracking", "0001_progress_and_narratives")]
    operations = [migrations.RunPython(create, drop)]
