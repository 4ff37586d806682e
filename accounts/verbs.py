from audit.verbs import register

INVITED = "person.invited"
INVITATION_ACCEPTED = "person.invitation_accepted"
SIGNED_IN = "person.signed_in"
ROLE_GRANTED = "person.role_granted"
ROLE_ENDED = "person.role_ended"
CLOSED = "person.account_closed"
TIED = "person.tied_to_organisation"
FACTOR_SET = "person.second_factor_set"
FACTOR_REMOVED = "person.second_factor_removed"
FACTOR_TAKEN_OFF = "person.second_factor_taken_off"
SIGNED_OUT = "person.signed_out_everywhere"

register(
    {
        INVITED: "invited a person",
        INVITATION_ACCEPTED: "accepted an invitation",
        SIGNED_IN: "signed in",
        ROLE_GRANTED: "gave a national role",
        ROLE_ENDED: "ended a national role",
        CLOSED: "closed an account",
        TIED: "signed in through their organisation for the first time",
        FACTOR_SET: "set up a second factor",
        FACTOR_REMOVED: "removed a second factor",
        FACTOR_TAKEN_OFF: "took the second factor off an account",
        SIGNED_OUT: "ended the sessions of an account",
    }
)
