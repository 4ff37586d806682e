"""Reads of what was published, what became of it, and of the PDFs that workers make."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from core import clock
from core.words import when
from improvement.models import Plan
from improvement.queries.publication import public_address
from inspections.models import Inspection
from reports.models import (
    Correction,
    EasyReadVersion,
    Letter,
    LetterVersion,
    PdfJob,
    PdfKind,
    ScheduledPublication,
    Withdrawal,
    WithdrawalKind,
)
from rulebook import words


@dataclass(frozen=True)
class VersionRow:
    """One line of the list of versions, worded for the public. `href` is "" where the words can be read no more."""

    number: int
    published_at: datetime
    standing: str
    reason: str
    href: str


@dataclass(frozen=True)
class Related:
    """What belongs to this letter, by name: the plan that was asked for, with its page once it is published, and later letters."""

    plan: str = ""
    plan_href: str = ""
    later: list[tuple[str, str]] = field(default_factory=list)


def once_published(reference: str, number: int | None = None) -> LetterVersion | None:
    """The version with this number, or the newest, of those that were ever published."""
    found = (
        LetterVersion.objects.once_published()
        .defer("pdf")
        .select_related("letter__inspection__partnership", "withdrawal")
        .filter(letter__inspection__reference=reference)
    )
    if number is not None:
        found = found.filter(number=number)
    return found.order_by("-number").first()


def listed(text: str = "") -> QuerySet[LetterVersion]:
    """The newest version of every letter that was ever published, with its withdrawal, newest first, without the bytes."""
    newer = LetterVersion.objects.once_published().filter(letter=OuterRef("letter"), number__gt=OuterRef("number"))
    found = (
        LetterVersion.objects.once_published()
        .defer("pdf", "context", "fragment")
        .select_related("letter__inspection__partnership", "withdrawal")
        .filter(~Exists(newer))
        .order_by("-letter__inspection__published_on", "letter__inspection__reference")
    )
    return found.filter(letter__inspection__partnership__name__icontains=text) if text else found


def withdrawal(version: LetterVersion) -> Withdrawal | None:
    return getattr(version, "withdrawal", None)


def correction_of(version: LetterVersion) -> Correction | None:
    """The correction that made this version."""
    return Correction.objects.filter(made=version, published_at__isnull=False).select_related("corrects").first()


def version_rows(letter: Letter) -> list[VersionRow]:
    """Every version that was ever published, newest first."""
    versions = list(
        letter.versions.once_published()
        .defer("pdf", "context", "fragment")
        .select_related("withdrawal", "correction")
        .order_by("-number")
    )
    rows = []
    for place, version in enumerate(versions):
        later = versions[place - 1] if place else None
        gone = withdrawal(version)
        if gone:
            standing, reason = f"Withdrawn on {_day(gone.at)}", gone.reason
        elif later:
            correction = getattr(later, "correction", None)
            standing = f"Replaced by version {later.number} on {_day(later.published_at)}"
            reason = correction.reason if correction else ""
        else:
            standing, reason = "Current", ""
        readable = not (gone and gone.kind == WithdrawalKind.REMOVED)
        address = reverse("reports:published-version", args=[letter.inspection.reference, version.number])
        assert version.published_at is not None
        rows.append(VersionRow(version.number, version.published_at, standing, reason, address if readable else ""))
    return rows


def _day(instant: datetime | None) -> str:
    return words.day(instant.astimezone(clock.LONDON).date()) if instant else ""


def related(inspection: Inspection) -> Related:
    plan = Plan.objects.filter(inspection=inspection).order_by("opened_on", "pk").first()
    later = LetterVersion.objects.once_published().filter(letter__inspection__follows=inspection)
    references = later.order_by("letter__inspection__onsite_start_on").values_list(
        "letter__inspection__reference", flat=True
    )
    inspections = Inspection.objects.filter(reference__in=references).order_by("onsite_start_on")
    return Related(
        plan=plan.kind_spec.name if plan else "",
        plan_href=public_address(inspection.reference) if plan else "",
        later=[
            (
                f"{one.kind_spec.name}, published {words.day(one.published_on)}"
                if one.published_on
                else one.kind_spec.name,
                reverse("reports:published-letter", args=[one.reference]),
            )
            for one in inspections
        ],
    )


def easy_read_of(version: LetterVersion) -> EasyReadVersion | None:
    return EasyReadVersion.objects.filter(version=version).first()


def has_easy_read(version: LetterVersion) -> bool:
    return EasyReadVersion.objects.filter(version=version).exists()


def last_refused_schedule(letter: Letter) -> ScheduledPublication | None:
    """The newest plan of publication, when what came of it was a refusal."""
    newest = ScheduledPublication.objects.filter(letter=letter).select_related("by").first()
    return newest if newest and newest.refused_at else None


def pdf_job(version: LetterVersion) -> PdfJob | None:
    return PdfJob.objects.filter(version=version, kind=PdfKind.VERSION).defer("context", "pdf").first()


def pdf_jobs(letter: Letter) -> dict[tuple[int, str], PdfJob]:
    """{(number of the version, kind): the job} of every version of a letter."""
    jobs = PdfJob.objects.filter(letter=letter, version__isnull=False).defer("context", "pdf").select_related("version")
    return {(job.version.number, job.kind): job for job in jobs if job.version}


def progress_words(job: PdfJob) -> str:
    """How far a PDF is, in a sentence."""
    stage = job.stage
    if stage == "ready":
        return f"Ready: {words.count(job.pages or 0, 'page')}, {kilobytes(job.size or 0)}."
    if stage == "failed":
        return f"It could not be made. {job.failure}"
    if stage == "again":
        return f"It could not be made yet, and is tried again by itself. {job.failure}"
    if stage == "drawing":
        return f"Being drawn since {when(job.begun_at)}."
    return f"Waiting its turn since {when(job.asked_at)}."


def kilobytes(size: int) -> str:
    return f"{max(round(size / 1000), 1):,} KB"


def jobs_for_page(jobs: dict[tuple[int, str], PdfJob], version: LetterVersion) -> list[dict[str, Any]]:
    """What the part `reports/_pdf_progress.html` shows of one version."""
    return [
        {"job": job, "words": progress_words(job), "kind": kind}
        for (number, kind), job in sorted(jobs.items())
        if number == version.number
    ]
