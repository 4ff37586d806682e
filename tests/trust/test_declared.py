"""What can be asked of the service is declared: addresses, tasks, work of the outbox, commands. And nothing is open that is for tests."""

from __future__ import annotations

import inspect
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.management import get_commands, load_command_class
from django.urls import URLPattern, URLResolver, get_resolver, path

from accounts import demonstration
from config.celery import app
from core import outbox
from tests.access.matrix import ROWS
from tests.access.world import CAST
from tests.trust.plugin import Figures

ROOT = Path(__file__).resolve().parent.parent.parent
OURS = {
    "accounts", "audit", "cases", "coordination", "core", "dashboard", "evidence", "improvement", "information", "inspections", "measures",
    "monitoring", "partnerships", "reports", "surveys", "timetable", "tracking", "visits",
}  # fmt: skip

# A task asks nobody's rights, so none takes an argument from anybody: what is due is read from the database.
TASKS = {
    "core.tasks.ask_again",
    "core.tasks.canary",
    "core.tasks.check_waiting_files",
    "core.tasks.keep_to_retention",
    "core.tasks.relay_outbox",
    "core.tasks.sweep_files",
    "core.tasks.write_audit_head",
    "coordination.tasks.morning",
    "improvement.tasks.check_addresses",
    "inspections.tasks.sweep_deadlines",
    "surveys.tasks.tick",
}
# {kind of work: whose right it rests on when it is done, not when it was asked for}
KINDS = {
    "bulk_email": "the recipients were fixed when the message was sent by a person who may",
    "check_person_list": "reads a file that was handed in; the findings are for those who may see the item",
    "check_plan_address": "looks at a public address",
    "digest_email": "made for one person on the day",
    "draw_pdf": "a letter that is frozen; who may open it is asked at its address",
    "draw_plan_publication": "a plan that is published",
    "file_refused": "tells whoever gave a file that its virus check refused it",
    "forget_person_list": "deletes",
    "forget_sign_ups": "deletes",
    "invitation_email": "to the person invited, emptied once sent",
    "notice_email": "to one person, not once their account is closed",
    "pack": "the asker’s right is asked again before it is made",
    "pack_delete": "deletes",
    "password_reset_email": "to the address of the account that was asked about",
    "publish_letter": "the right of who planned it is asked again",
    "purge_survey": "deletes",
    "render_letter_version": "a letter that is frozen; who may open it is asked at its address",
    "support_letter_pdf": "a letter that was sent; who may open it is asked at its address",
    "survey_print": "a poster of a public survey",
    "survey_themes": "counts; who may read them is asked at their page",
    "timetable_email": "to one person, made when the version was released",
    "timetable_proposal": "a proposal; who may see it is asked at its page",
    "tracking_board_pack": "frozen when it was asked for; who may open it is asked at its address",
}
# Commands are for whoever runs the server; these take words that somebody typed, and refuse bad ones in one line.
COMMANDS_WITH_INPUT = {
    "invite", "explain_deadline", "load_history", "sweep_deadlines", "load_reference_data", "import_letter", "render_letter",
    "propose_timetable", "repeat_draw", "backup", "backup_key", "legal_hold", "migrate", "restore", "restore_drill", "verify_audit",
    "erase_child", "reapply_erasures",
}  # fmt: skip
COMMANDS = COMMANDS_WITH_INPUT | {
    "serve",    "prepare", "sweep_files", "load_demo", "write_docs", "national_figures", "compare_letters", "write_survey_messages",
    "compare_files", "database_role", "open_pages", "rotate_keys",
}  # fmt: skip
# Addresses of django-allauth: it asks for the sign-in itself.
ALLAUTH = ("account_", "mfa_")


def leaves(resolver: Any = None, namespace: str = "") -> dict[str, Any]:
    """{name with its namespace: what answers}, from the resolver itself."""
    found: dict[str, Any] = {}
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            found |= leaves(entry, f"{namespace}{entry.namespace}:" if entry.namespace else namespace)
        elif isinstance(entry, URLPattern):
            found[f"{namespace}{entry.name}" if entry.name else f"unnamed {entry.pattern}"] = entry.callback
    return found


