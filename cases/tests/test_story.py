"""A story of acts, and exactly the entries each leaves: none missing, none more. An act that is refused leaves none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from audit.models import Entry
from cases.models import TrackedCase
from cases.services import audits, cases, erasure, identity, pack, records, selection
from cases.tests.conftest import NAME, Area, a_file
from core import clock, retention
from core.errors import Conflict, Refused
from inspections.services import holds
from tests.trust.plugin import Figures

CASE, INSPECTION, DOCUMENT, SECTION, RECORD, TASK, HOLD = (
    "cases.trackedcase", "inspections.inspection", "cases.casepackdocument", "cases.auditsection", "cases.caserecord", "inspections.task",
    "inspections.legalhold",
)  # fmt: skip


class Story:
    """The acts in their order; each is given the area and finds its case anew, as a request would."""

    def __init__(self, area: Area) -> None:
        self.area = area

    def case(self, code: str = "A") -> TrackedCase:
        return TrackedCase.objects.get(inspection=self.area.inspection, code=code)

    def document(self, number: int) -> Any:
        return self.case().documents.get(number=number)

    def section(self, agency: str) -> Any:
        return self.case().audit_sections.get(agency=agency)

    def sign(self, agency: str, by: Any) -> None:
        section = self.section(agency)
        audits.write_section(
            by=by, section=section, grades=self.grades(), evidence="Seen", version=section.version, sign=True
        )

    def grades(self) -> dict[int, str]:
        from cases.queries.cases import tracking_of

        tracking = tracking_of(self.area.inspection)
        assert tracking is not None
        return dict.fromkeys(range(len(tracking.audit_criteria)), tracking.audit_grades[0])

    def consent(self, code: str, **more: Any) -> Any:
        given = {"given": True, "giver": "both", "how": "in_person"} | more
        return cases.record_consent(by=self.area.lano, case=self.case(code), on=clock.today(), **given)


def acts(story: Story) -> list[tuple[str, Callable[[], Any], list[tuple[str, str]]]]:
    area = story.area
    here, lead, lano, officer, health, dcs = area.inspection, area.lead, area.lano, area.officer, area.health, area.dcs
    return [
        ("candidate 1", lambda: area.candidate("R1"), [("case.proposed", CASE)]),
        ("candidate 2", lambda: area.candidate("R2"), [("case.proposed", CASE)]),
        ("candidate 3", lambda: area.candidate("R3"), [("case.proposed", CASE)]),
        ("candidate 4", lambda: area.candidate("R4"), [("case.proposed", CASE)]),
        ("candidate 4 again, refused", lambda: area.candidate("R4"), []),
        ("candidate 5", lambda: area.candidate("R5"), [("case.proposed", CASE)]),
        (
            "a candidate taken off",
            lambda: selection.remove_candidate(by=lead, case=TrackedCase.objects.get(local_reference="R5")),
            [("case.candidate_removed", CASE)],
        ),
        (
            "a candidate taken off by the area, refused",
            lambda: selection.remove_candidate(by=lano, case=TrackedCase.objects.get(local_reference="R4")),
            [],
        ),
        (
            "two chosen",
            lambda: selection.select(
                by=lead,
                inspection=here,
                cases=TrackedCase.objects.filter(local_reference__in=("R1", "R2")),
                why="For the mix",
            ),
            [
                ("tracked_case.select", CASE),
                ("case.selected", CASE),
                ("tracked_case.select", CASE),
                ("case.selected", CASE),
                ("case.selected", INSPECTION),
                ("deadline.laid_out", INSPECTION),
            ],
        ),
        (
            "one drawn",
            lambda: selection.draw_at_random(by=lead, inspection=here, number=1, seed="a seed"),
            [("tracked_case.select", CASE), ("case.selected", CASE), ("case.drawn", INSPECTION)],
        ),
        (
            "the child of A given",
            lambda: identity.give(by=lano, case=story.case(), name=NAME),
            [("case.identity_given", CASE)],
        ),
        (
            "the child of A given again",
            lambda: identity.give(by=lano, case=story.case(), name=NAME, upn="A823456789012"),
            [("case.identity_given", CASE)],
        ),
        ("by the lead, refused", lambda: identity.give(by=lead, case=story.case(), name=NAME), []),
        (
            "a coordinator",
            lambda: cases.name_coordinator(by=lano, case=story.case(), coordinator=officer),
            [("case.coordinator_named", CASE), ("tracked_case.assign_coordinator", CASE), ("task.raised", TASK)],
        ),
        (
            "the same again, refused",
            lambda: cases.name_coordinator(by=lano, case=story.case(), coordinator=officer),
            [],
        ),
        (
            "another coordinator",
            lambda: cases.name_coordinator(by=lano, case=story.case(), coordinator=health),
            [("case.coordinator_named", CASE), ("task.given", TASK)],
        ),
        (
            "and back",
            lambda: cases.name_coordinator(by=lano, case=story.case(), coordinator=officer),
            [("case.coordinator_named", CASE), ("task.given", TASK)],
        ),
        (
            "the coordinator of B",
            lambda: cases.name_coordinator(by=lano, case=story.case("B"), coordinator=lano),
            [("case.coordinator_named", CASE), ("tracked_case.assign_coordinator", CASE), ("task.raised", TASK)],
        ),
        (
            "the family of A asked",
            lambda: cases.make_move(by=officer, case=story.case(), move="seek_consent"),
            [("tracked_case.seek_consent", CASE)],
        ),
        (
            "the family of B asked",
            lambda: cases.make_move(by=lano, case=story.case("B"), move="seek_consent"),
            [("tracked_case.seek_consent", CASE)],
        ),
        (
            "A agrees",
            lambda: story.consent("A"),
            [("tracked_case.give_consent", CASE), ("case.consent_recorded", CASE)],
        ),
        ("A agrees again, refused", lambda: story.consent("A"), []),
        (
            "B does not",
            lambda: story.consent("B", given=False),
            [("tracked_case.decline_consent", CASE), ("task.withdrawn", TASK)],
        ),
        (
            "B replaced",
            lambda: selection.replace(
                by=lead, case=story.case("B"), substitute=TrackedCase.objects.candidates().first(), why=""
            ),
            [
                ("tracked_case.select", CASE),
                ("case.selected", CASE),
                ("tracked_case.replace", CASE),
                ("case.substituted", CASE),
            ],
        ),
        (
            "what helps",
            lambda: cases.record_access_needs(
                by=officer, case=story.case(), access_needs="A quiet room", version=story.case().version
            ),
            [("case.access_needs", CASE)],
        ),
        (
            "by an old version, refused",
            lambda: cases.record_access_needs(by=officer, case=story.case(), access_needs="A loud room", version=1),
            [],
        ),
        (
            "document 1",
            lambda: pack.add_document(
                by=officer, case=story.case(), kind="chronology", title="Chronology", upload=a_file()
            ),
            [("case.document_added", DOCUMENT), ("tracked_case.start_pack", CASE)],
        ),
        (
            "document 2",
            lambda: pack.add_document(
                by=officer, case=story.case(), kind="chronology", title="Another", upload=a_file("another.txt")
            ),
            [("case.document_added", DOCUMENT)],
        ),
        (
            "with the name, refused",
            lambda: pack.add_document(by=officer, case=story.case(), kind="chronology", title=NAME, upload=a_file()),
            [],
        ),
        (
            "document 2 taken out",
            lambda: pack.remove_document(by=officer, document=story.document(2)),
            [("case.document_removed", DOCUMENT)],
        ),
        ("twice, refused", lambda: pack.remove_document(by=officer, document=story.document(2)), []),
        (
            "document 1 opened",
            lambda: pack.open_document(by=officer, document=story.document(1)),
            [("case.document_opened", DOCUMENT)],
        ),
        (
            "by the lead before it is submitted, refused",
            lambda: pack.open_document(by=lead, document=story.document(1)),
            [],
        ),
        ("by the director, refused", lambda: pack.open_document(by=dcs, document=story.document(1)), []),
        (
            "the name shown",
            lambda: identity.show(by=lead, case=story.case(), reason="To meet the family"),
            [("case.name_shown", CASE)],
        ),
        ("without a reason, refused", lambda: identity.show(by=lead, case=story.case(), reason=" "), []),
        (
            "authors",
            lambda: audits.name_authors(
                by=officer, case=story.case(), authors={"education": lano, "health": health, "care": dcs}
            ),
            [
                ("case.audit_author_named", SECTION),
                ("case.audit_author_named", SECTION),
                ("case.audit_author_named", SECTION),
            ],
        ),
        (
            "the same authors",
            lambda: audits.name_authors(by=officer, case=story.case(), authors={"health": health}),
            [],
        ),
        (
            "a draft",
            lambda: audits.write_section(
                by=health, section=story.section("health"), grades={}, evidence="Seen", version=1
            ),
            [("case.audit_written", SECTION)],
        ),
        ("signed", lambda: story.sign("health", health), [("case.audit_signed", SECTION)]),
        ("signed by another, refused", lambda: story.sign("education", health), []),
        (
            "returned",
            lambda: audits.return_section(by=officer, section=story.section("health"), reason="Say more"),
            [("case.audit_returned", SECTION)],
        ),
        ("signed again", lambda: story.sign("health", health), [("case.audit_signed", SECTION)]),
        ("the second signed", lambda: story.sign("education", lano), [("case.audit_signed", SECTION)]),
        (
            "a summary too early, refused",
            lambda: audits.write_summary(
                by=officer, case=story.case(), summary="Text", learning="", version=story.case().version
            ),
            [],
        ),
        ("the third signed", lambda: story.sign("care", dcs), [("case.audit_signed", SECTION)]),
        (
            "the summary",
            lambda: audits.write_summary(
                by=officer, case=story.case(), summary="Text", learning="", version=story.case().version
            ),
            [("case.summary_written", CASE)],
        ),
        (
            "the pack handed in",
            lambda: pack.submit_pack(by=officer, case=story.case()),
            [("tracked_case.submit_pack", CASE), ("task.done", TASK)],
        ),
        ("twice, refused", lambda: pack.submit_pack(by=officer, case=story.case()), []),
        (
            "a meeting arranged",
            lambda: cases.meeting_arranged(by=lead, case=story.case(), meeting_reference="M1"),
            [("case.meeting_arranged", CASE)],
        ),
        (
            "the pack read",
            lambda: cases.make_move(by=lead, case=story.case(), move="review_pack"),
            [("tracked_case.review_pack", CASE), ("tracked_case.schedule_meeting", CASE)],
        ),
        (
            "the meeting cancelled",
            lambda: cases.meeting_cancelled(by=lead, case=story.case(), meeting_reference="M1"),
            [("case.meeting_cancelled", CASE), ("tracked_case.cancel_meeting", CASE)],
        ),
        (
            "another arranged",
            lambda: cases.meeting_arranged(by=lead, case=story.case(), meeting_reference="M2"),
            [("case.meeting_arranged", CASE), ("tracked_case.schedule_meeting", CASE)],
        ),
        (
            "another cancelled that is none",
            lambda: cases.meeting_cancelled(by=lead, case=story.case(), meeting_reference="M9"),
            [],
        ),
        (
            "a record",
            lambda: records.write_record(by=lead, case=story.case(), kind="family", notes="Met them"),
            [("case.record_written", RECORD)],
        ),
        (
            "by the officer, refused",
            lambda: records.write_record(by=officer, case=story.case(), kind="family", notes="Met them"),
            [],
        ),
        (
            "the meeting held",
            lambda: cases.make_move(by=lead, case=story.case(), move="hold_meeting"),
            [("tracked_case.hold_meeting", CASE)],
        ),
        ("a legal hold", lambda: holds.place(by=lead, inspection=here, why="A claim"), [("hold.placed", HOLD)]),
        ("erased under it, refused", lambda: erasure.erase(by=lano, case=story.case(), why="The family asked"), []),
        ("the hold lifted", lambda: holds.lift(by=lead, inspection=here, why="It ended"), [("hold.lifted", HOLD)]),
        ("erased", lambda: erasure.erase(by=lano, case=story.case(), why="The family asked"), [("case.erased", CASE)]),
        ("the nightly task", retention.run, []),
    ]


def left(act: Callable[[], Any]) -> list[tuple[str, str]]:
    """What an act leaves: verb and kind of subject, in their order."""
    last = Entry.objects.order_by("pk").values_list("pk", flat=True).last() or 0
    try:
        act()
    except (Refused, PermissionDenied, Conflict):
        pass
    return list(Entry.objects.filter(pk__gt=last).order_by("pk").values_list("verb", "subject_type"))


def compare(area: Area) -> tuple[list[str], list[str], int]:
    """What is missing and what is more than it should be, by act, and how many acts there are."""
    missing, extra = [], []
    story = acts(Story(area))
    for name, act, wanted in story:
        found = left(act)
        missing += [f"{name}: {entry}" for entry in wanted if entry not in found]
        extra += [f"{name}: {entry}" for entry in found if entry not in wanted]
        if not missing and not extra and found != wanted:
            extra.append(f"{name}: in another order or more often")
    return missing, extra, len(story)


@pytest.mark.once
@pytest.mark.trust(
    "K3",
    "61 acts on tracked cases, holds and erasure by five people, each with the exact entries it must leave; the 15 refused leave none",
)
def test_each_act_leaves_its_entries_and_no_other(area: Area, figures: Figures) -> None:
    missing, extra, number = compare(area)
    figures("missing", f"{len(missing)} in {number} acts")
    figures("more", len(extra))
    assert (missing, extra) == ([], [])
    # Who did it is in each.
    assert not Entry.objects.filter(actor=None).exclude(verb__in=("deadline.laid_out",)).exists()


@pytest.mark.prove
@pytest.mark.trust("K3", "one verb after the other not written")
def test_control_an_act_that_writes_nothing_is_missed(
    area: Area, figures: Figures, monkeypatch: pytest.MonkeyPatch
) -> None:
    create = Entry.objects.__class__.create
    silent = (
        "case.identity_given",
        "case.access_needs",
        "case.document_opened",
        "case.name_shown",
        "hold.placed",
        "case.erased",
    )

    def forgetful(self: Any, **given: Any) -> Any:
        return Entry(**given) if given.get("verb") in silent else create(self, **given)

    monkeypatch.setattr(Entry.objects.__class__, "create", forgetful)
    missing, _extra, _number = compare(area)
    caught = sum(any(f"'{verb}'" in one for one in missing) for verb in silent)
    figures.control("six verbs not written", caught=caught, of=len(silent))
