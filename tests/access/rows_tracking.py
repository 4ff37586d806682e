"""Access rows: the progress of a plan that is delivered, its evidence, board packs, workbooks and narratives."""

from __future__ import annotations

from datetime import date

from accounts.choices import Role
from core import clock
from core.files import keep_made
from improvement.models import Action, Plan
from tests.access.rows import (
    ANONYMOUS,
    CHIEFS,
    INSIDERS,
    LANO,
    OFFICERS,
    PLAN_READERS,
    PLAN_WRITERS,
    SIGNED_IN,
    Row,
    guarded,
    ref,
    with_,
)
from tests.access.world import CANARY, World
from tracking.models import (
    ActionImport,
    ActionUpdate,
    BoardPack,
    Contest,
    Evidence,
    Narrative,
    NarrativeVersion,
    UpdateEvidence,
)

# The plan is delivered in the world of this stage alone: the rows of building it want one that is written.
STAGE = "shared"
PUBLISHED = date(2026, 2, 24)
FORUM = {Role.PCF}
TRACKERS = LANO | CHIEFS | OFFICERS | {Role.HEALTH_LEAD, "plan_delegate"}


def furnish(world: World) -> None:
    """One update with evidence in a file, a board pack, a workbook with a fault, and a narrative that the forum contests."""
    if world.inspection.state != "draft_with_area":
        return
    plan, now, officer = world.things["plan"], clock.now(), world.people[Role.PARTNERSHIP_OFFICER]
    Plan.objects.filter(pk=plan.pk).update(state="in_delivery", published_on=PUBLISHED)
    action = Action.objects.get(item__plan=plan)
    file = keep_made(by=officer, name="minutes.txt", kind="txt", content=CANARY.encode())
    piece = Evidence.objects.create(
        plan=plan, number=1, title=CANARY, file=file, dated_on=PUBLISHED, added_by=officer, added_at=now
    )
    update = ActionUpdate.objects.create(
        action=action, number=1, reported_on=PUBLISHED, state_before="not_started", state_after="underway_behind",
        impact="too_early", words=CANARY, reason=CANARY, remedy=CANARY, by=officer, at=now,
    )  # fmt: skip
    UpdateEvidence.objects.create(update_of=update, evidence=piece, is_new=True)
    told = {"counts": {"total": 1, "completed": 0, "underway_on_target": 0, "underway_behind": 1, "not_started": 0}}
    told |= {"exceptions": [], "decisions": [CANARY], "agree": []}
    BoardPack.objects.create(
        plan=plan, number=1, as_at_on=PUBLISHED, content=_json(told), sha256="0" * 64, asked_by=officer, asked_at=now,
        made_at=now, pages=1, pdf=b"%PDF-1.7 canary", workbook=b"PK",
    )  # fmt: skip
    fault = {"sheet": "Actions", "row": 2, "column": "Starts", "text": CANARY}
    ActionImport.objects.create(plan=plan, number=1, file=file, faults=[fault], by=officer, at=now)
    narrative = Narrative.objects.create(plan=plan, number=1, item=world.things["item"], title="Waiting")
    for number in (1, 2):
        version = NarrativeVersion.objects.create(
            narrative=narrative, number=number, text=f"{CANARY} {number}", written_with=["council"], by=officer, at=now
        )
    Contest.objects.create(
        narrative=narrative, version=version, number=1, on_behalf_of="The forum", why=CANARY,
        by=world.people[Role.PCF], at=now,
    )  # fmt: skip


def _json(content: dict[str, object]) -> str:
    import json

    return json.dumps(content)


INSIDE = PLAN_READERS | INSIDERS[STAGE]
of_action = with_(item=1, number=1)
numbered = with_(number=1)


def read(name: str, kwargs: object = ref, ok: set[object] = PLAN_READERS) -> Row:
    return guarded(f"tracking:{name}", ok, INSIDE, stage=STAGE, kwargs=kwargs, secret=ok)  # type: ignore[arg-type]


def write(name: str, kwargs: object = ref, ok: set[object] = TRACKERS, post: int = 200) -> Row:
    return guarded(f"tracking:{name}", ok, INSIDE, post=post, stage=STAGE, kwargs=kwargs, secret=ok)  # type: ignore[arg-type]


def taking_back() -> Row:
    """Whoever raised it takes it back; those of the area who track the plan are told that they may not."""
    ok = TRACKERS | FORUM
    get = {200: ok, 302: ANONYMOUS, 403: INSIDE - ok, 404: SIGNED_IN - INSIDE}
    post = {200: TRACKERS, 302: ANONYMOUS | FORUM, 403: INSIDE - ok, 404: SIGNED_IN - INSIDE}
    return Row("tracking:contest-withdraw", get, post, STAGE, with_(number=1, contest=1), ok)


ROWS: list[Row] = [
    *(read(name) for name in ("progress", "evidence-list", "exceptions", "pack-list", "workbook", "workbook-file")),
    *(read(name, numbered) for name in ("evidence-file", "pack-detail", "pack-pdf", "pack-workbook", "import-detail")),
    read("action-detail", of_action),
    *(write(name) for name in ("evidence-add", "pack-add", "workbook-load", "narrative-begin")),
    write("exceptions-send"),
    write("update-add", of_action),
    write("action-end", of_action, PLAN_WRITERS),
    write("milestone-record", with_(item=1, number=1, order=1)),
    *(write(name, numbered) for name in ("import-keep", "import-undo", "narrative-edit")),
    # The forum reads narratives and contests them; it writes none.
    read("narrative-list", ref, PLAN_READERS | FORUM),
    read("narrative-detail", numbered, PLAN_READERS | FORUM),
    *(
        read(name, with_(number=1, version=2), PLAN_READERS | FORUM)
        for name in ("narrative-version", "narrative-compare")
    ),
    write("narrative-contest", numbered, TRACKERS | FORUM),
    write("contest-answer", with_(number=1, contest=1)),
    taking_back(),
]
