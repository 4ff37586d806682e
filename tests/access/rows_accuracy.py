"""Access rows: the factual accuracy check. The area has it once the draft was shared; answers and complaints are not its to give."""

from __future__ import annotations

from typing import Any

from accounts.choices import Activity, Role
from core import clock, files
from partnerships.models import Delegation
from reports.models import AccuracyComment, AccuracyEvidence, AccuracyRound, Complaint, Letter
from tests.access.rows import (
    ANONYMOUS,
    CHIEFS,
    CQC_LEAD,
    INSIDERS,
    LANO,
    LEAD,
    QUALITY,
    READERS,
    SIGNED_IN,
    TEAM,
    R,
    Row,
    guarded,
    ref,
    with_,
)
from tests.access.world import CANARY, World

RESPONDERS = LANO | CHIEFS | {"accuracy_delegate"}
SUBMITTERS = LANO | {R.DCS}
SHARED = ("shared", "issued", "published")


def furnish(world: World) -> None:
    """From the day the draft is shared: a check with a comment of the LANO and its evidence; submitted once the letter is issued."""
    letter, lano = world.things["letter"], world.people[Role.LANO]
    if world.inspection.state == "draft_with_area":
        Letter.objects.filter(pk=letter.pk).update(state="draft_to_area")
        letter.refresh_from_db()
    quality = world.people[Role.QUALITY_ASSURER]
    world.things["complaint"] = Complaint.objects.create(
        letter=letter, received_on=clock.today(), about=CANARY, recorded_by=quality, recorded_at=clock.now()
    )
    if world.inspection.findings_shared_on is None:
        return
    round_ = AccuracyRound.objects.create(
        letter=letter, context=world.things["version"].context, context_sha256="0" * 64, fragment=f"<h1>Report</h1><p>{CANARY}</p>",
        sent_on=world.inspection.findings_shared_on,
        submitted_at=None if world.inspection.state == "draft_with_area" else clock.now(),
    )  # fmt: skip
    comment = AccuracyComment.objects.create(
        round=round_, section_code="experience", kind="error", quote=CANARY, text=CANARY, by=lano
    )
    made = files.keep_made(by=lano, name="Figures.csv", kind="csv", content=b"a,b\n1,2\n")
    world.things["accuracy_comment"] = comment
    world.things["accuracy_evidence"] = AccuracyEvidence.objects.create(comment=comment, file=made)
    world.things["accuracy_delegation"] = Delegation.objects.get(activity=Activity.FACTUAL_ACCURACY)


def _evidence(stage: str) -> Row:
    """Before it is submitted, evidence is the area's own: for the inspectorates it is not there."""
    inspectorates = TEAM | QUALITY
    forbidden = set(INSIDERS[stage]) - RESPONDERS - inspectorates
    strangers = SIGNED_IN - RESPONDERS - inspectorates - forbidden
    nothing, readers = (
        (strangers | inspectorates, RESPONDERS) if stage == "shared" else (strangers, RESPONDERS | inspectorates)
    )
    return Row(
        "reports:accuracy-evidence",
        {200: readers, 404: nothing, 403: forbidden, 302: ANONYMOUS},
        {405: RESPONDERS | inspectorates, 404: strangers, 403: forbidden, 302: ANONYMOUS},
        stage=stage,
        kwargs=with_(pk=lambda things: things["accuracy_evidence"].pk),
    )


def of_comment(world: World) -> dict[str, Any]:
    return ref(world) | {"pk": world.things["accuracy_comment"].pk}


ROWS: list[Row] = [
    *(
        guarded(f"reports:{name}", READERS[stage], INSIDERS[stage], get=404, stage=stage, kwargs=ref)
        for stage in ("notified", "feedback")
        for name in ("accuracy-detail", "accuracy-draft")
    ),
    *(
        guarded(f"reports:{name}", READERS[stage], INSIDERS[stage], stage=stage, kwargs=ref, secret=READERS[stage])
        for stage in SHARED
        for name in ("accuracy-detail", "accuracy-draft")
    ),
    *(_evidence(stage) for stage in SHARED),
    *(
        guarded(f"reports:{name}", ok, INSIDERS["shared"], post=post, stage="shared", kwargs=kwargs, secret=ok)
        for name, ok, kwargs, post in (
            ("accuracy-receipt", RESPONDERS, ref, 200),
            ("accuracy-name", LANO | CHIEFS, ref, 200),
            ("accuracy-end", LANO | CHIEFS, with_(pk=lambda things: things["accuracy_delegation"].pk), 302),
            ("accuracy-comment-add", RESPONDERS, with_(code="experience"), 200),
            ("accuracy-comment-edit", SUBMITTERS, with_(pk=lambda things: things["accuracy_comment"].pk), 200),
            ("accuracy-comment-remove", SUBMITTERS, with_(pk=lambda things: things["accuracy_comment"].pk), 302),
            ("accuracy-submit", SUBMITTERS, ref, 200),
            ("accuracy-release", LEAD | CQC_LEAD, ref, 200),
            ("accuracy-close", LEAD | CQC_LEAD, ref, 200),
            ("complaint-add", QUALITY, ref, 200),
            ("complaint-answer", QUALITY, with_(pk=lambda things: things["complaint"].pk), 200),
        )
    ),
    # The area's own comments until it submits them, whoever guesses their number.
    *(
        guarded(f"reports:{name}", ok, INSIDERS[stage], get=get, post=get, stage=stage, kwargs=of_comment, secret=ok if get == 200 else ())
        for stage, get in (("shared", 404), ("issued", 200))
        for name, ok in (("accuracy-answer", LEAD | CQC_LEAD), ("accuracy-second", QUALITY))
    ),
    *(
        guarded("reports:complaint-list", TEAM | QUALITY, INSIDERS[stage], stage=stage, kwargs=ref, secret=TEAM | QUALITY)
        for stage in ("notified", *SHARED)
    ),
]  # fmt: skip
