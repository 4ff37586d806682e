"""Freezing versions of a letter and making their bytes."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db import transaction
from django.db.models import Max

from audit.record import record
from core import clock, outbox
from core.models import OutboxRow
from core.pdf import render_pdf
from reports import verbs
from reports.letters import render
from reports.letters.context import LetterContext
from reports.models import Letter, LetterVersion


@transaction.atomic
def freeze(*, by: Any, letter: Letter, context: LetterContext, imported_from: str = "") -> LetterVersion:
    """Keep the letter as it stands as its next version, and ask a worker for its PDF.

    A version with the same words as the newest one is not made again: that one is returned.
    """
    newest = letter.versions.order_by("-number").first()
    if newest and newest.context_sha256 == context.sha256:
        return newest
    version = LetterVersion.objects.create(
        letter=letter,
        number=(letter.versions.aggregate(last=Max("number"))["last"] or 0) + 1,
        context=context.as_json().decode(),
        context_sha256=context.sha256,
        template=f"{context.template}/{context.template_version}",
        fragment=str(render.render_fragment(context)),
        made_at=clock.now(),
        made_by=by,
        imported_from=imported_from,
    )
    outbox.enqueue(kind="render_letter_version", key=f"letter-version:{version.pk}", payload={"version": version.pk})
    record(actor=by, verb=verbs.FROZEN, subject=version, changes={"sha256": ("", version.context_sha256)})
    return version


def make_pdf(version: LetterVersion) -> None:
    """Make the bytes of a version from its frozen context alone, and keep them if none are kept yet."""
    pdf = render_pdf(render.render_document(version.frozen_context))
    LetterVersion.objects.all().fill_once(version.pk, pdf=pdf, pdf_sha256=hashlib.sha256(pdf).hexdigest())


@outbox.handler("render_letter_version")
def render_letter_version(row: OutboxRow) -> None:
    """Payload: {"version": pk}. Safe to run twice: the same context gives the same bytes, and they are set once."""
    make_pdf(LetterVersion.objects.get(pk=row.payload["version"]))
