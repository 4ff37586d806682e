from __future__ import annotations

import pytest

from rulebook import frameworks
from rulebook.follow_up import consequences, reckon

OLD = frameworks.get("local-area-send-2016")
NEW = frameworks.get("area-send-2023")
REVISITS = OLD.edition("2018-11")


def test_surrey_four_of_five() -> None:
    reckoned = reckon(REVISITS, "revisit", [True, True, True, True, False])
    assert (reckoned.outcome, reckoned.roll_up) == ("some-sufficient", "Some")
    assert reckoned.headline == "Sufficient progress on 4 of 5 areas of significant weakness."
    assert (
        "An accelerated progress plan for 1 of 5 areas of significant weakness, sent to DfE and NHS England, with "
        "milestones 3, 6 and 12 months after it is approved." in reckoned.consequences
    )
    assert (
        "It replaces the written statement of action: what is not finished there goes on in it."
        in reckoned.consequences
    )
    assert reckoned.consequences[-1] == "There is no further revisit unless the Secretary of State directs one."


def test_medway_five_of_eight_and_an_area_that_has_done_it_all_and_one_that_has_done_nothing() -> None:
    medway = reckon(REVISITS, "revisit", [True] * 5 + [False] * 3)
    assert medway.headline == "Sufficient progress on 5 of 8 areas of significant weakness."
    assert any("for 3 of 8 areas" in line for line in medway.consequences)
    done = reckon(REVISITS, "revisit", [True, True])
    assert (done.roll_up, done.consequences) == (
        "Yes",
        (
            "Formal monitoring by the Department for Education and NHS England ends.",
            "The written statement of action is released from monitoring.",
        ),
    )
    nothing = reckon(OLD.edition("2021-03"), "revisit", [False, False])
    assert nothing.roll_up == "No"
    assert any("for all 2, sent to DfE, NHS England and DHSC" in line for line in nothing.consequences)
    with pytest.raises(ValueError, match="at least one"):
        reckon(REVISITS, "revisit", [])


def test_after_a_monitoring_inspection_a_full_one_follows_and_without_effective_action_others_are_told() -> None:
    assert consequences(NEW.latest, "monitoring", "effective") == (
        "The next inspection is a full area SEND inspection.",
    )
    assert consequences(NEW.latest, "monitoring", "not-effective") == (
        "The Department for Education and NHS England decide what support and challenge is needed.",
        "The next inspection is a full area SEND inspection.",
    )


def test_the_due_date_of_a_priority_action_plan_is_said_with_its_doubt() -> None:
    line = consequences(NEW.latest, "full", "outcome-3", concerned=2, of=2)[-1]
    assert line == (
        "A priority action plan (area SEND) for all 2, sent to DfE and NHS England, due 35 working days after receipt of "
        "the final report (not confirmed by an official source)."
    )
