"""The pages of publication, withdrawal, correction, Easy Read and PDFs, as people use them."""

from __future__ import annotations

import io
from datetime import date, datetime, timedelta

import pikepdf
import pytest
from django.urls import reverse

from core import clock, outbox
from core.models import OutboxRow
from reports.models import EasyRead, Letter, LetterVersion, PdfJob, ScheduledPublication
from reports.services import easy_read, printing, publication
from reports.tests import letter_checks as checks
from reports.tests import publishing as steps

pytestmark = pytest.mark.django_db
desk = steps.desk
HOSTILE = (
    '<script>alert(1)</script><img src="http://127.0.0.1:9/x"><link rel=attachment href="file:///etc/passwd">'
    "<style>@import url(file:///etc/hostname)</style><p class=MsoNormal><o:p>Word</o:p>"
)


def page(name, desk, *args):
    return reverse(f"reports:{name}", args=[desk.inspection.reference, *args])


def text(answer):
    return answer.content.decode()


def test_a_day_is_set_shown_and_called_off_on_the_page(client, desk):
    steps.ready(desk)
    client.force_login(desk.quality)
    address = page("letter-publish", desk)
    with clock.travelled_to(datetime(2024, 7, 9, 9, tzinfo=clock.LONDON)):
        shown = text(client.get(address))
        for words in (
            "What happens when you publish",
            "The embargo ends",
            "with the words of the inspection report",
            desk.lano.name,
            "Ready: ",
        ):
            assert words in shown
        wrong = client.post(
            address, {"when": "later", "number": 1, "on_0": "9", "on_1": "7", "on_2": "2024", "at": "8am"}
        )
        assert "must be in the future" in text(wrong) and 'value="8am"' in text(wrong)
        nothing = client.post(address, {"when": "later", "number": 1})
        assert "Enter the day of publication" in text(nothing) and "Enter the time of publication" in text(nothing)
        sent = {"when": "later", "number": 1, "on_0": "16", "on_1": "7", "on_2": "2024", "at": "9:30am"}
        assert client.post(address, sent).status_code == 302
        assert ScheduledPublication.objects.get().due_at == steps.DUE
        shown = text(client.get(address))
        assert "will be published on <strong>16 July 2024 at 9:30am" in shown
        assert "Publication is planned" in shown and "Call it off" in shown
        # One thing to do at a time: the form comes back when the plan is called off.
        assert 'name="when"' not in shown and "You are about to publish" not in shown
        assert "A day of publication is set already" in text(client.post(address, sent))
        assert client.post(page("publish-call-off", desk)).status_code == 302
        shown = text(client.get(address))
        assert "Call it off" not in shown and 'name="when"' in shown
        stale = client.post(address, {"when": "now", "number": 7})
        assert "has been frozen since you opened this page" in text(stale)
        assert client.post(address, {"when": "now", "number": 1}).status_code == 302
        again = client.post(address, {"when": "now", "number": 1})
    assert "published already" in text(again)
    assert "You are about to publish" not in text(again) and "Nothing new is frozen" in text(again)
    assert Letter.objects.get().state == "published"


def test_the_public_page_has_contents_versions_and_what_belongs_to_it(client, desk):
    steps.out(desk)
    shown = text(client.get(page("published-letter", desk)))
    for words in (
        'href="#letter-experience"',
        "Contents",
        "Version 1</a>, published 16 July 2024. Current.",
        "priority action plan",
        "history and figures",
        "Open data (JSON)",
        "data-print hidden",
    ):
        assert words in shown
    assert "Easy Read" not in shown
    assert client.get(page("published-easy-read", desk)).status_code == 404


def test_a_withdrawn_letter_says_so_at_its_address_and_gives_no_bytes(client, desk):
    steps.out(desk)
    client.force_login(desk.quality)
    address = page("version-withdraw", desk, 1)
    assert "The plan, its items and every date" in text(client.get(address))
    wrong = client.post(address, {"kind": "", "reason": "A wrong figure."})
    assert "Choose why it is withdrawn" in text(wrong) and "A wrong figure." in text(wrong)
    assert client.post(address, {"kind": "mistake", "reason": "A wrong figure."}).status_code == 302
    client.logout()
    shown = client.get(page("published-letter", desk))
    assert shown.status_code == 200
    assert "was withdrawn on" in text(shown) and "A wrong figure." in text(shown) and "Children wait" not in text(shown)
    for name in ("published-pdf", "published-json"):
        assert client.get(page(name, desk)).status_code == 410
        assert client.get(page(name.replace("-", "-version-"), desk, 1)).status_code == 200
    earlier = client.get(page("published-version", desk, 1))
    assert earlier.status_code == 200 and "was withdrawn on" in text(earlier) and "Children wait" in text(earlier)
    assert "govuk-tag--grey" in text(client.get("/letters/"))
    publication.withdraw(
        by=desk.quality, version=LetterVersion.objects.get(), kind="removed", reason="It named a child."
    )
    for name in ("published-pdf", "published-json"):
        for gone in (client.get(page(name, desk)), client.get(page(name.replace("-", "-version-"), desk, 1))):
            assert gone.status_code == 410 and "It named a child." in text(gone)
    assert client.get(page("published-version", desk, 1)).status_code == 410
    assert client.get(page("published-letter", desk)).status_code == 200


