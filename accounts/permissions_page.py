"""docs/permissions.md, made from the policy table."""

from __future__ import annotations

from accounts.choices import Activity, Permission, Reach, Role
from accounts.policy import DELEGABLE, TABLE

HEAD = """# Who may do what

Made by `manage.py write_docs` from `accounts/policy.py`; a test fails when it is stale.
A permission that is not listed for a role is refused.
Strangers to an inspection or partnership meet a 404, insiders without the right a 403.
"""


def page() -> str:
    """The whole page as Markdown."""
    parts = [HEAD]
    for role in Role:
        held = {permission: reach for (owner, permission), reach in TABLE.items() if owner == role}
        parts.append(f"\n## {role.label}\n")
        for reach in Reach:
            labels = [permission.label for permission in Permission if held.get(permission) == reach]
            if labels:
                parts.append(f"\n**{reach.label[0].upper()}{reach.label[1:]}**\n")
                parts += [f"- {label}" for label in labels]
    parts.append(
        "\n## Delegates\n\nIn the partnership of the person they act for, between two days, once it has been notified.\n"
    )
    for activity in Activity:
        labels = [permission.label.lower() for permission in Permission if permission in DELEGABLE[activity]]
        parts.append(f"- **{activity.label}**: {'; '.join(labels)}")
    return "\n".join(parts) + "\n"
