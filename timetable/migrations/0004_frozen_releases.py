from django.db import migrations

from timetable import triggers


def create(apps, schema_editor):
    triggers.run(schema_editor.connection, "create")


def drop(apps, schema_editor):
    triggers.run(schema_editor.connection, "drop")


class Migration(migrations.Migration):
    dependencies = [("timetable", "0003_proposal")]
    operations = [migrations.RunPython(create, drop)]
