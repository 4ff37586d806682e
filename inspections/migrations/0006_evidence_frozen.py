from django.db import migrations

from inspections import triggers


def create(apps, schema_editor):
    triggers.FROZEN.create(schema_editor.connection)


def drop(apps, schema_editor):
    triggers.FROZEN.drop(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("inspections", "0005_evidence")]
    operations = [migrations.RunPython(create, drop)]
