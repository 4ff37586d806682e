"""Themes of weakness: what a finding that a plan answers is about, so that findings of different areas can be counted together.

The first seven are the reasons for a written statement of action that the inspectorates themselves gave; the others the main findings
after one year. A suggestion looks for plain words. It decides nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rulebook.frameworks.base import Citation
from rulebook.frameworks.sources import cite

REASONS = cite("S0")


@dataclass(frozen=True)
class Theme:
    """`words` are beginnings of words, or of the words of a phrase; one of them in a finding suggests the theme. `reason` says whether
    it is one of the seven reasons for a written statement of action."""

    code: str
    name: str
    means: str
    words: tuple[str, ...]
    reason: bool = True
    source: Citation = REASONS


THEMES: tuple[Theme, ...] = (
    Theme(
        "oversight", "Oversight", "Leaders do not know how children and young people with SEND are doing, or have no oversight of "
        "the local offer.",
        ("oversight", "do not know", "not know enough", "local offer", "use of data", "self-evaluat", "performance information"),
    ),
    Theme(
        "leadership", "Strategic leadership", "Strategic leadership is weak or inconsistent, has little impact, or evaluates poorly.",
        ("leadership", "governance", "strateg", "accountab", "evaluat", "pace of"),
    ),
    Theme(
        "confidence", "Confidence of parents", "Parents and carers are dissatisfied or frustrated, or lack confidence.",
        ("confidence", "dissatisf", "frustrat", "trust"),
    ),
    Theme(
        "involvement", "Involvement of parents", "Parents and carers are poorly involved, or do not know which services there are.",
        ("co-produc", "coproduc", "involve", "engage", "communicat", "parents and carers"),
    ),
    Theme(
        "outcomes", "Outcomes", "Children and young people with SEND reach poor outcomes.",
        ("outcomes", "attain", "achieve", "progress that"),
    ),
    Theme(
        "statutory", "Statutory requirements", "Duties in law are not met.",
        ("statutory", "legal", "duties", "timescale", "20 weeks", "20-week", "timeliness"),
    ),
    Theme(
        "joint", "Joint commissioning", "Services are disjointed or poorly focused, or work together poorly.",
        ("joint", "commission", "disjointed", "collaborat", "work together", "working together", "across education, health"),
    ),
    Theme(
        "ehc_plans", "Education, health and care plans", "Assessments and plans vary too much in quality and in time.",
        ("ehc", "education, health and care", "annual review", "needs assessment"), reason=False,
    ),
    Theme(
        "health", "Waiting for health services", "Mental health services and therapies are too difficult to get.",
        ("camhs", "mental health", "therap", "wait", "neurodevelopment", "autism", "speech and language"), reason=False,
    ),
    Theme(
        "inclusion", "Exclusion and attendance", "Too many are excluded, absent, missing education or in unsuitable alternative "
        "provision.",
        ("exclu", "absen", "attendance", "missing education", "missing from", "alternative provision", "off-roll"), reason=False,
    ),
    Theme(
        "adulthood", "Preparing for adulthood", "Support for those up to 25 is not joined up.",
        ("adulthood", "post-16", "post-19", "transition", "0 to 25", "0-25", "employment"), reason=False,
    ),
)  # fmt: skip
NAMES = {theme.code: theme.name for theme in THEMES}


def suggested(text: str) -> tuple[str, ...]:
    """The codes of the themes whose words stand in a finding, in the order of THEMES."""
    plain = " ".join(text.lower().replace("‑", "-").split())
    return tuple(
        theme.code for theme in THEMES if any(re.search(rf"\b{re.escape(word)}", plain) for word in theme.words)
    )
