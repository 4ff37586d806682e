from django.db import migrations

from inspections import triggers


def create(apps, schema_editor):
    triggers.run(schema_editor.connection, "create")


def drop(apps, schema_editor):
    triggers.run(schema_editor.connection, "drop")


class Migration(migrations.Migration):
    dependencies = [("inspections", "0005_evidence")]
    operations = [migrations.RunPython(create, drop)]
