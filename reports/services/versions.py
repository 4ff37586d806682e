"""Freezing versions of a letter and making their bytes."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db import transaction
from django.db.models import Max

from audit.record import record
from core import clock
from core.errors import Refused
from core.pdf import MAX_HTML_BYTES, print_document
from reports import verbs
from reports.letters import render
from reports.letters.context import LetterContext
from reports.models import Letter, LetterVersion
from reports.services import easy_read, printing


@transaction.atomic
def freeze(*, by: Any, letter: Letter, context: LetterContext, imported_from: str = "") -> LetterVersion:
    """Keep the letter as it stands as its next version, and ask a worker for its PDF.

    A version with the same words as the newest one is not made again: that one is returned. Raises Refused for a letter that
    is too long ever to be printed: frozen, it could neither be published nor put right.
    """
    newest = letter.versions.order_by("-number").first()
    if newest and newest.context_sha256 == context.sha256:
        return newest
    length = len(render.render_document(context).encode())
    if length > MAX_HTML_BYTES:
        raise Refused(
            f"The letter is too long to print: {length:,} bytes with its layout, at most {MAX_HTML_BYTES:,}. Shorten it first."
        )
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
    printing.ask_for_version(by=by, version=version)
    if not imported_from:
        easy_read.freeze(by=by, version=version)
    record(actor=by, verb=verbs.FROZEN, subject=version, changes={"sha256": ("", version.context_sha256)})
    return version


def make_pdf(version: LetterVersion) -> None:
    """Make the bytes of a version from its frozen context alone, here and now, and keep them if none are kept yet."""
    printed = print_document(render.render_document(version.frozen_context))
    kept = LetterVersion.objects.all().fill_once(
        version.pk, pdf=printed.pdf, pdf_sha256=hashlib.sha256(printed.pdf).hexdigest()
    )
    if kept:
        printing.note_ready(version=version, printed=printed)
