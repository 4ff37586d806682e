"""`manage.py serve`: web, worker and scheduler in one process tree, until Ctrl-C."""

from __future__ import annotations

import contextlib
import importlib
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError, CommandParser
from django.db import connections

from config import env, supervisor
from core.commands import PlainCommand


class Command(PlainCommand):
    help = "Start web, worker and scheduler together; stop them all with Ctrl-C. HOST and PORT say where."
    requires_system_checks = ()  # `check` runs in the web process's own start; here it would only delay it

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--with-parent", action="store_true", help="stop when the process that started this one ends"
        )
        parser.add_argument(
            "--prepare", action="store_true", help="run `prepare` first, once the address is known to be free"
        )
        parser.add_argument(
            "--log-to-terminal", action="store_true", help="no log files: all processes write to this terminal"
        )

    def handle(self, *args: Any, with_parent: bool, prepare: bool, log_to_terminal: bool, **options: Any) -> None:
        if with_parent:
            supervisor.die_with_parent()
        try:
            held = supervisor.lock(settings.VAR_DIR / "serve.lock")
            listener = supervisor.listen(env.HOST, env.PORT)
        except supervisor.CannotStart as refusal:
            raise CommandError(str(refusal)) from None
        host, port = listener.getsockname()[:2]
        if host in ("0.0.0.0", "::"):  # everywhere, so on this machine too
            host = "127.0.0.1" if host == "0.0.0.0" else "::1"
        shown = f"[{host}]" if ":" in host else host
        with held, listener:
            if prepare:
                call_command("prepare", stdout=self.stdout)
                connections.close_all()
            code = supervisor.Supervisor(
                children=supervisor.children(
                    var_dir=settings.VAR_DIR, listener=listener, tasks=env.TASK_WORKERS, to_terminal=log_to_terminal
                ),
                address=(host, port),
                say=self.say,
                ready=lambda: self.ready(f"http://{shown}:{port}"),
            ).run()
        raise SystemExit(code)

    def say(self, line: str) -> None:
        # A terminal that went away must not end the service.
        with contextlib.suppress(OSError):
            self.stdout.write(line)
            self.stdout.flush()

    def ready(self, address: str) -> None:
        self.say(f"\nReady: {address}/")
        sign_ins = demonstration()
        if sign_ins:
            self.say("\nDemonstration sign-ins (invented people):")
            roles, emails = max(len(role) for role, _, _ in sign_ins), max(len(email) for _, email, _ in sign_ins)
            for role, email, password in sign_ins:
                self.say(f"  {role:{roles}}  {email:{emails}}  {password}")
        self.say("\nCtrl-C stops it.")


def demonstration() -> list[tuple[str, str, str]]:
    """Role, e-mail address and password of one person per role; empty where there is no demonstration."""
    if not settings.DEMONSTRATION:
        return []
    return list(importlib.import_module("accounts.demonstration").sign_ins())
