"""Team review and quality assurance: who is asked, their verdicts, comments on passages and suggested changes."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from accounts.access import require
from accounts.choices import Permission
from audit.record import record
from core import clock
from core.autosave import Mark
from core.errors import Reason, Refused
from inspections.services.child_names import refuse_names
from inspections.services.owners import tell
from reports import verbs
from reports.choices import Capacity, Settlement, Verdict
from reports.letters.passages import find, replaced
from reports.models import Letter, ReviewComment, Reviewer, ReviewReply
from reports.queries import review as queries
from reports.services import letters, wording
from rulebook import words

# From sign-off the words are fixed.
NO_REVIEW = ("not_started", "signed_off", "issued", "complaint_hold", "published", "withdrawn")
CHANGED = "The passage has changed since this was written, so it cannot be put in its place. Change the section itself."


def may_be_reviewed(letter: Letter) -> bool:
    return letter.state not in NO_REVIEW


@transaction.atomic
def ask_reviewer(*, by: Any, letter: Letter, person: Any, capacity: str, due_on: date | None = None) -> Reviewer:
    """Ask a member of the team, or quality assurance, to review the letter; they are told. A verdict given before is put by.

    Raises Refused beside "person" or "due_on".
    """
    _require_open(by, letter)
    if not queries.candidates(letter, capacity).filter(pk=person.pk).exists():
        where = "the team of this inspection" if capacity == Capacity.TEAM else "quality assurance"
        raise Refused(Reason(f"{person} is not in {where}, or has been asked already", "person"))
    if due_on is not None and due_on < clock.today():
        raise Refused(Reason("The day must be today or later", "due_on"))
    letter.reviewers.standing().filter(person=person).update(withdrawn_at=clock.now())
    asked = Reviewer.objects.create(
        letter=letter, person=person, capacity=capacity, due_on=due_on, asked_by=by, asked_at=clock.now()
    )
    record(actor=by, verb=verbs.REVIEWER_ASKED, subject=asked, changes={"person": ("", str(person))})
    if person != by:
        until = f" by {words.weekday(due_on)}" if due_on else ""
        _tell(person, asked, f"{by} asks you to review the {letter.inspection.words['product']}{until}.")
    return asked


@transaction.atomic
def withdraw_reviewer(*, by: Any, reviewer: Reviewer) -> None:
    """Ask no longer. Raises Refused for somebody who is not asked any more."""
    _require_open(by, reviewer.letter)
    if not Reviewer.objects.standing().filter(pk=reviewer.pk).update(withdrawn_at=clock.now()):
        raise Refused("This person is not asked any more")
    record(actor=by, verb=verbs.REVIEWER_WITHDRAWN, subject=reviewer, changes={"person": (str(reviewer.person), "")})


@transaction.atomic
def give_verdict(*, by: Any, letter: Letter, verdict: str, text: str = "") -> Reviewer:
    """A reviewer's own verdict on the text as it stands. Raises Refused for others, and beside "text" when a reason is needed."""
    _require_open(by, letter)
    reviewer = letter.reviewers.standing().select_for_update(of=("self",)).filter(person=by).first()
    if reviewer is None:
        raise Refused("You have not been asked to review this. Ask somebody of the team to add you")
    if Verdict(verdict) != Verdict.CONTENT and not text.strip():
        raise Refused(Reason("Say what must change", "text"))
    refuse_names(letter.inspection, text=text)
    before = reviewer.verdict
    reviewer.verdict, reviewer.verdict_text, reviewer.verdict_at = verdict, text.strip(), clock.now()
    reviewer.text_sha256 = wording.sha256_of(wording.sections(letter))
    reviewer.save(update_fields=["verdict", "verdict_text", "verdict_at", "text_sha256"])
    record(actor=by, verb=verbs.VERDICT, subject=reviewer, changes={"verdict": (before, verdict)}, reason=text.strip())
    if reviewer.asked_by != by:
        _tell(reviewer.asked_by, reviewer, f"{by}: {Verdict(verdict).label}.", about=f"{verdict}:{clock.now()}")
    return reviewer


@transaction.atomic
def comment(
    *,
    by: Any,
    letter: Letter,
    code: str,
    quote: str,
    text: str = "",
    replacement: str | None = None,
    must_answer: bool = False,
) -> ReviewComment:
    """Comment on a passage, or suggest other words for it when `replacement` is given ("" suggests leaving it out).

    Raises Refused beside "quote" unless the words stand in the section exactly once, beside "text" for an empty comment, and beside
    "replacement" for a suggestion that changes nothing or for words that are not written in the letter itself.
    """
    _require_open(by, letter)
    standing = wording.section(letter, code)
    quote = " ".join(quote.split())
    reasons = []
    places = find(standing.text, quote) if standing else ()
    if not places:
        reasons.append(Reason("These words do not stand in the section. Copy them from it", "quote"))
    elif len(places) > 1:
        reasons.append(Reason(f"These words stand {len(places)} times in the section. Quote more of them", "quote"))
    if replacement is None and not text.strip():
        reasons.append(Reason("Enter your comment", "text"))
    if replacement is not None:
        replacement = replacement.strip()
        if standing and standing.section is None:
            reasons.append(
                Reason("These words come from the findings. Comment on them, or change the finding", "replacement")
            )
        elif replacement == quote:
            reasons.append(Reason("This is what stands there already", "replacement"))
    if reasons:
        raise Refused(*reasons)
    refuse_names(letter.inspection, text=text, replacement=replacement or "")
    made = ReviewComment.objects.create(
        letter=letter, section_code=code, quote=quote, text=text.strip(), replacement=replacement, must_answer=must_answer,
        by=by, at=clock.now(),
    )  # fmt: skip
    record(actor=by, verb=verbs.SUGGESTED if made.suggests else verbs.COMMENTED, subject=made)
    return made


