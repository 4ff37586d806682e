"""Pages whose boxes stand each for itself: eight people who have the same page open change one box each, and none is taken back."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.choices import Role
from core import clock
from partnerships.models import Contact
from tests import factories as make
from tests.trust.at_once import together
from timetable.models import Meeting, MeetingPerson
from visits.services import links

pytestmark = [pytest.mark.prove, pytest.mark.django_db(transaction=True), pytest.mark.timeout(600)]
PEOPLE = 8
TODAY = date(2024, 5, 6)
ROUNDS = 3


@pytest.fixture(autouse=True)
def plain(settings: Any) -> Iterator[None]:
    settings.DEMONSTRATION = False
    settings.SITE_URL = "https://inspections.example"
    logging.disable()
    with clock.travelled_to(TODAY):
        yield
    logging.disable(logging.NOTSET)


@dataclass
class Page:
    """`change(form, data, number)` changes one box of what a browser sends; `box(form, number)` is what that box says now."""

    name: str
    path: str
    change: Callable[[Any, dict[str, Any], int], None]
    box: Callable[[Any, int], Any]
    by_link: bool = False


def other_level(level: str) -> str:
    return "block" if level != "block" else "ignore"


def turned(values: list[str], one: str) -> list[str]:
    return sorted(set(values) ^ {one})


def came(form: Any, number: int) -> str:
    return str(form.boxes()[2 * number])


def came_or_not(form: Any, data: dict[str, Any], number: int) -> None:
    name = came(form, number)
    data[name] = "" if data[name] else "yes"


def rule_of(form: Any, data: dict[str, Any], number: int) -> None:
    name = form.boxes()[number]
    data[name] = other_level(data[name])


def half_of(form: Any, number: int) -> tuple[str, str]:
    """(box, tick)"""
    return [(name, str(value)) for name in form.boxes() for value, _ in form.fields[name].choices][number]


def half_turned(form: Any, data: dict[str, Any], number: int) -> None:
    name, half = half_of(form, number)
    data[name] = turned(data[name], half)


def place(form: Any, number: int) -> tuple[str, str]:
    return form.boxes()[number // 2], ("am", "pm")[number % 2]


def away_turned(form: Any, data: dict[str, Any], number: int) -> None:
    name, half = place(form, number)
    data[name] = turned(data[name], half)


@pytest.fixture
def stand() -> tuple[list[Client], list[Page]]:
    assert connection.vendor == "postgresql", "rows are locked on PostgreSQL only"
    inspection = make.InspectionFactory.create(
        reference="seaborough-2024",
        state="notified",
        notified_on=date(2024, 4, 29),
        onsite_start_on=date(2024, 5, 13),
        onsite_end_on=date(2024, 5, 17),
    )
    area = inspection.partnership
    lano, lead = make.member(area, Role.LANO), make.team(inspection, Role.LEAD_INSPECTOR)
    meeting = Meeting.objects.create(
        inspection=inspection, number=1, kind="focus_group", title="Heads", state="confirmed"
    )
    contacts = [Contact.objects.create(partnership=area, name=f"Head {number}") for number in range(PEOPLE)]
    for contact in contacts:
        MeetingPerson.objects.create(meeting=meeting, contact=contact)
    clients = [Client() for _ in range(PEOPLE)]
    for number, client in enumerate(clients):
        client.force_login((lano, lead)[number % 2])
    link = links.ask_availability(by=lano, inspection=inspection, contact=contacts[0])

    def here(name: str, *args: Any) -> str:
        return reverse(f"timetable:{name}", args=[inspection.reference, *args])

    return clients, [
        Page("who came", here("meeting-attendance", 1), came_or_not, lambda form, number: form.shows(came(form, number))),
        Page("rules", here("rules"), rule_of, lambda form, number: form.shows(form.boxes()[number])),
        Page(
            "half days", here("availability-halves", f"user-{lead.pk}"), half_turned,
            lambda form, number: half_of(form, number)[1] in form.shows(half_of(form, number)[0]),
        ),
        Page(
            "half days by link", link.removeprefix("https://inspections.example"), away_turned,
            lambda form, number: place(form, number)[1] in form.shows(place(form, number)[0]), by_link=True,
        ),
    ]  # fmt: skip


def loaded(client: Client, page: Page) -> Any:
    return client.get(page.path).context["form"]


def untouched(form: Any) -> dict[str, Any]:
    """What a browser sends when nobody changes anything."""
    return {name: form.shows(name) for name in form.boxes()} | {"shown": form["shown"].value()}


def raced(clients: list[Client], page: Page) -> tuple[int, int]:
    """(changes acknowledged, of these how many are gone)."""
    before = loaded(clients[0], page)
    # The test client keeps what a page was drawn with for the thread that asked: everything is read before the race.
    sent = []
    for number in range(PEOPLE):
        data = untouched(before)
        page.change(before, data, number)
        sent.append(data)
    ends = together([lambda n=n: clients[n].post(page.path, sent[n]).status_code for n in range(PEOPLE)])  # type: ignore[misc]
    assert set(ends) == {302}, (page.name, ends)
    after = loaded(clients[0], page)
    return len(ends), sum(page.box(after, n) == page.box(before, n) for n in range(PEOPLE))


@pytest.mark.trust(
    "C1",
    f"{PEOPLE} people with the same page open, one box each: who came, how strict the rules are, half days on two pages",
)
def test_everybody_keeps_their_own_box(stand: Any, figures: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    clients, pages = stand
    told = [raced(clients, page) for page in pages for _ in range(ROUNDS)]
    figures("pages whose boxes stand alone", len(pages))
    figures("changes acknowledged", sum(saved for saved, _ in told))
    figures("lost silently", sum(lost for _, lost in told))
    assert sum(lost for _, lost in told) == 0

    from timetable.services import attendance, week

    def everything(sent: Any, shown: Any, now: Any) -> Any:
        return {box: value for box, value in sent.items() if now.get(box) != value}

    for module in (attendance, week):
        monkeypatch.setattr(module, "changed_boxes", everything)
    caught = sum(raced(clients, page)[1] > 0 for page in pages)
    figures.control("every box written as the page has it", caught=caught, of=len(pages))


@pytest.mark.trust("C1", f"{PEOPLE} people with the same page open who change the same box: one rule, one person")
def test_of_those_who_change_the_same_box_one_is_heard_and_the_others_see_it(stand: Any, figures: Any) -> None:
    clients, pages = stand
    told = 0
    for page, values in ((pages[0], ("yes", "no")), (pages[1], ("block", "ignore"))):
        form = loaded(clients[0], page)
        name = form.boxes()[0] if page is pages[0] else "travel"
        ends = of_one_box(clients, page, untouched(form), name, values)
        assert {said for said, status, _ in ends if status == 302} == {loaded(clients[0], page).shows(name)}, page.name
        refused = [text for _, status, text in ends if status == 200]
        assert len(refused) == PEOPLE / 2
        assert all("Compare the two texts" in text and "Their text" in text for text in refused)
        told += len(refused)
    figures("told of a clash in one box", told)


def of_one_box(
    clients: list[Client], page: Page, data: dict[str, Any], name: str, values: tuple[str, str]
) -> list[tuple[str, int, str]]:
    """(what was said, status, page) of people of whom every second one says the other thing."""

    def send(number: int) -> tuple[str, int, str]:
        said = values[number % 2]
        why = {f"why_{name.rpartition('_')[2]}": "Ill" if said == "no" else ""}
        answer = clients[number].post(page.path, data | why | {name: said})
        return said, answer.status_code, answer.content.decode()

    return together([lambda n=n: send(n) for n in range(PEOPLE)])  # type: ignore[misc]
