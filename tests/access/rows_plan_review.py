"""Access rows: the review of a plan before and after its decision is sent, its versions, and what the public reads once it is published."""

from __future__ import annotations

import json
from typing import Any

from accounts.choices import Role
from accounts.models import User
from core import clock
from inspections.models import Finding, Inspection, TeamPlace
from tests.access.rows import (
    ADVISERS,
    ANONYMOUS,
    CHIEFS,
    EVERYONE,
    INSIDERS,
    LANO,
    MANAGER,
    PLAN_READERS,
    PLAN_WRITERS,
    QUALITY,
    SIGNED_IN,
    TEAM,
    Row,
    guarded,
    open_to_all,
    ref,
    with_,
)
from tests.access.world import CANARY, LONG_AGO, TODAY, World

WORDS = "Leaders should act on long waits"
ITEM = {
    "order": 1, "text": WORDS, "points": [], "responsible_bodies": [], "closing": "", "outcome": "Shorter waits",
    "actions": [
        {
            "reference": "1.1", "text": "See every child sooner", "owner_office": "Head of therapies", "body": "Seaborough Council",
            "co_body": "", "starts_on": None, "finish_by_on": "2026-09-01", "measure": "Weeks waited", "evidence": "", "resource": "",
            "milestones": [{"order": 1, "text": "Half of them", "due_on": "2026-06-01"}],
        }
    ],
}  # fmt: skip
# Two more inspections of the same area, with the same team: the plan of one is under review, that of the other was published.
UNDER_REVIEW, PUBLISHED = "seaborough-2024", "seaborough-2025"


def furnish(world: World) -> None:
    """Only at the last stage. The canary is what reviewers drafted, what was decided, and what was published."""
    if world.inspection.state != "published":
        return
    for role, organisation in ((Role.DFE_ADVISER, "dfe"), (Role.NHSE_ADVISER, "nhs_england")):
        User.objects.filter(pk=world.people[role].pk).update(organisation=organisation)
        world.people[role].organisation = organisation
    _under_review(world)
    _published(world)


def _sent(world: World, reference: str, state: str) -> Any:
    """A submitted plan of one more inspection; returns its submission."""
    from improvement.models import Plan, PlanItem, PlanSubmission

    inspection = Inspection.objects.create(
        reference=reference, partnership=world.here, framework_code="area-send-2023", edition_code="2025-07-07", kind="full",
        state="published", outcome="outcome-3", notified_on=TODAY, letter_issued_on=TODAY, report_received_on=TODAY, published_on=TODAY,
        source="ofsted-reports-2023-on",  # its report is not kept here
    )  # fmt: skip
    for role in (Role.LEAD_INSPECTOR, Role.OFSTED_INSPECTOR, Role.CQC_LEAD, Role.CQC_INSPECTOR):
        TeamPlace.objects.create(inspection=inspection, user=world.people[role], role=role, starts_on=LONG_AGO)
    finding = Finding.objects.create(inspection=inspection, kind="area_for_priority_action", order=1, text=WORDS)
    plan = Plan.objects.create(
        inspection=inspection, kind="priority-action-plan", state=state, opened_on=TODAY, submitted_on=TODAY,
        accountable_bodies=[{"kind": "local_authority", "name": "Seaborough Council"}],
    )  # fmt: skip
    PlanItem.objects.create(plan=plan, finding=finding, order=1, text=WORDS)
    snapshot = {"format": 2, "plan": "Plan", "approvals": [], "items": [ITEM], "statement": None}
    return PlanSubmission.objects.create(
        plan=plan, number=1, receipt_number=f"PAP-{reference}-1".upper(), submitted_on=TODAY, submitted_by=world.people[Role.DCS],
        recorded_at=clock.now(), snapshot=json.dumps(snapshot), sha256="0" * 64,
    )  # fmt: skip


def _under_review(world: World) -> None:
    from improvement.models import ReviewPart

    submission, by = _sent(world, UNDER_REVIEW, "under_review"), world.people[Role.DFE_ADVISER]
    for place, answer in (("criterion:outcome", "partly"), ("item:1", ""), ("decision", "returned")):
        ReviewPart.objects.create(
            submission=submission, place=place, answer=answer, comment=CANARY, action_comments={}, written_by=by, written_at=clock.now()
        )  # fmt: skip
    for code in ("improvement", "responsible", "measured", "families", "commitment"):
        ReviewPart.objects.create(
            submission=submission, place=f"criterion:{code}", answer="met", written_by=by, written_at=clock.now()
        )


def _published(world: World) -> None:
    from improvement.models import AddressCheck, DecisionLetter, Plan, PlanAddress, PlanDecision, PlanPublication

    submission, by = _sent(world, PUBLISHED, "published"), world.people[Role.DFE_ADVISER]
    plan = submission.plan
    Plan.objects.filter(pk=plan.pk).update(decided_on=TODAY, accepted_on=TODAY, published_on=TODAY)
    decision = PlanDecision.objects.create(
        submission=submission, decision="accepted", decided_on=TODAY, decided_by=by, recorded_at=clock.now(), reasons=""
    )
    DecisionLetter.objects.create(
        decision=decision, context="{}", sha256="0" * 64, template="decision_letter/v1", fragment=f"<p>{CANARY}</p>"
    )
    content = {
        "format": 1, "number": 1, "plan": "Priority action plan", "area": "Seaborough", "item_name": "area for priority action",
        "bodies": ["Seaborough Council"], "decision": None, "approved": [], "items": [ITEM | {"text": CANARY}], "statement": None,
        "reason": "", "product": "report", "published_on": TODAY.isoformat(),
    }  # fmt: skip
    PlanPublication.objects.create(
        plan=plan, number=1, submission=submission, published_on=TODAY, published_at=clock.now(), published_by=world.people[Role.DCS],
        content=json.dumps(content), sha256="0" * 64, template="publication/v1", pdf=f"%PDF-1.7 {CANARY}".encode(), pdf_sha256="0" * 64,
        fragment=f'<h1 class="govuk-heading-xl">Plan</h1><h2 id="plan-item-1">Item 1</h2><p>{CANARY}</p>', pages=1, size=9,
    )  # fmt: skip
    address = PlanAddress.objects.create(
        plan=plan, address="https://www.example.gov.uk/plan", added_by=world.people[Role.LANO], added_at=clock.now()
    )
    AddressCheck.objects.create(
        address=address, on=TODAY, at=clock.now(), found=True, status=200, title="A plan", names_plan=True
    )
    world.things["plan_address"] = address


