"""A form sets what it shows and nothing else: each is sent again with every field of every model added."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from html.parser import HTMLParser
from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from django.http import HttpResponse

from core.forms import GovukModelForm
from inspections.models import Inspection
from inspections.views.deadlines import Dates
from tests.access.test_matrix import Stand
from tests.access.world import CAST, STAGES
from tests.trust.crawl import Writing, address, expected, rows_of, send
from tests.trust.plugin import Figures
from tests.trust.test_crawl import quiet, stand  # noqa: F401  (fixtures)

pytestmark = [pytest.mark.prove, pytest.mark.django_db, pytest.mark.timeout(3600)]
ASIDE = ("sessions", "contenttypes", "auth", "audit", "mfa", "account")


class Filled(HTMLParser):
    """The first form of a page that is sent, filled as a person would: what stands in it, and a word or a day where it is empty.

    `names` are all it shows, also what was left as it is: a box not ticked, a button not pressed.
    """

    def __init__(self, words: str) -> None:
        super().__init__()
        self.data: dict[str, str] = {}
        self.names: set[str] = set()
        self._select = self._area = ""
        self._inside = False
        self.feed(words)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        name = given.get("name", "")
        if tag == "form":
            self._inside = given.get("method", "").lower() == "post" and "logout" not in given.get("action", "")
        if not self._inside:
            return
        if name:
            self.names.add(name)
        if tag == "input" and name and given.get("type") not in ("file", "submit", "button"):
            kind = given.get("type", "text")
            if kind in ("radio", "checkbox"):
                if "checked" in given or (kind == "radio" and name not in self.data):
                    self.data[name] = given.get("value", "on")
            else:
                self.data[name] = given.get("value") or filler(name)
        elif tag == "textarea" and name:
            self._area = name
            self.data[name] = "Words of a test"
        elif tag == "select" and name:
            self._select = name
        elif (
            tag == "option"
            and self._select
            and given.get("value")
            and ("selected" in given or self._select not in self.data)
        ):
            self.data[self._select] = given["value"]

    def handle_data(self, data: str) -> None:
        if self._area and data.strip():
            self.data[self._area] = data.strip()

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""
        elif tag == "select":
            self._select = ""
        elif tag == "form":
            self._inside = False


def filler(name: str) -> str:
    """Something for an empty box: the day of the test for the boxes of a date."""
    return {"0": "2", "1": "3", "2": "2026"}.get(name.rpartition("_")[2], "Words of a test")


def planted(offered: set[str]) -> dict[str, str]:
    """{name of a field of any model: a value it would take}, without those the form shows."""
    found: dict[str, str] = {}
    for model in apps.get_models():
        if model._meta.app_label in ASIDE:
            continue
        for field in model._meta.concrete_fields:
            for name in (field.name, field.attname):
                if name not in offered and not any(one.startswith(f"{name}_") or one == name for one in offered):
                    found.setdefault(name, value_for(field))
    return found


def value_for(field: Any) -> str:
    if field.choices:
        return str(next(reversed([key for key, text in field.flatchoices if key])))
    if isinstance(field, models.ForeignKey):
        last = field.related_model._base_manager.order_by("-pk").values_list("pk", flat=True).first()
        return str(last or 1)
    if isinstance(field, models.BooleanField):
        return "on"
    if isinstance(field, models.DateTimeField):
        return "2020-01-01 10:00"
    if isinstance(field, models.DateField):
        return "2020-01-01"
    if isinstance(field, models.IntegerField | models.DecimalField):
        return "77"
    return "Planted"


def content() -> dict[str, Counter[tuple[Any, ...]]]:
    """{table: its rows}, but for keys that the database counts up."""
    found = {}
    for model in apps.get_models():
        if model._meta.app_label in ASIDE or model._meta.app_label == "core":
            continue
        columns = [
            field.attname for field in model._meta.concrete_fields if not field.primary_key and not counted(field)
        ]
        rows = model._base_manager.order_by().values_list(*columns)
        found[model._meta.db_table] = Counter(tuple(map(shown, row)) for row in rows)
    return found


def shown(value: Any) -> str:
    """PostgreSQL gives bytes as a view of memory, whose own words are an address."""
    return repr(bytes(value) if isinstance(value, memoryview) else value)


def counted(field: Any) -> bool:
    """Whether it holds a key of a row that the form itself may make: those to people, inspections and areas are there before."""
    return field.is_relation and field.related_model._meta.model_name not in (
        "user",
        "inspection",
        "partnership",
        "plan",
        "letter",
    )


def effect(
    at: Stand,
    who: str,
    url: str,
    data: dict[str, str],
) -> tuple[int, dict[str, Counter[tuple[Any, ...]]], int]:
    """(status, what all tables then hold, statements that wrote), undone."""
    writing = Writing()
    with transaction.atomic():
        with connection.execute_wrapper(writing):
            answer, _ = send(at, who, "POST", url, data, keep=range(100, 600))
        found = content() if writing else {}
        transaction.set_rollback(True)
    return answer.status_code, found, len(writing)


def changed_by_more(stand: Stand, who: str, url: str, words: str) -> tuple[bool, list[str], int]:  # noqa: F811
    """(whether the plain form changed something, the tables in which more fields changed more, fields added)."""
    filled = Filled(words)
    data, more = filled.data, planted(filled.names)
    plain, first, wrote = effect(stand, who, url, data)
    status, then, wrote_more = effect(stand, who, url, more | data)
    if not wrote and not wrote_more:
        return False, [], len(more)
    if not wrote or not wrote_more:
        # A statement that a refusal took back changed nothing: what the tables hold tells.
        changed = (first or then) != content()
        return bool(wrote) and changed, [f"{plain} became {status}"] if changed else [], len(more)
    # Secrets drawn at random differ between two sendings of the same: what they touch is left out.
    _, again, _ = effect(stand, who, url, data)
    noise = {table for table in first if first[table] != again[table]}
    return True, [table for table in first if table not in noise and first[table] != then[table]], len(more)


@pytest.mark.parametrize("stand", list(STAGES), indirect=True)
@pytest.mark.trust(
    "A8",
    "every form somebody is given, filled and sent plain and with each field of each model added; all tables compared",
)
def test_a_form_sets_only_what_it_shows(stand: Stand, figures: Figures) -> None:  # noqa: F811
    forms_sent = took_effect = added = 0
    wrong: list[str] = []
    seen: set[str] = set()
    for row in rows_of(stand.stage):
        url = address(row, stand.world)
        who = next((name for name in CAST if expected(row, name) == 200 and name != "anonymous"), None)
        if url is None or url in seen or who is None or row.name.startswith(("account_", "mfa_")):
            continue
        if not any(status in (200, 302) for status in row.post):
            continue
        seen.add(url)
        answer, words = send(stand, who, "GET", url)
        if answer.status_code != 200 or 'method="post"' not in words.lower():
            continue
        worked, tables, fields = changed_by_more(stand, who, url, words)
        forms_sent, took_effect, added = forms_sent + 1, took_effect + worked, added + fields
        wrong += [f"{who} {row.name}: {table}" for table in tables]
    figures("forms", forms_sent)
    figures("of them that changed something", took_effect)
    figures("fields added", added)
    figures("fields changed", len(wrong))
    assert wrong == []


@pytest.mark.parametrize("stand", ["notified"], indirect=True)
@pytest.mark.trust("A8", "a form of all fields of its model in place of ours")
def test_control_all_fields(stand: Stand, figures: Figures, monkeypatch: Any) -> None:  # noqa: F811
    from django.urls import reverse

    class Everything(GovukModelForm):
        class Meta:
            model = Inspection
            fields = "__all__"
            exclude = ("source_url",)  # only for a warning of Django about addresses

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            given = {key: kwargs.get(key) for key in ("data", "files", "initial", "prefix")}
            super().__init__(**given, instance=stand.world.inspection)
            for field in self.fields.values():
                field.required = False

    def post(self: Any, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        form = Everything(data=request.POST)
        form.is_valid()
        for name in set(request.POST) & set(form.cleaned_data):
            with suppress(DatabaseError), transaction.atomic():
                Inspection.objects.filter(pk=self.inspection.pk).update(**{name: form.cleaned_data[name]})
        return HttpResponse()

    monkeypatch.setattr(Dates, "post", post)
    url = reverse("inspections:inspection-dates", args=[stand.world.inspection.reference])
    first = effect(stand, "lead_inspector", url, {"source_note": "Plain"})
    then = effect(stand, "lead_inspector", url, {"source_note": "Plain"} | planted({"source_note"}))
    figures.control('fields = "__all__"', caught=int(first[1] != then[1]), of=1)
    assert isinstance(Everything.base_fields["state"], forms.Field)
