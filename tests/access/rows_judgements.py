"""Access rows: lines of enquiry, emerging findings, judgements and the restricted safeguarding record."""

from __future__ import annotations

from datetime import date

from accounts.choices import Role
from core import clock
from evidence.models import (
    EmergingFinding,
    Enquiry,
    EnquiryVersion,
    FirstWording,
    Judgement,
    SafeguardingConcern,
)
from tests.access.rows import ANONYMOUS, CQC_LEAD, INSIDERS, LEAD, QUALITY, SIGNED_IN, TEAM, Row, guarded, ref, with_
from tests.access.world import CANARY, World

LEADS = LEAD | CQC_LEAD
AUDITORS = TEAM | QUALITY
RECEIPT = "SC-CANA-RY12"


def furnish(world: World) -> None:
    """A line of enquiry, an emerging finding, a judgement with a first wording, and a concern that the lead inspector recorded."""
    lead, inspection, now = world.people[Role.LEAD_INSPECTOR], world.inspection, clock.now()
    enquiry = Enquiry.objects.create(inspection=inspection, number=1, text=CANARY)
    EnquiryVersion.objects.create(enquiry=enquiry, number=1, text=CANARY, by=lead, at=now)
    EmergingFinding.objects.create(
        inspection=inspection,
        number=1,
        seen_on=date(2026, 1, 20),
        sort="significant_concern",
        text=CANARY,
        added_by=lead,
    )
    Judgement.objects.create(inspection=inspection, met_on=date(2026, 1, 23), decision="outcome-3", reasons=CANARY)
    wording = {"text": f"{CANARY} once", "points": [], "closing": "", "responsible_bodies": []}
    world.things["first_wording"] = FirstWording.objects.create(
        inspection=inspection, finding=world.things["finding"], kind="area_for_priority_action", order=1, wording=wording,
        locked_at=now, locked_by=lead,
    )  # fmt: skip
    SafeguardingConcern.objects.create(
        inspection=inspection, number=1, receipt=RECEIPT, seen_on=date(2026, 1, 20), text=CANARY, immediate_danger=False,
        recorded_by=lead, recorded_at=now,
    )  # fmt: skip


numbered = with_(number=1)
of_finding = with_(pk=lambda things: things["finding"].pk)
of_wording = with_(key=lambda things: f"first-{things['first_wording'].pk}")


def rows_of(stage: str) -> list[Row]:
    """Nobody of the area, of the departments or of scheduling reads any of this, before publication or after it."""
    inside = INSIDERS[stage]
    read = [
        guarded(f"evidence:{name}", AUDITORS, inside, stage=stage, kwargs=kwargs, secret=AUDITORS)
        for name, kwargs in (
            ("enquiry-list", ref),
            ("enquiry-detail", numbered),
            ("triangulation", ref),
            ("emerging-list", ref),
            ("emerging-detail", numbered),
            ("judgement", ref),
            ("wording", ref),
        )
    ]
    written = [
        guarded(f"evidence:{name}", TEAM, inside, post=200, stage=stage, kwargs=kwargs, secret=TEAM)
        for name, kwargs in (
            ("enquiry-add", ref),
            ("enquiry-reword", numbered),
            ("enquiry-standing", numbered),
            ("enquiry-close", numbered),
            ("finding-basis", of_finding),
            ("emerging-add", ref),
            ("emerging-edit", numbered),
            ("emerging-basis", numbered),
            ("emerging-promote", numbered),
            ("emerging-withdraw", numbered),
            ("judgement-edit", ref),
            ("wording-reason", of_wording),
        )
    ]
    return [
        *read,
        *written,
        guarded("evidence:enquiry-tomorrow", TEAM, inside, get=405, post=302, stage=stage, kwargs=numbered),
        guarded("evidence:judgement-sign", LEADS, inside, get=405, post=302, stage=stage, kwargs=ref),
        guarded("evidence:embargo", LEADS | QUALITY, inside, stage=stage, kwargs=ref),
        # The restricted record: any inspector writes, the two leads read, and a receipt is its own inspector's.
        guarded("evidence:concern-list", TEAM, inside, stage=stage, kwargs=ref),
        guarded("evidence:concern-record", TEAM, inside, post=200, stage=stage, kwargs=ref),
        receipt(inside, stage),
        guarded("evidence:concern-detail", LEADS, inside, stage=stage, kwargs=numbered, secret=LEADS),
        *(
            guarded(f"evidence:{name}", LEADS, inside, post=200, stage=stage, kwargs=numbered)
            for name in ("concern-note", "concern-refer", "concern-close")
        ),
    ]


def receipt(inside: set[str], stage: str) -> Row:
    """Another inspector's receipt is not there."""
    strangers, outside = SIGNED_IN - inside, inside - TEAM
    get = {200: LEAD, 302: ANONYMOUS, 403: outside, 404: strangers | (TEAM - LEAD)}
    post = {302: ANONYMOUS, 403: outside, 404: strangers, 405: TEAM}
    return Row("evidence:concern-receipt", get, post, stage, with_(receipt=RECEIPT))


def while_embargoed(stage: str) -> list[Row]:
    """What the area may read by now, the draft and the final letter, opens none of this to it."""
    inside = INSIDERS[stage]
    return [
        guarded("evidence:judgement", AUDITORS, inside, stage=stage, kwargs=ref, secret=AUDITORS),
        guarded("evidence:emerging-list", AUDITORS, inside, stage=stage, kwargs=ref, secret=AUDITORS),
        guarded("evidence:wording", AUDITORS, inside, stage=stage, kwargs=ref, secret=AUDITORS),
        guarded("evidence:concern-detail", LEADS, inside, stage=stage, kwargs=numbered, secret=LEADS),
        guarded("evidence:embargo", LEADS | QUALITY, inside, stage=stage, kwargs=ref),
    ]


ROWS: list[Row] = [
    *rows_of("notified"),
    *while_embargoed("feedback"),
    *while_embargoed("shared"),
    *while_embargoed("issued"),
    *rows_of("published"),
]
