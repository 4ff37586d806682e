from django.db import migrations

from reports import triggers


def create(apps, schema_editor):
    triggers.FROZEN.create(schema_editor.connection)


def drop(apps, schema_editor):
    triggers.FROZEN.drop(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("reports", "0005_publication")]
    operations = [migrations.RunPython(create, drop)]
