"""Odd input with each run of the tests: a handful of forms and addresses, odd JSON, and whatever broke a page once."""

from __future__ import annotations

import logging
import random
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse

from accounts.choices import Role
from core import clock
from core.errors import Refused
from tests.access.test_matrix import Stand
from tests.trust import fuzzing
from tests.trust.fuzz_runs import SEED, addresses, forms, standing
from tests.trust.fuzzing import Faults


@pytest.fixture(autouse=True)
def quiet(settings: Any) -> Iterator[None]:
    settings.DEMONSTRATION = False
    settings.ACCOUNT_RATE_LIMITS = {}
    logging.disable()
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture(scope="module")
def stand(django_db_setup: Any, django_db_blocker: Any) -> Iterator[Stand]:
    """Made once for all of these, in a transaction around theirs."""
    with django_db_blocker.unblock(), standing("notified") as made:
        yield made


@pytest.mark.django_db
@pytest.mark.trust("F1", "a handful of forms with each run of the tests")
def test_a_handful_of_forms(stand: Stand, figures: Any) -> None:
    faults = Faults()
    turn = random.Random(SEED).randrange(20)
    chosen = forms(stand, "notified", faults, most=5, seconds=2, some=slice(turn, None, 20))
    figures(f"forms in make test (seed {SEED})", len(chosen))
    assert not faults.found, f"FUZZ_SEED={SEED}\n{faults}"


@pytest.mark.django_db
@pytest.mark.trust("F2", "a handful of addresses with each run of the tests")
def test_a_handful_of_addresses(stand: Stand, figures: Any) -> None:
    faults = Faults()
    turn = random.Random(SEED).randrange(20)
    names = addresses(stand, "notified", faults, most=5, seconds=2, some=slice(turn, None, 20))
    figures(f"parameters in make test (seed {SEED})", names)
    assert not faults.errors(), f"FUZZ_SEED={SEED}\n{faults}"


@pytest.mark.django_db
@pytest.mark.trust("F1", "control: a page that breaks and one that saves before it refuses")
def test_control_a_page_that_breaks_and_one_that_stops_half_way_are_seen(
    stand: Stand, figures: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from accounts.models import Notice
    from dashboard.views.notices import Notices

    def breaks(self: Any, request: Any) -> Any:
        return int(request.POST.get("notice", "1"))

    def half(self: Any, request: Any) -> Any:
        Notice.objects.create(person=request.user, kind="x", key="half", subject="S", body="B", at=clock.now())
        raise Refused("Not now")

    caught = 0
    target = next(one for one in fuzzing.targets(stand, "notified", "POST", None) if one.name == "dashboard:notices")
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
def test_odd_json_where_pages_save_by_themselves(stand: Stand, figures: Any) -> None:
    faults = Faults()
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
        (lambda data: letter_file.checked(letter_file.Finding, letter_file.read(data)), letter_file.LetterFileError),
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
    (
        "inspections:finding-edit",
        {"reference": "seaborough-2026", "pk": None},
        Role.LEAD_INSPECTOR,
        {"remove": "true"},
        409,
    ),
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
def test_what_broke_a_page_once_is_answered(stand: Stand, figures: Any) -> None:
    told = []
    for name, given_kwargs, who, sent, status in BROKE:
        kwargs = given_kwargs | ({"pk": stand.world.things["finding"].pk} if "pk" in given_kwargs else {})
        answer = fuzzing.ask(
            stand.client_of(who.value),
            "POST",
            reverse(name, kwargs=kwargs),
            fuzzing.encoded(list(sent.items())).encode(),
        )
        told.append((name, answer.status, status, answer.place()))
    figures("broke once, answered now", len(told))
    assert [each for each in told if each[1] != each[2]] == []


@pytest.mark.django_db
@pytest.mark.trust("F2", "NUL in a path, in a query string, and one hidden in another")
def test_nul_in_an_address(client: Any) -> None:
    assert client.get("/partnerships/a%00b/").status_code == 404
    for query in ("text=%00", "text=%%0000", "page=%00"):
        assert client.get("/partnerships/", QUERY_STRING=query).status_code == 200
