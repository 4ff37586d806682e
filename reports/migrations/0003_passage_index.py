from django.db import migrations

from reports import passage_index
from reports.letters.context import LetterContext
from reports.letters.passages import sections_of


def create(apps, schema_editor):
    passage_index.run(schema_editor.connection, "create")


def drop(apps, schema_editor):
    passage_index.run(schema_editor.connection, "drop")


def fill(apps, schema_editor):
    """The letters published before there was an index."""
    Passage = apps.get_model("reports", "Passage")
    published = apps.get_model("reports", "LetterVersion").objects.filter(published_at__isnull=False)
    for version in published.only("pk", "context").iterator():
        letter = LetterContext.from_json(version.context.encode())
        rows = [(section, text) for section in sections_of(letter) for text in section.paragraphs]
        Passage.objects.bulk_create(
            Passage(version=version, order=order, section_code=section.code, heading=section.heading[:300], text=text)
            for order, (section, text) in enumerate(rows)
        )


class Migration(migrations.Migration):
    dependencies = [("reports", "0002_review_and_accuracy")]
    operations = [migrations.RunPython(create, drop), migrations.RunPython(fill, migrations.RunPython.noop)]
