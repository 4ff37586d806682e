"""THE TABLE: which role may do what, and how far it reaches. A pair that is absent means no.

*Who* is decided here and nowhere else; *when* is decided by the lifecycles. `docs/permissions.md` is made from this table.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from accounts.choices import Activity, CasePlace, Permission, Reach, Role

P = Permission
_TEAM_COMMON = (
    P.INSPECTION_VIEW,
    P.FINDINGS_VIEW,
    P.FINDINGS_EDIT,
    P.LETTER_VIEW,
    P.LETTER_EDIT,
    P.HISTORY_VIEW,
    P.WEEKS_OWN,
    P.REQUEST_VIEW,
    P.REQUEST_QUERY,
    P.LISTS_VIEW,
    P.CASE_VIEW,
    P.CASE_IDENTITY,
    P.CASE_SELECT,
    P.CASE_REVIEW,
    P.TIMETABLE_VIEW,
    P.MEETING_NOTE,
    P.CONTACTS_VIEW,
    P.KIT_VIEW,
    P.TEAM_NOTES,
    P.TASK_VIEW,
    P.PACK_DOWNLOAD,
    P.SURVEY_VIEW,
    P.SURVEY_READ,
    P.SURVEY_ENTER,
    P.EVIDENCE_VIEW,
    P.EVIDENCE_WRITE,
    P.SAFEGUARDING_RECORD,
    P.JUDGEMENT_VIEW,
    P.JUDGEMENT_WRITE,
    P.LETTER_COMMENT,
)
# What each inspectorate's lead does for it on an inspection.
_LEADS = (P.SAFEGUARDING_VIEW, P.JUDGEMENT_SIGN, P.EMBARGO_VIEW, P.ACCURACY_ANSWER)
_COORDINATE = (
    P.MEETING_MANAGE,
    P.TIMETABLE_RELEASE,
    P.KIT_WRITE,
    P.KIT_AGREE,
    P.SETUP_MANAGE,
    P.TASK_MANAGE,
    P.MESSAGE_SEND,
)
_LANO_ONCE_NOTIFIED = (
    *_COORDINATE,
    P.WEEKS_OWN,
    P.REQUEST_VIEW,
    P.REQUEST_MANAGE,
    P.REQUEST_ANSWER,
    P.LISTS_VIEW,
    P.CASE_VIEW,
    P.CASE_IDENTITY,
    P.CASE_MANAGE,
    P.TIMETABLE_VIEW,
    P.MEETING_NOTE_AREA,
    P.KIT_VIEW,
    P.TASK_VIEW,
    P.PACK_DOWNLOAD,
    P.SURVEY_VIEW,
)
_CHIEFS_ONCE_NOTIFIED = (
    P.WEEKS_OWN,
    P.REQUEST_VIEW,
    P.REQUEST_ANSWER,
    P.TIMETABLE_VIEW,
    P.MEETING_NOTE_AREA,
    P.KIT_VIEW,
    P.KIT_AGREE,
    P.TASK_VIEW,
    P.SURVEY_VIEW,
)
_ANSWER = (P.WEEKS_OWN, P.REQUEST_VIEW, P.REQUEST_ANSWER)

_GRANTS: dict[Role, dict[Reach, tuple[Permission, ...]]] = {
    Role.LEAD_INSPECTOR: {
        Reach.ASSIGNED: (
            *_TEAM_COMMON,
            *_LEADS,
            *_COORDINATE,
            P.INSPECTION_NOTIFY,
            P.INSPECTION_NOMINATE,
            P.INSPECTION_ADVANCE,
            P.INSPECTION_PAUSE,
            P.TEAM_EDIT,
            P.DEADLINE_CHANGE,
            P.DEADLINE_MEET,
            P.LETTER_RECEIVE,
            P.PLAN_VIEW,
            P.SURVEY_MANAGE,
        ),
    },
    Role.OFSTED_INSPECTOR: {Reach.ASSIGNED: _TEAM_COMMON},
    Role.CQC_LEAD: {
        Reach.ASSIGNED: (*_TEAM_COMMON, *_LEADS, *_COORDINATE, P.DEADLINE_MEET, P.PLAN_VIEW, P.SURVEY_MANAGE)
    },
    Role.CQC_INSPECTOR: {Reach.ASSIGNED: _TEAM_COMMON},
    Role.LANO: {
        Reach.OWN_PARTNERSHIP: (
            P.PARTNERSHIP_VIEW,
            P.MEMBERS_VIEW,
            P.MEMBERS_MANAGE,
            P.CONTACTS_VIEW,
            P.CONTACTS_MANAGE,
            P.PLAN_VIEW,
            P.PLAN_EDIT,
            P.PLAN_TRACK,
            P.MONITORING_VIEW,
            P.MONITORING_EVIDENCE,
            P.ENGAGEMENT_VIEW,
        ),
        Reach.OWN_ONCE_NOTIFIED: (P.INSPECTION_VIEW, P.DEADLINE_MEET, P.HISTORY_VIEW, *_LANO_ONCE_NOTIFIED),
        Reach.OWN_ONCE_SHARED: (P.FINDINGS_VIEW, P.LETTER_RESPOND, P.ACCURACY_SUBMIT),
        Reach.OWN_ONCE_ISSUED: (P.LETTER_VIEW, P.LETTER_RECEIVE),
    },
    Role.DCS: {
        Reach.OWN_PARTNERSHIP: (
            P.PARTNERSHIP_VIEW,
            P.MEMBERS_VIEW,
            P.MEMBERS_MANAGE,
            P.CONTACTS_VIEW,
            P.CONTACTS_MANAGE,
            P.PLAN_VIEW,
            P.PLAN_EDIT,
            P.PLAN_SUBMIT,
            P.PLAN_TRACK,
            P.MONITORING_VIEW,
            P.MONITORING_EVIDENCE,
            P.ENGAGEMENT_VIEW,
        ),
        Reach.OWN_ONCE_NOTIFIED: (P.INSPECTION_VIEW, P.INSPECTION_NOMINATE, P.HISTORY_VIEW, *_CHIEFS_ONCE_NOTIFIED),
        Reach.OWN_ONCE_SHARED: (P.FINDINGS_VIEW, P.LETTER_RESPOND, P.ACCURACY_SUBMIT),
        Reach.OWN_ONCE_ISSUED: (P.LETTER_VIEW, P.LETTER_RECEIVE),
    },
    Role.ICB_EXECUTIVE: {
        Reach.OWN_PARTNERSHIP: (
            P.PARTNERSHIP_VIEW,
            P.MEMBERS_VIEW,
            P.MEMBERS_MANAGE,
            P.CONTACTS_VIEW,
            P.CONTACTS_MANAGE,
            P.PLAN_VIEW,
            P.PLAN_EDIT,
            P.PLAN_SUBMIT,
            P.PLAN_TRACK,
            P.MONITORING_VIEW,
            P.MONITORING_EVIDENCE,
            P.ENGAGEMENT_VIEW,
        ),
        Reach.OWN_ONCE_NOTIFIED: (P.INSPECTION_VIEW, P.INSPECTION_NOMINATE, P.HISTORY_VIEW, *_CHIEFS_ONCE_NOTIFIED),
        Reach.OWN_ONCE_SHARED: (P.FINDINGS_VIEW, P.LETTER_RESPOND),
        Reach.OWN_ONCE_ISSUED: (P.LETTER_VIEW, P.LETTER_RECEIVE),
    },
    Role.HEALTH_LEAD: {
        Reach.OWN_PARTNERSHIP: (
            P.PARTNERSHIP_VIEW,
            P.MEMBERS_VIEW,
            P.CONTACTS_VIEW,
            P.PLAN_VIEW,
            P.PLAN_EDIT,
            P.PLAN_TRACK,
            P.MONITORING_VIEW,
            P.MONITORING_EVIDENCE,
        ),
        Reach.OWN_ONCE_NOTIFIED: (P.INSPECTION_VIEW, *_ANSWER),
    },
    Role.LEAD_MEMBER: {
        Reach.OWN_PARTNERSHIP: (P.PARTNERSHIP_VIEW, P.MEMBERS_VIEW, P.PLAN_VIEW, P.MONITORING_VIEW),
        Reach.OWN_ONCE_NOTIFIED: (P.INSPECTION_VIEW, P.WEEKS_OWN),
        Reach.OWN_ONCE_ISSUED: (P.LETTER_VIEW,),
    },
    Role.PARTNERSHIP_OFFICER: {
        Reach.OWN_PARTNERSHIP: (
            P.PARTNERSHIP_VIEW,
            P.MEMBERS_VIEW,
            P.CONTACTS_VIEW,
            P.CONTACTS_MANAGE,
            P.PLAN_VIEW,
            P.PLAN_TRACK,
        ),
        Reach.OWN_ONCE_NOTIFIED: (P.INSPECTION_VIEW, *_ANSWER),
    },
    Role.PCF: {
        Reach.OWN_PARTNERSHIP: (P.PARTNERSHIP_VIEW, P.PLAN_COMMENT),
        Reach.OWN_ONCE_NOTIFIED: (P.INSPECTION_VIEW, P.WEEKS_OWN, P.SURVEY_VIEW),
    },
    Role.INSPECTION_MANAGER: {
        Reach.ALL: (
            P.PARTNERSHIP_VIEW,
            P.MEMBERS_VIEW,
            P.INSPECTION_VIEW,
            P.INSPECTION_CREATE,
            P.INSPECTION_NOTIFY,
            P.INSPECTION_NOMINATE,
            P.INSPECTION_ADVANCE,
            P.INSPECTION_PAUSE,
            P.INSPECTION_DEFER,
            P.INSPECTION_CANCEL,
            P.TEAM_EDIT,
            P.DEADLINE_CHANGE,
            P.DEADLINE_MEET,
            P.LETTER_RECEIVE,
            P.PLAN_VIEW,
            P.MONITORING_VIEW,
            P.ENGAGEMENT_VIEW,
            P.ENGAGEMENT_MANAGE,
            P.HISTORY_VIEW,
            P.SURVEY_VIEW,
            P.SURVEY_MANAGE,
            P.SURVEY_ENTER,
        ),
    },
    Role.QUALITY_ASSURER: {
        Reach.ALL: (
            P.PARTNERSHIP_VIEW,
            P.INSPECTION_VIEW,
            P.FINDINGS_VIEW,
            P.LETTER_VIEW,
            P.LETTER_COMMENT,
            P.LETTER_REVIEW,
            P.LETTER_PUBLISH,
            P.LETTER_RECEIVE,
            P.REQUEST_VIEW,
            P.TIMETABLE_VIEW,
            P.KIT_VIEW,
            P.PLAN_VIEW,
            P.PLAN_REVIEW,
            P.MONITORING_VIEW,
            P.ENGAGEMENT_VIEW,
            P.HISTORY_VIEW,
            P.SURVEY_VIEW,
            P.EVIDENCE_VIEW,
            P.JUDGEMENT_VIEW,
            P.EMBARGO_VIEW,
        ),
    },
    Role.DFE_ADVISER: {
        Reach.REGION: (
            P.PARTNERSHIP_VIEW,
            P.MEMBERS_VIEW,
            P.PLAN_VIEW,
            P.PLAN_REVIEW,
            P.MONITORING_VIEW,
            P.MONITORING_WRITE,
        ),
        Reach.REGION_ONCE_ISSUED: (P.INSPECTION_VIEW, P.LETTER_VIEW),
    },
    Role.NHSE_ADVISER: {
        Reach.REGION: (
            P.PARTNERSHIP_VIEW,
            P.MEMBERS_VIEW,
            P.PLAN_VIEW,
            P.PLAN_REVIEW,
            P.MONITORING_VIEW,
            P.MONITORING_WRITE,
        ),
        Reach.REGION_ONCE_ISSUED: (P.INSPECTION_VIEW, P.LETTER_VIEW),
    },
    Role.ADMINISTRATOR: {
        Reach.ALL: (
            P.PARTNERSHIP_VIEW,
            P.MEMBERS_VIEW,
            P.MEMBERS_MANAGE,
            P.CALENDAR_MANAGE,
            P.PEOPLE_MANAGE,
            P.MAIL_VIEW,
            P.SERVICE_WATCH,
        ),
    },
}

TABLE: dict[tuple[Role, Permission], Reach] = {
    (role, permission): reach
    for role, by_reach in _GRANTS.items()
    for reach, permissions in by_reach.items()
    for permission in permissions
}

# What a delegate may do in the partnership of the person they act for, once it has been notified, for each activity handed over.
DELEGABLE: dict[Activity, frozenset[Permission]] = {
    Activity.NOTIFICATION_CALL: frozenset({P.INSPECTION_VIEW, P.PARTNERSHIP_VIEW}),
    Activity.KEEP_IN_TOUCH: frozenset({P.INSPECTION_VIEW, P.PARTNERSHIP_VIEW, P.WEEKS_OWN, P.KIT_VIEW, P.KIT_AGREE}),
    Activity.FACTUAL_ACCURACY: frozenset({P.INSPECTION_VIEW, P.PARTNERSHIP_VIEW, P.FINDINGS_VIEW, P.LETTER_RESPOND}),
    Activity.PLAN: frozenset({P.INSPECTION_VIEW, P.PARTNERSHIP_VIEW, P.PLAN_VIEW, P.PLAN_EDIT, P.PLAN_TRACK}),
}

# What a place on one tracked case carries, on that case alone (domain: own case only, own agency's need to know).
BY_CASE_PLACE: dict[CasePlace, frozenset[Permission]] = {
    CasePlace.COORDINATOR: frozenset({P.CASE_VIEW, P.CASE_IDENTITY, P.CASE_MANAGE}),
    CasePlace.SECTION_AUTHOR: frozenset({P.CASE_VIEW}),
}
# What being named duty reader of an inspection carries there, on top of SURVEY_READ: nobody has it by their role.
BY_DUTY_READING: frozenset[Permission] = frozenset({P.SURVEY_SAFEGUARD})
# What owning one item of the information request carries, on that item alone: the data lead of a person-level list is its owner.
BY_OWNING_AN_ITEM: frozenset[Permission] = frozenset({P.REQUEST_VIEW, P.REQUEST_ANSWER, P.LISTS_VIEW})

# What a delegate may do only once the draft was shared with the area.
DELEGABLE_ONCE_SHARED = frozenset({P.FINDINGS_VIEW, P.LETTER_RESPOND})


@cache
def reaches(permission: Permission | str) -> Mapping[Reach, frozenset[Role]]:
    """{reach: the roles that have this permission so far}; empty when nobody has it."""
    found: dict[Reach, set[Role]] = {}
    for (role, held), reach in TABLE.items():
        if held == permission:
            found.setdefault(reach, set()).add(role)
    return MappingProxyType({reach: frozenset(roles) for reach, roles in found.items()})


@cache
def activities(permission: Permission | str) -> frozenset[Activity]:
    """The activities whose delegate has this permission."""
    return frozenset(activity for activity, held in DELEGABLE.items() if permission in held)


Likeness = tuple[frozenset[tuple[Reach, frozenset[Role]]], frozenset[Activity], bool]


@cache
def likeness(permission: Permission | str) -> Likeness:
    """Two permissions of the same likeness are held by the same people in the same places, so asking for one answers both."""
    return frozenset(reaches(permission).items()), activities(permission), permission in DELEGABLE_ONCE_SHARED