@transaction.atomic
def reply(*, by: Any, comment: ReviewComment, text: str) -> ReviewReply:
    """Answer in the thread of a comment that is open. The others in it are told in the service. Raises Refused."""
    held = _open(by, comment)
    if not text.strip():
        raise Refused(Reason("Enter your reply", "text"))
    refuse_names(held.letter.inspection, text=text)
    made = ReviewReply.objects.create(comment=held, text=text.strip(), by=by, at=clock.now())
    record(actor=by, verb=verbs.REPLIED, subject=held)
    for person in {held.by, *(one.by for one in held.replies.select_related("by"))} - {by}:
        _tell(person, held, f"{by} replied to a comment.", about=f"reply:{made.pk}")
    return made


@transaction.atomic
def resolve(*, by: Any, comment: ReviewComment, answer: str = "") -> None:
    """Close a comment. Somebody else's that must be answered needs an answer in words, beside "answer". Raises Refused."""
    held = _open(by, comment)
    own = held.by_id == by.pk
    if held.must_answer and not own and not answer.strip():
        raise Refused(Reason("Enter your answer", "answer"))
    if held.suggests and not own:
        raise Refused("Accept or do not accept the suggestion")
    _settle(by, held, Settlement.TAKEN_BACK if own and held.suggests else Settlement.RESOLVED, answer)


@transaction.atomic
def accept(*, by: Any, comment: ReviewComment, version: int) -> None:
    """Put the suggested words into the section, read at `version`. Raises Conflict, and Refused when the passage has changed."""
    require(by, Permission.LETTER_EDIT, comment.letter.inspection)
    held = _open(by, comment)
    section = held.letter.sections.filter(code=held.section_code).first()
    if held.replacement is None or section is None:
        raise Refused("There is nothing to put in the place of these words")
    text = replaced(section.text, held.quote, held.replacement)
    if text is None:
        raise Refused(CHANGED)
    _settle(by, held, Settlement.ACCEPTED, "")
    letters.write_section(by=by, section=section, text=text, mark=Mark.at(version), suggested=True)


@transaction.atomic
def reject(*, by: Any, comment: ReviewComment, answer: str) -> None:
    """Do not take a suggestion, for a reason. Raises Refused beside "answer"."""
    require(by, Permission.LETTER_EDIT, comment.letter.inspection)
    held = _open(by, comment)
    if not held.suggests:
        raise Refused("This is a comment, not a suggestion")
    if not answer.strip():
        raise Refused(Reason("Say why not", "answer"))
    _settle(by, held, Settlement.REJECTED, answer)


def _require_open(by: Any, letter: Letter) -> None:
    require(by, Permission.LETTER_COMMENT, letter.inspection)
    if not may_be_reviewed(letter):
        raise Refused("The letter is not under review now")


def _open(by: Any, comment: ReviewComment) -> ReviewComment:
    _require_open(by, comment.letter)
    held = (
        ReviewComment.objects.select_for_update(of=("self",))
        .select_related("letter__inspection", "by")
        .get(pk=comment.pk)
    )
    if held.settled_at is not None:
        raise Refused(f"{held.settled_by} has settled this already: {held.get_settlement_display().lower()}")
    return held


def _settle(by: Any, comment: ReviewComment, how: Settlement, answer: str) -> None:
    refuse_names(comment.letter.inspection, answer=answer)
    comment.settlement, comment.settled_by, comment.settled_at, comment.answer = how, by, clock.now(), answer.strip()
    comment.save(update_fields=["settlement", "settled_by", "settled_at", "answer"])
    record(
        actor=by, verb=verbs.SETTLED, subject=comment, changes={"settlement": ("", how.value)}, reason=answer.strip()
    )
    if comment.by != by:
        _tell(comment.by, comment, f"{by}: {how.label.lower()}.", about=f"settled:{comment.pk}")


def _tell(person: Any, subject: Reviewer | ReviewComment, body: str, about: str = "asked") -> None:
    inspection = subject.letter.inspection
    tell(
        person,
        kind="letter_review",
        key=f"letter_review:{subject._meta.model_name}:{subject.pk}:{about}"[:200],
        subject=f"{inspection.partnership.name}: review of the {inspection.words['product']}",
        body=body,
        url=f"/inspections/{inspection.reference}/letter/review/",
    )
