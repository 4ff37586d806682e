"""The life of a visit by the DfE and NHS England: from its day to the letter that follows it. Late evidence refuses nothing."""

from __future__ import annotations

from rulebook.lifecycle import Lifecycle, Move, in_order, needs

BEFORE = frozenset({"planned", "agenda_set", "evidence_requested"})

MONITORING_VISIT = Lifecycle(
    name="monitoring_visit",
    initial="planned",
    states={
        "planned": "Planned",
        "agenda_set": "Agenda set",
        "evidence_requested": "Evidence requested",
        "held": "Held",
        "written_up": "Written up",
        "letter_sent": "Letter sent",
        "cancelled": "Cancelled",
    },
    moves=(
        Move(
            "set_agenda",
            "Set the agenda",
            frozenset({"planned"}),
            "agenda_set",
            "monitoring.write",
            (needs("agenda", "Enter the agenda."),),
        ),
        Move(
            "request_evidence",
            "Ask for evidence",
            frozenset({"agenda_set"}),
            "evidence_requested",
            "monitoring.write",
            (needs("evidence_asked", "Say what evidence is asked for."),),
        ),
        Move(
            "hold",
            "Record that it was held",
            frozenset({"agenda_set", "evidence_requested"}),
            "held",
            "monitoring.write",
            (
                needs("held_on", "Enter the day it was held."),
                in_order("held_on", "today", "The day it was held cannot be in the future."),
                needs("attended", "Say who attended, by office."),
            ),
        ),
        Move(
            "write_up",
            "Finish the record",
            frozenset({"held"}),
            "written_up",
            "monitoring.write",
            (
                needs("notes_signed", "The DfE and NHS England must each sign their notes first."),
                needs("every_item_found", "Say how every item that is not released stands first."),
            ),
        ),
        Move(
            "send_letter",
            "Send the letter",
            frozenset({"written_up"}),
            "letter_sent",
            "monitoring.write",
            (needs("letter_agreed", "Both bodies must sign the letter as it stands."),),
        ),
        Move("cancel", "Cancel the visit", BEFORE, "cancelled", "monitoring.write", needs_reason=True),
    ),
)
