"""Surrey's written statement of action while it is delivered. The area is real, the actions and every person are invented."""

import html
import re
from datetime import date

from django.urls import reverse

from core import clock
from improvement.models import Action, Milestone, Plan, PlanItem
from improvement.services import plans
from improvement.tests import world as surreys
from tracking.services import updates
from tracking.services.evidence import NewEvidence

PUBLISHED = date(2017, 5, 2)
EACH = 3


def in_delivery(actions=EACH):
    """The plan is in delivery since May 2017. Moved there by the rows: how a plan gets there is other tests' business."""
    area = surreys.surrey()
    plan = plans.request_plan(by=area.assurer, inspection=area.inspection)
    Plan.objects.filter(pk=plan.pk).update(state="in_delivery", published_on=PUBLISHED, accepted_on=PUBLISHED,
                                           submitted_on=date(2017, 3, 8))  # fmt: skip
    area.plan = Plan.objects.select_related("inspection__partnership").get(pk=plan.pk)
    for item in area.plan.items.all():
        for number in range(1, actions + 1):
            add(area, item, number)
    return area


def add(area, item, number, **fields):
    """An action as the builder of plans would write it, with one milestone."""
    given = {
        "text": f"Train the case officers, part {number}",
        "owner_office": "Head of SEND",
        "owner": area.officer,
        "body": area.plan.accountable_bodies[0]["name"],
        "starts_on": PUBLISHED,
        "finish_by_on": date(2018, 7, 31),
        "measure": "Nine families in ten agree",
    }
    action = Action.objects.create(item=item, number=number, **given | fields)
    Milestone.objects.create(action=action, order=1, text="First group trained", due_on=date(2017, 12, 20))
    return action


def action(area, item=1, number=1):
    return Action.objects.select_related("item__plan__inspection__partnership", "owner").get(
        item__plan=area.plan, item__order=item, number=number
    )


def item(area, order=1):
    return PlanItem.objects.get(plan=area.plan, order=order)


def piece(title="Minutes of the board", **fields):
    return NewEvidence(**{"title": title, "dated_on": clock.today(), "words": "Forty officers trained."} | fields)


def update(area, one=None, who="officer", **given):
    """Record an update; with a move to a better state it brings a reason and new evidence unless told otherwise."""
    held = action(area, *(one or (1, 1)))
    fields = {"reported_on": clock.today(), "done": "Two groups were trained.", "version": held.version}
    if given.get("move") in ("start", "catch_up", "complete", "embed"):
        fields |= {"reason": "The training is under way.", "new_evidence": piece()}
    if given.get("move") == "fall_behind":
        fields |= {"reason": "The trainer left.", "remedy": "A new one starts in May."}
    return updates.record_update(by=area.people[who], action=held, **fields | given)


def url(name, *args, reference="surrey-2016"):
    return reverse(f"tracking:{name}", args=[reference, *args])


def hidden(page):
    return dict(re.findall(r'type="hidden" name="([a-z_]+)" value="([^"]*)"', page))


def text_of(answer):
    plain = re.sub(r"<(script|style).*?</\1>", " ", answer.content.decode(), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", plain)).split())


def day(name, on):
    return {f"{name}_0": on.day, f"{name}_1": on.month, f"{name}_2": on.year}
