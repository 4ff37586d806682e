"""What people see and what is done again when the service rests on something that is away."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from core import unavailable


def failing(request: HttpRequest, error: Exception) -> HttpResponse:
    try:
        raise error  # noqa: TRY301
    except Exception:  # noqa: BLE001
        return unavailable.server_error(request)


def test_a_form_is_kept_in_the_page_and_a_password_is_not() -> None:
    asked = RequestFactory().post("/notes/?a=1", {"text": "my <words>", "submission_key": "k"})
    answer = failing(asked, OperationalError("away"))
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    page = answer.content.decode()
    assert "my &lt;words&gt;" in page and 'action="/notes/?a=1"' in page and "Send it again" in page
    secret = failing(
        RequestFactory().post("/accounts/login/", {"password": "three plain words"}), OperationalError("away")
    )
    assert secret.status_code == 503 and b"three plain words" not in secret.content


def test_a_fault_of_ours_is_no_absence() -> None:
    assert failing(RequestFactory().get("/"), ValueError("ours")).status_code == 500
    assert failing(RequestFactory().get("/"), OSError(28, "No space left on device")).status_code == 503


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("method", "sent", "lost", "times"),
    [("get", {}, True, 2), ("get", {}, False, 1), ("post", {"text": "no key"}, True, 1)],
)
def test_only_what_may_be_done_twice_is_answered_anew(
    monkeypatch: Any, method: str, sent: dict[str, str], lost: bool, times: int
) -> None:
    calls = []

    def view(request: HttpRequest) -> HttpResponse:
        calls.append(request)
        answer = HttpResponse(status=503)
        setattr(answer, unavailable.LOST, lost)
        return answer

    monkeypatch.setattr(connection, "close", lambda: None)
    asked = getattr(RequestFactory(), method)("/", sent)
    asked.resolver_match = None
    unavailable.AnsweredAnewMiddleware(view)(asked)
    assert len(calls) == times
