"""The three published reports: imported, corrected through the pages, published, and printed as the source with the edit."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse

from accounts.choices import Role
from core import outbox
from core.errors import Refused
from inspections.models import Inspection
from reports import queries
from reports.models import LetterVersion
from reports.services import importing
from reports.tests import letter_checks as checks
from reports.tests import test_import
from reports.tests.test_letter_pdf import report_strings
from tests import factories

pytestmark = pytest.mark.django_db
areas = test_import.areas
REASON = "A sentence was missing."
ADDED = "Leaders have corrected this sentence."


@pytest.mark.parametrize("name", ["bolton-2024", "bury-2024", "southampton-2024"])
def test_a_real_report_is_corrected_through_the_pages_and_printed_as_its_source_with_the_edit(client, name):
    path = test_import.FILES / f"{name}.json"
    importing.import_letter(by=None, data=path.read_bytes())
    inspection = Inspection.objects.get()
    lead, quality = factories.team(inspection, Role.LEAD_INSPECTOR), factories.national(Role.QUALITY_ASSURER)

    def page(view, *args):
        return reverse(f"reports:{view}", args=[inspection.reference, *args])

    first = LetterVersion.objects.get()
    client.force_login(quality)
    assert client.post(page("correction-begin"), {"reason": REASON}).status_code == 302
    client.force_login(lead)
    source = json.loads(path.read_text(encoding="utf-8"))
    source["sections"]["experience"][0] += f" {ADDED}"
    source["areas_for_improvement"][0]["text"] += " They must do it well."
    edited = {"text": "\n\n".join(source["sections"]["experience"]), "version": 1}
    assert client.post(page("correction-place", "experience", 0), edited).status_code == 302
    finding = source["areas_for_improvement"][0]
    answers = {
        "text": finding["text"], "points": "\n".join(finding["points"]), "closing": finding["closing"],
        "responsible_bodies": "\n".join(finding.get("responsible_bodies", [])), "version": 2,
    }  # fmt: skip
    assert client.post(page("correction-place", "areas_for_improvement", 1), answers).status_code == 302
    client.force_login(quality)
    client.post(page("correction-finish"))
    outbox.relay()
    assert client.post(page("letter-publish"), {"when": "now", "number": 2}).status_code == 302

    second = queries.published_version(inspection.reference)
    assert second.number == 2
    footer = second.frozen_context.footer
    text = checks.text_of(bytes(second.pdf), footer, "-raw")
    assert checks.missing_in_order(text, report_strings(source)) == []
    # Nothing but the edit and the note was added, lost or moved, whatever now stands on another page.
    before = json.loads(path.read_text(encoding="utf-8"))
    experience, improvement = before["sections"]["experience"][0], before["areas_for_improvement"][0]["text"]
    note, last = second.frozen_context.colophon[-1], first.frozen_context.colophon[-1]
    assert REASON in note
    expected = _said(first)
    for old, new in ((experience, f"{experience} {ADDED}"), (improvement, finding["text"]), (last, f"{last} {note}")):
        assert expected.count(_tight(old)) == 1
        expected = expected.replace(_tight(old), _tight(new))
    assert _said(second) == expected
    assert checks.order_faults(bytes(second.pdf), footer) == []
    assert checks.faults(bytes(second.pdf)) == []
    assert inspection.findings.get(kind="area_for_improvement", order=1).text == finding["text"]
    # A file may not undo what was corrected here.
    with pytest.raises(Refused, match="written in this service"):
        importing.import_letter(by=None, data=path.read_bytes())


def _said(version):
    """What is read aloud, the headings of tables aside: they stand again on every page that a table runs on to."""
    return _tight("".join(checks.structure_text(bytes(version.pdf), headings_of_tables=False)))


def _tight(text):
    return "".join(text.split())
