"""What changed between any two saves and any two versions; references that stay with the team; what rests on no evidence."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import clock
from core.autosave import Mark
from evidence.models import FindingBasis, Note
from reports.models import Letter
from reports.services import build_context, sections, versions
from reports.tests.editing_desk import TODAY, desk, section
from tests import factories

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 6, 14, 10, 42, tzinfo=clock.LONDON)


@pytest.fixture
def made(client):
    with clock.travelled_to(NOW):
        made = desk()
        client.force_login(made.gwen)
        yield made


def address(made, name, *more):
    return reverse(f"reports:{name}", args=[made.inspection.reference, *more])


def note(made, number=12, **fields):
    return Note.objects.create(
        inspection=made.inspection, number=number, client_key=f"k{number}", author=made.gwen, **fields
    )


def write(made, *texts, by=None):
    version = 1
    for minute, text in enumerate(texts):
        with clock.travelled_to(NOW + timedelta(minutes=minute)):
            version = sections.write_section(
                by=by or made.gwen, section=section(made), text=text, mark=Mark.at(version)
            )


# --- saves of a section


def test_any_two_saves_of_a_section_are_compared_by_word(client, made):
    write(made, "Children wait long.", "Children wait too long.", "Families wait too long.")
    url = address(made, "section-history", "experience")
    newest = client.get(url).content.decode()
    assert "From version 3 to version 4" in newest
    assert "1 word deleted, 1 added" in newest
    assert "Deleted: </span>Children" in newest and "Added: </span>Families" in newest
    first_and_last = client.get(f"{url}?earlier=2&later=4").content.decode()
    # One word that stayed between two that changed is read with them.
    assert "2 words deleted, 3 added" in first_and_last
    backwards = client.get(f"{url}?earlier=4&later=2").content.decode()
    assert "3 words deleted, 2 added" in backwards
    assert "They say the same." in client.get(f"{url}?earlier=2&later=2").content.decode()


@pytest.mark.parametrize("asked", ["earlier=2&later=99", "earlier=x&later=2", "earlier=&later=", "earlier=2"])
def test_a_version_that_is_not_there_is_said_beside_the_field(client, made, asked):
    write(made, "One.", "Two.")
    page = client.get(f"{address(made, 'section-history', 'experience')}?{asked}")
    assert page.status_code == 200
    words = page.content.decode()
    assert "There is no such version" in words or "Choose a version" in words


def test_the_history_asks_the_same_of_the_database_for_one_save_and_for_many(client, made):
    url = address(made, "section-history", "experience")
    assert "Nobody has saved" in client.get(url).content.decode()
    write(made, "One.")
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    for number in range(2, 60):
        sections.write_section(by=made.omar, section=section(made), text=f"Text {number}.", mark=Mark.at(number))
    with CaptureQueriesContext(connection) as many:
        page = client.get(url).content.decode()
    assert len(many) <= len(one)
    assert "59 versions" in page and "Next" in page


# --- versions of the letter


def test_any_two_versions_and_the_draft_are_compared_tables_too(client, made):
    factories.FindingFactory(
        inspection=made.inspection, order=1, text="Leaders must act.", responsible_bodies=["Council"]
    )
    write(made, "Children wait [N12].")
    versions.freeze(by=made.quality, letter=made.letter, context=build_context.build(made.letter, on=TODAY))
    sections.write_section(by=made.gwen, section=section(made), text="Children wait too long [N12].", mark=Mark.at(2))
    made.inspection.findings.update(responsible_bodies=["Council", "Integrated care board"])
    versions.freeze(by=made.quality, letter=made.letter, context=build_context.build(made.letter, on=TODAY))
    url = address(made, "letter-compare")
    page = client.get(f"{url}?earlier=1&later=2").content.decode()
    assert "0 words deleted, 5 added" in page
    assert "Added: </span> too long" in page
    assert "Responsible body" in page and "Integrated care board" in page
    assert "N12" not in page
    # Nothing has changed since version 2: the page begins with what changed last.
    assert "Added: </span> too long" in client.get(url).content.decode()
    same = client.get(f"{url}?earlier=2&later=draft").content.decode()
    assert "both say the same" in same
    assert "There is no such version" in client.get(f"{url}?earlier=7&later=2").content.decode()


# --- references


def test_references_stay_in_the_teams_draft_and_are_in_no_copy_for_anybody_else(client, made):
    note(made)
    write(made, "Children wait [N12, N99].\n\n[N12]")
    factories.FindingFactory(
        inspection=made.inspection,
        order=1,
        text="Leaders must act [N12].",
        points=["at once [N12]"],
        closing="Soon [n 12].",
    )
    type(made.inspection).objects.filter(pk=made.inspection.pk).update(findings_shared_on=TODAY)
    team = client.get(address(made, "letter-preview")).content.decode()
    assert "[<a" in team or "[N12" in team
    client.force_login(made.lano)
    area = client.get(address(made, "letter-preview"))
    assert area.status_code == 200
    assert "Children wait." in area.content.decode()
    assert "N12" not in area.content.decode()
    frozen = versions.freeze(by=made.quality, letter=made.letter, context=build_context.build(made.letter, on=TODAY))
    assert "12]" not in frozen.context and "N99" not in frozen.fragment
    assert [block.text for block in frozen.frozen_context.section("experience").blocks] == ["Children wait."]


def test_the_editor_shows_what_rests_on_nothing_and_what_leads_nowhere(client, made):
    note(made)
    note(made, 13, withdrawn_at=NOW)
    write(made, "Children wait [N12]. Families say so.\n\nPlans are late [N13, N99].")
    page = client.get(address(made, "section-edit", "experience")).content.decode()
    assert "1 sentence of judgement without evidence" in page
    assert 'class="app-reading__open">Families say so.' in page
    assert page.count("app-reading__open") == 1
    assert "name nothing in this inspection:</strong> N13 and N99" in page
    assert "reading age about" not in page  # too short to tell
    assert "Plainer words: 0 hints" in page


def test_sentences_and_findings_without_evidence_are_listed_with_their_place(client, made):
    kept = note(made)
    with_basis, without = (
        factories.FindingFactory(inspection=made.inspection, order=order, text=f"Finding {order}.") for order in (1, 2)
    )
    FindingBasis.objects.create(finding=with_basis, note=kept, added_by=made.gwen, added_at=NOW)
    write(made, "Children wait [N12].\n\nFamilies say so.")
    section(made, "about_the_partnership", "The council and the board commission services.")
    page = client.get(address(made, "letter-references")).content.decode()
    assert "2 without evidence" in page
    assert f'{address(made, "section-edit", "experience")}#paragraph-2">Families say so.' in page
    assert f"/findings/{without.pk}/" in page and f"/findings/{with_basis.pk}/" not in page
    assert "commission services" not in page  # a fact of the area, no judgement
    Note.objects.update(withdrawn_at=NOW)
    assert "3 without evidence" in client.get(address(made, "letter-references")).content.decode()


def test_a_letter_not_begun_has_no_such_pages(client, made):
    Letter.objects.all().delete()
    assert client.get(address(made, "letter-references")).status_code == 404
    assert client.get(address(made, "letter-compare")).status_code == 404
