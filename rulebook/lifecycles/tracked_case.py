"""The life of a tracked case: one child or young person followed in depth, by a local reference and never by name."""

from __future__ import annotations

from rulebook.lifecycle import Lifecycle, Move, forbids, needs

CONSENT = needs("consent_recorded", "Consent has not been recorded.")

TRACKED_CASE = Lifecycle(
    name="tracked_case",
    initial="proposed",
    states={
        "proposed": "Proposed",
        "selected": "Selected",
        "coordinator_assigned": "Coordinator assigned",
        "consent_sought": "Consent sought",
        "consent_given": "Consent given",
        "consent_declined": "Consent declined",
        "replaced": "Replaced",
        "pack_in_progress": "Pack being prepared",
        "pack_submitted": "Pack submitted",
        "pack_reviewed": "Pack reviewed",
        "meeting_scheduled": "Meeting arranged",
        "meeting_held": "Meeting held",
        "follow_up": "Follow-up",
        "completed": "Completed",
        "withdrawn": "Withdrawn by the family",
    },
    moves=(
        Move("select", "Select", frozenset({"proposed"}), "selected", "case.select", needs_reason=True),
        Move(
            "assign_coordinator",
            "Assign a coordinator",
            frozenset({"selected"}),
            "coordinator_assigned",
            "case.manage",
            (needs("coordinator", "Name the coordinator."),),
        ),
        Move("seek_consent", "Ask for consent", frozenset({"coordinator_assigned"}), "consent_sought", "case.manage"),
        Move(
            "give_consent", "Record consent", frozenset({"consent_sought"}), "consent_given", "case.manage", (CONSENT,)
        ),
        Move(
            "decline_consent",
            "Record that consent is declined",
            frozenset({"consent_sought"}),
            "consent_declined",
            "case.manage",
        ),
        Move(
            "replace",
            "Pick a substitute",
            frozenset({"consent_declined", "withdrawn"}),
            "replaced",
            "case.select",
            (needs("substitute", "Name the substitute."),),
        ),
        Move("start_pack", "Start the pack", frozenset({"consent_given"}), "pack_in_progress", "case.manage"),
        Move(
            "submit_pack",
            "Submit the pack",
            frozenset({"pack_in_progress"}),
            "pack_submitted",
            "case.manage",
            (
                needs("documents", "Add at least one document to the pack."),
                forbids("names_found", "A document title holds a name. Use the local reference."),
            ),
        ),
        Move("review_pack", "Mark the pack as reviewed", frozenset({"pack_submitted"}), "pack_reviewed", "case.review"),
        Move(
            "schedule_meeting",
            "Arrange the meeting",
            frozenset({"pack_submitted", "pack_reviewed"}),
            "meeting_scheduled",
            "case.manage",
            (CONSENT, needs("meeting", "Choose a time for the meeting.")),
        ),
        Move("cancel_meeting", "Cancel the meeting", frozenset({"meeting_scheduled"}), "pack_reviewed", "case.manage"),
        Move("hold_meeting", "Record the meeting", frozenset({"meeting_scheduled"}), "meeting_held", "case.review"),
        Move("follow_up", "Ask for more", frozenset({"meeting_held"}), "follow_up", "case.review", needs_reason=True),
        Move("complete", "Complete", frozenset({"meeting_held", "follow_up"}), "completed", "case.review"),
        # The family need not say why: no reason is asked for.
        Move(
            "withdraw",
            "Record that the family withdraws",
            frozenset(
                {
                    "selected",
                    "coordinator_assigned",
                    "consent_sought",
                    "consent_given",
                    "pack_in_progress",
                    "pack_submitted",
                    "pack_reviewed",
                    "meeting_scheduled",
                    "meeting_held",
                    "follow_up",
                }
            ),
            "withdrawn",
            "case.manage",
        ),
    ),
)
