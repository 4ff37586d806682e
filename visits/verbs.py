"""What is recorded about visits to settings and their own pages, with the sentence a page shows."""

from audit.verbs import register

CHOSEN = "visit.chosen"
DROPPED = "visit.dropped"
ARRIVAL_WRITTEN = "visit.arrival_written"
RECORDED = "visit.recorded"
PARENTS_INVITED = "visit.parents_invited"
LINK_MADE = "visit.link_made"
LINK_REVOKED = "visit.link_revoked"
SAMPLE_DRAWN = "sample.drawn"
AVAILABILITY_ASKED = "availability.asked"
AVAILABILITY_ANSWERED = "availability.answered"
SIGN_UP_SET = "sign_up.set"
SIGNED_UP = "sign_up.added"
JOINING_LINK_SENT = "sign_up.link_sent"
ADDRESSES_FORGOTTEN = "sign_up.addresses_forgotten"
CALENDAR_RESET = "calendar.address_reset"

register(
    {
        CHOSEN: "chose a setting to visit",
        DROPPED: "dropped a setting from the visits",
        ARRIVAL_WRITTEN: "wrote the practical needs of a visit",
        RECORDED: "recorded a visit",
        PARENTS_INVITED: "recorded how parents at a setting were invited",
        LINK_MADE: "made the link to a setting’s own page",
        LINK_REVOKED: "took back the link to a setting’s own page",
        SAMPLE_DRAWN: "drew a random sample",
        AVAILABILITY_ASKED: "asked somebody when they are away",
        AVAILABILITY_ANSWERED: "said when they are away",
        SIGN_UP_SET: "set up signing up to a meeting",
        SIGNED_UP: "signed up to a meeting",
        JOINING_LINK_SENT: "sent the joining link of a meeting",
        ADDRESSES_FORGOTTEN: "deleted the e-mail addresses and needs of families who signed up",
        CALENDAR_RESET: "reset a calendar address",
    }
)
