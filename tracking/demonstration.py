"""Progress of a plan in delivery, for the demonstration: months of updates, evidence, milestones, a narrative that is contested."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from accounts.choices import Role
from core import clock
from improvement.models import Action, Milestone, Plan
from rulebook.lifecycles.action import LIVE
from tracking.models import Evidence, Narrative
from tracking.services import milestones, narratives
from tracking.services.board import ask_for_pack
from tracking.services.evidence import NewEvidence
from tracking.services.updates import record_update

# What each action in turn goes through: (move or "" for none, impact, what was done, why, what will be done about it).
Step = tuple[str, str, str, str, str]
STARTED: Step = (
    "start",
    "too_early",
    "The work has begun and the people for it are named.",
    "The first group met.",
    "",
)
GOES_ON: Step = ("", "too_early", "The second group met. Attendance was nine in ten.", "", "")
SEEN: Step = ("", "seen", "Families told the forum’s survey that they are told sooner.", "", "")
DONE: Step = (
    "complete",
    "seen",
    "Every team has been trained and the new form is in use.",
    "The board saw the results.",
    "",
)
LASTS: Step = ("embed", "seen", "A second audit found the same, three months on.", "It lasts.", "")
BEHIND: Step = (
    "fall_behind", "not_seen", "Two of six posts are still empty.", "Nobody suitable applied.",
    "The posts are advertised again with the hospital’s next round.",
)  # fmt: skip
CAUGHT_UP: Step = ("catch_up", "too_early", "Both posts are filled.", "The posts were filled from within.", "")
STILL_BEHIND: Step = (
    "", "not_seen", "One post is filled, one is still empty.", "One candidate withdrew.", "The post is shared with the next area.",
)  # fmt: skip
# Nobody says anything for months: a warning shows.
SILENT: tuple[Step, ...] = (STARTED, BEHIND, CAUGHT_UP)
STORIES: tuple[tuple[Step, ...], ...] = (
    (STARTED, GOES_ON, SEEN, DONE, LASTS),
    (STARTED, GOES_ON, DONE),
    (STARTED, GOES_ON, GOES_ON, SEEN),
    (STARTED, BEHIND),
    SILENT,
    (),
)
PIECES = (
    ("Minutes of the partnership board", "The board agreed the plan of work and who does it."),
    ("Audit of sixty plans", "Forty-six of sixty plans were of good quality; half a year ago it was twenty-one."),
    ("Survey of families by the forum", "Two families in three say that they know what happens next."),
    ("Workforce return", "Six posts, of which four are filled."),
)
FIRST = {
    "indicators": "Plans on time: 38% a year ago, 52% now\nFamilies who know what happens next: one in three, now two in three",
    "overview": "Plans come sooner than a year ago. They are not yet on time for most children.",
    "text": "We moved two case officers into each locality and meet health every week. Late advice has halved.",
    "next_steps": "The same for annual reviews, by the end of the school year.",
}
LATER = FIRST | {
    "text": f"{FIRST['text']} An audit of sixty plans found forty-six of good quality, where it was twenty-one half a year ago."
}


def furnish(*, cast: dict[Any, Any], plan: Plan) -> None:
    """Add months of progress to a plan that is published or in delivery, up to today. `cast` is {role: the demonstration's person}."""
    today, first = clock.today(), plan.published_on
    if first is None or first >= today or not Action.objects.filter(item__plan=plan, state__in=LIVE).exists():
        return
    longest = max(len(story) for story in STORIES)
    # The newest updates are some days old, the others spread back to the publication.
    newest = max(first + timedelta(days=1), today - timedelta(days=9))
    days = [first + (newest - first) * (at + 1) / longest for at in range(longest)]
    actions = list(Action.objects.filter(item__plan=plan, state__in=LIVE).order_by("item__order", "number"))
    stories = {action.pk: STORIES[at % len(STORIES)] for at, action in enumerate(actions)}
    for at, day in enumerate(days):
        with clock.travelled_to(datetime.combine(day, time(16))):
            for action in actions:
                story = stories[action.pk]
                if at < len(story):
                    _report(cast, plan, action.pk, story[at], at)
                elif story and story is not SILENT and story[-1] is not DONE:
                    _report(cast, plan, action.pk, GOES_ON if story[-1] is not BEHIND else STILL_BEHIND, at)
    _milestones(cast, plan, today)
    _narrative(cast, plan, days)
    ask_for_pack(by=cast[Role.LANO], plan=plan, as_at_on=today, decisions="Agree to fill two posts for one year")


def _report(cast: dict[Any, Any], plan: Plan, pk: int, step: Step, at: int) -> None:
    """One step of one story. Every other action rests on a piece that is in the bank already."""
    move, impact, done, reason, remedy = step
    action = Action.objects.select_related("item__plan", "owner").get(pk=pk)
    agreed = move in ("complete", "embed")
    by = cast[Role.DCS] if agreed else cast[Role.PARTNERSHIP_OFFICER]
    if agreed and action.owner_id in (None, by.pk):
        return
    title, words = PIECES[at % len(PIECES)]
    held = Evidence.objects.filter(plan=plan, title=title).values_list("number", flat=True).first()
    brings = bool(move) and move != "fall_behind"
    record_update(
        by=by,
        action=action,
        version=action.version,
        reported_on=clock.today(),
        done=done,
        move=move,
        impact=impact,
        reason=reason,
        remedy=remedy,
        evidence=[held] if brings and held else [],
        new_evidence=NewEvidence(title, clock.today(), words) if brings and not held else None,
    )


def _milestones(cast: dict[Any, Any], plan: Plan, today: date) -> None:
    """What was due is met when its action goes well; one that is not is put off."""
    by, put_off = cast[Role.LANO], False
    steps = Milestone.objects.filter(action__item__plan=plan, met_on=None, due_on__lte=today)
    for step in steps.select_related("action__item__plan"):
        action = step.action
        if action.state in ("underway_on_target", "completed", "evidenced"):
            milestones.meet_milestone(by=by, milestone=step, met_on=step.due_on)
        elif not put_off and (action.finish_by_on is None or action.finish_by_on > today):
            later = min(filter(None, (action.finish_by_on, today + timedelta(days=60))))
            milestones.put_off_milestone(by=by, milestone=step, due_on=later, reason="It waits for the empty posts.")
            put_off = True


def _narrative(cast: dict[Any, Any], plan: Plan, days: list[date]) -> None:
    """Two versions, which the forum contests and the council answers."""
    lano = cast[Role.LANO]
    item = plan.items.order_by("order").first()
    made: Narrative = narratives.begin_narrative(by=lano, plan=plan, title="How soon help comes", item=item)
    for day, words, partners in (
        (days[-2], FIRST, ["council", "health"]),
        (days[-1], LATER, ["council", "health", "parents"]),
    ):
        with clock.travelled_to(datetime.combine(day, time(17))):
            made.refresh_from_db()
            numbers = list(Evidence.objects.filter(plan=plan).order_by("number").values_list("number", flat=True)[:3])
            narratives.write_narrative(
                by=lano, narrative=made, version=made.version, words=words, written_with=partners, evidence=numbers
            )
    if Role.PCF in cast:
        raised = narratives.contest(
            by=cast[Role.PCF],
            narrative=made,
            on_behalf_of="The parent carer forum",
            why="Families with a child out of school wait as long as before. The figures count children in schools of the area only.",
        )
        narratives.answer_contest(
            by=lano, raised=raised, answer="We will count children out of school apart from May on."
        )
