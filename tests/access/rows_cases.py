"""Access rows: tracked cases. The named officer coordinates case A; the health lead writes the health section of its audit."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from accounts.choices import Role
from cases.models import AuditSection, CaseIdentity, CaseOpening, CasePackDocument, CaseRecord, TrackedCase
from core import clock
from core.models import StoredFile
from tests.access.rows import (
    ANONYMOUS,
    AREA,
    INSIDERS,
    LANO,
    NAMED,
    SIGNED_IN,
    TEAM,
    R,
    Row,
    guarded,
    ref,
    with_,
)
from tests.access.world import World

SELECTED_AT = datetime(2026, 1, 6, 10, tzinfo=clock.LONDON)


def furnish(world: World) -> None:
    """Case A with its identity, pack, audit and records, after consent; case B withdrawn before its
    pack was submitted, with the same people; case C with its pack submitted; a candidate."""
    from tests.access.world import CHILD_CANARY

    lead, officer = world.people[Role.LEAD_INSPECTOR], world.people["named_officer"]
    traits: dict[str, Any] = {
        "age_band": "5-10", "need": "ASD", "plan": "ehc", "setting": "primary", "selected_at": SELECTED_AT, "selected_by": lead,
        "chosen": "mix", "why": "For the mix", "consent_giver": "parent", "consent_on": date(2026, 1, 7), "consent_how": "in_person",
    }  # fmt: skip
    TrackedCase.objects.filter(pk=world.things["case"].pk).update(
        state="pack_in_progress", local_reference="SEN-0007", **traits
    )
    out = TrackedCase.objects.create(
        inspection=world.inspection, code="B", coordinator=officer, local_reference="SEN-0008", **traits
    )
    TrackedCase.objects.filter(pk=out.pk).update(state="withdrawn")
    handed = TrackedCase.objects.create(
        inspection=world.inspection, code="C", coordinator=officer, local_reference="SEN-0010", **traits
    )
    TrackedCase.objects.filter(pk=handed.pk).update(state="pack_submitted")
    world.things["candidate"] = TrackedCase.objects.create(
        inspection=world.inspection, code="P3", local_reference="SEN-0009", age_band="11-15", need="SEMH", plan="support",
        setting="alternative_provision",
    )  # fmt: skip
    world.things["case"].refresh_from_db()
    stored = _stored(officer)
    for case in (world.things["case"], out, handed):
        CaseIdentity.objects.create(case=case, name=CHILD_CANARY, given_by=officer, given_at=SELECTED_AT)
        CasePackDocument.objects.create(
            case=case, number=1, kind="chronology", title="Chronology", stored=stored, added_by=officer, added_at=SELECTED_AT
        )  # fmt: skip
        AuditSection.objects.create(case=case, agency="health", author=world.people[Role.HEALTH_LEAD])
        CaseRecord.objects.create(case=case, kind="young_person", notes=NOTES_CANARY, own_words="W", written_by=lead)
        CaseOpening.objects.create(case=case, person=lead, reason="To meet the family", at=SELECTED_AT)


NOTES_CANARY = "Canary notes: only inspectors read this"


def _stored(by: Any) -> StoredFile:
    """A small text file where the service keeps files, written once."""
    path = Path(settings.PRIVATE_ROOT) / "ca" / "case-document"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"Chronology without a name\n")
    return StoredFile.objects.create(
        name="chronology.txt", kind="txt", size=26, sha256="0" * 64, stored_as="ca/case-document", given_by=by, given_at=SELECTED_AT
    )  # fmt: skip


AUTHOR = {R.HEALTH_LEAD}
SEES = TEAM | LANO | NAMED | AUTHOR
KNOWS = TEAM | LANO | NAMED
MANAGES = LANO | NAMED
WEEKS = {
    stage: TEAM | ({"kit_delegate"} | AREA if stage != "planned" else set())
    for stage in ("planned", "notified", "feedback", "published")
}
# A place on a case ends for the area before the call: then nobody outside the team has heard of the inspection.
SEES_AT = {"planned": TEAM, "notified": SEES, "published": SEES}
KNOWS_AT = {"planned": TEAM, "notified": KNOWS, "published": KNOWS}
of_a, of_b = with_(code="A"), with_(code="B")


def one(**more: Any) -> Any:
    return with_(code="A", **more)


def _own_pack(code: str, ok: set[str], stage: str) -> Row:
    """For the inspectors a document of it is not there; whoever has a place on the case but may not know the child is refused."""
    team = TEAM & SEES_AT[stage]
    forbidden = SEES_AT[stage] - ok - team
    answers = {302: ANONYMOUS, 403: forbidden, 404: SIGNED_IN - ok - forbidden}
    return Row(
        "cases:document-open",
        {**answers, 200: ok},
        {**answers, 404: SIGNED_IN - ok - forbidden - team, 405: ok | team},
        stage,
        with_(code=code, number=1),
    )


ROWS: list[Row] = [
    *(
        guarded("cases:case-list", WEEKS[stage], INSIDERS[stage], stage=stage, kwargs=ref)
        for stage in ("planned", "notified", "published")
    ),
    guarded("cases:candidate-add", TEAM, INSIDERS["notified"], post=200, kwargs=ref),
    guarded(
        "cases:candidate-remove", TEAM, INSIDERS["notified"], get=405, post=302, kwargs=with_(pk=lambda t: t["candidate"].pk)
    ),
    guarded("cases:case-select", TEAM, INSIDERS["notified"], post=200, kwargs=ref),
    guarded("cases:case-draw", TEAM, INSIDERS["notified"], post=200, kwargs=ref),
    # --- one case: whoever may not see it is told that it is not there
    *(
        guarded(f"cases:{name}", SEES_AT[stage], stage=stage, kwargs=of_a)
        for stage in ("planned", "notified", "published")
        for name in ("case-detail", "family-page")
    ),
    *(
        guarded("cases:case-name", KNOWS_AT[stage], SEES_AT[stage], post=200, stage=stage, kwargs=of_a)
        for stage in ("planned", "notified", "published")
    ),
    *(
        guarded("cases:document-open", KNOWS_AT[stage], SEES_AT[stage], stage=stage, kwargs=with_(code="C", number=1))
        for stage in ("planned", "notified", "published")
    ),
    # A pack that is not submitted is there for those who prepare it.
    *(
        _own_pack("A", ok, stage)
        for stage, ok in (("planned", set()), ("notified", MANAGES), ("published", MANAGES))
    ),
    # --- a case that is not followed any more is closed to the area, all but the LANO
    guarded("cases:case-detail", SEES, kwargs=of_b),
    guarded("cases:case-name", TEAM | LANO, SEES, post=200, kwargs=of_b),
    _own_pack("B", LANO, "notified"),
    guarded("cases:case-identity", LANO, SEES, post=200, kwargs=of_b),
    # --- arranging
    guarded("cases:case-coordinator", LANO, SEES, post=200, kwargs=of_a),
    *(
        guarded(f"cases:{name}", MANAGES, SEES, post=200, kwargs=of_a)
        for name in (
            "case-identity", "case-consent", "case-access-needs", "document-add", "pack-submit", "audit-authors", "audit-summary",
        )
    ),
    guarded("cases:document-remove", MANAGES, SEES, post=302, kwargs=one(number=1)),
    guarded("cases:case-step", MANAGES, SEES, post=200, kwargs=one(move="withdraw")),
    guarded("cases:case-step", TEAM, SEES, post=200, kwargs=one(move="review_pack")),
    guarded("cases:case-replace", TEAM, SEES, post=200, kwargs=of_b),
    guarded("cases:audit-section", AUTHOR, SEES, post=200, kwargs=one(agency="health")),
    guarded("cases:audit-return", MANAGES, SEES, post=200, kwargs=one(agency="health")),
    # --- the inspectors' own records
    *(
        guarded("cases:record-edit", TEAM, SEES_AT[stage], post=200, stage=stage, kwargs=one(kind=kind))
        for stage in ("notified", "published")
        for kind in ("professionals", "family", "young_person")
    ),
]  # fmt: skip
