"""Which children and young people are followed in depth in a full inspection of 2023 on, and what an audit of their help asks.

Six is stated by two sources; so are at least one in alternative provision and two at SEN support. How wide the
rest of the mix should be, the criteria of the audit and its words are this service's own.
"""

from __future__ import annotations

from rulebook.frameworks.sources import cite
from rulebook.frameworks.weeks import TrackingSpec

FULL_TRACKING = TrackingSpec(
    number=6,
    pack_rule="tracked-case-packs",
    mix={"setting:alternative_provision": 1, "plan:support": 2},
    mix_assumed={"plan:ehc": 1, "health:yes": 1, "area:out": 1, "need": 4, "age": 3},
    audit_criteria=(
        "Needs were identified accurately and in good time",
        "The child or young person and the family took part in decisions",
        "The right help came at the right time",
        "Next steps were prepared for and outcomes are getting better",
        "The child or young person is valued, visible and included",
        "Education, health and care worked together and shared what they knew",
    ),
    audit_grades=("Strong practice", "Good enough practice", "Practice to improve", "Not enough evidence to say"),
    confirmed=True,
    source=cite("S1", "P17"),
)
