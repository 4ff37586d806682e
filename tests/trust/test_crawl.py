"""Every address x every method x everybody, with the ids of both partnerships in every place."""

from __future__ import annotations

import logging
import random
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.views import defaults

from core import clock
from tests.access.test_matrix import BriefRefusals, Stand
from tests.access.world import CANARY, CAST, ELSEWHERE, STAGES, TODAY
from tests.trust.crawl import (
    MARK,
    METHODS,
    STRANGERS,
    Writing,
    address,
    digest,
    expected,
    first_rows,
    plant,
    rows_of,
    send,
    unguarded,
    wrong_with,
)
from tests.trust.plugin import Figures

pytestmark = [pytest.mark.prove, pytest.mark.django_db, pytest.mark.timeout(3600)]


@pytest.fixture
def quiet(monkeypatch: Any, settings: Any) -> Iterator[None]:
    settings.DEMONSTRATION = False
    settings.ACCOUNT_RATE_LIMITS = {}
    monkeypatch.setattr(defaults, "loader", BriefRefusals)
    logging.disable()
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def stand(request: Any, db: None, quiet: None) -> Iterator[Stand]:
    with clock.travelled_to(TODAY), transaction.atomic():
        made = Stand(request.param)
        planted = plant(made.world)
        assert planted > 50
        yield made
        transaction.set_rollback(True)


at_each_stage = pytest.mark.parametrize("stand", list(STAGES), indirect=True)


def told(row: Any, name: str, method: str, answer: Any, words: str, written: list[str]) -> list[str]:
    """All that is wrong with one answer."""
    wrong = [wrong_with(row, name, method, answer, words)]
    if answer.status_code in (403, 404, 405) and written:
        wrong.append(f"{name} {method} {row.name}: refused with {answer.status_code}, yet {written[0]}")
    return [each for each in wrong if each]


def some(row: Any, number: int) -> list[str]:
    """One of each circle of the row (the rows themselves ask everybody for GET and POST), and six of the cast by turns, so that over the
    addresses everybody meets every method."""
    circles: dict[tuple[int, int], str] = {}
    for name in CAST:
        circles.setdefault((expected(row, name), next(s for s, names in row.post.items() if name in names)), name)
    turn = [CAST[(number * 6 + step) % len(CAST)] for step in range(6)]
    return list(dict.fromkeys([*circles.values(), *turn]))


@at_each_stage
@pytest.mark.trust(
    "A2",
    "every address x 7 methods x one of each circle and everybody by turns, by rows typed by hand; words marked; database hashed",
)
def test_every_method(stand: Stand, figures: Figures) -> None:
    wrong: list[str] = []
    asked = writes = 0
    rows = first_rows(stand.stage, stand.world)
    writing = Writing()
    before = digest()
    with connection.execute_wrapper(writing):
        for number, row in enumerate(rows):
            url = address(row, stand.world)
            assert url is not None
            for name in some(row, number):
                for method in METHODS:
                    writing.clear()
                    answer, words = send(stand, name, method, url, keep=(403, 404, 405))
                    wrong += told(row, name, method, answer, words, writing)
                    asked, writes = asked + 1, writes + bool(writing and answer.status_code in (403, 404, 405))
    after = digest()
    figures("addresses", len(rows))
    figures("requests", asked)
    figures("wrong answers", len(wrong))
    figures("tables changed by the refused", sum(before[table] != after[table] for table in before))
    assert wrong == []
    assert before == after


OTHER_WORDS = {"reference", "slug"}
# Words of the product in an address, the same in every inspection: that they exist is no secret.
ITS_WORDS = {"move", "kind", "variant", "ending", "agency", "theme", "count", "side", "body", "scope"}
# In place of an id: one that nothing has.
MADE_UP = {int: 98_765_432, str: "nothing-real"}
THEIRS = tuple(ELSEWHERE)


def theirs(row: Any, stand: Stand, *, made_up: bool) -> str | None:
    """The address with the other partnership's own inspection or area, and an id of ours in every other place; or an id of nobody."""
    world = stand.world
    given = row.url_kwargs(world)
    own = {"reference": world.elsewhere.reference, "slug": world.there.slug}
    if not OTHER_WORDS & set(given) or set(given) <= OTHER_WORDS:
        return None
    other = {key: own[key] for key in given if key in own}
    if made_up:
        other |= {
            key: MADE_UP[type(value)]
            for key, value in given.items()
            if key not in own and key not in ITS_WORDS and type(value) in MADE_UP
        }
    return address(row, world, **other)


@at_each_stage
@pytest.mark.trust(
    "A2", "own inspection or area in the address with ids of the other partnership in every other place, 7 methods"
)
def test_ids_of_the_other_partnership(stand: Stand, figures: Figures) -> None:
    wrong: list[str] = []
    asked = 0
    seen: set[str] = set()
    before = digest()
    for row in rows_of(stand.stage):
        url = theirs(row, stand, made_up=False)
        if url is None or url in seen:
            continue
        seen.add(url)
        for name in THEIRS:
            for method in METHODS:
                answer, words = send(stand, name, method, url, keep=(403, 404, 405))
                asked += 1
                if MARK in words or CANARY in words:
                    wrong.append(f"{name} {method} {url}: shows what is of another partnership")
                if answer.status_code >= 500:
                    wrong.append(f"{name} {method} {url}: {answer.status_code}")
    figures("requests with mixed ids", asked)
    figures("marked words seen", len(wrong))
    assert wrong == []
    assert digest() == before


