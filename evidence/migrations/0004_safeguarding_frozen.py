from django.db import migrations

from evidence import triggers


def create(apps, schema_editor):
    triggers.FROZEN.create(schema_editor.connection)


def drop(apps, schema_editor):
    triggers.FROZEN.drop(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("evidence", "0003_judgements")]
    operations = [migrations.RunPython(create, drop)]