def of(reference: str, **more: Any) -> Any:
    def kwargs(world: World) -> dict[str, Any]:
        found = {key: value(world.things) if callable(value) else value for key, value in more.items()}
        return {"reference": reference} | found

    return kwargs


INSIDE = INSIDERS["published"] | PLAN_READERS
# Who reviews priority action plans in this edition: the advisers. Others who decide on plans, and all of the area, meet a closed door.
REVIEW = (
    ("review-detail", {}, 405),
    ("review-criterion", {"code": "outcome"}, 200),
    ("review-item", {"order": 1}, 200),
    ("review-decision", {}, 200),
    ("review-send", {}, 200),
)
PUBLIC = (
    ("published-plan", {}),
    ("published-plan-pdf", {}),
    ("published-plan-json", {}),
    ("published-plan-version", {"number": 1}),
    ("published-plan-version-pdf", {"number": 1}),
    ("published-plan-version-json", {"number": 1}),
)

ROWS: list[Row] = [
    # --- the draft of a review is its reviewers' alone
    *(
        guarded(
            f"improvement:{name}", ADVISERS, INSIDE, post=post, stage="published", kwargs=of(UNDER_REVIEW, **more), secret=ADVISERS
        )
        for name, more, post in REVIEW
    ),
    # Nothing of it stands on the pages that others read of the same plan; and there is no letter before it is sent.
    *(
        guarded(f"improvement:{name}", PLAN_READERS, INSIDE, stage="published", kwargs=of(UNDER_REVIEW, **more))
        for name, more in (
            ("plan-detail", {}),
            ("submission-detail", {"number": 1}),
            ("version-list", {}),
            ("plan-publication", {}),
        )
    ),
    guarded(
        "inspections:inspection-history", TEAM | MANAGER | QUALITY | LANO | CHIEFS, INSIDERS["published"], stage="published",
        kwargs=of(UNDER_REVIEW),
    ),
    guarded(
        "improvement:decision-letter", PLAN_READERS, INSIDE, get=404, post=405, stage="published", kwargs=of(UNDER_REVIEW, number=1)
    ),
    # --- sent, the letter is read by all who read the plan
    guarded(
        "improvement:decision-letter", PLAN_READERS, INSIDE, stage="published", kwargs=of(PUBLISHED, number=1), secret=PLAN_READERS
    ),
    *(
        guarded(f"improvement:{name}", ADVISERS, INSIDE, post=post, stage="published", kwargs=of(PUBLISHED, **more))
        for name, more, post in REVIEW
    ),
    # --- a plan that was not sent has no review
    guarded("improvement:version-list", PLAN_READERS, INSIDE, stage="published", kwargs=ref, secret=PLAN_READERS),
    # --- publication
    guarded("improvement:plan-publication", PLAN_READERS, INSIDE, stage="published", kwargs=of(PUBLISHED)),
    guarded("improvement:publication-progress", PLAN_READERS, INSIDE, stage="published", kwargs=of(PUBLISHED, number=1)),
    guarded("improvement:plan-publish", CHIEFS, INSIDE, post=200, stage="published", kwargs=of(PUBLISHED)),
    guarded("improvement:plan-publish", CHIEFS, INSIDE, post=200, stage="published", kwargs=ref),
    guarded("improvement:address-add", PLAN_WRITERS, INSIDE, post=200, stage="published", kwargs=of(PUBLISHED)),
    guarded(
        "improvement:address-end", PLAN_WRITERS, INSIDE, post=302, stage="published",
        kwargs=of(PUBLISHED, pk=lambda things: things["plan_address"].pk),
    ),
    # --- the public: nothing before, everything afterwards
    *(
        open_to_all(f"improvement:{name}", get=404, kwargs=with_(**more), stage=stage)
        for name, more in PUBLIC
        for stage in ("issued", "published")
    ),
    *(open_to_all(f"improvement:{name}", get=404, kwargs=of(UNDER_REVIEW, **more), stage="published") for name, more in PUBLIC),
    *(
        open_to_all(f"improvement:{name}", kwargs=of(PUBLISHED, **more), stage="published", may_read_secret=EVERYONE)
        for name, more in PUBLIC
    ),
    open_to_all("improvement:published-list"),
    open_to_all("improvement:published-list", stage="published"),
    # The steps that have pages of their own lead there.
    *(
        Row(
            "improvement:plan-move",
            {302: ok | ANONYMOUS, 403: INSIDE - ok, 404: SIGNED_IN - INSIDE},
            {302: ok | ANONYMOUS, 403: INSIDE - ok, 404: SIGNED_IN - INSIDE},
            "published",
            of(reference, move=move),
        )
        for reference, move, ok in (
            (UNDER_REVIEW, "accept", ADVISERS | QUALITY),
            (UNDER_REVIEW, "return_not_fit", ADVISERS | QUALITY),
            (PUBLISHED, "publish", CHIEFS),
        )
    ),
]  # fmt: skip
