"""`manage.py verify_audit`: walk the chain of the audit and compare it with the heads that were written down."""

from __future__ import annotations

from argparse import ArgumentParser
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from audit import verify
from audit.models import Redaction
from core import clock
from core.commands import PlainCommand


class Command(PlainCommand):
    help = "Walk the chain of the audit. Exit code 1, naming the first place, when an entry was changed, removed or put in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--heads", metavar="FILE", help="heads written down earlier; AUDIT_HEADS without it")
        parser.add_argument("--all", action="store_true", help="name every place, not only the first")
        parser.add_argument("--record-head", action="store_true", help="when nothing is wrong, write the head down")

    def handle(self, *args: Any, heads: str | None, all: bool, record_head: bool, **options: Any) -> None:  # noqa: A002
        path = Path(heads or settings.AUDIT_HEADS)
        if heads and not path.is_file():
            raise CommandError(f"There is no file {heads}", returncode=2)
        try:
            known = verify.read_heads(path) if path.is_file() else {}
        except (ValueError, OSError) as error:
            raise CommandError(f"{path}: {error}", returncode=2) from None
        broken = list(islice(verify.faults(known), None if all else 1))
        for fault in broken:
            self.stderr.write(f"The audit is broken at {fault}.")
        if broken:
            raise SystemExit(1)
        now = verify.write_head(Path(settings.AUDIT_HEADS), clock.now()) if record_head else verify.head()
        self.stdout.write(
            f"{now.number} entries, unbroken; {len(known)} heads agree; words removed from {Redaction.objects.count()}.\n"
            f"Head: {now}"
        )
