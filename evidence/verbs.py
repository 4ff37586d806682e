from audit.verbs import register
from core.advance import verbs_of
from rulebook.lifecycles.safeguarding import SAFEGUARDING

NOTE_BEGUN = "note.begun"
NOTE_WITHDRAWN = "note.withdrawn"
ENQUIRY_ADDED = "enquiry.added"
ENQUIRY_REWORDED = "enquiry.reworded"
ENQUIRY_STANDING = "enquiry.standing"
ENQUIRY_CLOSED = "enquiry.closed"
BASIS_ADDED = "finding.basis_added"
BASIS_REMOVED = "finding.basis_removed"
EMERGING_ADDED = "emerging.added"
EMERGING_CHANGED = "emerging.changed"
EMERGING_PROMOTED = "emerging.promoted"
EMERGING_WITHDRAWN = "emerging.withdrawn"
JUDGEMENT_RECORDED = "judgement.recorded"
JUDGEMENT_SIGNED = "judgement.signed"
SIGNATURE_BROKEN = "judgement.signature_broken"
WORDING_LOCKED = "judgement.wording_locked"
WORDING_EXPLAINED = "judgement.wording_explained"
CONCERN_RECORDED = "safeguarding_concern.recorded"
CONCERN_READ = "safeguarding_concern.read"
CONCERN_WORKED = "safeguarding_concern.worked"

register(
    {
        NOTE_BEGUN: "began an evidence note",
        NOTE_WITHDRAWN: "withdrew an evidence note",
        ENQUIRY_ADDED: "added a line of enquiry",
        ENQUIRY_REWORDED: "reworded a line of enquiry",
        ENQUIRY_STANDING: "said how a line of enquiry stands",
        ENQUIRY_CLOSED: "closed a line of enquiry",
        BASIS_ADDED: "tied evidence to a finding",
        BASIS_REMOVED: "untied evidence from a finding",
        EMERGING_ADDED: "added an emerging finding",
        EMERGING_CHANGED: "changed an emerging finding",
        EMERGING_PROMOTED: "made an emerging finding a finding",
        EMERGING_WITHDRAWN: "withdrew an emerging finding",
        JUDGEMENT_RECORDED: "recorded the team’s meeting",
        JUDGEMENT_SIGNED: "signed the record of the team’s meeting",
        SIGNATURE_BROKEN: "changed the record of the team’s meeting after it was signed",
        WORDING_LOCKED: "kept the first wording of a finding",
        WORDING_EXPLAINED: "recorded why a wording changed",
        CONCERN_RECORDED: "recorded a safeguarding concern",
        CONCERN_READ: "read a safeguarding concern",
        CONCERN_WORKED: "added to a safeguarding concern",
        **verbs_of(SAFEGUARDING),
    }
)
