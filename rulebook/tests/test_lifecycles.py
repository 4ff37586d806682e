"""Every lifecycle: every state is reached, every move can be made, and every guard of every move refuses."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from rulebook.lifecycle import Lifecycle, Move, MoveRefused
from rulebook.lifecycles import ACTION, ALL, INSPECTION, LETTER, PLAN, SURVEY

# Facts with which every move of the lifecycle may be made. A move that wants the opposite has its own in EXCEPT.
GOOD: dict[str, dict[str, Any]] = {
    "proposal": {},
    "safeguarding_concern": {"outcome": "referred", "explained": True},
    "inspection": {
        "notified_on": date(2024, 4, 29),
        "notified_on_is_bank_holiday": False,
        "deferral_requested_in_writing": True,
        "lano_named": True,
        "onsite_start_on": date(2024, 5, 13),
        "onsite_end_on": date(2024, 5, 17),
        "today": date(2024, 5, 13),
        "feedback_on": date(2024, 5, 17),
        "draft_sent_on": date(2024, 6, 17),
        "outcome": "outcome-2",
        "outcome_needed": True,
        "received_on": date(2024, 7, 10),
        "published_on": date(2024, 7, 16),
        "open_plans": 0,
        "has_letter": False,
    },
    "letter": {
        "has_text": True,
        "outcome": "outcome-2",
        "feedback_on": date(2024, 5, 17),
        "onsite_end_on": date(2024, 5, 17),
        "letter_on": date(2024, 7, 10),
        "received_on": date(2024, 7, 10),
        "published_on": date(2024, 7, 16),
        "comments_answered": True,
        "comments_settled": True,
        "must_answer_open": 0,
        "complaint_open": 0,
        "all_judged": True,
        "frozen": True,
        "rendered": True,
        "correction_ready": True,
    },
    "plan": {
        "every_item_answered": True,
        "every_body_signed": True,
        "submission_needed": True,
        "submitted_before": False,
        "received_on": date(2016, 12, 1),
        "signed_on": date(2017, 3, 10),
        "submitted_on": date(2017, 3, 14),
        "returned_on": date(2017, 3, 1),
        "accepted_on": date(2017, 3, 28),
        "decided_on": date(2017, 3, 28),
        "published_on": date(2017, 4, 3),
        "every_item_released": True,
    },
    "survey": {
        "opens_at": date(2024, 4, 30),
        "closes_at": date(2024, 5, 6),
        "new_closes_at": date(2024, 5, 7),
        "has_link": True,
        "new_wave": True,
        "unresolved_flags": 0,
        "retention_over": True,
    },
    "action": {"plan_delivered": True, "has_evidence": True, "owner": "one", "approver": "another"},
    "tracked_case": {
        "coordinator": "C1",
        "consent_recorded": True,
        "substitute": "Case 7",
        "documents": 3,
        "names_found": [],
        "meeting": "M1",
    },
    "meeting": {"starts_at": date(2024, 5, 13), "double_booked": False, "notes": "Text"},
    "monitoring_visit": {
        "agenda": True,
        "evidence_asked": True,
        "held_on": date(2019, 6, 17),
        "today": date(2019, 6, 17),
        "attended": True,
        "notes_signed": True,
        "every_item_found": True,
        "letter_agreed": True,
    },
    "support_letter": {"signed_by_both": True},
    "improvement_notice": {
        "issued_on": date(2023, 3, 1),
        "lifted_on": date(2024, 9, 2),
        "today": date(2024, 9, 2),
    },
    "engagement_meeting": {"held_on": date(2026, 3, 3), "today": date(2026, 3, 3), "attended": True},
    "request_item": {"owner": "one", "file": "list-1.csv", "errors": [], "files_left": 0},
}
EXCEPT: dict[tuple[str, str], dict[str, Any]] = {
    ("plan", "resubmit"): {"submitted_before": True},
    ("plan", "publish_unreviewed"): {"submission_needed": False},
    ("letter", "hold"): {"complaint_open": 1},
}
# What makes one guard refuse. A guard not named here is one that a fact be there: leaving the fact out refuses it.
BAD: dict[str, dict[str, Any]] = {
    "not_notified_on_is_bank_holiday": {"notified_on_is_bank_holiday": True},
    "onsite_day_reached": {"today": date(2024, 5, 12)},
    "onsite_start_on_before_feedback_on": {"feedback_on": date(2024, 5, 12)},
    "onsite_end_on_before_draft_sent_on": {"draft_sent_on": date(2024, 5, 16)},
    "outcome_given": {"outcome": ""},
    "onsite_end_on_before_received_on": {"received_on": date(2024, 5, 16)},
    "received_on_before_published_on": {"published_on": date(2000, 1, 1)},
    "not_open_plans": {"open_plans": 1},
    "not_has_letter": {"has_letter": True},
    "onsite_end_on_before_letter_on": {"letter_on": date(2024, 5, 16)},
    "received_on_before_submitted_on": {"submitted_on": date(2016, 11, 30)},
    "returned_on_before_submitted_on": {"submitted_on": date(2017, 2, 28)},
    "submitted_on_before_decided_on": {"decided_on": date(2017, 3, 13)},
    "signed_on_before_submitted_on": {"signed_on": date(2017, 3, 15)},
    "signed_on_before_published_on": {"signed_on": date(2017, 4, 4)},
    "accepted_on_before_published_on": {"accepted_on": date(2017, 4, 4)},
    "not_submitted_before": {"submitted_before": True},
    "not_submission_needed": {"submission_needed": True},
    "opens_at_before_closes_at": {"closes_at": date(2024, 4, 29)},
    "closes_at_before_new_closes_at": {"new_closes_at": date(2024, 5, 5)},
    "not_unresolved_flags": {"unresolved_flags": 1},
    "approved_by_another": {"approver": "one"},
    "not_all_sufficient": {"all_sufficient": True},
    "not_names_found": {"names_found": ["a name"]},
    "not_double_booked": {"double_booked": True},
    "not_errors": {"errors": ["row 2: no date of birth"]},
    "not_files_left": {"files_left": 2},
    "not_must_answer_open": {"must_answer_open": 1},
    "not_complaint_open": {"complaint_open": 1},
    "held_on_before_today": {"today": date(2019, 6, 16)},
    "lifted_on_before_today": {"today": date(2024, 9, 1)},
    "issued_on_before_lifted_on": {"lifted_on": date(2023, 2, 28)},
}
MOVES = [(lifecycle, move) for lifecycle in ALL for move in lifecycle.moves]
GUARDS = [(lifecycle, move, place) for lifecycle, move in MOVES for place in range(len(move.guards))]


def facts_for(lifecycle: Lifecycle, move: Move) -> dict[str, Any]:
    return {**GOOD[lifecycle.name], **EXCEPT.get((lifecycle.name, move.name), {})}


def test_there_are_fourteen() -> None:
    assert [lifecycle.name for lifecycle in ALL] == [
        "inspection", "survey", "letter", "plan", "action", "tracked_case", "meeting", "request_item",
        "proposal", "safeguarding_concern", "monitoring_visit", "support_letter", "improvement_notice", "engagement_meeting",
    ]  # fmt: skip


@pytest.mark.parametrize("lifecycle", ALL, ids=lambda lifecycle: lifecycle.name)
def test_every_state_is_reached_and_every_move_named_in_words(lifecycle: Lifecycle) -> None:
    assert lifecycle.reachable() == lifecycle.states.keys()
    # What was published can be corrected for ever.
    assert lifecycle.final() or lifecycle is LETTER, "something must end"
    for move in lifecycle.moves:
        assert move.label[0].isupper()
        assert "." in move.permission
        for guard in move.guards:
            assert guard.message[0].isupper()
            assert guard.message.endswith(".")


@pytest.mark.parametrize(("lifecycle", "move"), MOVES, ids=lambda value: value.name)
def test_every_move_can_be_made_from_each_of_its_states_and_from_no_other(lifecycle: Lifecycle, move: Move) -> None:
    facts = facts_for(lifecycle, move)
    for state in lifecycle.states:
        if state in move.sources:
            assert lifecycle.check(state, move.name, facts, "A reason") is move
        else:
            with pytest.raises(MoveRefused, match=r"cannot be done now"):
                lifecycle.check(state, move.name, facts, "A reason")


@pytest.mark.parametrize(("lifecycle", "move", "place"), GUARDS, ids=lambda value: getattr(value, "name", str(value)))
def test_every_guard_refuses_by_itself(lifecycle: Lifecycle, move: Move, place: int) -> None:
    guard = move.guards[place]
    facts = facts_for(lifecycle, move)
    if guard.code in BAD:
        facts |= BAD[guard.code]
    else:
        del facts[guard.code]
    with pytest.raises(MoveRefused) as refused:
        lifecycle.check(min(move.sources), move.name, facts, "A reason")
    assert guard.message in refused.value.reasons


@pytest.mark.parametrize(("lifecycle", "move"), MOVES, ids=lambda value: value.name)
def test_with_no_facts_a_guarded_move_is_refused(lifecycle: Lifecycle, move: Move) -> None:
    state = min(move.sources)
    if move.guards:
        with pytest.raises(MoveRefused):
            lifecycle.check(state, move.name, {}, "A reason")
    else:
        assert lifecycle.check(state, move.name, {}, "A reason") is move


@pytest.mark.parametrize(("lifecycle", "move"), [row for row in MOVES if row[1].needs_reason], ids=lambda v: v.name)
def test_a_move_that_needs_a_reason_asks_for_it(lifecycle: Lifecycle, move: Move) -> None:
    with pytest.raises(MoveRefused) as refused:
        lifecycle.check(min(move.sources), move.name, facts_for(lifecycle, move))
    assert refused.value.reasons == ("Give a reason.",)


def walk(lifecycle: Lifecycle, moves: str, **facts: Any) -> str:
    state = lifecycle.initial
    for name in moves.split():
        known = facts_for(lifecycle, lifecycle.move(name)) | facts
        state = lifecycle.check(state, name, known, "A reason").target
    return state


def test_an_inspection_from_the_call_to_the_end() -> None:
    steps = (
        "notify set_up prepare start_on_site give_feedback start_reporting send_draft take_draft_back finalise publish"
    )
    assert walk(INSPECTION, steps) == "published"
    assert walk(INSPECTION, f"{steps} close") == "closed"


def test_an_inspection_published_months_late_is_not_refused() -> None:
    late = {"received_on": date(2025, 1, 10), "published_on": date(2025, 1, 16)}
    steps = "notify set_up prepare start_on_site give_feedback start_reporting finalise publish"
    assert walk(INSPECTION, steps, **late) == "published"


def test_receipt_and_publication_on_one_day_and_on_the_last_day_on_site_are_allowed() -> None:
    same = {"received_on": date(2024, 5, 17), "published_on": date(2024, 5, 17)}
    INSPECTION.check("finalised", "publish", GOOD["inspection"] | same)
    LETTER.check("issued", "publish", GOOD["letter"] | same)


def test_an_inspection_put_off_paused_and_resumed() -> None:
    assert walk(INSPECTION, "notify defer replan notify set_up prepare start_on_site pause resume give_feedback") == (
        "feedback_given"
    )
    assert (
        walk(INSPECTION, "notify set_up prepare start_on_site pause mark_incomplete return_for_evidence") == "on_site"
    )
    assert walk(INSPECTION, "notify cancel") == "cancelled"


def test_a_thematic_visit_ends_without_a_report_and_needs_no_outcome() -> None:
    assert walk(INSPECTION, "notify set_up prepare start_on_site give_feedback close_without_report") == "closed"
    facts = GOOD["inspection"] | {"outcome": "", "outcome_needed": False}
    assert INSPECTION.check("reporting", "finalise", facts).target == "finalised"


def test_an_inspection_on_site_can_no_longer_be_cancelled() -> None:
    assert "cancel" not in {move.name for move in INSPECTION.available("on_site")}


def test_a_letter_from_first_draft_to_publication() -> None:
    steps = (
        "start send_to_team send_to_qa return_to_drafting send_to_team send_to_qa send_to_area record_comments revise "
        "send_to_final_qa sign_off issue hold answer_complaint publish"
    )
    assert walk(LETTER, steps) == "published"


def test_a_letter_held_for_a_complaint_cannot_be_published() -> None:
    assert "publish" not in {move.name for move in LETTER.available("complaint_hold")}


def test_a_plan_returned_once_and_accepted() -> None:
    steps = (
        "start co_produce return_to_drafting seek_approval submit start_review return_not_fit redraft seek_approval "
        "resubmit start_review accept publish deliver release complete"
    )
    assert walk(PLAN, steps) == "completed"


def test_a_strategic_plan_is_published_without_being_submitted() -> None:
    assert walk(PLAN, "start seek_approval publish_unreviewed", submission_needed=False) == "published"
    with pytest.raises(MoveRefused, match=r"not submitted to anyone"):
        PLAN.check("partner_approval", "submit", GOOD["plan"] | {"submission_needed": False})


def test_a_plan_submitted_after_its_due_date_is_not_refused() -> None:
    late = {"submitted_on": date(2018, 1, 1), "decided_on": date(2018, 2, 1)}
    assert walk(PLAN, "start seek_approval submit start_review accept", **late) == "accepted"


def test_a_survey_that_breaks_and_is_extended() -> None:
    assert walk(
        SURVEY, "schedule open pause reopen extend confirm_extension close review finish_review archive purge"
    ) == ("purged")
    assert "reopen" not in {move.name for move in SURVEY.available("analysed")}


def test_an_action_is_not_completed_by_its_owner_alone() -> None:
    assert walk(ACTION, "start fall_behind catch_up complete embed") == "evidenced"
    refused = (
        ("complete", {"approver": "one"}, r"^Somebody other than the owner must agree that it is done\.$"),
        ("complete", {"owner": None}, r"^Name the owner of the action first\.$"),
        ("complete", {"has_evidence": False}, r"^Attach the evidence first\.$"),
        ("fall_behind", {"plan_delivered": False}, r"^Progress is recorded from the day the plan is published"),
    )
    for move, wrong, words in refused:
        with pytest.raises(MoveRefused, match=words):
            ACTION.check("underway_on_target", move, GOOD["action"] | wrong, "Done")
    with pytest.raises(MoveRefused, match=r"^Give a reason\.$"):
        ACTION.check("not_started", "start", GOOD["action"])
