"""compare_letters: every frozen version is drawn again as it is kept; one that is not is named, whatever was changed."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from core import clock, outbox
from reports import triggers
from reports.letters import render
from reports.models import EasyRead, LetterVersion
from reports.services import importing, versions
from reports.tests import test_import
from reports.tests import test_letters as walk

pytestmark = pytest.mark.django_db
areas = test_import.areas
BURY = test_import.FILES / "bury-2024.json"


@pytest.fixture
def kept():
    importing.import_letter(by=None, data=BURY.read_bytes())
    return LetterVersion.objects.get()


def compare(*options):
    """(exit code, lines on standard output)."""
    out, code = StringIO(), 0
    try:
        call_command("compare_letters", *options, stdout=out, stderr=StringIO())
    except SystemExit as stopped:
        code = stopped.code
    return code, out.getvalue().splitlines()


def tamper(table, column, value, pk):
    """As the owner of the database could: past every guard of the code and of the database."""
    triggers.FROZEN.drop(connection)
    raw(table, column, value, pk)
    triggers.FROZEN.create(connection)


def raw(table, column, value, pk):
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {column} = %s WHERE id = %s", [value, pk])


@pytest.mark.trust("X4", "each column of a frozen version changed in the database, past the code")
@pytest.mark.parametrize(
    ("column", "value"),
    [("context", "{}"), ("fragment", "<p>x</p>"), ("pdf", b"%PDF-1.7 x"), ("pdf_sha256", "0"), ("published_at", None)],
)
def test_the_database_refuses_to_change_what_is_frozen(kept, column, value):
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        raw("reports_letterversion", column, value, kept.pk)
    before = getattr(kept, column)
    kept.refresh_from_db()
    assert getattr(kept, column) == before


@pytest.mark.trust(
    "X4", "every version that is kept is drawn again, page and PDF, and compared byte for byte, today and two years on"
)
def test_what_is_kept_is_drawn_again_byte_for_byte(kept, figures):
    assert compare() == (0, ["1 compared, 0 differ"])
    with clock.travelled_to(clock.now() + timedelta(days=730)):
        told = json.loads(compare("--json")[1][0])
    assert told == {"compared": 1, "differing": []}
    figures("versions drawn again", told["compared"])
    figures("versions differ", len(told["differing"]))
    caught = 0
    for column, value in (("context", kept.context.replace("children", "pupils", 1)), ("pdf", b"%PDF-1.7 x")):
        with transaction.atomic():
            tamper("reports_letterversion", column, value, kept.pk)
            caught += compare()[0] == 1
            transaction.set_rollback(True)
    figures.control("changed by the owner of the database, past its guards", caught=caught, of=2)


def test_a_row_that_was_tampered_with_is_named(kept):
    words = kept.context.replace("children", "pupils", 1)
    tamper("reports_letterversion", "context", words, kept.pk)
    code, lines = compare()
    assert code == 1
    assert lines[0].startswith(
        "bury-2024 version 1: its context has not the SHA-256 that was kept; its page is drawn differently"
    )
    assert lines[1] == "1 compared, 1 differs"
    tamper("reports_letterversion", "context_sha256", hashlib.sha256(words.encode()).hexdigest(), kept.pk)
    code, lines = compare("--json")
    assert code == 1 and len(lines) == 1
    (row,) = json.loads(lines[0])["differing"]
    assert (row["reference"], row["version"], row["easy_read"]) == ("bury-2024", 1, False)
    assert row["differs"] == ["its page is drawn differently", "its PDF is drawn differently"]


def test_bytes_that_were_exchanged_are_named(kept):
    other = bytes(kept.pdf).replace(b"%PDF-1.7", b"%PDF-1.6", 1)
    tamper("reports_letterversion", "pdf", other, kept.pk)
    assert (
        compare()[1][0]
        == "bury-2024 version 1: its PDF has not the SHA-256 that was kept; its PDF is drawn differently"
    )


def test_a_template_that_was_edited_after_publication_is_found(kept, tmp_path, settings):
    """The one thing docs/recipes/letter_version.md forbids."""
    folder = Path("reports/letters/partials/v1")
    (tmp_path / folder).mkdir(parents=True)
    (tmp_path / folder / "_paragraph.html").write_text('<p class="govuk-body">{{ block.text }} </p>')
    templates = [dict(one) for one in settings.TEMPLATES]
    templates[0]["DIRS"] = [str(tmp_path), *templates[0]["DIRS"]]
    settings.TEMPLATES = templates
    code, lines = compare()
    assert code == 1 and "its page is drawn differently" in lines[0]


def test_a_template_that_is_gone_is_said(kept):
    tamper(
        "reports_letterversion",
        "context",
        kept.context.replace('"template_version":"v1"', '"template_version":"v9"'),
        kept.pk,
    )
    code, lines = compare()
    assert code == 1 and "There is no letter template area_send_2023 v9." in lines[0]


desk = walk.desk


def test_the_easy_read_summary_is_compared_too(desk):
    EasyRead.objects.create(letter=desk.letter, lines=[{"text": "People help you.", "picture": "help"}])
    walk.to_issue(desk)
    outbox.relay()
    assert compare() == (0, ["2 compared, 0 differ"])
    summary = LetterVersion.objects.get().easy_read
    tamper("reports_easyreadversion", "fragment", "<p>Something else</p>", summary.pk)
    assert compare()[1][0] == f"{desk.inspection.reference} version 1 Easy Read: its page is drawn differently"


def test_versions_without_bytes_are_compared_by_their_page(desk):
    walk.to_issue(desk)
    assert LetterVersion.objects.get().pdf is None
    assert compare()[0] == 0
    versions.make_pdf(LetterVersion.objects.get())
    assert compare()[0] == 0
    assert render.CURRENT_VERSION["area_send_2023"] == "v1"
