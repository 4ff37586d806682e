"""Posters and questionnaires to print, made by a worker: a PDF takes longer than a page may."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from core import clock, outbox, unfinished
from core.models import OutboxRow
from core.pdf import PdfFailed, render_pdf
from surveys import questions
from surveys.choices import PrintKind, Variant
from surveys.models import Print, Survey
from surveys.queries.qr import svg
from surveys.queries.surveys import link

MAKE = "survey_print"
WANTED = [(PrintKind.POSTER, Variant.STANDARD), *((PrintKind.QUESTIONNAIRE, variant) for variant in Variant)]


@transaction.atomic
def ask(survey: Survey) -> None:
    """Have the poster and the questionnaires made (again: they say until when the survey is open)."""
    for kind, variant in WANTED:
        made, new = Print.objects.get_or_create(survey=survey, kind=kind, variant=variant)
        if not new:
            Print.objects.filter(pk=made.pk).update(asked=F("asked") + 1, pdf=None, made_at=None, failed="")
            made.refresh_from_db(fields=["asked"])
        key = f"{MAKE}:{made.pk}:{made.asked}"
        outbox.enqueue(kind=MAKE, key=key, payload={"print": made.pk, "asked": made.asked})


unfinished.register(MAKE, lambda: Print.objects.filter(pdf=None), print="pk", asked="asked")


@outbox.handler(MAKE, atomic=False)
def make(row: OutboxRow) -> None:
    """Draw one. Safe to run twice; an asking that was overtaken by a newer one makes nothing."""
    wanted = Print.objects.filter(pk=row.payload["print"], asked=row.payload["asked"], pdf=None)
    found = wanted.select_related("survey__inspection__partnership").first()
    if found is None:
        return
    try:
        pdf = render_pdf(document(found.survey, found.kind, found.variant))
    except PdfFailed as failed:
        wanted.update(failed=str(failed)[:200])
        raise
    wanted.update(pdf=pdf, made_at=clock.now(), failed="")


def document(survey: Survey, kind: str, variant: str) -> str:
    """The HTML a PDF is made from."""
    context: dict[str, Any] = {
        "survey": survey,
        "inspection": survey.inspection,
        "area": survey.inspection.partnership.name,
        "link": link(survey),
        "short_link": link(survey).split("://")[-1],
        "qr": svg(link(survey), title="QR code of the survey"),
    }
    if kind == PrintKind.POSTER:
        return render_to_string("surveys/poster_pdf.html", context)
    easy = variant == Variant.EASY_READ
    asked = [_printed(question, easy) for question in questions.of(survey) if not easy or question.easy_text]
    return render_to_string(
        "surveys/questionnaire_pdf.html",
        context | {
            "easy": easy,
            "large": variant == Variant.LARGE_PRINT,
            "variant": Variant(variant).label,
            "title": survey.easy_title if easy else survey.title,
            "asked": _numbered(asked),
        },
    )  # fmt: skip


def _printed(question: Any, easy: bool) -> dict[str, Any]:
    options = [(option.code, option.easy_text if easy else option.text) for option in question.options]
    return {
        "code": question.code,
        "text": question.easy_text if easy else question.text,
        "hint": question.easy_hint if easy else question.hint,
        "picture": drawing(question.picture) if easy else "",
        "options": [(code, text, drawing(FACES.get(code, "")) if easy else "") for code, text in options if text],
        "kind": question.kind,
        "only_if": question.only_if,
    }


# The three answers of Easy Read have a face beside their word.
FACES = {
    "yes": "face-yes", "agree": "face-yes", "no": "face-no", "disagree": "face-no", "not_sure": "face-not-sure",
    "dont_know": "face-not-sure",
}  # fmt: skip


@cache
def drawing(name: str) -> SafeString:
    """One of our own drawings, to stand in the document; nothing where there is none of this name."""
    found = finders.find(f"surveys/pictures/{name}.svg") if name else None
    return mark_safe(Path(found).read_text(encoding="utf-8")) if found else SafeString()  # noqa: S308  (our own file)


def _numbered(asked: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """With numbers, and in words who may leave out a question that is not for everybody."""
    rows = list(asked)
    places = {row["code"]: number for number, row in enumerate(rows, 1)}
    options = {row["code"]: {code: text for code, text, _ in row["options"]} for row in rows}
    for number, row in enumerate(rows, 1):
        row["number"] = number
        row["only"] = " ".join(
            f"Only if your answer to question {places[earlier]} was “{'” or “'.join(options[earlier][code] for code in wanted)}”."
            for earlier, wanted in (row["only_if"] or {}).items()
        )
    return rows