def undeclared_addresses(found: dict[str, Any]) -> list[str]:
    """Without a row; or whose class does not ask for a sign-in though the rows send whoever is not signed in to it, or the reverse."""
    rows: dict[str, list[Any]] = {}
    for row in ROWS:
        rows.setdefault(row.name, []).append(row)
    wrong = []
    for name, view in found.items():
        if name not in rows:
            wrong.append(f"{name} has no row")
        elif not name.startswith(ALLAUTH):
            asks = _asks_for_sign_in(view)
            sends = all(_sent_to_sign_in(row) for row in rows[name])
            if sends and not asks:
                wrong.append(f"{name} does not ask for a sign-in")
    return wrong


def _sent_to_sign_in(row: Any) -> bool:
    """Whether nobody but whoever is not signed in is sent away from it."""
    away = [set(told.get(302, ())) for told in (row.get, row.post)]
    return any("anonymous" in names and len(names) < len(CAST) for names in away)


def _asks_for_sign_in(view: Any) -> bool:
    kind = getattr(view, "view_class", None)
    return kind is not None and issubclass(kind, LoginRequiredMixin)


def undeclared_tasks(names: set[str]) -> set[str]:
    return {name for name in names if not name.startswith("celery.")} ^ TASKS


def our_commands() -> set[str]:
    return {name for name, where in get_commands().items() if where in OURS}


def takes_words(name: str) -> bool:
    """Whether a command takes an argument of its own that holds a value."""
    command: Any = load_command_class(get_commands()[name], name)
    base = {"settings", "pythonpath", "verbosity", "version", "traceback", "no_color", "force_color", "skip_checks"}
    options = command.create_parser("manage.py", name)._actions
    return any(one.dest not in base and one.nargs != 0 for one in options)


@pytest.mark.trust(
    "A1", "every leaf of the resolver, task, kind of the outbox and command against what is declared; each leaf’s class"
)
def test_everything_that_can_be_asked_is_declared(figures: Figures) -> None:
    app.loader.import_default_modules()
    found, tasks, kinds = leaves(), set(app.tasks), set(outbox.kinds()) - {"test_poison"}
    addresses = undeclared_addresses(found)
    assert addresses == []
    assert undeclared_tasks(tasks) == set()
    assert {name for name in TASKS if inspect.signature(app.tasks[name].run).parameters} == set(), "a task takes words"
    assert {kind for kind in kinds if not kind.startswith("test_")} ^ KINDS.keys() == set()
    assert our_commands() ^ COMMANDS == set()
    assert {name for name in COMMANDS if takes_words(name)} ^ COMMANDS_WITH_INPUT == set()
    figures("addresses, tasks, kinds of work, commands", f"{len(found)}, {len(TASKS)}, {len(KINDS)}, {len(COMMANDS)}")
    figures("undeclared", 0)

    def bare(request: Any) -> None: ...

    extra: dict[str, Callable[[], bool]] = {
        "an address": lambda: undeclared_addresses(found | {"extra:page": path("x/", bare).callback}) != [],
        "a view without a sign-in": lambda: undeclared_addresses(found | {"inspections:inspection-detail": bare}) != [],
        "a task": lambda: undeclared_tasks(tasks | {"reports.tasks.extra"}) != set(),
        "a kind of work": lambda: (kinds | {"extra"}) ^ KINDS.keys() != set(),
        "a command": lambda: (our_commands() | {"extra"}) ^ COMMANDS != set(),
    }
    figures.control("undeclared: " + ", ".join(extra), caught=sum(seen() for seen in extra.values()), of=len(extra))


