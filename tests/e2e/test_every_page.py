"""Every page of the product in a real browser: accessible, whole on a telephone, quiet, and usable without JavaScript.

The pages are those of the access matrix, which has a row for every address; so a new page is looked at here without being named.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext

from core import clock
from tests.access.matrix import ROWS, Row
from tests.access.world import CAST, STAGES, TODAY, World, build
from tests.e2e.driver import Visitor
from tests.e2e.looks import FORM, faults_of, send_empty, works_without_script

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

# Sent empty, these do something or nothing at all: everything on them is optional.
NOTHING_REQUIRED = frozenset(
    {
        "account_logout",
        "accounts:person-detail",
        "accounts:sign-ins",
        "cases:document-remove",
        "coordination:feedback",
        "coordination:kit-agree",
        "coordination:message-detail",
        "coordination:my-emails",
        "coordination:pack",
        "coordination:setup-accept",
        "coordination:setup-line",
        "dashboard:notices",
        "dashboard:service-health",
        "evidence:enquiry-detail",
        "evidence:judgement",
        "evidence:triangulation",
        "improvement:action-remove",
        "improvement:committee-remove",
        "improvement:address-end",
        "improvement:item-edit",
        "improvement:milestone-remove",
        "improvement:plan-move",
        "improvement:review-item",
        "improvement:review-send",
        "information:item-accept",
        "information:item-reopen",
        "information:item-share",
        "information:item-start",
        "information:request-issue",
        "information:request-share",
        "measures:load-detail",
        "monitoring:engagement-notes",
        "partnerships:contact-edit",
        "partnerships:contact-end",
        "partnerships:contact-list",
        "partnerships:delegation-end",
        "partnerships:member-end",
        "partnerships:site-end",
        "reports:accuracy-comment-remove",
        "reports:accuracy-end",
        "reports:easy-read-edit",
        "reports:letter-detail",
        "reports:letter-preview",
        "reports:letter-themes",
        "reports:review-resolve",
        "reports:review-withdraw",
        "reports:section-edit",
        "surveys:sheet-take-away",
        "surveys:answer-start",
        "surveys:comment-read",
        "surveys:duty",
        "surveys:theme-list",
        "surveys:survey-step",
        "timetable:availability-halves",
        "timetable:meeting-attendance",
        "timetable:meeting-inspectors",
        "timetable:meeting-people",
        "timetable:release",
        "tracking:contest-withdraw",
        "tracking:exceptions-send",
        "tracking:import-keep",
        "tracking:import-undo",
        "visits:availability",
        "visits:calendar-reset",
        "visits:setting-page",
        "visits:sign-up-send",
        "visits:visit-arrival",
        "visits:visit-invitation",
        "visits:visit-link-revoke",
        "visits:visit-record",
    }
)
FILES = (
    "application/octet-stream",
    "application/json",
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "image/png",
    "text/calendar",
    "text/csv",
    "text/plain",
)


@pytest.fixture(scope="module")
def window_without_script(browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[BrowserContext]:
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def plain(window_without_script: BrowserContext, visitor: Visitor) -> Iterator[Visitor]:
    made = Visitor(window_without_script, visitor.base)
    yield made
    made.close()


def rows_at(stage: str, *, again: bool = False) -> list[Row]:
    """The pages to look at in a stage: of a page that several stages have, its first; again, its last."""
    order = list(STAGES)
    chosen: dict[tuple[str, str], Row] = {}
    for row in ROWS:
        if row.get.get(200):
            chosen.setdefault((row.name, row.stage), row)
    of_page: dict[str, list[str]] = {}
    for name, at in chosen:
        of_page.setdefault(name, []).append(at)
    first = {name: min(stages, key=order.index) for name, stages in of_page.items()}
    last = {name: max(stages, key=order.index) for name, stages in of_page.items()}
    looked = {name: at for name, at in last.items() if at != first[name]} if again else first
    return [row for (name, at), row in chosen.items() if at == stage == looked.get(name)]


def reader_of(row: Row) -> str:
    """Nobody where nobody is needed, else the first of the cast who may send the form, else who may read the page."""
    if "anonymous" in row.get[200]:
        return "anonymous"
    writers = set(row.get[200]) & set(row.post.get(200, ()))
    return next(name for name in CAST if name in (writers or row.get[200]))


def person_of(world: World, name: str) -> Any:
    return None if name == "anonymous" else world.people[name]


def is_page(path: str, person: Any) -> bool:
    client = Client()
    if person is not None:
        client.force_login(person)
    answer = client.get(path)
    assert answer.status_code == 200, f"{path}: {answer.status_code}"
    kind = answer["Content-Type"].partition(";")[0]
    assert kind == "text/html" or kind in FILES, f"{path} is {kind}"
    return kind == "text/html"


def look_at(path: str, name: str, person: Any, visitor: Visitor, plain: Visitor) -> list[str]:
    """The faults of one page: as it is, without JavaScript, and when its form is sent empty."""
    status = visitor.as_(person).visit(path)
    if status != 200:
        return [f"status {status}"]
    found = faults_of(visitor)
    if visitor.page.locator(FORM).count():
        found += works_without_script(plain.as_(person), path)
        if name not in NOTHING_REQUIRED:
            wrong = send_empty(visitor)
            found += wrong or [f"with faults: {fault}" for fault in faults_of(visitor)]
    return found


AT_A_TIME = 20


def handfuls(*, again: bool = False) -> list[tuple[str, int]]:
    """(stage, which handful of its pages): small enough to be shared out between two workers."""
    sizes = {stage: len(rows_at(stage, again=again)) for stage in STAGES}
    return [(stage, number) for stage, size in sizes.items() for number in range(-(-size // AT_A_TIME))]


@pytest.mark.trust("H2", "every page in Chromium with the policy enforced; what the console says")
@pytest.mark.parametrize(("stage", "handful"), handfuls())
def test_every_page(stage: str, handful: int, visitor: Visitor, plain: Visitor) -> None:
    look_at_each(rows_at(stage)[handful * AT_A_TIME :][:AT_A_TIME], stage, visitor, plain)


@pytest.mark.prove
@pytest.mark.trust("H2", "the pages that several stages have, at their last one")
@pytest.mark.parametrize(("stage", "handful"), handfuls(again=True))
def test_every_page_at_its_last_stage(stage: str, handful: int, visitor: Visitor, plain: Visitor) -> None:
    look_at_each(rows_at(stage, again=True)[handful * AT_A_TIME :][:AT_A_TIME], stage, visitor, plain)


def look_at_each(pages: list[Row], stage: str, visitor: Visitor, plain: Visitor) -> None:
    assert pages
    with clock.travelled_to(TODAY):
        world = build(stage)
        wrong: dict[str, list[str]] = {}
        for row in pages:
            name = reader_of(row)
            person, path = person_of(world, name), reverse(row.name, kwargs=row.url_kwargs(world))
            if is_page(path, person) and (found := look_at(path, row.name, person, visitor, plain)):
                wrong[f"{row.name} as {name}, {path}"] = found
        if wrong:
            pytest.fail(report(wrong), pytrace=False)


def report(wrong: dict[str, list[str]]) -> str:
    return "\n\n".join(f"{where}\n" + "\n".join(f"  - {fault}" for fault in faults) for where, faults in wrong.items())
