"""The corporate judgement: recorded by the team, signed by both inspectorates; a change after signing breaks the signatures."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.access import require
from accounts.choices import Permission, Role
from audit.record import record
from core import clock
from core.errors import Conflict, Reason, Refused
from core.versioning import save_if_unchanged
from evidence import verbs
from evidence.choices import SIGNS_AS, Inspectorate
from evidence.models import Judgement, JudgementSave, Presence, Signature
from evidence.services import wording
from inspections.models import Inspection, TeamPlace
from inspections.services import products
from inspections.services.child_names import refuse_names
from inspections.services.findings import FIXED_STATES

FINAL = "The report is final, so the record of the judgement is not changed any more."
FIELDS = ("met_on", "decision", "reasons")


@transaction.atomic
def save(
    *,
    by: Any,
    inspection: Inspection,
    version: int,
    met_on: date,
    decision: str,
    reasons: str,
    present: Mapping[int, str],
) -> Judgement:
    """Record the meeting, or change what is recorded. `present` is {primary key of a person: why they disagreed, or ""}.

    `version` is 0 for a record that was not there. Raises PermissionDenied; Refused beside the field; Conflict when somebody else
    changed it. Every save is kept, and a change breaks the signatures.
    """
    require(by, Permission.JUDGEMENT_WRITE, inspection)
    if inspection.state in FIXED_STATES:
        raise Refused(FINAL)
    team = team_on(inspection, met_on)
    reasons = reasons.strip()
    dissents = {key: text.strip() for key, text in present.items()}
    _check(inspection, met_on, decision, reasons, dissents, team)
    Inspection.objects.select_for_update().get(pk=inspection.pk)
    judgement = Judgement.objects.filter(inspection=inspection).first()
    after = {"met_on": met_on, "decision": decision, "reasons": reasons}
    if judgement is None:
        if version:
            raise Refused("The record is not there any more. Load the page again.")
        judgement = Judgement.objects.create(inspection=inspection, **after)
    else:
        if version != judgement.version:
            raise Conflict(judgement)
        before = {row.person_id: row.dissent for row in judgement.presences.all()}
        if all(getattr(judgement, name) == after[name] for name in FIELDS) and before == dissents:
            return judgement
        for name, value in after.items():
            setattr(judgement, name, value)
        save_if_unchanged(judgement, version=version, fields=FIELDS)
        judgement.presences.all().delete()
    Presence.objects.bulk_create(
        Presence(judgement=judgement, person_id=key, role=team[key][1], dissent=text) for key, text in dissents.items()
    )
    people = [{"name": team[key][0], "role": team[key][1], "dissent": text} for key, text in dissents.items()]
    JudgementSave.objects.create(
        judgement=judgement,
        version=judgement.version,
        by=by,
        at=clock.now(),
        fields={"met_on": met_on.isoformat(), "decision": decision, "reasons": reasons, "present": people},
    )
    record(actor=by, verb=verbs.JUDGEMENT_RECORDED, subject=judgement, changes={"version": (None, judgement.version)})
    _break(judgement, by)
    return judgement


@transaction.atomic
def sign(*, by: Any, judgement: Judgement, version: int) -> Signature:
    """Sign the record as read at `version`, for the inspectorate the person leads on this team.

    The first signature keeps the first wording of what a plan is made of; with both, the decision becomes the outcome of the
    inspection. Raises PermissionDenied; Refused when it is signed already; Conflict when the record has changed.
    """
    inspection = judgement.inspection
    require(by, Permission.JUDGEMENT_SIGN, inspection)
    inspectorate = signs_for(by, inspection)
    if inspectorate is None:
        raise PermissionDenied
    if inspection.state in FIXED_STATES:
        raise Refused(FINAL)
    held = Judgement.objects.select_for_update(of=("self",)).select_related("inspection").get(pk=judgement.pk)
    if held.version != version:
        raise Conflict(held)
    earlier = held.signatures.filter(inspectorate=inspectorate, broken_at=None).select_related("by").first()
    if earlier is not None:
        raise Refused(f"{earlier.by} has signed for {inspectorate.label} already.")
    if has_signed(by, held):
        raise Refused("You have signed this record already. Somebody else must sign for the other inspectorate.")
    try:
        with transaction.atomic():
            signature = Signature.objects.create(
                judgement=held, inspectorate=inspectorate, version=version, by=by, at=clock.now()
            )
    except IntegrityError as error:
        raise Refused(f"Somebody has just signed for {inspectorate.label}.") from error
    record(actor=by, verb=verbs.JUDGEMENT_SIGNED, subject=held, changes={"inspectorate": (None, inspectorate)})
    wording.lock(by=by, judgement=held)
    if signed_by_both(held):
        _record_outcome(by, held)
    return signature


def has_signed(person: Any, judgement: Judgement) -> bool:
    """A lead who changes inspectorate in mid-inspection is still one person."""
    return judgement.signatures.filter(by=person, broken_at=None).exists()


def signed_by_both(judgement: Judgement | None) -> bool:
    if judgement is None:
        return False
    standing = judgement.signatures.filter(broken_at=None).values_list("inspectorate", flat=True)
    return set(standing) == {each.value for each in Inspectorate}


def signs_for(person: Any, inspection: Inspection) -> Inspectorate | None:
    """The inspectorate this person leads on the team today, or None."""
    places = TeamPlace.objects.in_force(clock.today()).filter(inspection=inspection, user=person)
    roles = set(places.values_list("role", flat=True))
    return next((each for each, role in SIGNS_AS.items() if role in roles), None)


def team_on(inspection: Inspection, day: date) -> dict[int, tuple[str, str]]:
    """{primary key: (name, role in words)} of the team on a day."""
    places = TeamPlace.objects.in_force(day).filter(inspection=inspection).select_related("user").order_by("pk")
    return {place.user_id: (str(place.user), Role(place.role).label) for place in places}


def _check(
    inspection: Inspection,
    met_on: date,
    decision: str,
    reasons: str,
    dissents: Mapping[int, str],
    team: Mapping[int, tuple[str, str]],
) -> None:
    scale = inspection.kind_spec.outcome_scale
    found = []
    if met_on > clock.today():
        found.append(Reason("The day of the meeting must be today or in the past", "met_on"))
    if scale.outcomes and decision not in scale.codes():
        found.append(Reason(f"Choose the {scale.decision}", "decision"))
    if not scale.outcomes and decision:
        found.append(Reason("This kind of inspection has no outcome", "decision"))
    if not reasons:
        found.append(Reason("Enter the reasons", "reasons"))
    if not dissents:
        found.append(Reason("Choose who was there", "present"))
    elif not set(dissents) <= set(team):
        found.append(Reason("Choose from the people who were on the team that day", "present"))
    if found:
        raise Refused(*found)
    texts = {"reasons": reasons} | {f"dissent_{key}": text for key, text in dissents.items()}
    refuse_names(inspection, running=True, **texts)


def _break(judgement: Judgement, by: Any) -> None:
    """The signatures were for what stood before."""
    broken = judgement.signatures.filter(broken_at=None).update(broken_at=clock.now(), broken_by=by)
    if broken:
        record(actor=by, verb=verbs.SIGNATURE_BROKEN, subject=judgement, changes={"signatures": (broken, 0)})


def _record_outcome(by: Any, judgement: Judgement) -> None:
    """What both signed is the outcome, where the inspection has one that does not add up from results of its own."""
    inspection, spec = judgement.inspection, judgement.inspection.kind_spec
    if spec.judged_per_item or not judgement.decision or inspection.outcome == judgement.decision:
        return
    if inspection.state in products.OUTCOME_STATES:
        products.record_outcome(by=by, inspection=inspection, outcome=judgement.decision)
