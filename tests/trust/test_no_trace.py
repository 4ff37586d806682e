"""An answer does not tell whether something exists: an id of another partnership and one of nobody get the same answer in the same time."""

from __future__ import annotations

import random
import re
from statistics import median
from time import perf_counter
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404
from django.template import loader
from django.urls import reverse
from django.views import defaults

from inspections.models import Inspection
from inspections.views import base
from partnerships.models import Partnership
from tests.access.test_matrix import Stand
from tests.access.world import STAGES
from tests.trust.crawl import address, rows_of, send
from tests.trust.plugin import Figures
from tests.trust.test_crawl import quiet, stand, theirs  # noqa: F401  (fixtures)

pytestmark = [pytest.mark.prove, pytest.mark.django_db, pytest.mark.timeout(3600)]
WHO = "lead_elsewhere"
NOTHING = "nothing-2026"
TRIES = 200


def bare(words: str, *ids: str) -> str:
    """The answer without what differs anyway: the path that was asked, tokens against forgery, nonces."""
    for one in ids:
        words = words.replace(one, "…")
    # The words of the exception stand in the short refusals of the tests only; the page itself draws none (dashboard/tests/test_pages.py).
    words = re.sub(r"\A[^<\n]* …", "refused", words)
    words = re.sub(r'name="(csrfmiddlewaretoken|submission_key)" value="[^"]+"', "…", words)
    # The length of the page without the path is compared with its words.
    return re.sub(r"csrftoken=[^;]+|sessionid=[^;]+|Content-Length: \d+", "…", words)


def pairs(stand: Stand) -> list[tuple[str, str, str]]:  # noqa: F811
    """(name, an address with an id of the other partnership, the same with an id that nothing has)."""
    world = stand.world
    found: dict[str, tuple[str, str, str]] = {}
    for row in rows_of(stand.stage):
        given = row.url_kwargs(world)
        made_up = {"reference": NOTHING, "slug": "nothing"}
        place = {key: made_up[key] for key in given if key in made_up}
        # Where the area itself is open to all, there is nothing to hide.
        if place and row.get.get(404) and WHO in row.get[404]:
            foreign, nothing = address(row, world), address(row, world, **place)
            if foreign and nothing:
                found.setdefault(foreign, (row.name, foreign, nothing))
        mixed, nobody = theirs(row, stand, made_up=False), theirs(row, stand, made_up=True)
        if mixed and nobody and mixed != nobody:
            found.setdefault(mixed, (f"{row.name}, own inspection", mixed, nobody))
    return list(found.values())


def told_apart(stand: Stand, foreign: str, nothing: str) -> str:  # noqa: F811
    """What tells them apart; "" when nothing does."""
    for method in ("GET", "POST"):
        one, words = send(stand, WHO, method, foreign, keep=())
        other, others = send(stand, WHO, method, nothing, keep=())
        if one.status_code != other.status_code:
            # One's own thing of that number is no trace of anybody else's.
            if one.status_code in (200, 302, 405) and other.status_code in (404, 405):
                continue
            return f"{method} {foreign}: {one.status_code}, {nothing}: {other.status_code}"
        mine, theirs = bare(words, foreign), bare(others, nothing)
        if mine != theirs:
            at = next((at for at, pair in enumerate(zip(mine, theirs, strict=False)) if pair[0] != pair[1]), 0)
            at = max(0, at - 40)
            return f"{method} {foreign}: {mine[at : at + 150]!r}, {nothing}: {theirs[at : at + 150]!r}"
    return ""


@pytest.mark.parametrize("stand", list(STAGES), indirect=True)
@pytest.mark.trust("A3", "each address with an id of another partnership and with one of nobody: status, headers, body")
def test_same_answer(stand: Stand, figures: Figures, monkeypatch: Any) -> None:  # noqa: F811
    # The page that people get, and not the exception in its place.
    monkeypatch.setattr(defaults, "loader", loader)
    asked = pairs(stand)
    apart = [told for _, foreign, nothing in asked if (told := told_apart(stand, foreign, nothing))]
    figures("pairs", len(asked))
    figures("pairs told apart", len(apart))
    assert apart == [], "\n".join(apart)

    def honest(rows: Any, **wanted: Any) -> Any:
        """As a view that refuses what it found: 403 for what exists, 404 for what does not."""
        found = rows.filter(**wanted).first()
        if found is None:
            raise PermissionDenied if Inspection.objects.filter(**wanted).exists() else Http404
        return found

    with monkeypatch.context() as off:
        off.setattr(base, "get_object_or_404", honest)
        off_guard = [each for each in asked if each[0].startswith("inspections:") and ", own" not in each[0]][:20]
        caught = sum(bool(told_apart(stand, foreign, nothing)) for _, foreign, nothing in off_guard)
    figures.control("a foreign inspection is refused with 403", caught=caught, of=len(off_guard))


