"""Where the page of a letter leads to, for one person."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from accounts.choices import Permission
from reports.models import Letter
from reports.queries import accuracy, review
from rulebook import words


def of(letter: Letter, rights: Any) -> list[dict[str, str]]:
    """[{text, href, note}]: the review and complaints for those who comment, the check for those who read the draft."""
    reference = letter.inspection.reference
    found = []
    if Permission.LETTER_COMMENT in rights:
        found.append(
            {
                "text": "Review and comments",
                "href": reverse("reports:review-detail", args=[reference]),
                "note": noted(review.summary(letter)),
            }
        )
    if Permission.FINDINGS_VIEW in rights and (check := accuracy.newest_round(letter)):
        note = "submitted" if check.submitted_at else "with the area" if check.received_on else "receipt not recorded"
        found.append(
            {
                "text": "Factual accuracy check",
                "href": reverse("reports:accuracy-detail", args=[reference]),
                "note": note,
            }
        )
    if Permission.LETTER_COMMENT in rights:
        number = letter.complaints.open().count()
        found.append(
            {
                "text": "Formal complaints",
                "href": reverse("reports:complaint-list", args=[reference]),
                "note": f"{number} open" if number else "",
            }
        )
    return found


def noted(counts: dict[str, int]) -> str:
    """ "3 open comments, 1 that must be answered, 2 reviewers without a verdict"; "" when nothing is open."""
    parts = [
        words.count(counts["open"], "open comment") if counts["open"] else "",
        f"{counts['must_answer']} that must be answered" if counts["must_answer"] else "",
        f"{words.count(counts['waiting'], 'reviewer')} without a verdict" if counts["waiting"] else "",
    ]
    return ", ".join(part for part in parts if part)
