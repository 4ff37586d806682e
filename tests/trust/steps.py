"""Killed after each step in turn: what an act left behind is all of it or nothing. For `manage.py shell`, on a database of its own."""

from __future__ import annotations

import json
import os
import signal
import sys
import traceback
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.test import Client

KILLED = -signal.SIGKILL
# Publishing a letter is some hundreds of statements: killed after the first and every so many.
EVERY = 5


def killed_after(step: int, act: Callable[[], Any], *, leaky: bool = False) -> int:
    """Run the act in a process that kills itself after its `step`-th statement or commit; how it ended (0: it came to its end).

    `leaky` commits after every statement: the guard turned off.
    """
    connection.close()
    pid = os.fork()
    if pid:
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    code = 1
    try:
        count, commit = 0, connection._commit

        def one_more() -> None:
            nonlocal count
            count += 1
            if count == step:
                os.kill(os.getpid(), signal.SIGKILL)

        def counted(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
            result = execute(sql, params, many, context)
            if leaky and connection.in_atomic_block:
                connection.connection.cursor().execute("COMMIT; BEGIN")
            one_more()
            return result

        def committed() -> None:
            commit()
            one_more()

        connection._commit = committed
        if leaky:
            connection.features.uses_savepoints = False
        with connection.execute_wrapper(counted):
            act()
        code = 0
    except BaseException:  # noqa: BLE001  (told, and the process ends)
        traceback.print_exc()
    finally:
        os._exit(code)


def everything() -> dict[str, int]:
    tables = sorted({model._meta.db_table for model in apps.get_models(include_auto_created=True)})
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT '{table}', count(*) FROM {table}" for table in tables))
        return dict(cursor.fetchall())


def invited(email: str) -> tuple[int, ...]:
    from accounts.models import Invitation, User
    from audit.models import Entry
    from core.models import OutboxRow

    people = User.objects.filter(email=email)
    return (
        people.count(),
        Invitation.objects.filter(user__email=email).count(),
        OutboxRow.objects.filter(payload__to=email).count(),
        Entry.objects.filter(verb="person.invited", subject_id__in=[str(person.pk) for person in people]).count(),
    )


def invitations(client: Client, *, leaky: bool = False) -> dict[str, Any]:
    """Killed at each step of an invitation, then pressed again."""
    partial = doubled = 0
    step, ended = 0, KILLED
    while ended == KILLED:
        step += 1
        email = f"step-{step}{'-leaky' if leaky else ''}@example.org"
        form = {"name": "A Person", "email": email, "organisation": "council", "submission_key": f"key {email}"}

        def act(form: dict[str, str] = form) -> None:
            assert client.post("/people/invite/", form).status_code == 302

        ended = killed_after(step, act, leaky=leaky)
        partial += invited(email) not in ((0, 0, 0, 0), (1, 1, 1, 1))
        if not leaky:
            act()
            doubled += invited(email) != (1, 1, 1, 1)
        if leaky and step > 60:
            break
    return {"steps": step - 1, "partial": partial, "not once": doubled, "ended": ended}


def e_mails(port: int) -> dict[str, Any]:
    """Killed at each step of sending an e-mail; then another worker takes over."""
    from accounts.services.invitations import invite
    from core import clock, outbox
    from core.models import OutboxRow

    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = "accounts.smtp.Backend", "127.0.0.1", port
    addresses, left, step, ended = [], 0, 0, KILLED
    while ended == KILLED:
        step += 1
        addresses.append(f"mail-{step}@example.org")
        invite(by=None, email=addresses[-1], name="A Person")
        row = OutboxRow.objects.get(payload__to=addresses[-1])
        ended = killed_after(step, lambda row=row: outbox.run(row.pk))
        OutboxRow.objects.filter(pk=row.pk, done_at=None).update(claimed_until=clock.now() - timedelta(seconds=1))
        outbox.run(row.pk)
        row.refresh_from_db()
        assert row.done_at or (row.failed_at and row.last_error == outbox.UNKNOWN[:300])
        left += row.failed_at is not None
    return {"steps": step - 1, "addresses": addresses, "left to a person": left, "ended": ended}


def publication() -> dict[str, Any]:
    """Killed at each step of publishing a letter."""
    from core import clock, outbox
    from inspections.services.inspections import record_receipt
    from partnerships.models import Membership
    from reports.models import Letter
    from reports.services import letters
    from reports.services.publication import publish

    settings.EMAIL_BACKEND = "accounts.mail.KeptInTheProduct"
    while outbox.relay():
        pass
    letter = Letter.objects.get()
    quality = letter.versions.get().made_by
    received_on = date(2024, 7, 9)
    with clock.travelled_to(received_on):
        letters.make_move(by=quality, letter=letter, move="issue")
        dcs = Membership.objects.get(role="dcs").user
        record_receipt(by=dcs, inspection=letter.inspection, received_on=received_on)
    while outbox.relay():
        pass
    before, partial, step, ended = everything(), 0, 1 - EVERY, KILLED
    while ended == KILLED:
        step += EVERY
        ended = killed_after(step, lambda: publish(by=quality, letter=Letter.objects.get(), number=1))
        state, now = Letter.objects.get().state, everything()
        if state == "published":  # it was killed after its commit, or came to its end
            break
        partial += now != before or state != "issued"
    whole = {name: now[name] - before[name] for name in now if now[name] != before[name]}
    return {"steps": step, "partial": partial, "ended": ended, "made": whole}


def main(port: int) -> None:
    from accounts.choices import Role
    from accounts.models import User
    from tests import factories

    client = Client(enforce_csrf_checks=False)
    person = User.objects.create_user("steps@example.org", name="An Administrator")
    client.force_login(factories.national(Role.ADMINISTRATOR, user=person))
    told = {}
    for name, played in (
        ("invitation", lambda: invitations(client)), ("e-mail", lambda: e_mails(port)), ("publication", publication),
        ("leaky", lambda: invitations(client, leaky=True)),
    ):  # fmt: skip
        told[name] = played()
        print(name, told[name], file=sys.stderr, flush=True)  # noqa: T201
    print("steps", json.dumps(told))  # noqa: T201
