from django.db import migrations

from monitoring import triggers


def create(apps, schema_editor):
    triggers.FROZEN.create(schema_editor.connection)


def drop(apps, schema_editor):
    triggers.FROZEN.drop(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("monitoring", "0001_visits_letters_ladder_and_engagement")]
    operations = [migrations.RunPython(create, drop)]