def test_a_correction_from_the_first_click_to_the_public_page(client, desk):
    steps.out(desk)
    listed = reverse("reports:published-list")
    for number in ("0", "-1", "9999", "x", "last"):
        answer = client.get(listed, {"page": number})
        assert (answer.status_code, desk.inspection.partnership.name in text(answer)) == (200, True)
    client.force_login(desk.quality)
    assert client.get(page("letter-move", desk, "supersede")).url == page("correction-begin", desk)
    empty = client.post(page("correction-begin", desk), {"reason": ""})
    assert empty.status_code == 200 and "Enter" in text(empty)
    client.post(page("correction-begin", desk), {"reason": "A wrong figure on page 2."})
    assert "Nothing has been changed yet" in text(client.post(page("correction-finish", desk), follow=True))
    assert "The lead inspector makes the changes." in text(client.get(page("correction-detail", desk)))
    client.force_login(desk.lead)
    assert "The lead inspector makes" not in text(client.get(page("correction-detail", desk)))
    place = page("correction-place", desk, "experience", 0)
    assert "Children wait." in text(client.get(place))
    too_long = client.post(place, {"text": "x" * 60_001, "version": 1})
    assert "at most 60,000 characters" in text(too_long) and "x" * 60_001 in text(too_long)
    client.post(place, {"text": f"Children wait less.\n\n{HOSTILE}", "version": 1})
    late = client.post(place, {"text": "Late words", "version": 1})
    assert "Their text and your text" in text(late) and "Late words" in text(late)
    assert "Changed" in text(client.get(page("correction-detail", desk)))
    client.force_login(desk.quality)
    client.post(page("correction-finish", desk))
    assert "Waiting its turn" in text(client.get(page("correction-detail", desk)))
    outbox.relay()
    assert "Ready: " in text(client.get(page("correction-detail", desk)))
    client.post(page("letter-publish", desk), {"when": "now", "number": 2})
    client.logout()
    shown = text(client.get(page("published-letter", desk)))
    assert "Children wait less." in shown and "&lt;script&gt;alert(1)" in shown and "<script>alert" not in shown
    assert "A wrong figure on page 2." in shown and "Replaced by version 2 on" in shown
    assert "A corrected version was published later" in text(client.get(page("published-version", desk, 1)))
    printed = checks.text_of(bytes(LetterVersion.objects.get(number=2).pdf), "", "-raw")
    assert "<script>alert(1)</script>" in printed.replace("< ", "<"), "printed as the text it is"
    assert checks.faults(bytes(LetterVersion.objects.get(number=2).pdf)) == []


def test_easy_read_is_written_frozen_and_published_with_the_letter(client, desk):
    client.force_login(desk.lead)
    address = page("easy-read-edit", desk)
    assert "Picture beside line 4" in text(client.get(address))
    lines = {
        "text_0": "People help you.",
        "picture_0": "help",
        "text_1": "",
        "picture_1": "",
        "text_2": HOSTILE[:190],
        "picture_2": "clock",
    }
    key = client.get(address).context["form"]["submission_key"].value()
    sent = {"version": 0, "count": 3, "submission_key": key} | lines
    assert text(client.get(address)).count('name="submission_key"') == 1
    assert client.post(address, sent).status_code == client.post(address, sent).status_code == 302
    sent["submission_key"] = "another-form"
    assert [line["picture"] for line in EasyRead.objects.get().lines] == ["help", "clock"]
    assert "Their text and your text" in text(client.post(address, sent | {"text_0": "Mine"}))
    wrong = client.post(
        address,
        {"version": 1, "count": 2, "text_0": "y" * 201, "picture_0": "dragon", "text_1": "", "picture_1": "map"},
    )
    for words in (
        "at most 200 characters; this has 201",
        "Choose a picture from the list",
        "Write a sentence for this picture",
        "y" * 201,
    ):
        assert words in text(wrong)
    steps.out(desk)
    client.logout()
    shown = text(client.get(page("published-easy-read", desk)))
    assert "People help you." in shown and "<svg" in shown and "<script>alert" not in shown
    assert "Easy Read, with pictures" in text(client.get(page("published-letter", desk)))
    answer = client.get(page("published-easy-read-pdf", desk))
    assert checks.faults_but_bookmarks(answer.content) == []
    assert "People help you." in checks.text_of(answer.content, "")
    with pikepdf.open(io.BytesIO(answer.content)) as document:
        alts = [
            str(one.get("/Alt")) for one in checks.elements(document.Root.StructTreeRoot.K) if str(one.S) == "/Figure"
        ]
    assert alts == ["Helping hands", "A clock"]
    client.force_login(desk.lead)
    assert "It is fixed" in text(client.get(address))
    assert easy_read.may_be_written(Letter.objects.get()) is False


