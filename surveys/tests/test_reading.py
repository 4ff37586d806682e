"""Comments: read one by one, filtered, taken away."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from core.errors import Conflict, Refused
from surveys.models import Comment
from surveys.queries import comments as comment_queries
from surveys.queries import concerns as queries
from surveys.queries import tables
from surveys.services import comments, concerns
from surveys.tests import reading
from surveys.tests.reading import address, client_of, comment, concern, on_duty

world = reading.world


def test_what_waits_for_the_duty_reader_is_shown_to_nobody_else(world: Any):
    on_duty(world)
    row = concern(world)
    made = comment(world, 5, "He hit me")
    client = client_of(world.lead)
    for page in (address(world, "comment-list", "parents"), address(world, "comment-read", "parents", 5)):
        shown = client.get(page).content.decode()
        assert "He hit me" not in shown
        assert "Kept back for safeguarding" in shown
    with pytest.raises(Refused, match="waits for the duty reader"):
        comments.judge(by=world.lead, comment=made, version=made.version)
    concerns.work(by=world.duty, concern=row, version=row.version, outcome="no_concern", note="About a ball game")
    assert "He hit me" in client.get(address(world, "comment-read", "parents", 5)).content.decode()


def test_reading_one_by_one(world: Any):
    for order in (3, 9, 27):
        comment(world, order, f"Comment number {order}")
    client = client_of(world.lead)
    page = address(world, "comment-read", "parents", 9) + "?read=no"
    shown = client.get(page).content.decode()
    assert 'rel="prev"' in shown
    assert 'rel="next"' in shown
    assert "0 of 3 read" in shown
    answer = client.post(page, {"version": 1, "tags": ["I1", "I2"], "quotable": "usable", "quotation": "It works"})
    assert answer.status_code == 302, answer.content.decode()
    assert answer.headers["Location"].endswith("/comments/27/?read=no")
    made = Comment.objects.get(order=9)
    assert made.read_by == world.lead
    assert (made.quotable, made.quotation) == ("usable", "It works")
    assert sorted(made.tags.values_list("criterion", flat=True)) == ["I1", "I2"]
    assert comment_queries.progress(world.survey) == comment_queries.Progress(3, 1)
    listed = client.get(address(world, "comment-list", "parents") + "?tag=I1").content.decode()
    assert "Comment number 9" in listed
    assert "Comment number 27" not in listed


def test_the_second_of_two_readers_is_told(world: Any):
    made = comment(world, 3, "Something")
    comments.judge(by=world.lead, comment=made, version=made.version, tags=["I1"])
    stale = Comment.objects.get(order=3)
    with pytest.raises(Conflict):
        comments.judge(by=world.other, comment=stale, version=stale.version - 1, tags=["I2"])


@pytest.mark.parametrize(
    "wrong", [{"tags": ["nothing"]}, {"quotable": "perhaps"}, {"quotable": "identifying", "quotation": "Words"}]
)
def test_what_cannot_be_kept_of_a_comment(world: Any, wrong: dict[str, Any]):
    made = comment(world, 3, "Something")
    with pytest.raises(Refused):
        comments.judge(by=world.lead, comment=made, version=made.version, **wrong)
    assert Comment.objects.get(order=3).read_at is None


def test_an_inspector_sends_a_comment_to_the_duty_reader(world: Any):
    made = comment(world, 3, "My son comes home with marks")
    client = client_of(world.other)
    client.post(address(world, "comment-raise", "parents", 3))
    assert queries.unresolved(world.survey) == 1
    assert "marks" not in client.get(address(world, "comment-read", "parents", 3)).content.decode()
    with pytest.raises(Refused, match="already"):
        concerns.raise_comment(by=world.other, comment=made)


def test_the_list_asks_as_much_for_three_as_for_one(world: Any, django_assert_num_queries: Any):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, asked = client_of(world.lead), []
    for orders in ((1,), (2, 3)):
        for order in orders:
            made = comment(world, order, f"Number {order}")
            comments.judge(by=world.lead, comment=made, version=made.version, tags=["I1", "I2"])
        client.get(address(world, "comment-list", "parents"))
        with CaptureQueriesContext(connection) as caught:
            client.get(address(world, "comment-list", "parents"))
        asked.append(len(caught))
    assert asked[0] == asked[1]


@pytest.mark.parametrize("query", ["theme=%C2%B2", "theme=9" * 3, "tag=%00", "question=%00x", "quotable=%27", "page=x"])
def test_a_filter_that_names_nothing_breaks_nothing(world: SimpleNamespace, query: str) -> None:
    browser = Client()
    browser.force_login(world.lead)
    comment(world, 1, "The school is kind")
    assert browser.get(f"{address(world, 'comment-list', 'parents')}?{query}").status_code == 200
    assert browser.get(f"{address(world, 'comment-read', 'parents', 1)}?{query}").status_code == 200


def test_thousands_of_comments_are_taken_away_in_parts_that_can_all_be_reached(
    world: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "COMMENTS_A_FILE", 2)
    browser = Client()
    browser.force_login(world.lead)
    for order in range(1, 6):
        comment(world, order, f"Comment {order}")
    page = browser.get(address(world, "comment-list", "parents")).content.decode()
    assert "5 comments" in page
    for part in (1, 2, 3):
        assert f"part {part} of 3" in page
        href = address(world, "results-comments", "parents", part)
        assert href in page
        assert browser.get(href).status_code == 200
