"""Tagging the findings that a plan answers with themes of weakness, when the words of the letter are fixed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from accounts.access import require
from accounts.choices import Permission
from audit.record import record
from core import clock
from core.errors import Reason, Refused
from inspections.models import Finding
from reports import verbs
from reports.models import FindingTheme, Letter
from reports.queries.themes import findings
from reports.services.publication import held
from rulebook.themes import NAMES

# The words of the letter are fixed, or about to be: before, a finding may still go.
TAGGABLE = ("signed_off", "issued", "complaint_hold", "published", "withdrawn")


def may_be_tagged(letter: Letter) -> bool:
    return letter.state in TAGGABLE


def state_of(rows: Iterable[Finding]) -> str:
    """All tags in one text, to see whether somebody changed them since a page was opened."""
    return " ".join(f"{finding.pk}:{','.join(sorted(codes_of(finding)))}" for finding in rows)


def codes_of(finding: Any) -> list[str]:
    return [tag.theme for tag in finding.themes.all()]


@transaction.atomic
def tag(*, by: Any, letter: Letter, chosen: Mapping[int, Iterable[str]], seen: str) -> None:
    """Give each finding (by key) exactly these themes; a finding left out keeps none. `seen` is `state_of` when the page was opened.

    Raises Refused before sign-off, for a theme that is none, for a finding that no plan answers, and when somebody else tagged meanwhile.
    """
    require(by, Permission.LETTER_PUBLISH, letter.inspection)
    letter = held(letter)
    if not may_be_tagged(letter):
        raise Refused("The findings are tagged once the letter is signed off.")
    rows = list(findings(letter.inspection))
    if state_of(rows) != seen:
        raise Refused("Somebody else changed these since you opened the page. Open it again to see what is kept now.")
    wanted = {key: set(codes) for key, codes in chosen.items()}
    if not set(wanted) <= {finding.pk for finding in rows} or not set().union(*wanted.values()) <= set(NAMES):
        raise Refused(Reason("Choose themes of the list for the findings of this page."))
    before, after = {}, {}
    for finding in rows:
        had, has = set(codes_of(finding)), wanted.get(finding.pk, set())
        if had == has:
            continue
        FindingTheme.objects.filter(finding=finding, theme__in=had - has).delete()
        FindingTheme.objects.bulk_create(
            FindingTheme(finding=finding, theme=code, tagged_by=by, tagged_at=clock.now()) for code in sorted(has - had)
        )
        name = f"finding {finding.order}"
        before[name], after[name] = (", ".join(NAMES[code] for code in NAMES if code in codes) for codes in (had, has))
    if after:
        record(
            actor=by,
            verb=verbs.THEMES_TAGGED,
            subject=letter,
            changes={name: (before[name], after[name]) for name in after},
        )
