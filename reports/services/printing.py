"""PDFs are drawn in a worker, never in a web request. A page asks for one, shows how far it is, and has it when it says so."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from accounts.services.notices import notify
from audit.record import record
from core import clock, outbox, unfinished
from core.errors import Refused
from core.models import OutboxRow
from core.pdf import CPU_SECONDS, MAX_HTML_BYTES, MEMORY_BYTES, WALL_SECONDS, PdfFailed, Printed, print_document
from reports import verbs
from reports.letters import easy_read, render
from reports.letters.context import LetterContext
from reports.models import EasyReadVersion, Letter, LetterVersion, PdfJob, PdfKind

MOST_TRIES = 3
# Drafts are drawn for a look; what is kept for good is kept with its version.
DRAFTS_KEPT = timedelta(days=2)
LIMITS = (
    f"A PDF is made from at most {MAX_HTML_BYTES:,} characters with its layout, about 300 pages; with at most {CPU_SECONDS} seconds "
    f"of work and {MEMORY_BYTES // 1_000_000} MB of memory. It is stopped at {WALL_SECONDS} seconds, and you are told."
)


@transaction.atomic
def ask_for_version(*, by: Any, version: LetterVersion) -> PdfJob:
    job, _ = PdfJob.objects.get_or_create(
        version=version,
        kind=PdfKind.VERSION,
        defaults={"letter": version.letter, "asked_by": by, "asked_at": clock.now()},
    )
    outbox.enqueue(kind="render_letter_version", key=f"letter-version:{version.pk}", payload={"version": version.pk})
    return job


@transaction.atomic
def ask_for_easy_read(*, by: Any, version: LetterVersion) -> PdfJob:
    job = PdfJob.objects.create(
        letter=version.letter, kind=PdfKind.EASY_READ, version=version, asked_by=by, asked_at=clock.now()
    )
    outbox.enqueue(kind="draw_pdf", key=f"pdf-job:{job.pk}", payload={"job": job.pk})
    return job


@transaction.atomic
def ask_for_draft(*, by: Any, letter: Letter, context: LetterContext) -> PdfJob:
    """A PDF of the letter as it now stands, marked as a draft. The same words asked for again are drawn once.

    Raises Refused for a letter that is too long to print.
    """
    Letter.objects.select_for_update().get(pk=letter.pk)
    words = context.as_json().decode()
    PdfJob.objects.filter(kind=PdfKind.DRAFT, letter=letter, asked_at__lt=clock.now() - DRAFTS_KEPT).delete()
    same = PdfJob.objects.filter(kind=PdfKind.DRAFT, letter=letter, context=words).first()
    if same is not None and same.stage != "failed":
        return same
    length = len(render.render_document(context).encode())
    if length > MAX_HTML_BYTES:
        raise Refused(
            f"The letter is too long to print: {length:,} bytes with its layout, at most {MAX_HTML_BYTES:,}. Shorten it first."
        )
    job = PdfJob.objects.create(letter=letter, kind=PdfKind.DRAFT, context=words, asked_by=by, asked_at=clock.now())
    outbox.enqueue(kind="draw_pdf", key=f"pdf-job:{job.pk}", payload={"job": job.pk})
    return job


def draw(job: PdfJob) -> None:
    """Draw one that was asked for and keep it. Safe to run twice: the same words give the same bytes, and they are kept once.

    Raises PdfFailed to be tried again later; after the third time the person who asked is told instead.
    """
    began = PdfJob.objects.filter(pk=job.pk, ended_at=None).update(begun_at=clock.now(), tries=F("tries") + 1)
    if not began:
        return
    job.refresh_from_db()
    try:
        printed = print_document(_document(job))
    except PdfFailed as failed:
        if job.tries < MOST_TRIES:
            PdfJob.objects.filter(pk=job.pk).update(failure=str(failed)[:300])
            raise
        _give_up(job, str(failed))
        return
    with transaction.atomic():
        if PdfJob.objects.filter(pk=job.pk, ended_at=None).update(**_ready(printed)):
            _keep(job, printed)


def note_ready(*, version: LetterVersion, printed: Printed) -> None:
    """The bytes of a version were made elsewhere than in a worker: nothing is left to do."""
    PdfJob.objects.filter(version=version, kind=PdfKind.VERSION, ended_at=None).update(**_ready(printed))


def _ready(printed: Printed) -> dict[str, Any]:
    return {"ended_at": clock.now(), "failure": "", "pages": printed.pages, "size": len(printed.pdf)}


def _document(job: PdfJob) -> str:
    if job.kind == PdfKind.DRAFT:
        return render.render_document(LetterContext.from_json(job.context.encode()))
    assert job.version is not None
    if job.kind == PdfKind.EASY_READ:
        return easy_read.render_document(easy_read.EasyReadContext.from_json(job.version.easy_read.content.encode()))
    return render.render_document(job.version.frozen_context)


def _keep(job: PdfJob, printed: Printed) -> None:
    if job.kind == PdfKind.DRAFT:
        PdfJob.objects.filter(pk=job.pk).update(pdf=printed.pdf)
        return
    assert job.version is not None
    bytes_and_digest = {"pdf": printed.pdf, "pdf_sha256": hashlib.sha256(printed.pdf).hexdigest()}
    if job.kind == PdfKind.EASY_READ:
        kept = EasyReadVersion.objects.all().fill_once(job.version.easy_read.pk, **bytes_and_digest)
    else:
        kept = LetterVersion.objects.all().fill_once(job.version.pk, **bytes_and_digest)
    if kept:
        record(
            actor=None,
            verb=verbs.RENDERED,
            subject=job.version,
            changes={"sha256": ("", bytes_and_digest["pdf_sha256"]), "pages": (None, printed.pages)},
        )


@transaction.atomic
def _give_up(job: PdfJob, why: str) -> None:
    PdfJob.objects.filter(pk=job.pk, ended_at=None).update(ended_at=clock.now(), failure=why[:300])
    if job.asked_by is not None:
        notify(
            person=job.asked_by,
            kind="letter",
            key=f"pdf-job:{job.pk}:failed",
            subject=f"A PDF could not be made: {job.letter.inspection.reference}",
            body=f"{job.get_kind_display()} of {job.letter}. {why}",
            url=f"/inspections/{job.letter.inspection.reference}/letter/",
        )


unfinished.register("draw_pdf", lambda: PdfJob.objects.filter(ended_at=None).exclude(kind=PdfKind.VERSION), job="pk")
unfinished.register(
    "render_letter_version",
    lambda: LetterVersion.objects.filter(
        pk__in=PdfJob.objects.filter(kind=PdfKind.VERSION, ended_at=None).values("version"), pdf_sha256=None
    ),
    version="pk",
)


@outbox.handler("render_letter_version", atomic=False)
def render_letter_version(row: OutboxRow) -> None:
    """Payload: {"version": pk}."""
    version = LetterVersion.objects.get(pk=row.payload["version"])
    with transaction.atomic():
        job, _ = PdfJob.objects.get_or_create(
            version=version,
            kind=PdfKind.VERSION,
            defaults={"letter": version.letter, "asked_by": version.made_by, "asked_at": version.made_at},
        )
    if version.pdf_sha256 is None:
        draw(job)


@outbox.handler("draw_pdf", atomic=False)
def draw_pdf(row: OutboxRow) -> None:
    """Payload: {"job": pk}. A draft that was cleared away meanwhile needs no drawing."""
    job = PdfJob.objects.filter(pk=row.payload["job"]).first()
    if job is not None:
        draw(job)
