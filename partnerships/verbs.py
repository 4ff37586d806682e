from audit.verbs import register

MEMBER_ADDED = "membership.added"
MEMBERSHIP_ENDED = "membership.ended"
DELEGATED = "delegation.made"
DELEGATION_ENDED = "delegation.ended"
REFERENCE_LOADED = "reference_data.loaded"

register(
    {
        MEMBER_ADDED: "added a member to the partnership",
        MEMBERSHIP_ENDED: "ended a membership",
        DELEGATED: "handed an activity to somebody else",
        DELEGATION_ENDED: "ended a delegation",
        REFERENCE_LOADED: "loaded a file of reference data",
    }
)
