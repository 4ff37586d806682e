"""Odd input to every form and every address with parameters: no server error, nothing half done."""

from __future__ import annotations

import logging
import os
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic, process_time
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, Phase, given, seed
from hypothesis import settings as hypothesis_settings

from accounts.choices import Role
from core import clock
from core.errors import Refused
from tests.access.matrix import ROWS
from tests.access.test_matrix import Stand
from tests.access.world import STAGES, TODAY
from tests.trust import fuzzing
from tests.trust.fuzzing import Faults, Target

SEED = int(os.environ.get("FUZZ_SEED") or random.SystemRandom().randrange(10**9))
# Of the processor, for all stages of the world together; each stage takes the share of its pages.
SECONDS = float(os.environ.get("FUZZ_SECONDS") or 240)
# Of the clock, for one stage: a machine that is busy asks less.
LONGEST = 600


@pytest.fixture(autouse=True)
def quiet(settings: Any) -> Iterator[None]:
    settings.DEMONSTRATION = False
    settings.ACCOUNT_RATE_LIMITS = {}
    logging.disable()
    yield
    logging.disable(logging.NOTSET)


@contextmanager
def standing(stage: str) -> Iterator[Stand]:
    with transaction.atomic(), clock.travelled_to(TODAY):
        yield Stand(stage)
        transaction.set_rollback(True)


def share(stage: str, method: str) -> float:
    rows = [row.stage for row in ROWS if fuzzing.may(row, method)]
    return rows.count(stage) / len(rows)


