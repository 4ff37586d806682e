"""The factual accuracy check after its last day: what is said, and what is kept."""

from __future__ import annotations

import pytest
from django.urls import reverse

from core import clock
from reports.models import AccuracyComment, AccuracyRound
from reports.tests.reviewing import go
from reports.tests.test_accuracy import AFTER, desk, received, write  # noqa: F401

pytestmark = pytest.mark.django_db
TAKEN = "The last day has passed. The comments are still taken and are marked late."


def test_after_the_last_day_it_is_said_taken_and_marked_late(desk, client):  # noqa: F811
    received(desk)
    with clock.travelled_to(AFTER):
        write(desk)
        client.force_login(desk.dcs)
        for name in ("accuracy-detail", "accuracy-submit"):
            assert TAKEN in client.get(address(desk, name)).content.decode()
        answer = client.post(address(desk, "accuracy-submit"), {"confirmed": "on"}, follow=True).content.decode()
    assert "submitted after their last day, and are marked late" in answer and "Late" in answer and TAKEN not in answer
    assert (AccuracyRound.objects.get().late, AccuracyComment.objects.get().number) == (True, 1)


def test_once_the_draft_is_revised_what_is_typed_and_what_was_drafted_are_kept(desk, client):  # noqa: F811
    received(desk)
    with clock.travelled_to(AFTER):
        write(desk)
        go(desk, desk.letter, ("record_comments", desk.lead), ("revise", desk.lead))
        client.force_login(desk.dcs)
        detail = client.get(address(desk, "accuracy-detail")).content.decode()
        assert "It was 30." in detail and "They are kept, and the inspectorates do not see them." in detail
        given = {"kind": "figure", "quote": "40 weeks", "text": "Typed for an <b>hour</b>.", "correction": "30 weeks"}
        answer = client.post(address(desk, "accuracy-comment-add", "experience"), given).content.decode()
        assert "comments can no longer be taken here" in answer and "What you wrote was not saved" in answer
        assert "Typed for an &lt;b&gt;hour&lt;/b&gt;." in answer and "30 weeks" in answer
        answer = client.post(address(desk, "accuracy-submit"), {"confirmed": "on"}).content.decode()
        assert "The letter has been revised" in answer and "were not submitted" in answer
    assert AccuracyRound.objects.get().submitted_at is None
    assert AccuracyComment.objects.get().text == "It was 30."


def address(desk, name, *more):  # noqa: F811
    return reverse(f"reports:{name}", args=[desk.inspection.reference, *more])
