"""The words of access: who a person is, what may be done, and how far it reaches."""

from __future__ import annotations

from django.db.models import TextChoices


class Role(TextChoices):
    # one inspection (a place on its team)
    LEAD_INSPECTOR = "lead_inspector", "Lead HMI"
    OFSTED_INSPECTOR = "ofsted_inspector", "Ofsted inspector"
    CQC_LEAD = "cqc_lead", "CQC lead inspector"
    CQC_INSPECTOR = "cqc_inspector", "CQC inspector"
    # one partnership (membership)
    LANO = "lano", "Local area nominated officer (LANO)"
    DCS = "dcs", "Director of children's services"
    ICB_EXECUTIVE = "icb_executive", "Integrated care board chief executive"
    HEALTH_LEAD = "health_lead", "Designated clinical or medical officer"
    LEAD_MEMBER = "lead_member", "Elected member for SEND"
    PARTNERSHIP_OFFICER = "partnership_officer", "Partnership officer"
    PCF = "pcf", "Parent carer forum representative"
    # the nation, or some of its regions
    INSPECTION_MANAGER = "inspection_manager", "Inspection manager (scheduling)"
    QUALITY_ASSURER = "quality_assurer", "Quality assurance manager"
    DFE_ADVISER = "dfe_adviser", "DfE SEND adviser"
    NHSE_ADVISER = "nhse_adviser", "NHS England adviser"
    ADMINISTRATOR = "administrator", "Service administrator"


TEAM_ROLES = (Role.LEAD_INSPECTOR, Role.OFSTED_INSPECTOR, Role.CQC_LEAD, Role.CQC_INSPECTOR)
PARTNERSHIP_ROLES = (
    Role.LANO,
    Role.DCS,
    Role.ICB_EXECUTIVE,
    Role.HEALTH_LEAD,
    Role.LEAD_MEMBER,
    Role.PARTNERSHIP_OFFICER,
    Role.PCF,
)
NATIONAL_ROLES = (
    Role.INSPECTION_MANAGER,
    Role.QUALITY_ASSURER,
    Role.DFE_ADVISER,
    Role.NHSE_ADVISER,
    Role.ADMINISTRATOR,
)


