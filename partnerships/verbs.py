from audit.verbs import register

MEMBER_ADDED = "membership.added"
MEMBERSHIP_ENDED = "membership.ended"
DELEGATED = "delegation.made"
DELEGATION_ENDED = "delegation.ended"
REFERENCE_LOADED = "reference_data.loaded"
CONTACT_ADDED = "contact.added"
CONTACT_CHANGED = "contact.changed"
CONTACT_CONFIRMED = "contact.confirmed"
CONTACT_ENDED = "contact.ended"
CONTACTS_OFFERED = "contacts.from_members"
SITE_ADDED = "site.added"
SITE_CHANGED = "site.changed"
SITE_ENDED = "site.ended"
JOURNEY_SET = "journey.set"
DIRECTORY_LOADED = "directory.loaded"

register(
    {
        MEMBER_ADDED: "added a member to the partnership",
        MEMBERSHIP_ENDED: "ended a membership",
        DELEGATED: "handed an activity to somebody else",
        DELEGATION_ENDED: "ended a delegation",
        REFERENCE_LOADED: "loaded a file of reference data",
        CONTACT_ADDED: "added a contact",
        CONTACT_CHANGED: "changed a contact",
        CONTACT_CONFIRMED: "confirmed that a contact is right",
        CONTACT_ENDED: "took a contact out of the directory",
        CONTACTS_OFFERED: "made contacts of the members",
        SITE_ADDED: "added a setting",
        SITE_CHANGED: "changed a setting",
        SITE_ENDED: "took a setting out of the directory",
        JOURNEY_SET: "recorded the minutes between two settings",
        DIRECTORY_LOADED: "loaded a spreadsheet into the directory",
    }
)
