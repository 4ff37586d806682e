"""What the log, addresses, subjects and the outbox say of people; and whether somebody can write a line of the log."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from django.db import IntegrityError, connection, transaction
from django.test import Client

from accounts.models import Notice, SentMail
from audit.models import Entry
from cases.models import CaseIdentity
from cases.tests.conftest import Area, a_file, area, private  # noqa: F401  (fixtures)
from cases.views.acts import Identity
from core.logs import OneLine
from core.models import OutboxRow, Submission
from tests.factories import UserFactory
from tests.trust.plugin import Figures

EVENT = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} (DEBUG|INFO|WARNING|ERROR|CRITICAL) [\w.]+ ")
FORGED = "2026-11-29 23:00:00,000 INFO audit forged"
BREAKS = (
    "\n",
    "\r\n",
    "\r",
    "\x0b",
    "\x0c",
    "\x1c",
    "\x85",
    "\u2028",
    "\u2029",
    "\x1b[1A\x1b[2K",
    "\x08" * 9,
    "\x00",
    "\u202e",
    '"}\n{"',
    "'\n",
)


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the console handler of the settings writes meanwhile, at every level."""
    handler: Any = next(one for one in logging.getLogger().handlers if one.get_name() == "console")
    before, written = handler.setStream(io.StringIO()), handler.stream
    yield written
    handler.setStream(before)


def broken(text: str) -> list[str]:
    """Lines that are neither the beginning of an event nor a barred line of a traceback, or that move the cursor."""
    return [
        line
        for line in re.split(r"[\n\r\x0b\x0c\x1c\x85\u2028\u2029]", text)
        if line
        and (line.startswith(FORGED) or not (EVENT.match(line) or line.startswith("  | ")) or not line.isprintable())
    ]


def log_everything(client: Client) -> int:
    """Each break in each place that reaches the log; gives how many events were asked for."""
    asked = 0
    logger, events = logging.getLogger("core.test"), structlog.get_logger("core.test")
    for place in BREAKS:
        text = f"x{place}{FORGED}"
        logger.warning("said %s", text)
        logger.warning(text)
        events.warning("said", field=text, key={"deep": text})
        events.warning(text)
        try:
            int(text)
        except ValueError as error:
            error.args = (text,)
            logger.exception("fault")
            events.exception("fault")
        client.get("/no-such-page/", {"q": text})
        client.get("/no-such-" + "".join(f"%{byte:02x}" for byte in text.encode()) + "/")
        headers = {
            "User-Agent": text,
            "X-Request-ID": text,
            "X-Correlation-ID": text,
            "Referer": text,
            "X-Forwarded-For": text,
        }
        client.get("/no-such-page/", headers=headers)
        client.post("/accounts/login/", {"login": text, "password": text})
        asked += 10
    return asked


@pytest.mark.once
@pytest.mark.trust(
    "K6",
    "15 kinds of line break, cursor and direction marks in messages, fields, exceptions, addresses, queries, headers and sign-in names",
)
@pytest.mark.django_db
def test_nobody_writes_a_line_of_the_log(client: Client, log: io.StringIO, figures: Figures) -> None:
    asked = log_everything(client)
    text = log.getvalue()
    assert len(text.splitlines()) > asked
    figures("broken lines", f"{len(broken(text))} of {len(text.splitlines()):,}")
    assert broken(text) == []
    plain = io.StringIO()
    handler = logging.StreamHandler(plain)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logger = logging.getLogger("core.test.plain")
    logger.addHandler(handler)
    for place in BREAKS:
        logger.warning("said x%s%s", place, FORGED)
        logger.warning("said nothing")
    logger.removeHandler(handler)
    figures.control("a plain formatter", caught=bool(broken(plain.getvalue())), of=1)


# --- K5
CHILD, UPN, BORN, RING = (
    "Zebedee Quillfeather",
    "A823456789012",
    "17 March 2011",
    "Mrs Ottoline Quillfeather, 01632 960123",
)
TOLD = ("zebedee", "quillfeather", UPN.lower(), "2011-03-17", "17 march 2011", "960123", "ottoline")


def hits(text: str) -> list[str]:
    lower = text.lower()
    return [word for word in TOLD if word in lower]


