"""The review and the factual accuracy check of the demonstration's letter. Everything said here is invented."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.files.base import ContentFile

from accounts.choices import Role
from core import clock
from reports.models import AccuracyComment, AccuracyRound, Letter, ReviewComment
from reports.queries.themes import findings as findings_of
from reports.services import accuracy, accuracy_answers, easy_read, review, themes
from rulebook.themes import suggested

# Words of the demonstration's letter.
SECTION = "experience"
SENTENCE = "Children and young people wait too long for their needs to be assessed."
SUGGESTED = "Too many children and young people wait too long for their needs to be assessed."

EASY_READ = (
    ("Inspectors came to see how children and young people get help.", "school"),
    ("Staff know children well and are kind to them.", "face-yes"),
    ("Too many children wait too long for an assessment.", "clock"),
    ("Leaders must make the waits shorter.", "change"),
)


def reviewed(*, cast: dict[Any, Any], letter: Letter) -> None:
    """With the team: one comment that must be answered is, and one suggestion is taken."""
    lead, quality = cast[Role.LEAD_INSPECTOR], cast[Role.QUALITY_ASSURER]
    review.ask_reviewer(by=lead, letter=letter, person=quality, capacity="quality", due_on=clock.today())
    about = {"by": quality, "letter": letter, "code": SECTION, "quote": SENTENCE}
    comment = review.comment(**about, text="Which evidence does this rest on?", must_answer=True)
    review.reply(by=lead, comment=comment, text="Four tracked cases and the survey of parents.")
    review.resolve(by=lead, comment=comment, answer="Checked against the evidence.")
    suggestion = review.comment(**about, text="Not all of them do.", replacement=SUGGESTED)
    section = letter.sections.get(code=SECTION)
    review.accept(by=lead, comment=ReviewComment.objects.get(pk=suggestion.pk), version=section.version)
    review.give_verdict(by=quality, letter=letter, verdict="content")


def checked(*, cast: dict[Any, Any], letter: Letter, received_on: date) -> None:
    """With the area: two people draft three comments on the day they come, and the director submits them."""
    round_ = AccuracyRound.objects.select_related("letter__inspection").get(letter=letter)
    accuracy.record_receipt(by=cast[Role.LANO], round_=round_, received_on=received_on)
    figures = ContentFile(b"Month,Plans within 20 weeks\nJanuary,61\nFebruary,63\n", name="Timeliness of plans.csv")
    said: tuple[tuple[Role, str, str, list[Any]], ...] = (
        (Role.LANO, "figure", "The share of plans within 20 weeks is of the wrong month.", [figures]),
        (Role.LANO, "missing", "The new short breaks offer is not mentioned.", []),
        (Role.ICB_EXECUTIVE, "error", "The therapy service is run by the trust, not by the board.", []),
    )
    for role, kind, text, uploads in said:
        accuracy.draft_comment(by=cast[role], round_=round_, code=SECTION, kind=kind, text=text, uploads=uploads)
    accuracy.submit(by=cast[Role.DCS], round_=round_)


def answered(*, cast: dict[Any, Any], letter: Letter) -> None:
    """The lead answers each, and quality assurance agrees with the first answer."""
    answers = (
        ("accepted", ""),
        ("not_accepted", "It began after the days on site."),
        ("partly", "The sentence now names both."),
    )
    comments = AccuracyComment.objects.select_related("round__letter__inspection").filter(round__letter=letter)
    for comment, (decision, answer) in zip(comments, answers, strict=True):
        accuracy_answers.answer(
            by=cast[Role.LEAD_INSPECTOR], comment=comment, version=comment.version, decision=decision, answer=answer
        )
    first = comments.get(number=1)
    accuracy_answers.second(by=cast[Role.QUALITY_ASSURER], comment=first)


def eased(*, cast: dict[Any, Any], letter: Letter) -> None:
    """The Easy Read summary, written before the letter is signed off."""
    lines = [{"text": text, "picture": picture} for text, picture in EASY_READ]
    easy_read.write(by=cast[Role.LEAD_INSPECTOR], letter=letter, lines=lines, version=0)


def themed(*, cast: dict[Any, Any]) -> None:
    """Quality assurance agreed with what the words of each published finding suggest."""
    for letter in Letter.objects.filter(state="published").select_related("inspection"):
        findings = list(findings_of(letter.inspection))
        chosen = {one.pk: suggested(" ".join([one.text, *one.points])) for one in findings}
        themes.tag(by=cast[Role.QUALITY_ASSURER], letter=letter, chosen=chosen, seen=themes.state_of(findings))
