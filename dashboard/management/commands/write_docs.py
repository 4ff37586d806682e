from __future__ import annotations

from typing import Any

from django.conf import settings

from accounts import permissions_page
from core.commands import PlainCommand
from dashboard import glossary_page


class Command(PlainCommand):
    help = "Write the pages of docs/ that are made from the code: permissions.md and glossary.md."

    def handle(self, *args: Any, **options: Any) -> None:
        docs = settings.BASE_DIR / "docs"
        (docs / "permissions.md").write_text(permissions_page.page())
        (docs / "glossary.md").write_text(glossary_page.page())