def names_asked_for() -> set[str]:
    """What views read from a query string, found in the code, with usual names of ids."""
    from tests.trust.test_static import listed

    code = "\n".join(text for path, text in listed("*.py").items() if "views" in path)
    found = set(re.findall(r"GET(?:\.get|\.getlist)?[\[(][\"']([a-z_]+)[\"']", code))
    return found | {"id", "pk", "inspection", "partnership", "reference", "slug", "person", "next", "case", "plan"}


@pytest.mark.parametrize("stand", ["notified"], indirect=True)
@pytest.mark.trust("A2", "ids of the other partnership in the query string of every page that strangers are given")
def test_ids_in_the_query_string(stand: Stand, figures: Figures) -> None:
    world = stand.world
    wrong: list[str] = []
    asked = 0
    values = {world.inspection.reference, world.here.slug, world.here.name, str(world.inspection.pk), CANARY[:20], "A"}
    names = sorted(names_asked_for())
    for row in rows_of(stand.stage):
        public = set(row.get) <= {200} and set(row.get.get(200, ())) == set(CAST)
        url = address(row, world)
        if public or url is None:
            continue
        for name in STRANGERS:
            if expected(row, name) != 200:
                continue
            for value in sorted(values):
                answer, words = send(stand, name, "GET", f"{url}?" + "&".join(f"{key}={value}" for key in names))
                asked += 1
                if MARK in words:
                    wrong.append(f"{name} {url} {value}: shows what is of another partnership")
                if answer.status_code >= 500:
                    wrong.append(f"{name} {url} {value}: {answer.status_code}")
    figures("requests with a query", asked)
    assert asked > 50
    assert wrong == []


@pytest.mark.parametrize("stand", list(STAGES), indirect=True)
@pytest.mark.trust("A2", "every form that somebody is given is sent with an id in each choice that it does not offer")
def test_ids_in_form_fields(stand: Stand, figures: Figures) -> None:
    """A person, an inspection or a row of the other partnership, and one of nobody, where the form offers its own."""
    world = stand.world
    foreign = [str(world.people["lano_elsewhere"].pk), str(world.elsewhere.pk), world.elsewhere.reference, "98765432"]
    wrong: list[str] = []
    sent = fields = 0
    seen: set[str] = set()
    for row in rows_of(stand.stage):
        url = address(row, world)
        who = next((name for name in CAST if expected(row, name) == 200 and name not in STRANGERS), None)
        if url is None or url in seen or who is None:
            continue
        seen.add(url)
        answer, _ = send(stand, who, "GET", url)
        form = (answer.context or {}).get("form") if answer.context is not None else None
        if form is None or not hasattr(form, "fields") or not any(post == 200 for post in row.post):
            continue
        for field, bound in form.fields.items():
            if not hasattr(bound, "choices"):
                continue
            fields += 1
            offered = {str(key) for key, _ in flat(bound.choices)}
            for value in foreign:
                if value in offered:
                    continue
                again, _ = send(stand, who, "POST", url, {form.add_prefix(field): value, **hidden(form)}, keep=())
                sent += 1
                errors = again.context["form"].errors if again.context is not None and "form" in again.context else {}
                if again.status_code == 302 or (again.status_code == 200 and field not in errors):
                    wrong.append(f"{who} {row.name} {field}={value}: {again.status_code}")
    figures("choices", fields)
    figures("forms sent", sent)
    assert wrong == []


def flat(choices: Any) -> Iterator[tuple[Any, Any]]:
    for key, text in choices:
        if isinstance(text, list | tuple):
            yield from flat(text)
        else:
            yield key, text


def hidden(form: Any) -> dict[str, Any]:
    return {bound.html_name: bound.value() or "" for bound in form.hidden_fields()}


@pytest.mark.parametrize("stand", ["notified"], indirect=True)
@pytest.mark.trust("A2", "the guard is taken off 20 views drawn at random, one at a time")
def test_control_a_view_without_its_guard(stand: Stand, figures: Figures, monkeypatch: Any) -> None:
    guarded = {
        row.name: row
        for row in rows_of("notified")
        if expected(row, "lead_elsewhere") == 404 and "lead_elsewhere" in STRANGERS
    }
    guarded = {
        name: row for name, row in guarded.items() if any(status == 200 for status in row.get) and len(row.get) > 2
    }
    drawn = random.Random(2026).sample(sorted(guarded), 20)
    missed = []
    for name in drawn:
        row = guarded[name]
        url = address(row, stand.world)
        assert url is not None

        def wrong(row: Any = row, url: str = url) -> list[str]:
            found = []
            for method in ("GET", "POST"):
                answer, words = send(stand, "lead_elsewhere", method, url, keep=())
                found += told(row, "lead_elsewhere", method, answer, words, [])
            return found

        assert wrong() == []
        with unguarded(monkeypatch):
            if not wrong():
                missed.append(name)
    figures.control("the guard of a view", caught=len(drawn) - len(missed), of=len(drawn))
    assert missed == []
