from audit.verbs import register

INVITED = "person.invited"
INVITATION_ACCEPTED = "person.invitation_accepted"
SIGNED_IN = "person.signed_in"
ROLE_GRANTED = "person.role_granted"
ROLE_ENDED = "person.role_ended"
CLOSED = "person.account_closed"

register(
    {
        INVITED: "invited a person",
        INVITATION_ACCEPTED: "accepted an invitation",
        SIGNED_IN: "signed in",
        ROLE_GRANTED: "gave a national role",
        ROLE_ENDED: "ended a national role",
        CLOSED: "closed an account",
    }
)
