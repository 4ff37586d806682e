"""Proof that an area published its plan at an address of its own, looked at on a real server of this machine."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Notice
from core import clock, outbox
from core.errors import Refused
from core.models import OutboxRow
from improvement.models import AddressCheck, Plan, PlanAddress
from improvement.services import plans, proofs
from improvement.tests.pages import text_of, url

pytestmark = pytest.mark.django_db
PUBLISHED_ON = date(2017, 3, 8)
TITLE = "SEND in Surrey"
PAGE = f"<title>{TITLE}</title><body>Our Written  <b>statement of action</b>".encode()


class Council(BaseHTTPRequestHandler):
    """A council's site: what it answers is set by each test."""

    status, body = 200, PAGE

    def do_GET(self) -> None:
        self.send_response(self.status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, *args: Any) -> None:
        return


@pytest.fixture(scope="module")
def server() -> Iterator[ThreadingHTTPServer]:
    made = ThreadingHTTPServer(("127.0.0.1", 0), Council)
    threading.Thread(target=made.serve_forever, daemon=True).start()
    yield made
    made.shutdown()
    made.server_close()


@pytest.fixture
def site(server: ThreadingHTTPServer, settings: Any) -> str:
    Council.status, Council.body = 200, PAGE
    settings.FETCH_ALSO = (f"127.0.0.1:{server.server_port}",)
    return f"http://127.0.0.1:{server.server_port}/send-plan"


@pytest.fixture
def published(surrey: Any, reviewed: Plan) -> Plan:
    plan = plans.accept(by=surrey.assurer, plan=reviewed)
    return plans.make_move(by=surrey.dcs, plan=plan, move="publish")


@pytest.fixture
def address(surrey: Any, published: Plan, site: str) -> PlanAddress:
    return proofs.add_address(by=surrey.lano, plan=published, address=site)


def work() -> None:
    """What a worker does of the looks that were asked for."""
    for row in OutboxRow.objects.filter(kind="check_plan_address", done_at=None):
        assert outbox.run(row.pk)


def checks(address: PlanAddress) -> list[tuple[date, bool]]:
    return list(address.checks.order_by("on").values_list("on", "found"))


def test_the_first_look_says_what_was_seen(address, see):
    work()
    check = AddressCheck.objects.get()
    assert (check.found, check.status, check.title, check.names_plan) == (True, 200, TITLE, True)
    words = see("lano", url("plan-publication"))
    assert "Checked on Wednesday 8 March 2017: found." in words and TITLE in words


def test_a_page_that_does_not_name_the_plan_is_pointed_out(address, see):
    Council.body = b"<title>Welcome</title>We print papers"
    work()
    assert AddressCheck.objects.get().names_plan is False
    assert "does not name the plan" in see("lano", url("plan-publication"))


def test_found_is_looked_at_again_after_a_week_and_once_a_day_at_most(address, at):
    work()
    for days, asked in ((0, 0), (6, 0), (7, 1), (7, 0)):
        at(PUBLISHED_ON + timedelta(days=days))
        assert proofs.ask_for_checks(today=clock.today()) == asked, days
        work()
    assert checks(address) == [(PUBLISHED_ON, True), (PUBLISHED_ON + timedelta(days=7), True)]


def test_two_misses_in_a_row_are_told_to_the_lano_once(surrey, address, at, see):
    work()
    Council.status = 404
    told = Notice.objects.filter(key__contains=":missed:")
    for days in range(7, 12):
        at(PUBLISHED_ON + timedelta(days=days))
        proofs.ask_for_checks(today=clock.today())
        work()
        assert told.count() == (0 if days == 7 else 1), days
    notice = told.get()
    assert notice.person == surrey.lano and address.address in notice.body and "answered 404" in notice.body
    assert "not found" in see("lano", url("plan-publication"))
    # Found again, and gone again: that is told too.
    for days, status in ((12, 200), (19, 404), (20, 404)):
        Council.status = status
        at(PUBLISHED_ON + timedelta(days=days))
        proofs.ask_for_checks(today=clock.today())
        work()
    assert told.count() == 2


def test_one_look_for_a_day_however_often_it_is_run(address):
    row = OutboxRow.objects.get(kind="check_plan_address")
    proofs.check_plan_address(row)
    Council.status = 500
    proofs.check_plan_address(row)
    assert checks(address) == [(PUBLISHED_ON, True)]


def test_what_leads_nowhere_public_is_a_miss(address, settings):
    settings.FETCH_ALSO = ()
    work()
    check = AddressCheck.objects.get()
    assert (check.found, check.status) == (False, None) and check.problem


def test_an_address_that_was_ended_is_looked_at_no_more(surrey, address, at):
    proofs.end_address(by=surrey.dcs, address=address)
    work()
    assert not AddressCheck.objects.exists()
    at(PUBLISHED_ON + timedelta(days=30))
    assert proofs.ask_for_checks(today=clock.today()) == 0
    with pytest.raises(Refused, match="any more"):
        proofs.end_address(by=surrey.dcs, address=address)
    assert proofs.add_address(by=surrey.lano, plan=address.plan, address=address.address).pk != address.pk


@pytest.mark.parametrize("typed", ["http://10.0.0.1/", "ftp://example.org/x", "example.org", "https://localhost/plan"])
def test_addresses_that_are_refused_beside_the_field(surrey, published, send, typed):
    answer = send("lano", url("address-add"), address=typed)
    assert answer.status_code == 200 and "There is a problem" in text_of(answer) and typed in answer.content.decode()
    assert not PlanAddress.objects.exists()


def test_who_records_an_address_and_when(surrey, address, reviewed):
    with pytest.raises(PermissionDenied):
        proofs.add_address(by=surrey.dfe, plan=address.plan, address="https://example.org/")
    with pytest.raises(PermissionDenied):
        proofs.end_address(by=surrey.forum, address=address)
    with pytest.raises(Refused, match="recorded already"):
        proofs.add_address(by=surrey.lano, plan=address.plan, address=address.address)


def test_no_address_before_publication(surrey, reviewed, nothing_changes):
    nothing_changes(
        lambda: proofs.add_address(by=surrey.lano, plan=reviewed, address="https://example.org/"),
        "once it is published",
    )


def test_the_pages_of_an_address(send, see, client, surrey, published):
    assert "No address is recorded" in see("lano", url("plan-publication"))
    send("lano", url("address-add"), address="https://www.example.gov.uk/plan")
    made = PlanAddress.objects.get()
    assert "Look at this address no more?" in see("lano", url("address-end", made.pk))
    send("lano", url("address-end", made.pk))
    made.refresh_from_db()
    assert made.ended_at is not None
    client.force_login(surrey.lano)
    assert client.get(url("address-end", made.pk)).status_code == 404
