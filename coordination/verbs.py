"""What is recorded about the set-up call, keep-in-touch and feedback meetings, with the sentence a page shows."""

from audit.verbs import register

SETUP_WRITTEN = "setup.line_written"
SETUP_ADDED = "setup.line_added"
LANO_ACCEPTED = "setup.lano_accepted"
DEPUTY_NAMED = "setup.deputy_named"
OPENING_CHANGED = "setup.opening_changed"
KIT_ADDED = "kit.record_added"
KIT_WRITTEN = "kit.record_written"
KIT_AGREED = "kit.record_agreed"
KIT_UNTICKED = "kit.ticks_removed"
KIT_REQUESTED = "kit.request_raised"
TEAM_NOTE_WRITTEN = "kit.team_note_written"
FEEDBACK_ARRANGED = "feedback.meeting_arranged"
FEEDBACK_ASKED = "feedback.person_asked"
FEEDBACK_CONFIRMED = "feedback.person_confirmed"
FEEDBACK_REMOVED = "feedback.person_removed"
MESSAGE_WRITTEN = "message.written"
MESSAGE_SENT = "message.sent"
MESSAGE_DISCARDED = "message.discarded"
DIGEST_CHOSEN = "digest.chosen"
PACK_ASKED = "pack.asked"
PACK_TAKEN = "pack.downloaded"

register(
    {
        SETUP_WRITTEN: "wrote a line of the set-up call",
        SETUP_ADDED: "added a line to the set-up call",
        LANO_ACCEPTED: "accepted to be the LANO",
        DEPUTY_NAMED: "named a deputy of the LANO",
        OPENING_CHANGED: "changed the opening presentation",
        KIT_ADDED: "started a keep-in-touch record",
        KIT_WRITTEN: "changed a keep-in-touch record",
        KIT_AGREED: "agreed a keep-in-touch record",
        KIT_UNTICKED: "removed the ticks of a keep-in-touch record by changing it",
        KIT_REQUESTED: "raised a request at a keep-in-touch meeting",
        TEAM_NOTE_WRITTEN: "wrote notes of an inspectors’ meeting",
        FEEDBACK_ARRANGED: "arranged the final feedback meeting",
        FEEDBACK_ASKED: "asked somebody to the final feedback meeting",
        FEEDBACK_CONFIRMED: "confirmed somebody for the final feedback meeting",
        FEEDBACK_REMOVED: "took somebody off the final feedback meeting",
        MESSAGE_WRITTEN: "wrote a message to many people",
        MESSAGE_SENT: "sent a message to many people",
        MESSAGE_DISCARDED: "threw away the draft of a message",
        PACK_ASKED: "asked for an inspection pack",
        PACK_TAKEN: "downloaded their inspection pack",
        DIGEST_CHOSEN: "chose whether to get the daily summary",
    }
)
