"""What the two frameworks say, and that each is whole: every code named somewhere exists."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from rulebook import frameworks
from rulebook.deadlines import FIRST_RUNG
from rulebook.frameworks.base import (
    Edition,
    Framework,
    InspectionKind,
    Unit,
    UnknownEdition,
    UnknownFramework,
    UnknownKind,
    UnknownRule,
)
from rulebook.frameworks.sources import SOURCES, cite

OLD, NEW = frameworks.get("local-area-send-2016"), frameworks.get("area-send-2023")
EDITIONS = [(framework, edition) for framework in frameworks.ALL for edition in framework.editions]
KINDS = [(edition, kind) for _, edition in EDITIONS for kind in edition.kinds.values()]
REPORTS = Path(__file__).resolve().parents[2] / "data" / "published_reports"
ANCHORS = {
    "notified_on", "setup_on", "cases_selected_on", "fieldwork_start_on", "onsite_start_on", "onsite_end_on",
    "draft_sent_on", "draft_received_on", "report_received_on", "published_on", "paused_on", "plan_submitted_on", "plan_returned_on",
    "plan_accepted_on", "plan_due_on", "improvement_notice_on",
    "visit_on", "national_report_on",
}  # fmt: skip


def edition_id(value: object) -> str:
    return value.code if isinstance(value, Framework | Edition | InspectionKind) else str(value)


def test_the_editions_and_the_day_each_began() -> None:
    assert [(edition.code, edition.in_force_from.isoformat()) for _, edition in EDITIONS] == [
        ("2016-04", "2016-04-01"),
        ("2018-11", "2018-11-09"),
        ("2021-03", "2021-03-01"),
        ("2023-01", "2023-01-01"),
        ("2024-04-05", "2024-04-05"),
        ("2025-06-06", "2025-06-06"),
        ("2025-07-07", "2025-07-07"),
    ]


@pytest.mark.parametrize(
    ("day", "framework", "edition"),
    [
        ("2016-05-09", "local-area-send-2016", "2016-04"),
        ("2018-11-08", "local-area-send-2016", "2016-04"),
        ("2018-11-09", "local-area-send-2016", "2018-11"),
        ("2022-12-31", "local-area-send-2016", "2021-03"),
        ("2023-01-01", "area-send-2023", "2023-01"),
        ("2024-04-29", "area-send-2023", "2024-04-05"),
        ("2025-06-05", "area-send-2023", "2024-04-05"),
        ("2025-06-06", "area-send-2023", "2025-06-06"),
        ("2026-11-22", "area-send-2023", "2025-07-07"),
    ],
)
def test_what_was_in_force(day: str, framework: str, edition: str) -> None:
    on = date.fromisoformat(day)
    found = frameworks.in_force_on(on)
    assert (found.code, found.edition_on(on).code) == (framework, edition)


def test_nothing_was_in_force_before_2016() -> None:
    with pytest.raises(UnknownFramework, match=r"No framework was in force on Thursday 31 March 2016"):
        frameworks.in_force_on(date(2016, 3, 31))


def test_a_day_before_the_first_edition_gets_the_first() -> None:
    assert NEW.edition_on(date(2020, 1, 1)).code == "2023-01"


def test_unknown_codes_are_refused_in_words() -> None:
    with pytest.raises(
        UnknownFramework, match=r"no framework ofsted-1992. The frameworks are local-area-send-2016 and"
    ):
        frameworks.get("ofsted-1992")
    with pytest.raises(
        UnknownEdition, match=r"no edition 2019 of area-send-2023. Its editions are 2023-01, 2024-04-05"
    ):
        NEW.edition("2019")
    with pytest.raises(UnknownRule, match=r"no rule wsoa-due in edition 2025-07-07"):
        NEW.latest.rule("wsoa-due")
    with pytest.raises(UnknownRule, match=r"no rule wsoa-due in area-send-2023"):
        NEW.edition_with("wsoa-due", date(2024, 1, 1))
    for ask in (
        lambda: NEW.kind("revisit"),
        lambda: NEW.latest.kind("revisit"),
        lambda: NEW.plan_kind("wsoa"),
        lambda: NEW.latest.plan_kind("wsoa"),
        lambda: NEW.kind("full").outcome_scale.get("outcome-4"),
        lambda: NEW.kind("full").outcome_scale.by_number(4),
        lambda: NEW.kind("full").letter.section("wsoa"),  # type: ignore[union-attr]
    ):
        with pytest.raises(UnknownKind):
            ask()


@pytest.mark.parametrize(("framework", "edition"), EDITIONS, ids=edition_id)
def test_an_edition_is_whole(framework: Framework, edition: Edition) -> None:
    codes = [rule.code for rule in edition.rules]
    assert len(set(codes)) == len(codes)
    outcomes = {outcome for kind in edition.kinds.values() for outcome in kind.outcome_scale.codes()}
    for rule in edition.rules:
        assert edition.rule(rule.code) is rule
        assert rule.kinds & edition.kinds.keys(), rule.code
        assert rule.trigger in ANCHORS, rule.code
        assert (rule.outcomes or frozenset()) <= outcomes, rule.code
        assert rule.offset is not None or (rule.note and rule.unit is Unit.FIXED), rule.code
        assert not rule.repeats or rule.repeats[0] == rule.offset, rule.code
        assert rule.repeats == tuple(sorted(set(rule.repeats))), rule.code
        assert rule.source.key or not rule.confirmed, f"{rule.code} is called confirmed without a source"
        assert all(0 <= step <= FIRST_RUNG for step in rule.reminders), rule.code
    for plan in edition.plan_kinds.values():
        assert plan.finding_kind in framework.finding_kinds
        assert plan.due_rule is None or edition.rule(plan.due_rule).scope == "plan"
        assert plan.milestone_rule is None or edition.rule(plan.milestone_rule).occurrences() == plan.milestone_months
    assert edition.words.keys() == framework.words.keys() == OLD.words.keys()


@pytest.mark.parametrize(("edition", "kind"), KINDS, ids=edition_id)
def test_a_kind_is_whole(edition: Edition, kind: InspectionKind) -> None:
    assert edition.kind(kind.code) is kind
    assert kind.follows <= edition.kinds.keys()
    assert kind.notice_rule is None or edition.rule(kind.notice_rule).trigger == "notified_on"
    assert kind.usual_length_days > 0
    assert [call.code for call in kind.calls] == ["authority", "board"]
    assert (kind.letter is None) == (not kind.outcome_scale.outcomes) == (kind.code == "thematic")
    codes = set(kind.outcome_scale.codes())
    assert len(codes) == len(kind.outcome_scale.outcomes)
    for outcome in kind.outcome_scale.outcomes:
        assert outcome.plan_kind is None or outcome.plan_kind in edition.plan_kinds
        # A rule added by a later edition, such as the revisit, follows an outcome that was there before it.
        assert all(
            any(code == rule.code for e in (edition, OLD.latest) for rule in e.rules) for code in outcome.next_rules
        )
    if kind.letter is not None:
        sections = [section.code for section in kind.letter.sections]
        assert len(set(sections)) == len(sections)
        assert "{area}" in kind.letter.title
        for section in kind.letter.sections:
            assert (section.outcomes or frozenset()) <= codes
            assert section.finding_kind is None or section.finding_kind in NEW.finding_kinds


def test_the_deadline_table_is_all_there() -> None:
    numbers = {rule.number for _, edition in EDITIONS for rule in edition.rules}
    assert numbers == {f"D{number}" for number in range(1, 45)}


def test_rule_codes_are_listed_once_by_number() -> None:
    codes = OLD.rule_codes()
    assert codes[0] == "onsite-start"
    assert codes[-1] == "visit-day"
    assert len(set(codes)) == len(codes)
    assert {"wsoa-due", "revisit-due", "app-milestone"} <= set(codes)
    assert "monitoring-cap" in NEW.rule_codes()


def test_every_source_cited_is_listed_and_every_source_listed_is_cited() -> None:
    cited: set[str] = set()
    for _, edition in EDITIONS:
        citations = [edition.source, *(rule.source for rule in edition.rules)]
        citations += [plan.source for plan in edition.plan_kinds.values()]
        citations += [one.source for plan in edition.plan_kinds.values() for one in plan.criteria]
        citations += [kind.length_source for kind in edition.kinds.values()]
        citations += [kind.letter.source for kind in edition.kinds.values() if kind.letter]
        citations += [reading.source for rule in edition.rules for reading in rule.readings]
        outcomes = [outcome for kind in edition.kinds.values() for outcome in kind.outcome_scale.outcomes]
        citations += [outcome.consequences_source for outcome in outcomes if outcome.consequences]
        citations += [one.cycle.source for one in (OLD, NEW) if one.cycle]
        for citation in citations:
            keys = {key for key in citation.key.split(", ") if key}
            assert keys <= SOURCES.keys()
            cited |= keys
    assert cited == SOURCES.keys()
    with pytest.raises(KeyError):
        cite("P99")


def test_the_regulations_set_seventy_working_days_from_receipt() -> None:
    rule = OLD.edition("2016-04").rule("wsoa-due")
    assert (rule.offset, rule.unit, rule.trigger, rule.confirmed) == (70, Unit.WORKING_DAYS, "report_received_on", True)


def test_what_is_assumed_is_not_called_confirmed() -> None:
    unconfirmed = {rule.number for _, edition in EDITIONS for rule in edition.rules if not rule.confirmed}
    assert unconfirmed == {
        "D4", "D5", "D6", "D7", "D9", "D10", "D12", "D15", "D16", "D17", "D20", "D23", "D24", "D31", "D32", "D33",
        "D39", "D41",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("edition", "trigger"),
    [
        ("2023-01", "published_on"),
        ("2024-04-05", "published_on"),
        ("2025-06-06", "report_received_on"),
        ("2025-07-07", "report_received_on"),
    ],
)
def test_the_monitoring_clock_moved_from_publication_to_receipt(edition: str, trigger: str) -> None:
    assert NEW.edition(edition).rule("monitoring-inspection-due").trigger == trigger


def test_what_else_changed_between_editions() -> None:
    first, second, third, fourth = NEW.editions
    assert first.rule("fieldwork-start").offset == 8
    for later in (second, third, fourth):
        with pytest.raises(UnknownRule):
            later.rule("fieldwork-start")
    assert [e.rule("factual-accuracy-comments").offset for e in NEW.editions] == [10, 5, 5, 5]
    assert [e.plan_kind("priority-action-plan").reviewed_by for e in (third, fourth)] == [
        ("Ofsted", "CQC"),
        ("DfE", "NHS England"),
    ]
    assert [e.words["evaluation"] for e in NEW.editions] == ["judgement", "judgement", "evaluation", "evaluation"]
    assert [any(rule.number == "D42" for rule in e.rules) for e in NEW.editions] == [False, False, False, True]
    assert "revisit" not in OLD.editions[0].kinds
    assert "accelerated-progress-plan" not in OLD.editions[0].plan_kinds
    assert OLD.latest.plan_kind("accelerated-progress-plan").submitted_to == ("DfE", "NHS England", "DHSC")


def test_a_rule_of_a_later_edition_is_found_from_an_earlier_day() -> None:
    assert OLD.edition_with("revisit-due", date(2017, 8, 1)).code == "2018-11"
    assert NEW.edition_with("fieldwork-start", date(2026, 1, 1)).code == "2023-01"
    assert NEW.edition_with("pap-due", date(2026, 1, 1)).code == "2025-07-07"


@pytest.mark.parametrize("area", ["bolton", "southampton", "bury"])
def test_the_outcome_sentences_are_those_of_published_reports(area: str) -> None:
    report = json.loads((REPORTS / f"{area}-2024.json").read_text(encoding="utf-8"))
    outcome = NEW.kind("full").outcome_scale.by_number(report["outcome"])
    assert [outcome.sentence, *outcome.follows] == report["outcome_as_printed"]


def test_what_is_evaluated() -> None:
    assert [area.code for area in OLD.kind("full").questions] == ["A", "B", "C"]
    criteria = [area.code for area in NEW.kind("full").questions]
    assert criteria == ["I1", "I2", "I3", "I4", "I5", "L1", "L2", "L3", "L4", "L5", "L6"]


def test_the_sections_of_each_product() -> None:
    report, letter = NEW.kind("full").letter, OLD.kind("full").letter
    assert report is not None
    assert letter is not None
    assert [section.code for section in report.sections_for("outcome-3")] == [
        "outcome", "about_the_partnership", "experience", "effective", "needs_to_improve", "areas_for_priority_action",
        "areas_for_improvement", "partnership_details", "about_this_inspection", "team",
    ]  # fmt: skip
    assert "areas_for_priority_action" not in [section.code for section in report.sections_for("outcome-2")]
    assert [section.code for section in letter.sections_for("wsoa-required")] == [
        "introduction", "main_findings", "question_a_strengths", "question_a_development", "question_b_strengths",
        "question_b_development", "question_c_strengths", "question_c_development", "significant_concerns",
    ]  # fmt: skip
    assert "significant_concerns" not in [section.code for section in letter.sections_for("no-wsoa")]
    assert (letter.addressed, letter.signed, report.addressed, report.signed) == (True, True, False, False)


def test_a_frozen_framework_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        OLD.code = "mine"  # type: ignore[misc]
    with pytest.raises(TypeError):
        OLD.words["area"] = "mine"  # type: ignore[index]
    with pytest.raises(TypeError):
        OLD.latest.kinds["mine"] = OLD.kind("full")  # type: ignore[index]


def test_what_reviewers_ask_of_each_plan() -> None:
    """Every reviewed kind has its questions, with a source unless it is marked as our suggestion; what nobody reviews has none."""
    for _, edition in EDITIONS:
        for plan in edition.plan_kinds.values():
            assert bool(plan.criteria) == bool(plan.reviewed_by), (edition.code, plan.code)
            assert all(bool(one.source.key) == one.confirmed for one in plan.criteria)
            assert len({one.code for one in plan.criteria}) == len(plan.criteria)
    accelerated = OLD.plan_kind("accelerated-progress-plan")
    assert accelerated.criterion("milestones").source.key == "S2"
    assert not OLD.plan_kind("wsoa").criterion("families").confirmed
    with pytest.raises(UnknownKind):
        OLD.plan_kind("wsoa").criterion("milestones")