# As on a server (bin/check does the same).
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "config.settings", "HTTPS": "true", "DEBUG": "false", "SECRET_KEY": "Zq3vK81mPw" * 6, "DATABASE_URL": "",
    "REDIS_URL": "", "FIELD_KEYS": "k1:" + "Zq3vK81mPwA" * 3 + "AAAAAAAAAA=",
}  # fmt: skip
# Middleware, apps and addresses that a server may have: anything more is a finding.
LOOK = r"""
import json, sys
import django
from django.conf import settings
settings.MIDDLEWARE.extend(json.loads(sys.argv[1]))
django.setup()
from io import StringIO
from django.core.management import call_command, CommandError
from django.test import RequestFactory
from django.urls import get_resolver
found = []
try:
    call_command("check", deploy=True, fail_level="WARNING", stdout=StringIO(), stderr=StringIO())
except Exception as error:
    found.append(f"check --deploy: {str(error).strip().splitlines()[0]}")
if settings.DEBUG:
    found.append("DEBUG is on")
if settings.DEMONSTRATION:
    found.append("it is a demonstration")
if not settings.REQUIRE_TWO_FACTOR:
    found.append("no second factor is required")
ALLOWED = ("django.", "whitenoise.", "csp.", "core.", "allauth.account.middleware.", "django_structlog.", "accounts.middleware.")
found += [f"middleware {name}" for name in settings.MIDDLEWARE if not name.startswith(ALLOWED)]
found += [f"app {name}" for name in settings.INSTALLED_APPS if "debug" in name or "test" in name or "silk" in name]
def walk(resolver):
    for entry in resolver.url_patterns:
        yield from walk(entry) if hasattr(entry, "url_patterns") else [str(entry.pattern)]
routes = list(walk(get_resolver()))
found += [f"address {route}" for route in routes if route.startswith("__") or {"debug", "admin", "test", "tests"} & set(route.split("/"))]
from accounts import demonstration
if demonstration.sign_ins():
    found.append("the sign-ins of the demonstration are told")
from dashboard import context
if context.site(RequestFactory().get("/"))["demonstration"]:
    found.append("the banner of the demonstration")
try:
    call_command("load_demo", stdout=StringIO(), stderr=StringIO())
    found.append("the demonstration can be loaded")
except CommandError:
    pass
except Exception as error:
    found.append(f"load_demo went on to {type(error).__name__}")
print(json.dumps(found))
"""


def findings(tmp_path: Path, *middleware: str, **other: str) -> list[str]:
    """What a process with the settings of a server finds in itself."""
    import json

    environment = {"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path)} | PRODUCTION | other
    done = subprocess.run(
        [sys.executable, "-c", LOOK, json.dumps(middleware)], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    found: list[str] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.mark.prove
@pytest.mark.trust(
    "A11", "a process with the settings of a server looks for test doors in itself; each door is opened once as control"
)
def test_no_door_for_tests(figures: Figures, tmp_path: Path) -> None:
    found = findings(tmp_path)
    figures("findings", len(found))
    assert found == []
    doors = {
        "DEBUG": findings(tmp_path, DEBUG="true"),
        "DEMONSTRATION": findings(tmp_path, DEMONSTRATION="true"),
        "no HTTPS": findings(tmp_path, HTTPS="false"),
        "a middleware that signs in": findings(tmp_path, "tests.trust.backdoor.SignIn"),
    }
    figures.control("opened: " + ", ".join(doors), caught=sum(map(bool, doors.values())), of=len(doors))


@pytest.mark.trust("A11", "pages asked while it is no demonstration: nothing of the demonstration is told or reachable")
@pytest.mark.django_db
def test_nothing_of_the_demonstration(client: Any, settings: Any, figures: Figures) -> None:
    from django.urls import reverse

    from tests import factories

    def told() -> int:
        """Words of the demonstration seen, and mail open to somebody who may not read it."""
        client.logout()
        pages = [
            client.get(reverse(name)).content.decode()
            for name in ("dashboard:home", "account_login", "dashboard:privacy")
        ]
        seen = sum("app-demonstration" in page or demonstration.PASSWORD in page for page in pages)
        person = factories.UserFactory.create()
        client.force_login(person)
        return seen + (client.get(reverse("accounts:sent-messages")).status_code == 200)

    settings.REQUIRE_TWO_FACTOR = False
    settings.DEMONSTRATION = False
    figures("told or open", told())
    assert told() == 0
    assert demonstration.sign_ins() == []
    client.logout()
    for person in demonstration.PEOPLE[:3]:
        signed_in = client.post(reverse("account_login"), {"login": person.email, "password": demonstration.PASSWORD})
        assert signed_in.status_code == 200, "no such account"
    settings.DEMONSTRATION = True
    figures.control("DEMONSTRATION is on", caught=int(told() >= 2), of=1)
