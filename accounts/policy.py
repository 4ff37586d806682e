"""THE TABLE: which role may do what, and how far it reaches. A pair that is absent means no.

*Who* is decided here and nowhere else; *when* is decided by the lifecycles. `docs/permissions.md` is made from this table.
"""

from __future__ import annotations

from accounts.choices import Activity, Permission, Reach, Role

P = Permission
_TEAM_COMMON = (P.INSPECTION_VIEW, P.FINDINGS_VIEW, P.FINDINGS_EDIT, P.LETTER_VIEW, P.LETTER_EDIT, P.HISTORY_VIEW)

_GRANTS: dict[Role, dict[Reach, tuple[Permission, ...]]] = {
    Role.LEAD_INSPECTOR: {
        Reach.ASSIGNED: (
            *_TEAM_COMMON,
            P.INSPECTION_NOTIFY,
            P.INSPECTION_NOMINATE,
            P.INSPECTION_ADVANCE,
            P.INSPECTION_PAUSE,
            P.TEAM_EDIT,
            P.DEADLINE_CHANGE,
            P.DEADLINE_MEET,
            P.LETTER_RECEIVE,
            P.PLAN_VIEW,
        ),
    },
    Role.OFSTED_INSPECTOR: {Reach.ASSIGNED: _TEAM_COMMON},
    Role.CQC_LEAD: {Reach.ASSIGNED: (*_TEAM_COMMON, P.DEADLINE_MEET, P.PLAN_VIEW)},
    Role.CQC_INSPECTOR: {Reach.ASSIGNED: _TEAM_COMMON},
    Role.LANO: {
        Reach.OWN_PARTNERSHIP: (P.PARTNERSHIP_VIEW, P.MEMBERS_VIEW, P.MEMBERS_MANAGE, P.PLAN_VIEW, P.PLAN_EDIT),
        Reach.OWN_ONCE_NOTIFIED: (P.INSPECTION_VIEW, P.DEADLINE_MEET, P.HISTORY_VIEW),
        Reach.OWN_ONCE_SHARED: (P.FINDINGS_VIEW, P.LETTER_RESPOND),
        Reach.OWN_ONCE_ISSUED: (P.LETTER_VIEW, P.LETTER_RECEIVE),
    },
    Role.DCS: {
        Reach.OWN_PARTNERSHIP: (
            P.PARTNERSHIP_VIEW,
            P.MEMBERS_VIEW,
            P.MEMBERS_MANAGE,
            P.PLAN_VIEW,
            P.PLAN_EDIT,
            P.PLAN_SUBMIT,
        ),
        Reach.OWN_ONCE_NOTIFIED: (P.INSPECTION_VIEW, P.INSPECTION_NOMINATE, P.HISTORY_VIEW),
        Reach.OWN_ONCE_SHARED: (P.FINDINGS_VIEW, P.LETTER_RESPOND),
        Reach.OWN_ONCE_ISSUED: (P.LETTER_VIEW, P.LETTER_RECEIVE),
    },
    Role.ICB_EXECUTIVE: {
        Reach.OWN_PARTNERSHIP: (
            P.PARTNERSHIP_VIEW,
            P.MEMBERS_VIEW,
            P.MEMBERS_MANAGE,
            P.PLAN_VIEW,
            P.PLAN_EDIT,
            P.PLAN_SUBMIT,
        ),
        Reach.OWN_ONCE_NOTIFIED: (P.INSPECTION_VIEW, P.INSPECTION_NOMINATE, P.HISTORY_VIEW),
        Reach.OWN_ONCE_SHARED: (P.FINDINGS_VIEW, P.LETTER_RESPOND),
        Reach.OWN_ONCE_ISSUED: (P.LETTER_VIEW, P.LETTER_RECEIVE),
    },
    Role.HEALTH_LEAD: {
        Reach.OWN_PARTNERSHIP: (P.PARTNERSHIP_VIEW, P.MEMBERS_VIEW, P.PLAN_VIEW, P.PLAN_EDIT),
        Reach.OWN_ONCE_NOTIFIED: (P.INSPECTION_VIEW,),
    },
    Role.LEAD_MEMBER: {
        Reach.OWN_PARTNERSHIP: (P.PARTNERSHIP_VIEW, P.MEMBERS_VIEW, P.PLAN_VIEW),
        Reach.OWN_ONCE_NOTIFIED: (P.INSPECTION_VIEW,),
        Reach.OWN_ONCE_ISSUED: (P.LETTER_VIEW,),
    },
    Role.PARTNERSHIP_OFFICER: {
        Reach.OWN_PARTNERSHIP: (P.PARTNERSHIP_VIEW, P.MEMBERS_VIEW, P.PLAN_VIEW),
        Reach.OWN_ONCE_NOTIFIED: (P.INSPECTION_VIEW,),
    },
    Role.PCF: {
        Reach.OWN_PARTNERSHIP: (P.PARTNERSHIP_VIEW,),
        Reach.OWN_ONCE_NOTIFIED: (P.INSPECTION_VIEW,),
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
            P.HISTORY_VIEW,
        ),
    },
    Role.QUALITY_ASSURER: {
        Reach.ALL: (
            P.PARTNERSHIP_VIEW,
            P.INSPECTION_VIEW,
            P.FINDINGS_VIEW,
            P.LETTER_VIEW,
            P.LETTER_REVIEW,
            P.LETTER_PUBLISH,
            P.LETTER_RECEIVE,
            P.PLAN_VIEW,
            P.PLAN_REVIEW,
            P.HISTORY_VIEW,
        ),
    },
    Role.DFE_ADVISER: {
        Reach.REGION: (P.PARTNERSHIP_VIEW, P.MEMBERS_VIEW, P.PLAN_VIEW, P.PLAN_REVIEW),
        Reach.REGION_ONCE_ISSUED: (P.INSPECTION_VIEW, P.LETTER_VIEW),
    },
    Role.NHSE_ADVISER: {
        Reach.REGION: (P.PARTNERSHIP_VIEW, P.MEMBERS_VIEW, P.PLAN_VIEW, P.PLAN_REVIEW),
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
    Activity.KEEP_IN_TOUCH: frozenset({P.INSPECTION_VIEW, P.PARTNERSHIP_VIEW}),
    Activity.FACTUAL_ACCURACY: frozenset({P.INSPECTION_VIEW, P.PARTNERSHIP_VIEW, P.FINDINGS_VIEW, P.LETTER_RESPOND}),
    Activity.PLAN: frozenset({P.INSPECTION_VIEW, P.PARTNERSHIP_VIEW, P.PLAN_VIEW, P.PLAN_EDIT}),
}


def reaches(permission: Permission | str) -> dict[Reach, frozenset[Role]]:
    """{reach: the roles that have this permission so far}; empty when nobody has it."""
    found: dict[Reach, set[Role]] = {}
    for (role, held), reach in TABLE.items():
        if held == permission:
            found.setdefault(reach, set()).add(role)
    return {reach: frozenset(roles) for reach, roles in found.items()}


def activities(permission: Permission | str) -> frozenset[Activity]:
    """The activities whose delegate has this permission."""
    return frozenset(activity for activity, held in DELEGABLE.items() if permission in held)
