from audit.verbs import register
from core.advance import verbs_of
from rulebook.lifecycles.letter import LETTER

OPENED = "letter.opened"
SECTION_WRITTEN = "letter.section_written"
FROZEN = "letter.frozen"
RENDERED = "letter.rendered"
IMPORTED = "letter.imported"

register(
    {
        OPENED: "opened the letter",
        SECTION_WRITTEN: "wrote a section of the letter",
        FROZEN: "froze a version of the letter",
        RENDERED: "made the PDF of a version",
        IMPORTED: "imported a published letter",
    }
    | verbs_of(LETTER)
)
