"""Results become evidence: numbered, once, with the figures as they stood, never changed."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from accounts.choices import Role
from audit.models import Entry
from core.errors import Refused
from inspections.models import Evidence
from inspections.models.evidence import EvidenceFrozen
from inspections.services import child_names, evidence
from surveys import verbs
from surveys.queries.results import EVERYBODY, View
from surveys.services import filing
from surveys.services.release import move
from surveys.tests import answers as given
from surveys.tests.results_world import answered
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> SimpleNamespace:
    made = answered(120)
    # The framework's own codes, where the small set of tests has others.
    for row in made.survey.questions:
        row["criterion"] = {"2": "I2", "1": "I1"}.get(row["criterion"], "")
    made.survey.save()
    return made


def filed(world: SimpleNamespace, **more: object) -> Evidence:
    words = {"view": EVERYBODY, "title": "What parents say", "text": "Most are involved.", "criteria": ["I2"]} | more
    return filing.file(by=world.lead, survey=world.survey, **words)


def test_the_figures_stay_as_they_stood(world):
    made = filed(world)
    before = made.figures
    given.some(world.survey, 40, start=900)
    move(world.survey, last=True)
    made = Evidence.objects.get()
    assert made.figures == before
    assert ["Answers", "120 in the results"] in made.figures["about"]
    assert [table["caption"] for table in made.figures["tables"]] == ["I am involved in decisions"]
    assert (made.number, made.source_kind, made.criteria) == (1, "survey", ["I2"])


def test_no_small_number_is_filed(world):
    for view in (EVERYBODY, View("setting", None), View("setting", "mainstream"), View("age_band", "under-5")):
        made = filed(world, view=view, criteria=[])
        # The shares in the last column are parts in per cent.
        numbers = [
            value
            for table in made.figures["tables"]
            for row in table["rows"]
            for value in (row[1:2] if table["head"][-1] == "Share of all, %" else row[1:])
        ]
        assert "Hidden" in numbers
        assert not [value for value in numbers if isinstance(value, int) and 0 < value < 5]


def test_the_same_twice_is_filed_once_and_other_words_are_another_piece(world):
    one, again, other = filed(world), filed(world), filed(world, text="Fewer than half are involved.")
    assert one == again
    assert [one.number, other.number] == [1, 2]
    assert Entry.objects.filter(verb=verbs.FILED).count() == 2
    given.some(world.survey, 40, start=900)
    move(world.survey, last=True)
    assert filed(world).number == 3  # the same words on newer figures


def test_nobody_changes_a_piece_of_evidence(world):
    made = filed(world)
    made.text = "kinder words"
    for act in (made.save, made.delete, Evidence.objects.all().delete, lambda: Evidence.objects.update(text="kinder")):
        with pytest.raises(EvidenceFrozen):
            act()
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE inspections_evidence SET text = 'kinder words'")
    assert Evidence.objects.get().text == "Most are involved."


def test_a_text_that_names_a_tracked_child_is_refused(world, monkeypatch):
    monkeypatch.setattr(
        child_names, "_checks", [lambda inspection, text, running: "Case A" if "Imogen" in text else None]
    )
    with pytest.raises(Refused, match="Use ‘Case A’ instead of the name") as refused:
        filed(world, text="Imogen’s mother says so.")
    assert [reason.field for reason in refused.value.reasons] == ["text"]
    assert Evidence.objects.count() == 0


@pytest.mark.parametrize(
    ("changed", "field"), [({"title": " "}, "title"), ({"text": ""}, "text"), ({"criteria": ["Z9"]}, "criteria")]
)
def test_what_says_nothing_or_fits_nothing_is_refused_beside_its_field(world, changed, field):
    with pytest.raises(Refused) as refused:
        filed(world, **changed)
    assert [reason.field for reason in refused.value.reasons] == [field]


def test_only_the_team_files_and_quality_reads(world):
    assurer, lano = make.national(Role.QUALITY_ASSURER), make.member(world.area, Role.LANO)
    for person in (assurer, lano):
        with pytest.raises(PermissionDenied):
            filing.file(by=person, survey=world.survey, view=EVERYBODY, title="T", text="T")
        with pytest.raises(PermissionDenied):
            evidence.record(
                by=person, inspection=world.inspection, source_kind="survey", source_ref="x", title="T", text="T"
            )
    filed(world)
    client = Client()
    for person, status in ((assurer, 200), (world.lead, 200), (lano, 403)):
        client.force_login(person)
        for name, more in (("evidence-list", []), ("evidence-detail", [1])):
            assert (
                client.get(reverse(f"inspections:{name}", args=[world.inspection.reference, *more])).status_code
                == status
            )


def test_filing_by_the_page(world):
    client = Client()
    client.force_login(world.lead)
    address = reverse("surveys:results-file", args=[world.inspection.reference, "parents"]) + "?by=setting:mainstream"
    shown = client.get(address)
    form = shown.context["form"]
    assert form.initial["title"] == "Parents and carers (type of setting: Mainstream school): what the survey says"
    assert "I am involved in decisions: " in form.initial["text"]
    sent = form.initial | {"criteria": ["I2"], "submission_key": "key-of-this-form-000000"}
    first, second = client.post(address, sent), client.post(address, sent)
    assert first.status_code == second.status_code == 302
    assert first.url == second.url == Evidence.objects.get().get_absolute_url()
    detail = client.get(first.url).content.decode()
    assert "Figures as they stood" in detail
    assert "Mainstream school" in detail
    assert "I2" in client.get(reverse("inspections:evidence-list", args=[world.inspection.reference])).content.decode()


def test_the_list_of_evidence_asks_as_much_for_three_as_for_one(world, django_assert_num_queries):
    from django.test.utils import CaptureQueriesContext

    client = Client()
    client.force_login(world.lead)
    address = reverse("inspections:evidence-list", args=[world.inspection.reference])
    used = []
    for text in ("one", "two", "three"):
        filed(world, text=text)
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        used.append(len(captured))
    assert used[0] == used[2]
