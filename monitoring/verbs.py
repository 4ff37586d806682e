"""What is recorded of support and challenge, with the sentence a page shows. The moves come from the lifecycles themselves."""

from audit.verbs import register
from core.advance import verbs_of
from rulebook.lifecycles import ENGAGEMENT_MEETING, IMPROVEMENT_NOTICE, MONITORING_VISIT, SUPPORT_LETTER

VISIT_PLANNED = "visit.planned"
VISIT_CHANGED = "visit.changed"
FORUM_INVITED = "visit.forum_invited"
FORUM_UNINVITED = "visit.forum_uninvited"
EVIDENCE_SENT = "visit.evidence_sent"
EVIDENCE_WITHDRAWN = "visit.evidence_withdrawn"
EVIDENCE_COMPLETE = "visit.evidence_complete"
NOTES_WRITTEN = "visit.notes_written"
NOTES_SIGNED = "visit.notes_signed"
NOTES_SIGNATURE_BROKEN = "visit.notes_signature_broken"
FINDING_WRITTEN = "visit.finding_written"
LETTER_DRAFTED = "support_letter.drafted"
LETTER_WRITTEN = "support_letter.written"
LETTER_SIGNED = "support_letter.signed"
LADDER_STEPPED = "ladder.stepped"
NOTICE_ISSUED = "improvement_notice.issued"
NOTICE_REVIEWED = "improvement_notice.reviewed"
MEETING_PLANNED = "engagement.planned"
MEETING_CHANGED = "engagement.changed"
MEETING_ACTION = "engagement.action_agreed"
MEETING_ACTION_DONE = "engagement.action_done"
THEMATIC_WRITTEN = "thematic_visit.written"

register(
    {
        VISIT_PLANNED: "planned a visit of the DfE and NHS England",
        VISIT_CHANGED: "changed the day, place or agenda of a visit",
        FORUM_INVITED: "invited the parent carer forum to a visit",
        FORUM_UNINVITED: "took back the invitation of the parent carer forum",
        EVIDENCE_SENT: "sent evidence for a visit",
        EVIDENCE_WITHDRAWN: "withdrew evidence for a visit",
        EVIDENCE_COMPLETE: "said that all evidence for a visit was sent",
        NOTES_WRITTEN: "wrote notes of a visit",
        NOTES_SIGNED: "signed notes of a visit",
        NOTES_SIGNATURE_BROKEN: "took a signature from notes of a visit that changed",
        FINDING_WRITTEN: "wrote how an item stands at a visit",
        LETTER_DRAFTED: "drafted a letter of support and challenge",
        LETTER_WRITTEN: "changed a letter of support and challenge",
        LETTER_SIGNED: "signed a letter of support and challenge",
        LADDER_STEPPED: "changed the level of support and challenge",
        NOTICE_ISSUED: "issued an improvement notice",
        NOTICE_REVIEWED: "reviewed an improvement notice",
        MEETING_PLANNED: "planned an engagement meeting",
        MEETING_CHANGED: "changed the record of an engagement meeting",
        MEETING_ACTION: "recorded an action agreed at an engagement meeting",
        MEETING_ACTION_DONE: "recorded that an action of an engagement meeting was done",
        THEMATIC_WRITTEN: "recorded a thematic visit",
        **verbs_of(MONITORING_VISIT),
        **verbs_of(SUPPORT_LETTER),
        **verbs_of(IMPROVEMENT_NOTICE),
        **verbs_of(ENGAGEMENT_MEETING),
    }
)
