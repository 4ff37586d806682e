"""Links that cannot be guessed, looks that change nothing, results that move only by ten, comments nobody of the area reads."""

from __future__ import annotations

import secrets as chance
from collections.abc import Iterator
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.choices import Role
from core import clock
from inspections.models import TeamPlace
from surveys.models import Answering, Comment, DayCount, Receipt, Response, Survey, Tally, new_token
from surveys.services import release, secrets
from surveys.tests import answers as given
from surveys.tests.world import survey as survey_of
from tests import factories as make
from tests.trust.plugin import Figures

pytestmark = pytest.mark.django_db
TODAY = date(2024, 4, 30)
GUESSES = 500
ONE_PLACE = "198.51.100.9"


@pytest.fixture
def world() -> Iterator[SimpleNamespace]:
    with clock.travelled_to(TODAY):
        inspection = make.InspectionFactory.create(state="preparation", notified_on=date(2024, 4, 29))
        yield SimpleNamespace(inspection=inspection, survey=survey_of(inspection))


def at(survey: Survey, name: str, *args: Any) -> str:
    return reverse(f"surveys:answer-{name}", args=[survey.token, *args])


def rows() -> dict[str, int]:
    return {model.__name__: model._default_manager.count() for model in (Answering, Response, Comment, Receipt, Tally)}


@pytest.mark.prove
@pytest.mark.trust("P3", "guessed links, cookies and codes; what is kept of them")
def test_links_and_secrets_are_random_and_kept_as_hashes(world: SimpleNamespace, figures: Figures) -> None:
    client, hits = Client(), 0
    for _ in range(GUESSES):
        hits += client.get(f"/s/{new_token()}/").status_code != 404
    for _ in range(GUESSES):
        client.cookies["answers"] = chance.token_urlsafe(24)
        hits += "Carry on" in client.get(at(world.survey, "start")).content.decode()
    bits = min(len(new_token()) * 6, len(secrets.new_secret()) * 6)
    figures("random bits of a link and of a browser's secret, at least", bits)
    figures("guesses that hit", f"{hits} of {2 * GUESSES}")
    assert bits >= 128
    assert hits == 0
    assert len({new_token() for _ in range(1000)}) == 1000

    begun = Client()
    begun.post(at(world.survey, "start"), {"variant": "standard", "language": "en"})
    begun.post(at(world.survey, "question", "best"), {"answer": "The school", "go": "next"})
    kept = str(list(Answering.objects.values()))
    assert begun.cookies["answers"].value not in kept


@pytest.mark.trust("P4", "each link opened five times by GET and HEAD, with and without the cookie of somebody")
def test_a_scanner_that_follows_links_leaves_nothing(world: SimpleNamespace, figures: Figures) -> None:
    begun = Client()
    begun.post(at(world.survey, "start"), {"variant": "standard", "language": "en"})
    begun.post(at(world.survey, "question", "best"), {"answer": "The school", "go": "next"})
    before = rows(), list(Answering.objects.values())
    paths = [at(world.survey, name) for name in ("start", "check", "sent", "privacy") if _exists(name)]
    paths += [at(world.survey, "question", "best")]
    asked = 0
    for client in (Client(), begun):
        for path in paths:
            for _ in range(5):
                client.get(path)
                client.head(path)
                asked += 2
    figures("looks", asked)
    figures("rows made or changed", 0)
    assert (rows(), list(Answering.objects.values())) == before
    begun.post(at(world.survey, "check"))
    figures.control(
        "sending instead of looking", caught=int((rows(), list(Answering.objects.values())) != before), of=1
    )


def _exists(name: str) -> bool:
    from django.urls import NoReverseMatch

    try:
        reverse(f"surveys:answer-{name}", args=["x"])
    except NoReverseMatch:
        return False
    return True


@pytest.mark.prove
@pytest.mark.trust("P6", "300 people answer one by one; the published counts are compared after each")
def test_results_never_move_by_fewer_than_ten(world: SimpleNamespace, figures: Figures) -> None:
    seen, steps = 0, []
    for number in range(300):
        given.some(world.survey, 1, start=number, seed=number)
        release.move(world.survey)
        now = _published(world.survey)
        if now != seen:
            steps.append(now - seen)
        seen = now
    figures("changes of the results", len(steps))
    figures("smallest change", min(steps))
    figures("answers exposed by subtraction", sum(step < 10 for step in steps))
    assert min(steps) >= 10


@pytest.mark.trust("P6", "")
def test_control_moved_one_by_one_they_would(world: SimpleNamespace, figures: Figures, monkeypatch: Any) -> None:
    monkeypatch.setattr(release, "size_of_next", lambda waiting, **_: waiting)
    steps, seen = [], 0
    for number in range(30):
        given.some(world.survey, 1, start=number, seed=number)
        release.move(world.survey)
        now = _published(world.survey)
        steps.append(now - seen)
        seen = now
    figures.control("the smallest batch", caught=sum(step == 1 for step in steps), of=30)


