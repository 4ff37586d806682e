"""`manage.py database_role`: the role the application connects as. Run by the owner of the tables; `prepare` runs it too."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.management.base import CommandError
from django.db import DatabaseError, connection, transaction

from core import database_role
from core.commands import PlainCommand


class Command(PlainCommand):
    help = (
        "Say what the role of APPLICATION_DATABASE_URL may do, and make it with its password if it is not there. "
        "Run it as the owner of the tables."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if connection.vendor != "postgresql":
            raise CommandError("Only PostgreSQL has roles; DATABASE_URL names another database.")
        url = urlsplit(settings.APPLICATION_DATABASE_URL)
        role, password = unquote(url.username or ""), unquote(url.password or "")
        if not role or not password:
            raise CommandError("APPLICATION_DATABASE_URL must name the user and the password of the application.")
        if role == connection.settings_dict["USER"]:
            raise CommandError("APPLICATION_DATABASE_URL names the owner of the tables; it must be another role.")
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                wrong = database_role.make(cursor, role=role, password=password)
        except DatabaseError as error:
            raise CommandError(f"The database refused: {str(error).strip().splitlines()[0]}") from None
        if wrong:
            raise CommandError(f"The role {role} is {wrong}; the application needs one that is not.")
        if options["verbosity"]:
            self.stdout.write(f"The role {role} reads and writes rows, and owns nothing.")
