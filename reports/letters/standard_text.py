"""Sentences every letter of a kind prints the same. They are copied into the letter's context, so a later change here
leaves the letters already made as they were.
"""

from __future__ import annotations

from collections.abc import Mapping

RESPONSIBLE_BODY = "Responsible body"
LOCAL_AUTHORITY = "Local authority"
OFSTED = "Ofsted"
CQC = "Care Quality Commission"

# A report of 2023 on: the power, and the team in one sentence that holds for any team.
ABOUT_THIS_INSPECTION: Mapping[str, tuple[str, ...]] = {
    "area-send-2023": (
        "This inspection was carried out at the request of the Secretary of State for Education under section 20(1)(a) "
        "of the Children Act 2004.",
        "The inspection was led by one of His Majesty’s Inspectors (HMI) from Ofsted, with a team of inspectors from "
        "Ofsted and the Care Quality Commission (CQC).",
    )
}
# Printed before the areas of significant weakness (the law: SI 2015/1792).
SIGNIFICANT_CONCERNS = (
    "The local area is required to produce and submit a written statement of action to Ofsted that explains how the "
    "local area will tackle the following areas of significant weakness:"
)
ITEM_RESULTS: Mapping[str, str] = {
    "sufficient": "The local area has made sufficient progress to improve this area of significant weakness.",
    "not-sufficient": "The local area has not made sufficient progress to improve this area of significant weakness.",
}
COLOPHON: Mapping[str, tuple[str, ...]] = {
    "area-send-2023": (
        "Area SEND inspections are carried out jointly by the Office for Standards in Education, Children’s Services "
        "and Skills (Ofsted) and the Care Quality Commission (CQC).",
        "You may reuse the text of this report free of charge in any format or medium under the terms of the Open "
        "Government Licence.",
    )
}
SALUTATION_NOBODY = "Dear colleague"


def salutation(names: list[str]) -> str:
    """Dear Ms Adeyemi and Dr Clarke."""
    if not names:
        return SALUTATION_NOBODY
    if len(names) == 1:
        return f"Dear {names[0]}"
    return f"Dear {', '.join(names[:-1])} and {names[-1]}"