def test_a_draft_pdf_is_asked_for_followed_and_marked(client, desk):
    client.force_login(desk.lead)
    with clock.travelled_to(date(2024, 6, 14)):
        followed = client.post(page("draft-pdf-ask", desk)).url
        assert client.post(page("draft-pdf-ask", desk)).url == followed, "asked twice, drawn once"
        job = PdfJob.objects.get()
        shown = text(client.get(followed))
        assert (
            "Waiting its turn since 14 June 2024 at 9am." in shown
            and "Check again" in shown
            and 'aria-live="polite"' in shown
        )
        assert client.get(page("draft-pdf-file", desk, job.pk)).status_code == 404
        assert client.get(page("pdf-progress", desk, job.pk)).json()["stage"] == "waiting"
        outbox.relay()
        told = client.get(page("pdf-progress", desk, job.pk)).json()
    assert told["stage"] == "ready" and told["words"].startswith("Ready: ") and "KB" in told["words"]
    assert "Check again" not in text(client.get(followed))
    printed = client.get(page("draft-pdf-file", desk, job.pk)).content
    assert checks.text_of(printed, "").count("Draft: not for publication") >= 2
    assert checks.faults(printed) == []


def test_a_worker_that_was_killed_in_the_middle_has_it_made_by_another_and_once(client, desk):
    client.force_login(desk.lead)
    began = datetime(2024, 6, 14, 9, tzinfo=clock.LONDON)
    with clock.travelled_to(began):
        address = client.post(page("draft-pdf-ask", desk)).url
    # What is left of kill -9: the row is claimed, the drawing has begun, and nobody is there to end it.
    OutboxRow.objects.filter(kind="draw_pdf").update(claimed_until=began + outbox.CLAIM, attempts=1)
    PdfJob.objects.update(begun_at=began, tries=1)
    with clock.travelled_to(began + outbox.CLAIM / 2):
        assert outbox.relay() == 0
        assert "Being drawn since 14 June 2024 at 9am." in text(client.get(address))
    with clock.travelled_to(began + outbox.CLAIM + timedelta(seconds=1)):
        assert outbox.relay() == 1
        assert outbox.relay() == 0
        assert "Ready: " in text(client.get(address))
    job = PdfJob.objects.get()
    made = bytes(job.pdf)
    # Both workers ended it after all: the bytes are those that were kept first.
    printing.draw(job)
    assert (bytes(PdfJob.objects.get().pdf), PdfJob.objects.get().tries) == (made, 2)


def test_a_pdf_that_cannot_be_made_is_tried_again_and_then_told(client, desk, monkeypatch):
    client.force_login(desk.lead)
    began = datetime(2024, 6, 14, 9, tzinfo=clock.LONDON)
    with clock.travelled_to(began):
        client.post(page("draft-pdf-ask", desk))
        PdfJob.objects.update(context=PdfJob.objects.get().context.replace("Children wait.", "x" * 1_100_000))
        outbox.relay()
        job = PdfJob.objects.get()
        assert job.stage == "again" and "too long to print" in text(client.get(page("draft-pdf", desk, job.pk)))
    for _ in range(2):
        with clock.travelled_to(OutboxRow.objects.get(kind="draw_pdf").due_at):
            outbox.relay()
    job.refresh_from_db()
    assert (job.stage, job.tries) == ("failed", 3)
    assert OutboxRow.objects.get(kind="draw_pdf").done_at, "the queue moves on"
    assert "too long to print" in desk.lead.notices.get(key=f"pdf-job:{job.pk}:failed").body
