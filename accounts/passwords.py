"""Whether a password is too easy to guess. No rule asks for signs, capitals or a change every month: length and surprise count."""

from __future__ import annotations

import re
from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from zxcvbn import zxcvbn

# What somebody who knows this service tries first.
ORGANISATION_WORDS = (
    "ofsted", "cqc", "care", "quality", "commission", "area", "send", "sen", "senco", "inspection", "inspections", "inspector",
    "inspectors", "hmi", "council", "county", "borough", "local", "authority", "partnership", "icb", "nhs", "england", "dfe",
    "education", "department", "children", "childrens", "services", "school", "schools", "forum", "parent", "carer", "lano",
    "director", "letter", "outcome",
)  # fmt: skip
# Above 10^8 guesses: out of reach of anybody who may try ten in five minutes, and dear for who has the hashes.
LEAST_SCORE = 3
# What people put behind or before a common password to make it long enough.
ADDED = (r"^[\W\d_]+|[\W\d_]+$", r"\W*(19|20)\d\d\W*$")
LOOKALIKES = str.maketrans("013457@$!", "oieastasi")
MOST_READ = 72  # what zxcvbn takes; more makes a password no easier


class GuessableValidator:
    """zxcvbn's estimate of what is left when the words of this field and of the person are taken out."""

    def __init__(self) -> None:
        self.common = CommonPasswordValidator().passwords

    def validate(self, password: str, user: Any = None) -> None:
        ways = (password, password.translate(LOOKALIKES))
        known = any(re.sub(signs, "", password.lower()) in self.common for signs in ADDED)
        if known or min(zxcvbn(_rest(way, user)[:MOST_READ] or "a")["score"] for way in ways) < LEAST_SCORE:
            raise ValidationError(
                "This password is too easy to guess. Three random words make a good one", code="password_guessable"
            )

    def get_help_text(self) -> str:
        return "Your password must not be easy to guess. Three random words make a good one."


def _rest(password: str, user: Any) -> str:
    told = f"{getattr(user, 'name', '')} {getattr(user, 'email', '')}".lower()
    own = {word for word in re.split(r"[^\w]+", told) if len(word) > 2}
    words = sorted({*ORGANISATION_WORDS, *own}, key=len, reverse=True)
    return re.sub("|".join(map(re.escape, words)), "", password, flags=re.IGNORECASE)
