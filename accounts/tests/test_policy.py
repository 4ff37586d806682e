from django.conf import settings

from accounts import policy
from accounts.choices import NATIONAL_ROLES, PARTNERSHIP_ROLES, TEAM_ROLES, Permission, Reach, Role
from accounts.permissions_page import page

REACHES_OF = {
    **dict.fromkeys(TEAM_ROLES, {Reach.ASSIGNED}),
    **dict.fromkeys(
        PARTNERSHIP_ROLES,
        {Reach.OWN_PARTNERSHIP, Reach.OWN_ONCE_NOTIFIED, Reach.OWN_ONCE_SHARED, Reach.OWN_ONCE_ISSUED},
    ),
    **dict.fromkeys(NATIONAL_ROLES, {Reach.ALL, Reach.REGION, Reach.REGION_ONCE_ISSUED}),
}


def test_every_role_is_of_one_sort():
    assert sorted((*TEAM_ROLES, *PARTNERSHIP_ROLES, *NATIONAL_ROLES)) == sorted(Role)


def test_no_role_reaches_further_than_its_sort():
    assert [pair for pair, reach in policy.TABLE.items() if reach not in REACHES_OF[pair[0]]] == []


def test_the_area_never_reads_findings_before_they_are_shared():
    found = {policy.TABLE.get((role, Permission.FINDINGS_VIEW)) for role in PARTNERSHIP_ROLES}
    assert found <= {None, Reach.OWN_ONCE_SHARED}


def test_the_parent_carer_forum_and_the_administrator_never_read_findings_or_drafts():
    for role in (Role.PCF, Role.ADMINISTRATOR):
        for permission in (Permission.FINDINGS_VIEW, Permission.LETTER_VIEW, Permission.LETTER_EDIT):
            assert (role, permission) not in policy.TABLE


def test_whoever_drafts_cannot_publish():
    drafting = {role for role, permission in policy.TABLE if permission == Permission.LETTER_EDIT}
    publishing = {role for role, permission in policy.TABLE if permission == Permission.LETTER_PUBLISH}
    assert drafting and publishing and not drafting & publishing


def test_every_permission_is_held_by_somebody():
    assert {permission for _, permission in policy.TABLE} | policy.BY_DUTY_READING == set(Permission)


def test_the_page_of_permissions_is_fresh():
    assert (settings.BASE_DIR / "docs" / "permissions.md").read_text() == page(), "run manage.py write_docs"