class Permission(TextChoices):
    PARTNERSHIP_VIEW = "partnership.view", "See a partnership's own page and its members' offices"
    MEMBERS_VIEW = "partnership.members", "See the members and delegates of a partnership"
    MEMBERS_MANAGE = "partnership.manage", "Invite members and record delegates"
    INSPECTION_VIEW = "inspection.view", "See an inspection, its dates and its team"
    INSPECTION_CREATE = "inspection.create", "Plan an inspection"
    INSPECTION_NOTIFY = "inspection.notify", "Record the notification calls"
    INSPECTION_NOMINATE = "inspection.nominate", "Nominate the LANO"
    INSPECTION_ADVANCE = "inspection.advance", "Move an inspection to its next stage"
    INSPECTION_PAUSE = "inspection.pause", "Pause and resume an inspection"
    INSPECTION_DEFER = "inspection.defer", "Defer an inspection"
    INSPECTION_CANCEL = "inspection.cancel", "Cancel an inspection"
    TEAM_EDIT = "team.edit", "Edit the inspection team"
    DEADLINE_CHANGE = "deadline.change", "Change one date with a reason"
    DEADLINE_MEET = "deadline.meet", "Mark a deadline met"
    FINDINGS_VIEW = "findings.view", "Read embargoed findings and the draft letter"
    FINDINGS_EDIT = "findings.edit", "Write findings"
    LETTER_VIEW = "letter.view", "Read the final letter before it is published"
    LETTER_EDIT = "letter.edit", "Draft the letter"
    LETTER_COMMENT = "letter.comment", "Comment on the draft letter and suggest changes, as its team and reviewers"
    LETTER_REVIEW = "letter.review", "Review, sign off and issue the letter"
    LETTER_RESPOND = "letter.respond", "Answer the draft letter for the partnership"
    ACCURACY_SUBMIT = "accuracy.submit", "Submit the factual accuracy comments for the partnership"
    ACCURACY_ANSWER = "accuracy.answer", "Answer the factual accuracy comments"
    LETTER_RECEIVE = "letter.receive", "Record receipt of the final letter"
    LETTER_PUBLISH = "letter.publish", "Publish the letter"
    PLAN_VIEW = "plan.view", "Read a plan before it is published"
    PLAN_EDIT = "plan.edit", "Write a plan"
    PLAN_SUBMIT = "plan.submit", "Submit a plan"
    PLAN_COMMENT = "plan.comment", "Comment on a plan that is shared with families, and write the forum’s statement"
    PLAN_TRACK = "plan.track", "Record the progress of a plan"
    PLAN_REVIEW = "plan.review", "Decide on a submitted plan"
    MONITORING_VIEW = "monitoring.view", "Read visits, stocktakes and letters of support and challenge"
    MONITORING_EVIDENCE = "monitoring.evidence", "Send the area’s evidence for a visit"
    MONITORING_WRITE = "monitoring.write", "Plan and write up visits, escalate, release"
    ENGAGEMENT_VIEW = "engagement.view", "Read the agenda and agreed actions of engagement meetings and thematic visits"
    ENGAGEMENT_MANAGE = "engagement.manage", "Plan and write up engagement meetings and thematic visits"
    HISTORY_VIEW = "history.view", "Read who did what on an inspection"
    # the three weeks
    WEEKS_OWN = "weeks.own", "See one's own meetings and tasks in the weeks of an inspection"
    REQUEST_VIEW = "request.view", "See the information request and its index"
    REQUEST_MANAGE = "request.manage", "Assign, check and share the items of the information request"
    REQUEST_ANSWER = "request.answer", "Answer an item of the information request"
    REQUEST_QUERY = "request.query", "Query or accept an answer to the information request"
    LISTS_VIEW = "request.lists", "Open the person-level lists"
    CASE_VIEW = "case.view", "See the tracked cases by their codes"
    CASE_IDENTITY = "case.identity", "Show who a tracked case is"
    CASE_SELECT = "case.select", "Select tracked cases"
    CASE_MANAGE = "case.manage", "Arrange tracked cases: coordinator, consent, pack and meetings"
    CASE_REVIEW = "case.review", "Review packs and write inspectors' records of tracked cases"
    TIMETABLE_VIEW = "timetable.view", "See the whole timetable"
    TIMETABLE_RELEASE = "timetable.release", "Release a version of the timetable"
    MEETING_MANAGE = "meeting.manage", "Arrange meetings and visits"
    MEETING_NOTE = "meeting.note", "Read and write inspectors' notes of meetings and visits"
    MEETING_NOTE_AREA = "meeting.note_area", "Read and write the area's notes of meetings"
    CONTACTS_VIEW = "contacts.view", "See the contacts and the settings of an area"
    CONTACTS_MANAGE = "contacts.manage", "Keep the contacts and the settings of an area"
    KIT_VIEW = "kit.view", "Read the keep-in-touch log"
    KIT_WRITE = "kit.write", "Write the keep-in-touch log"
    KIT_AGREE = "kit.agree", "Agree a keep-in-touch record"
    TEAM_NOTES = "team.notes", "Read and write the notes of inspectors' own meetings"
    SETUP_MANAGE = "setup.manage", "Work through the set-up call and the feedback meeting"
    TASK_VIEW = "task.view", "See everybody's tasks in an inspection"
    TASK_MANAGE = "task.manage", "Give tasks to people"
    MESSAGE_SEND = "message.send", "Send e-mails to many people at once"
    PACK_DOWNLOAD = "pack.download", "Download the inspection pack"
    # surveys and what they become
    SURVEY_VIEW = "survey.view", "See the surveys: their links, when they are open, and how many have answered"
    SURVEY_MANAGE = "survey.manage", "Open, pause, extend and close the surveys"
    SURVEY_READ = "survey.read", "Read the answers to the surveys"
    SURVEY_ENTER = "survey.enter", "Enter an answer given on paper or by telephone"
    SURVEY_SAFEGUARD = "survey.safeguard", "Read the answers kept back for safeguarding"
    EVIDENCE_VIEW = "evidence.view", "Read the inspectors’ evidence"
    EVIDENCE_WRITE = "evidence.write", "Write evidence notes and lines of enquiry"
    SAFEGUARDING_RECORD = "safeguarding.record", "Record a safeguarding concern"
    SAFEGUARDING_VIEW = "safeguarding.view", "Read and work the restricted safeguarding record"
    JUDGEMENT_VIEW = "judgement.view", "Read emerging findings and the corporate judgement record"
    JUDGEMENT_WRITE = "judgement.write", "Write emerging findings and the corporate judgement record"
    JUDGEMENT_SIGN = "judgement.sign", "Sign the corporate judgement for an inspectorate"
    EMBARGO_VIEW = "embargo.view", "See who has read what is embargoed"
    # the service
    CALENDAR_MANAGE = "calendar.manage", "Add a bank holiday announced late"
    PEOPLE_MANAGE = "people.manage", "Invite people and end their roles"
    MAIL_VIEW = "mail.view", "Read the messages the service sent"
    SERVICE_WATCH = "service.watch", "See whether the service does its work, and have failed work tried again"


class Reach(TextChoices):
    ALL = "all", "everywhere"
    REGION = "region", "in their regions"
    ASSIGNED = "assigned", "on inspections whose team they are on"
    OWN_PARTNERSHIP = "own_partnership", "in their own partnership"
    OWN_ONCE_NOTIFIED = "own_once_notified", "in their own partnership, once it has been notified"
    OWN_ONCE_SHARED = "own_once_shared", "in their own partnership, once the draft was shared with it"
    OWN_ONCE_ISSUED = "own_once_issued", "in their own partnership, once the final letter was issued"
    REGION_ONCE_ISSUED = "region_once_issued", "in their regions, once the final letter was issued"


class Activity(TextChoices):
    """What a chief executive may hand to somebody else, from one day to another."""

    NOTIFICATION_CALL = "notification_call", "Take the notification call"
    KEEP_IN_TOUCH = "keep_in_touch", "Keep-in-touch meetings"
    FACTUAL_ACCURACY = "factual_accuracy", "Check the draft letter for factual accuracy"
    PLAN = "plan", "Write and submit the plan"


class CasePlace(TextChoices):
    """A place on one tracked case, held by a person of the area who need not see the others."""

    COORDINATOR = "coordinator", "Coordinator of the case"
    SECTION_AUTHOR = "section_author", "Author of a section of its audit"


# The nine regions of England by their ONS codes: what a national role may be narrowed to.
REGIONS = [
    ("E12000001", "North East"),
    ("E12000002", "North West"),
    ("E12000003", "Yorkshire and The Humber"),
    ("E12000004", "East Midlands"),
    ("E12000005", "West Midlands"),
    ("E12000006", "East of England"),
    ("E12000007", "London"),
    ("E12000008", "South East"),
    ("E12000009", "South West"),
]