def runs(strategy: Any, act: Callable[[Any], None], *, most: int, until: float) -> None:
    """`act` on drawn values, until there were `most` or the time is over."""

    @seed(SEED)
    @hypothesis_settings(
        max_examples=most,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def each(value: Any) -> None:
        if process_time() < until:
            act(value)

    each()


def forms(
    stand: Stand, stage: str, faults: Faults, *, most: int, seconds: float, some: slice = slice(None)
) -> list[Target]:
    ends, chosen = process_time() + seconds, fuzzing.targets(stand, stage, "POST", SEED)[some]
    over = monotonic() + LONGEST
    for number, target in enumerate(chosen):
        if monotonic() > over:
            break
        until = process_time() + (ends - process_time()) / (len(chosen) - number)
        boxes = fuzzing.boxes_of(stand, target)
        turn = random.Random(SEED)
        clients = [(name, stand.client_of(name)) for name in target.people]

        def act(
            pairs: list[tuple[str, str]], target: Target = target, clients: Any = clients, turn: Any = turn
        ) -> None:
            name, client = turn.choice(clients)
            body = fuzzing.encoded(pairs)
            faults.look(f"{target} as {name}", body, fuzzing.ask(client, "POST", target.path, body.encode()))

        runs(fuzzing.sent(boxes), act, most=most, until=until)
    return chosen


@pytest.mark.prove
@pytest.mark.django_db
@pytest.mark.timeout(900)
@pytest.mark.trust("F1", "every form of every stage, drawn values in its boxes, as everybody who may send it")
@pytest.mark.parametrize("stage", STAGES)
def test_odd_input_to_every_form(stage: str, figures: Any) -> None:
    faults = Faults()
    with standing(stage) as stand:
        chosen = forms(stand, stage, faults, most=2000, seconds=SECONDS * share(stage, "POST"))
    figures(f"{stage}: forms", len(chosen))
    figures(f"{stage}: cases (seed {SEED})", faults.asked)
    figures(f"{stage}: server errors", len(faults.errors()))
    figures(f"{stage}: half done", len(faults.half()))
    assert not faults.found, f"\n{faults}"


def addresses(stand: Stand, stage: str, faults: Faults, *, most: int, seconds: float, some: slice = slice(None)) -> int:
    """Every page that somebody may read, with odd values of what it reads from its address."""
    ends, chosen, names = process_time() + seconds, fuzzing.targets(stand, stage, "GET", SEED)[some], 0
    over = monotonic() + LONGEST
    for number, target in enumerate(chosen):
        if monotonic() > over:
            break
        until = process_time() + (ends - process_time()) / (len(chosen) - number)
        client = stand.client_of(target.people[0])
        read = fuzzing.parameters_of(client, target.path)
        names += len(read)

        def act(pairs: list[tuple[str, str]], target: Target = target, client: Any = client) -> None:
            query = fuzzing.encoded(pairs)
            faults.look(f"{target} as {target.people[0]}", query, fuzzing.ask(client, "GET", target.path, query=query))

        # A page that reads nothing is asked little.
        runs(fuzzing.queries(read), act, most=most if read else 3, until=until)
    return names


@pytest.mark.prove
@pytest.mark.django_db
@pytest.mark.timeout(900)
@pytest.mark.trust(
    "F2", "every page of every stage that somebody may read, drawn values of each parameter it was seen to read"
)
@pytest.mark.parametrize("stage", STAGES)
def test_odd_query_strings(stage: str, figures: Any) -> None:
    faults = Faults()
    with standing(stage) as stand:
        names = addresses(stand, stage, faults, most=1000, seconds=SECONDS * share(stage, "GET"))
    figures(f"{stage}: parameters", names)
    figures(f"{stage}: cases (seed {SEED})", faults.asked)
    figures(f"{stage}: server errors", len(faults.errors()))
    assert not faults.errors(), f"\n{faults}"


@pytest.mark.django_db
@pytest.mark.trust("F1", "a handful of forms with each run of the tests")
def test_a_handful_of_forms(figures: Any) -> None:
    faults = Faults()
    with standing("notified") as stand:
        turn = random.Random(SEED).randrange(20)
        chosen = forms(stand, "notified", faults, most=6, seconds=3, some=slice(turn, None, 20))
    figures(f"forms in make test (seed {SEED})", len(chosen))
    assert not faults.found, f"FUZZ_SEED={SEED}\n{faults}"


@pytest.mark.django_db
@pytest.mark.trust("F2", "a handful of addresses with each run of the tests")
def test_a_handful_of_addresses(figures: Any) -> None:
    faults = Faults()
    with standing("published") as stand:
        turn = random.Random(SEED).randrange(20)
        names = addresses(stand, "published", faults, most=6, seconds=3, some=slice(turn, None, 20))
    figures(f"parameters in make test (seed {SEED})", names)
    assert not faults.errors(), f"FUZZ_SEED={SEED}\n{faults}"


@pytest.mark.django_db
@pytest.mark.trust("F1", "control: a page that breaks and one that saves before it refuses")
def test_control_a_page_that_breaks_and_one_that_stops_half_way_are_seen(
    figures: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from accounts.models import Notice
    from dashboard.views.notices import Notices

    def breaks(self: Any, request: Any) -> Any:
        return int(request.POST.get("notice", "1"))

    def half(self: Any, request: Any) -> Any:
        Notice.objects.create(person=request.user, kind="x", key="half", subject="S", body="B", at=clock.now())
        raise Refused("Not now")

    caught = 0
    with standing("notified") as stand:
        target = next(
            one for one in fuzzing.targets(stand, "notified", "POST", None) if one.name == "dashboard:notices"
        )
        client = stand.client_of(target.people[0])
        for act, body, kind in ((breaks, "notice=9" + "9" * 5000, "errors"), (half, "notice=1", "half")):
            monkeypatch.setattr(Notices, "post", act)
            faults = Faults()
            faults.look(str(target), body, fuzzing.ask(client, "POST", target.path, body.encode()))
            caught += len(getattr(faults, kind)()) == 1
    figures.control("a page that breaks, a page that stops half way", caught=caught, of=2)


DEEP = "[" * 100_000
JSON = [
    "", "{", "nul", "NaN", '{"a": NaN}', '{"a": Infinity}', '"\\u0000"', '{"a": "\\ud800"}', DEEP, '{"a": 1, "a": 2}', "[]", "1", '"a"',
    '{"number": []}', "9" * 5_000, '{"version": ' + "9" * 5_000 + "}", "\ufeff{}", "\x00",
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.trust("F3", "addresses to which pages save by themselves, sent JSON of every odd kind in place of a form")
def test_odd_json_where_pages_save_by_themselves(figures: Any) -> None:
    faults = Faults()
    with standing("notified") as stand:
        saving = [one for one in fuzzing.targets(stand, "notified", "POST", None) if one.name.endswith("-save")]
        for target in saving:
            client = stand.client_of(target.people[0])
            for text in JSON:
                seen = fuzzing.ask(client, "POST", target.path, text.encode(), "application/json")
                faults.look(str(target), text[:50], seen)
                assert seen.status in (400, 403, 409, 415, 422), (target, text[:50], seen.status)
    figures("addresses that save", len(saving))
    figures("odd JSON sent to them", faults.asked)
    figures("server errors", len(faults.errors()))
    assert saving
    assert not faults.found, f"\n{faults}"


@pytest.mark.trust("F3", "the files of JSON that people give: letters, timetables, bank holidays")
def test_odd_json_in_files(tmp_path: Any, figures: Any) -> None:
    from reports.letters import letter_file
    from rulebook import holidays
    from timetable.solving import files

    ways = (
        (letter_file.read, letter_file.LetterFileError),
        (files.read, files.BadProblem),
        (lambda data: holidays.read(kept(tmp_path / "days.json", data)), holidays.BadHolidayFile),
    )
    for way, error in ways:
        for text in JSON:
            with pytest.raises(error):
                way(text.encode())
    figures("odd files refused in words", len(ways) * len(JSON))


def kept(path: Any, data: bytes) -> Any:
    path.write_bytes(data)
    return path


LONG = "9" * 5_000
# What broke a page once: the address, who sent it, what was sent, and what is said to it now.
BROKE = [
    ("coordination:feedback", {"reference": "seaborough-2026"}, Role.LEAD_INSPECTOR, {"seat": LONG}, 404),
    ("evidence:finding-basis", {"reference": "seaborough-2026", "pk": None}, Role.LEAD_INSPECTOR, {"untie": LONG}, 200),
    (
        "timetable:availability-halves",
        {"reference": "seaborough-2026", "whose": "user-²"},
        Role.LEAD_INSPECTOR,
        {},
        404,
    ),
    (
        "timetable:availability-halves",
        {"reference": "seaborough-2026", "whose": f"room-{LONG}-a"},
        Role.LEAD_INSPECTOR,
        {},
        404,
    ),
]


@pytest.mark.django_db
@pytest.mark.trust("F1", "what broke a page once")
def test_what_broke_a_page_once_is_answered(figures: Any) -> None:
    told = []
    with standing("notified") as stand:
        for name, given_kwargs, who, sent, status in BROKE:
            kwargs = given_kwargs | ({"pk": stand.world.things["finding"].pk} if "pk" in given_kwargs else {})
            answer = fuzzing.ask(
                stand.client_of(who.value),
                "POST",
                reverse(name, kwargs=kwargs),
                fuzzing.encoded(list(sent.items())).encode(),
            )
            told.append((name, answer.status, status))
    figures("broke once, answered now", len(told))
    assert [each for each in told if each[1] != each[2]] == []


@pytest.mark.django_db
@pytest.mark.trust("F2", "NUL in a path, in a query string, and one hidden in another")
def test_nul_in_an_address(client: Any) -> None:
    assert client.get("/partnerships/a%00b/").status_code == 404
    for query in ("text=%00", "text=%%0000", "page=%00"):
        assert client.get("/partnerships/", QUERY_STRING=query).status_code == 200
