from audit.verbs import register

NOTE_BEGUN = "note.begun"
ENQUIRY_ADDED = "enquiry.added"
ENQUIRY_REWORDED = "enquiry.reworded"
ENQUIRY_STANDING = "enquiry.standing"
ENQUIRY_CLOSED = "enquiry.closed"

register(
    {
        NOTE_BEGUN: "began an evidence note",
        ENQUIRY_ADDED: "added a line of enquiry",
        ENQUIRY_REWORDED: "reworded a line of enquiry",
        ENQUIRY_STANDING: "said how a line of enquiry stands",
        ENQUIRY_CLOSED: "closed a line of enquiry",
    }
)