def _published(survey: Survey) -> int:
    return sum(Tally.objects.filter(survey=survey, question="", dimension="").values_list("count", flat=True))


@pytest.mark.prove
@pytest.mark.trust("P7", "500 comments that each name a child; every page and file of the survey asked as the area")
def test_no_comment_reaches_the_area(world: SimpleNamespace, figures: Figures) -> None:
    survey = world.survey
    Answering.objects.bulk_create(
        given.one(survey, str(number), {"involved": "agree", "best": f"Zebedee Quillfeather-{number} was helped"})
        for number in range(500)
    )
    Survey.objects.filter(pk=survey.pk).update(state="closed")
    survey.refresh_from_db()
    release.move(survey, last=True)
    assert Comment.objects.count() == 500
    hits = asked = 0
    for role in (Role.LANO, Role.PCF, Role.DCS):
        person = make.member(world.inspection.partnership, role)
        client = Client()
        client.force_login(person)
        for path in _pages(survey):
            answer = client.get(path)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
            hits += b"Quillfeather" in body
            asked += 1
    lead = make.UserFactory.create()
    TeamPlace.objects.create(inspection=world.inspection, user=lead, role=Role.LEAD_INSPECTOR, starts_on=TODAY)
    client = Client()
    client.force_login(lead)
    read = sum(
        b"Quillfeather" in client.get(path).content for path in _pages(survey) if not path.endswith(("csv", "xlsx"))
    )
    figures("pages and files asked as the area", asked)
    figures("names shown", hits)
    assert hits == 0
    figures.control("asked as the lead inspector, who reads them one by one", caught=int(read > 0), of=1)


def _pages(survey: Survey) -> list[str]:
    from django.urls import get_resolver

    base = [survey.inspection.reference, survey.audience]
    found = []
    for name in sorted(key for key in get_resolver().namespace_dict["surveys"][1].reverse_dict if isinstance(key, str)):
        for arguments in (base, [*base, 1], [*base, "csv"], [*base, "xlsx"], [*base, "comments", "csv"]):
            try:
                found.append(reverse(f"surveys:{name}", args=arguments))
                break
            except Exception:  # noqa: BLE001  (not an address of this shape)
                continue
    assert len(found) > 8, found
    return found


@pytest.mark.prove
@pytest.mark.trust("P8", "200 people answer from one address; then one person sends one text 40 times")
def test_many_from_one_place_are_taken_and_one_who_repeats_is_marked(world: SimpleNamespace, figures: Figures) -> None:
    refused = sum(not _answers(world.survey, f"We are family {number} and we wait for help") for number in range(200))
    figures("refused of 200 from one address", refused)
    assert refused <= 2
    taken = sum(
        _answers(world.survey, "The very same long text about the very same school, again and again") for _ in range(40)
    )
    Survey.objects.filter(pk=world.survey.pk).update(state="closed")
    release.move(Survey.objects.get(pk=world.survey.pk), last=True)
    marked = sum(DayCount.objects.values_list("repeated", flat=True))
    figures("of 40 repeats taken", taken)
    figures("counted as repeats", marked)
    assert taken == 40
    assert marked >= 30


def _answers(survey: Survey, text: str) -> bool:
    client = Client(REMOTE_ADDR=ONE_PLACE)
    client.post(at(survey, "start"), {"variant": "standard", "language": "en"})
    client.post(at(survey, "question", "best"), {"answer": text, "go": "next"})
    return client.post(at(survey, "check")).headers.get("Location", "").endswith("/sent/")


@pytest.mark.trust("P9", "headers and boxes of every page with answers on it")
def test_nothing_stays_in_a_shared_browser(world: SimpleNamespace, figures: Figures) -> None:
    client = Client()
    client.post(at(world.survey, "start"), {"variant": "standard", "language": "en"})
    client.post(at(world.survey, "question", "best"), {"answer": "Secret words", "go": "next"})
    kept = []
    for path in (at(world.survey, "question", "best"), at(world.survey, "check")):
        answer = client.get(path)
        assert b"Secret words" in answer.content
        kept += [path for _ in range(1) if "no-store" not in answer.headers.get("Cache-Control", "")]
        kept += [
            path for _ in range(1) if b"<textarea" in answer.content and b'autocomplete="off"' not in answer.content
        ]
    cookie = client.cookies["answers"]
    assert cookie["httponly"]
    client.post(at(world.survey, "check"))
    stranger = Client()
    stranger.cookies = client.cookies
    left = [
        path
        for path in (at(world.survey, "question", "best"), at(world.survey, "check"))
        if b"Secret words" in stranger.get(path).content
    ]
    figures("pages a browser may keep", len(kept))
    figures("pages that show answers after sending", len(left))
    assert (kept, left) == ([], [])
