from audit.verbs import register

NOTE_BEGUN = "note.begun"

register(
    {
        NOTE_BEGUN: "began an evidence note",
    }
)
