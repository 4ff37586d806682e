from django.db import migrations

from audit import chain, triggers


def begin(apps, schema_editor):
    connection = schema_editor.connection
    # What is there, however much, while people go on writing; then, with the table held, the few that came meanwhile.
    chain.link_those_before(connection)
    triggers.run(connection, "drop")
    chain.run(connection, chain.REFUSING, "create")
    chain.link_those_before(connection)
    chain.run(connection, chain.LINKING, "create")


def end(apps, schema_editor):
    connection = schema_editor.connection
    chain.run(connection, chain.LINKING, "drop")
    chain.run(connection, chain.REFUSING, "drop")
    triggers.run(connection, "create")


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_the_chain")]
    operations = [migrations.RunPython(begin, end)]
