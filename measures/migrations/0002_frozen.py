from django.db import migrations

from measures import triggers


def create(apps, schema_editor):
    triggers.FROZEN.create(schema_editor.connection)


def drop(apps, schema_editor):
    triggers.FROZEN.drop(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("measures", "0001_measures_with_values_and_rebaselines")]
    operations = [migrations.RunPython(create, drop)]
