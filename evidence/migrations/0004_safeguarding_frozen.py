from django.db import migrations

from evidence import triggers


def create(apps, schema_editor):
    triggers.run(schema_editor.connection, "create")


def drop(apps, schema_editor):
    triggers.run(schema_editor.connection, "drop")


class Migration(migrations.Migration):
    dependencies = [("evidence", "0003_judgements")]
    operations = [migrations.RunPython(create, drop)]