def walk(area: Area, log: io.StringIO) -> dict[str, str]:  # noqa: F811
    """The planted child goes through the product, in right forms and wrong ones; gives what must not know of it."""
    case = area.agreed()
    CaseIdentity.objects.filter(case=case).delete()
    client = Client(raise_request_exception=False)
    addresses = []

    def ask(person: Any, address: str, given: dict[str, Any] | None = None) -> Any:
        client.force_login(person)
        response: Any = client.get(address) if given is None else client.post(address, given)
        addresses.append(f"{response.request['PATH_INFO']} {response.headers.get('Location', '')}")
        return response

    here = case.get_absolute_url()
    born = {"born_on_0": "17", "born_on_1": "3", "born_on_2": "2011"}
    identity = {"name": CHILD, "upn": UPN, "family_contact": RING, **born}
    ask(area.officer, f"{here}identity/", identity | {"upn": f"{UPN} {CHILD}"})
    ask(area.officer, f"{here}identity/", identity | {"born_on_2": "20011"})
    assert ask(area.officer, f"{here}identity/", identity).status_code == 302
    assert CaseIdentity.objects.get(case=case).name == CHILD
    ask(area.officer, f"{here}name/", {"reason": f"To ring {CHILD}"})
    assert CHILD in ask(area.officer, f"{here}name/", {"reason": "To ring the family"}).content.decode()
    ask(
        area.officer,
        f"{here}documents/add/",
        {"kind": "chronology", "title": f"About {CHILD}", "file": a_file(f"{CHILD}.txt")},
    )
    ask(area.officer, f"{here}steps/withdraw/", {"reason": f"{CHILD} has moved", "confirm": "on"})
    ask(area.lead, f"{here}records/family/", {"notes": f"Met {CHILD}", "version": "0"})
    for address in ("/search/", "/no-such-page/", "/accounts/login/", f"{here}no-such/", "/inspections/"):
        ask(area.lead, f"{address}?q={CHILD}&upn={UPN}")
    connection.check_constraints()
    return {
        "log": log.getvalue(),
        "addresses": "\n".join(addresses),
        "subjects": "\n".join([*Notice.objects.values_list("subject", flat=True), *SentMail.objects.values_list("subject", flat=True)]),
        "bodies": "\n".join([*Notice.objects.values_list("body", flat=True), *SentMail.objects.values_list("body", flat=True)]),
        "outbox": "\n".join(f"{row.kind} {row.key} {row.payload} {row.last_error}" for row in OutboxRow.objects.all()),
        "forms": "\n".join(f"{one.path} {one.led_to}" for one in Submission.objects.all()),
        "audit": "\n".join(f"{one.subject_label} {one.changes} {one.reason}" for one in Entry.objects.all()),
    }  # fmt: skip


@pytest.mark.once
@pytest.mark.trust(
    "K5",
    "a child’s name, pupil number, birth date and mother’s telephone in 13 forms and queries; log, addresses, subjects, outbox, audit",
)
def test_nothing_but_the_page_knows_the_child(
    area: Area, log: io.StringIO, figures: Figures, monkeypatch: pytest.MonkeyPatch  # noqa: F811
) -> None:  # fmt: skip
    told = walk(area, log)
    found = {place: hits(text) for place, text in told.items() if hits(text)}
    figures("hits", f"{len(found)} of {len(told)} places, {len(told['log'].splitlines())} lines of log")
    assert found == {}
    assert told["log"].count("\n") >= 3
    perform = Identity.perform

    def logged(self: Identity, form: Any) -> None:
        structlog.get_logger("cases").warning("identity", form=form.cleaned_data)
        perform(self, form)

    monkeypatch.setattr(Identity, "perform", logged)
    CaseIdentity.objects.all().delete()
    client = Client()
    client.force_login(area.officer)
    client.post(f"/inspections/{area.inspection.reference}/cases/A/identity/", {"name": CHILD, "upn": UPN})
    figures.control("the form is logged", caught=bool(hits(log.getvalue())), of=1)


@pytest.mark.django_db(transaction=True)
def test_what_the_database_says_of_a_refused_value_is_left_out(log: io.StringIO) -> None:
    address = f"{TOLD[0]}@example.org"
    UserFactory.create(email=address)
    with pytest.raises(IntegrityError) as raised, transaction.atomic():
        UserFactory.create(email=address)
    logging.getLogger("core.test").error("fault", exc_info=raised.value)
    structlog.get_logger("core.test").error("fault", exc_info=raised.value)
    detail = "Traceback (most recent call last):\nDETAIL:  Key (email)=(zebedee@x) already exists.\n\nThe above"
    structlog.get_logger("core.test").error("fault", exception=detail)
    assert "Traceback" in log.getvalue()
    assert "zebedee@" not in log.getvalue()
    assert OneLine("%(message)s").format(logging.LogRecord("a", 20, "", 1, "a\nb", (), None)) == "a\\nb"
