"""Reading comments: read, tagged to evaluation questions, and whether they may be quoted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from accounts.access import require
from accounts.choices import Permission
from audit.record import record
from core import clock
from core.errors import Reason, Refused
from core.versioning import save_if_unchanged
from inspections.services.child_names import refuse_names
from surveys import verbs
from surveys.choices import Quotable
from surveys.models import Comment, CommentTag
from surveys.queries.comments import criteria, is_kept_back

FINISHED = ("archived", "purged")


@transaction.atomic
def judge(
    *, by: Any, comment: Comment, version: int, tags: Iterable[str] = (), quotable: str = "", quotation: str = ""
) -> None:
    """Keep what a reader made of a comment; it counts as read. Raises Refused beside the field, or Conflict for an old page."""
    inspection = comment.survey.inspection
    require(by, Permission.SURVEY_READ, inspection)
    wanted = set(tags)
    if reasons := _reasons(comment, wanted, quotable, quotation):
        raise Refused(*reasons)
    refuse_names(inspection, quotation=quotation)
    held = {tag.criterion: tag for tag in comment.tags.all()}
    before = (sorted(held), comment.quotable)
    comment.quotable, comment.quotation = quotable, quotation.strip()
    comment.read_by, comment.read_at = comment.read_by or by, comment.read_at or clock.now()
    save_if_unchanged(comment, version=version, fields=("quotable", "quotation", "read_by", "read_at"))
    for code in wanted - set(held):
        CommentTag.objects.create(comment=comment, criterion=code, tagged_by=by, tagged_at=clock.now())
    for code in set(held) - wanted:
        held[code].delete()
    if sorted(wanted) != before[0]:
        record(
            actor=by, verb=verbs.COMMENT_TAGGED, subject=comment, changes={"tags": (", ".join(before[0]), ", ".join(sorted(wanted)))}
        )  # fmt: skip
    if quotable != before[1]:
        record(actor=by, verb=verbs.COMMENT_JUDGED, subject=comment, changes={"quotable": (before[1], quotable)})


def _reasons(comment: Comment, tags: set[str], quotable: str, quotation: str) -> list[Reason]:
    reasons = []
    if comment.survey.state in FINISHED:
        reasons.append(Reason("This survey has been put away."))
    if is_kept_back(comment):
        reasons.append(Reason("This comment waits for the duty reader."))
    if tags - {code for code, _ in criteria(comment.survey.inspection)}:
        reasons.append(Reason("Choose from the list", "tags"))
    if quotable not in Quotable.values:
        reasons.append(Reason("Choose whether it may be quoted", "quotable"))
    if quotation.strip() and quotable != Quotable.USABLE:
        reasons.append(Reason("Only a comment that may be quoted has a wording for the letter", "quotation"))
    return reasons
