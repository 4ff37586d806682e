"""Publishing a plan on the public site: content frozen in the transaction of the step, and its PDF drawn by a worker."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F

from accounts.access import require
from accounts.choices import Permission
from audit.record import record
from core import clock, outbox, unfinished
from core.errors import Reason, Refused
from core.models import OutboxRow
from core.pdf import MAX_HTML_BYTES, PdfFailed, print_document
from improvement import publication, verbs
from improvement.choices import Decision
from improvement.models import Plan, PlanPublication, PlanSubmission
from improvement.models.publication import MOST_TRIES
from improvement.services import approvals, audience, submissions
from inspections.models import Inspection

DRAW = "draw_plan_publication"
# The plan is public once and may be published again as it then stands.
PUBLISHED_STATES = ("published", "in_delivery")
MOST_CHARACTERS = 2_000


def freeze(*, by: Any, plan: Plan, on: date, reason: str = "") -> PlanPublication:
    """Write the next published version and ask for its PDF. Runs in the transaction of the step. Raises Refused when it is too long.

    The first version of a reviewed plan is what was accepted, word for word; a later one is the plan as it stands.
    """
    # Versions count within the inspection: two plans of it are published at one address.
    Inspection.objects.select_for_update(of=("self",)).get(pk=plan.inspection_id)
    number = PlanPublication.objects.filter(plan__inspection_id=plan.inspection_id).count() + 1
    accepted = accepted_submission(plan)
    first = not plan.publications.exists()
    if first and number > 1 and not reason:
        reason = "It takes the place of the plan that was published before."
    if first and accepted is not None:
        items, approved = accepted.content["items"], accepted.content["approvals"]
    else:
        items, approved = submissions.live_items(plan), [one.as_dict() for one in approvals.standing(plan)]
    content = publication.content_of(
        plan, items, submissions.newest_statement(plan), submission=accepted, approved=approved, number=number, reason=reason, on=on
    )  # fmt: skip
    length = len(publication.document(content).encode())
    if length > MAX_HTML_BYTES:
        raise Refused(f"The plan is too long to publish: {length:,} bytes with its layout, at most {MAX_HTML_BYTES:,}.")
    text = submissions.canonical(content)
    made = PlanPublication.objects.create(
        plan=plan,
        number=number,
        submission=accepted,
        published_on=on,
        published_at=clock.now(),
        published_by=by,
        reason=reason,
        content=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        template=publication.TEMPLATE,
        fragment=publication.draw(content),
    )
    record(
        actor=by,
        verb=verbs.PUBLISHED,
        subject=made,
        changes={"number": (None, number), "published_on": (None, on), "sha256": (None, made.sha256)},
        reason=reason,
    )
    outbox.enqueue(kind=DRAW, key=f"plan-publication:{made.pk}", payload={"publication": made.pk})
    return made


@transaction.atomic
def publish_again(*, by: Any, plan: Plan, on: date, reason: str) -> PlanPublication:
    """Publish the plan as it stands now as a new version; earlier ones stay readable. Raises PermissionDenied or Refused."""
    plan = Plan.objects.select_for_update(of=("self",)).select_related("inspection__partnership").get(pk=plan.pk)
    require(by, Permission.PLAN_SUBMIT, plan.inspection)
    reasons = []
    if plan.state not in PUBLISHED_STATES:
        raise Refused(
            f"The plan is at ‘{plan.state_words}’. A plan is published again while it is published or in delivery."
        )
    if on > clock.today():
        reasons.append(Reason("The date must be today or in the past", "on"))
    if plan.published_on is not None and on < plan.published_on:
        reasons.append(Reason("The date cannot be before the plan was first published", "on"))
    if not reason.strip():
        reasons.append(Reason("Enter what changed", "reason"))
    if len(reason) > MOST_CHARACTERS:
        reasons.append(Reason(f"This may have at most {MOST_CHARACTERS:,} characters", "reason"))
    if reasons:
        raise Refused(*reasons)
    made = freeze(by=by, plan=plan, on=on, reason=reason.strip())
    audience.tell(
        audience.owners_and_advisers(plan, clock.today()),
        plan=plan,
        event=f"published:{made.number}",
        subject=f"{plan.short_name} for {plan.inspection.partnership.name}: version {made.number} published",
        body=f"What changed: {made.reason}\n\nEarlier versions stay readable.",
    )
    return made


def accepted_submission(plan: Plan) -> PlanSubmission | None:
    """The submission that was accepted; None for a plan that nobody reviews."""
    return (
        plan.submissions.filter(decision__decision=Decision.ACCEPTED)
        .select_related("decision")
        .order_by("-number")
        .first()
    )


unfinished.register(
    DRAW, lambda: PlanPublication.objects.filter(pdf_sha256=None, tries__lt=MOST_TRIES), publication="pk"
)


@outbox.handler(DRAW, atomic=False)
def draw_publication(row: OutboxRow) -> None:
    """Payload: {"publication": pk}. Safe to run twice: the same content gives the same bytes, and they are kept once.

    Raises PdfFailed to be tried again later; after the third time the person who published is told instead.
    """
    held = PlanPublication.objects.filter(pk=row.payload["publication"], pdf_sha256=None, tries__lt=MOST_TRIES)
    if not held.update(begun_at=clock.now(), tries=F("tries") + 1):
        return
    made = PlanPublication.objects.select_related("plan__inspection__partnership", "published_by").get(
        pk=row.payload["publication"]
    )
    try:
        printed = print_document(publication.document(made.shown, made.template))
    except PdfFailed as failed:
        PlanPublication.objects.filter(pk=made.pk).update(failure=str(failed)[:300])
        if made.tries < MOST_TRIES:
            raise
        _give_up(made, str(failed))
        return
    digest = hashlib.sha256(printed.pdf).hexdigest()
    with transaction.atomic():
        kept = PlanPublication.objects.all().fill_once(
            made.pk, pdf=printed.pdf, pdf_sha256=digest, pages=printed.pages, size=len(printed.pdf)
        )
        if kept:
            PlanPublication.objects.filter(pk=made.pk).update(failure="")
            record(
                actor=None,
                verb=verbs.PUBLICATION_DRAWN,
                subject=made,
                changes={"sha256": ("", digest), "pages": (None, printed.pages)},
            )


@transaction.atomic
def _give_up(made: PlanPublication, why: str) -> None:
    audience.tell(
        [made.published_by],
        plan=made.plan,
        event=f"publication:{made.pk}:failed",
        subject=f"The PDF of a plan could not be made: {made.plan.inspection.reference}",
        body=f"{made}. {why}\n\nThe plan itself is published as a web page.",
    )
