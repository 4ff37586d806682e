"""The PDF of a sent letter, made by a worker: a PDF takes longer than a page may."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string

from core import clock, outbox, unfinished
from core.models import OutboxRow
from core.pdf import PdfFailed, render_pdf
from monitoring.models import LetterPrint, SentLetter

MAKE = "support_letter_pdf"


def ask(sent: SentLetter) -> None:
    """Have the PDF made, in the transaction that sends the letter."""
    made, _ = LetterPrint.objects.get_or_create(sent=sent)
    outbox.enqueue(kind="support_letter_pdf", key=f"{MAKE}:{made.pk}", payload={"print": made.pk})


unfinished.register(MAKE, lambda: LetterPrint.objects.filter(pdf=None), print="pk")


@outbox.handler(MAKE, atomic=False)
def make(row: OutboxRow) -> None:
    """Draw one. Safe to run twice."""
    wanted = LetterPrint.objects.filter(pk=row.payload["print"], pdf=None)
    found = wanted.select_related("sent__letter__inspection").first()
    if found is None:
        return
    try:
        pdf = render_pdf(document(found.sent))
    except PdfFailed as failed:
        wanted.update(failed=str(failed)[:200])
        raise
    wanted.update(pdf=pdf, made_at=clock.now(), failed="")


def document(sent: SentLetter) -> str:
    """The HTML the PDF is made from."""
    context: dict[str, Any] = {"sent": sent, "content": sent.shown, "reference": sent.letter.inspection.reference}
    return render_to_string("monitoring/letter_pdf.html", context)