def statements(stand: Stand, url: str) -> int:  # noqa: F811
    asked = 0

    def counted(execute: Any, *statement: Any) -> Any:
        nonlocal asked
        asked += 1
        return execute(*statement)

    with connection.execute_wrapper(counted):
        send(stand, WHO, "GET", url, keep=())
    return asked


def loaded_in_vain(stand: Stand) -> list[str]:  # noqa: F811
    """Where what exists costs the database other work than what does not, before both are refused. One's own is no secret."""
    wrong = []
    for name, foreign, nothing in pairs(stand):
        if ", own" not in name:
            statements(stand, foreign)  # what is asked once only
            one, other = statements(stand, foreign), statements(stand, nothing)
            wrong += [f"{name}: {one} statements, {other} where nothing is"] if one != other else []
    return wrong


@pytest.mark.parametrize("stand", list(STAGES), indirect=True)
@pytest.mark.trust("A3", "statements of the database for an address of another partnership and for one of nobody")
def test_same_work(stand: Stand, figures: Figures, monkeypatch: Any) -> None:  # noqa: F811
    wrong = loaded_in_vain(stand)
    figures("addresses that cost more where something is", len(wrong))
    assert wrong == []

    look_up = base.get_object_or_404

    def loads(rows: Any, **wanted: Any) -> Any:
        for found in Inspection.objects.filter(**wanted):
            list(found.findings.all())
        return look_up(rows, **wanted)

    with monkeypatch.context() as off:
        off.setattr(base, "get_object_or_404", loads)
        figures.control("what exists is loaded before it is refused", caught=int(bool(loaded_in_vain(stand))), of=1)


def ratio(stand: Stand, foreign: str, nothing: str) -> float:  # noqa: F811
    """Of the medians of many tries, by turns."""
    client = stand.client_of(WHO)
    took: dict[str, list[float]] = {foreign: [], nothing: []}
    for turn in range(TRIES):
        for url in (foreign, nothing) if turn % 2 else (nothing, foreign):
            start = perf_counter()
            client.get(url)
            took[url].append(perf_counter() - start)
    return median(took[foreign]) / median(took[nothing])


@pytest.mark.parametrize("stand", ["notified"], indirect=True)
@pytest.mark.trust("A3", "12 kinds of address drawn at random, 200 tries of each of the pair by turns: the medians")
def test_same_time(stand: Stand, figures: Figures, monkeypatch: Any) -> None:  # noqa: F811
    drawn = random.Random(2026).sample(sorted(pairs(stand)), 12)
    worst = 1.0
    for _, foreign, nothing in drawn:
        assert told_apart(stand, foreign, nothing) == ""
        # Another process may take the machine in one run of tries; a difference that is there is there every time.
        seen = min((ratio(stand, foreign, nothing) for _ in range(3)), key=lambda one: abs(one - 1))
        worst = max(worst, seen, key=lambda one: abs(one - 1))
    figures("ratio furthest from 1", f"{worst:.3f}")
    assert 0.9 <= worst <= 1.1

    look_up = base.get_object_or_404

    def slow(rows: Any, **wanted: Any) -> Any:
        """As a view that first loads what it then refuses."""
        for found in Inspection.objects.filter(**wanted):
            list(Partnership.objects.select_related("region", "authority"))
            list(found.findings.all()), list(found.deadlines.all()), list(found.team_places.select_related("user"))
        return look_up(rows, **wanted)

    url = [reverse("inspections:inspection-detail", args=[one]) for one in (stand.world.inspection.reference, NOTHING)]
    with monkeypatch.context() as off:
        off.setattr(base, "get_object_or_404", slow)
        figures.control("what exists is loaded before it is refused", caught=int(ratio(stand, *url) > 1.1), of=1)
