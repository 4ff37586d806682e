"""Whether every frozen version can be drawn again as it is kept: from its context and its template, byte for byte."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from core.pdf import PdfFailed, render_pdf
from reports.letters import easy_read, render
from reports.letters.context import ContextError, LetterContext
from reports.models import EasyReadVersion, LetterVersion


@dataclass(frozen=True)
class Compared:
    """One frozen version: its inspection, number, whether it is the Easy Read summary, and what differs, in words."""

    reference: str
    number: int
    easy_read: bool
    differs: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"{self.reference} version {self.number}{' Easy Read' if self.easy_read else ''}"


def how_many() -> int:
    return LetterVersion.objects.count() + EasyReadVersion.objects.count()


def compare_all() -> Iterator[Compared]:
    """Every frozen version and Easy Read summary, one at a time."""
    versions = LetterVersion.objects.select_related("letter__inspection").order_by(
        "letter__inspection__reference", "number"
    )
    for version in versions.iterator(chunk_size=20):
        reference = version.letter.inspection.reference
        found = _letter(version)
        yield Compared(reference, version.number, easy_read=False, differs=tuple(found))
    summaries = EasyReadVersion.objects.select_related("version__letter__inspection").order_by("version_id")
    for summary in summaries.iterator(chunk_size=20):
        reference = summary.version.letter.inspection.reference
        found = _easy_read(summary)
        yield Compared(reference, summary.version.number, easy_read=True, differs=tuple(found))


def _letter(version: LetterVersion) -> Iterator[str]:
    if _digest(version.context.encode()) != version.context_sha256:
        yield "its context has not the SHA-256 that was kept"
    try:
        context = LetterContext.from_json(version.context.encode())
        fragment, document = str(render.render_fragment(context)), render.render_document(context)
    except (ContextError, render.UnknownTemplate) as error:
        yield f"it cannot be drawn: {error}"
        return
    if f"{context.template}/{context.template_version}" != version.template:
        yield f"it was drawn with {version.template}, but its context names another template"
    yield from _drawn(version.fragment, fragment, version.pdf, version.pdf_sha256, lambda: render_pdf(document))


def _easy_read(summary: EasyReadVersion) -> Iterator[str]:
    if _digest(summary.content.encode()) != summary.content_sha256:
        yield "its content has not the SHA-256 that was kept"
    try:
        content = easy_read.EasyReadContext.from_json(summary.content.encode())
        fragment, document = str(easy_read.render_fragment(content)), easy_read.render_document(content)
    except (ContextError, render.UnknownTemplate) as error:
        yield f"it cannot be drawn: {error}"
        return
    yield from _drawn(summary.fragment, fragment, summary.pdf, summary.pdf_sha256, lambda: render_pdf(document))


def _drawn(kept_page: str, page: str, kept: Any, kept_sha256: str | None, draw: Callable[[], bytes]) -> Iterator[str]:
    if page != kept_page:
        yield "its page is drawn differently"
    if kept is None:
        return
    if _digest(bytes(kept)) != kept_sha256:
        yield "its PDF has not the SHA-256 that was kept"
    try:
        if draw() != bytes(kept):
            yield "its PDF is drawn differently"
    except PdfFailed as failed:
        yield f"its PDF cannot be drawn: {failed}"


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
