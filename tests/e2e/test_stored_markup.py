"""Markup in every text the product keeps, and every page then opened in Chromium: nothing runs, nothing asks to run."""

from __future__ import annotations

from itertools import cycle
from typing import Any

import pytest
from django.apps import apps
from django.db import Error, models, transaction
from django.test import Client
from django.urls import reverse

from core import clock
from tests.access.world import TODAY, build
from tests.e2e.driver import Visitor
from tests.e2e.test_every_page import person_of, reader_of, rows_at
from tests.trust.plugin import Figures

pytestmark = [pytest.mark.browser, pytest.mark.prove, pytest.mark.once, pytest.mark.django_db(transaction=True)]

RUNS = "window.ran=(window.ran||0)+1"
PAYLOADS = (
    f"<script>{RUNS}</script>",
    f"<img src=x onerror={RUNS}>",
    f"\"'><svg onload={RUNS}>",
    f"'><img src=x onerror={RUNS}>",
    f"</textarea><script>{RUNS}</script>",
    f"</title></style></script><script>{RUNS}</script>",
    f"<details open ontoggle={RUNS}>",
    f"<iframe srcdoc='<script>parent.{RUNS}</script>'></iframe>",
    f"<a href='javascript:{RUNS}' autofocus onfocus={RUNS}>x</a>",
    f"{{{{ 7*7 }}}}{{% now 'Y' %}}<b onmouseover={RUNS}>x</b>",
    f"--><script>{RUNS}</script><!--",
    f"<math><mtext></form><form><mglyph><style></math><img src onerror={RUNS}>",
    f"<base href='//127.0.0.1:9/'><script src=x></script><meta http-equiv=refresh content='0;url=javascript:{RUNS}'>",
)
# Texts with a meaning for the program, and what our own templates drew, which is escaped already.
CODED = (
    "code", "slug", "reference", "token", "hash", "key", "sha256", "kind", "state", "status", "url", "path", "email", "edition", "language",
    "variant", "colour", "number", "mime", "content_type", "password", "verb", "trigger", "anchor", "scope", "rung", "place", "group",
    "dimension", "version", "audience", "strand", "sector", "nonce", "model", "app_label", "session", "secret", "source_ref", "fragment",
    "context", "content", "snapshot", "address", "host", "domain", "timing", "part", "outcome", "la_type", "region", "stored_as",
)  # fmt: skip


def texts_of(model: type[models.Model]) -> list[str]:
    return [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, (models.CharField, models.TextField)) and not field.choices and not field.unique and not field.primary_key
        and not any(word in field.name for word in CODED) and (field.max_length or 1000) >= 60
    ]  # fmt: skip


def poisoned(payloads: Any) -> int:
    """Every text of every row, as far as the database lets it be changed; how many columns."""
    columns = 0
    for model in apps.get_models():
        if model._meta.app_label in (
            "sessions",
            "contenttypes",
            "auth",
            "account",
            "mfa",
            "axes",
            "django_celery_beat",
        ):
            continue
        for name in texts_of(model):
            longest = model._meta.get_field(name).max_length or 10_000
            payload = next(each for each in payloads if len(each) <= longest)
            try:
                with transaction.atomic():
                    columns += bool(models.QuerySet(model).exclude(**{name: ""}).update(**{name: payload}))
            except (Error, models.ProtectedError):
                continue  # frozen: it holds what was written through the pages
            except Exception:  # noqa: BLE001  (a model that refuses in code)
                continue
    return columns


@pytest.mark.trust("H3", "13 payloads in every text column, every page opened in Chromium by somebody who may")
@pytest.mark.parametrize("stage", ["notified", "shared", "published"])
def test_nothing_stored_runs(stage: str, visitor: Visitor, figures: Figures) -> None:
    visitor.page.set_content(PAYLOADS[1])
    visitor.page.wait_for_function("window.ran")
    figures.control("markup drawn as it is", caught=1, of=1)
    pages, ran, complaints, broken = 0, [], [], []
    with clock.travelled_to(TODAY):
        world = build(stage)
        columns = poisoned(cycle(PAYLOADS))
        for row in rows_at(stage):
            name = reader_of(row)
            person, path = person_of(world, name), reverse(row.name, kwargs=row.url_kwargs(world))
            client = Client(raise_request_exception=False)
            if person is not None:
                client.force_login(person)
            answer = client.get(path)
            if answer.status_code == 500:
                broken.append(path)
            if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
                continue
            visitor.faults.clear()
            visitor.as_(person).visit(path)
            pages += 1
            if visitor.page.evaluate("window.ran || 0"):
                ran.append(path)
            complaints += [f"{path}: {fault}" for fault in visitor.faults if "Content Security Policy" in fault]
    visitor.faults.clear()
    figures(f"{stage}: columns with markup", columns)
    figures(f"{stage}: pages opened", pages)
    figures(f"{stage}: executions", len(ran))
    figures(f"{stage}: complaints of the policy", len(complaints))
    assert (ran, complaints, broken) == ([], [], [])
    assert pages > 20
