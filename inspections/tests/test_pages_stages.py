"""Steps, team, findings, progress and the history of an inspection, through the pages."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from accounts.choices import Role
from core.clock import travelled_to
from inspections.models import Finding, Inspection
from inspections.tests import walk
from inspections.tests.pages import boxes, errors_of, page, signed_in, text_of
from tests import factories as make

pytestmark = pytest.mark.django_db
SECRET = "Waiting lists for speech therapy are far too long"


def tabs(response: Any) -> list[str]:
    return [tab["text"] for tab in response.context["inspection_navigation"]]


def lead_of(inspection: Inspection) -> Client:
    return signed_in(make.team(inspection, Role.LEAD_INSPECTOR))


@pytest.fixture
def manager() -> Client:
    return signed_in(make.national(Role.INSPECTION_MANAGER))


@pytest.fixture
def on_site() -> Inspection:
    return walk.to("start_on_site")


# --- who sees the page


def test_a_stranger_finds_nothing_and_a_visitor_is_asked_to_sign_in(on_site: Inspection) -> None:
    address = page("inspection-detail", on_site)
    assert Client().get(address).url.startswith("/accounts/login/")
    assert signed_in(make.UserFactory.create()).get(address).status_code == 404


def test_an_insider_without_the_right_is_refused(on_site: Inspection) -> None:
    forum = signed_in(make.member(on_site.partnership, Role.PCF))
    assert forum.get(page("inspection-detail", on_site)).status_code == 200
    for name in ("inspection-findings", "inspection-history", "team-add", "inspection-dates", "inspection-outcome"):
        assert forum.get(page(name, on_site)).status_code == 403


def test_tabs_are_those_the_person_has(on_site: Inspection) -> None:
    address = page("inspection-detail", on_site)
    assert tabs(lead_of(on_site).get(address)) == [
        "Overview",
        "Timeline",
        "Team",
        "Information request",
        "Tracked cases",
        "Timetable",
        "Coordination",
        "Surveys",
        "Evidence",
        "Findings",
        "Report",
        "Plan",
        "History",
    ]
    forum = signed_in(make.member(on_site.partnership, Role.PCF))
    assert tabs(forum.get(address)) == ["Overview", "Timeline", "Team", "Timetable", "Coordination", "Surveys"]


# --- steps


def test_the_overview_offers_only_steps_of_this_stage_and_person(on_site: Inspection) -> None:
    lead = lead_of(on_site).get(page("inspection-detail", on_site))
    assert [act["text"] for act in lead.context["acts"]] == [
        "Record the outcome",
        "Pause the inspection",
        "Record the final feedback meeting",
    ]
    lano = signed_in(on_site.lano).get(page("inspection-detail", on_site))
    assert lano.context["acts"] == []


def test_a_step_says_what_is_missing_and_does_nothing() -> None:
    inspection = walk.to("prepare")
    client = lead_of(inspection)
    with travelled_to(date(2024, 5, 3)):
        assert "The first day on site has not come yet." in text_of(
            client.get(page("inspection-move", inspection, "start_on_site"))
        )
        response = client.post(page("inspection-move", inspection, "start_on_site"), {})
    assert "The first day on site has not come yet." in text_of(response)
    inspection.refresh_from_db()
    assert inspection.state == "preparation"


def test_feedback_ends_the_days_on_site_and_begins_the_embargo(on_site: Inspection) -> None:
    client = lead_of(on_site)
    with travelled_to(date(2024, 5, 17)):
        response = client.post(
            page("inspection-move", on_site, "give_feedback"), boxes("feedback_on", date(2024, 5, 17)), follow=True
        )
    assert "The inspection is now at ‘Feedback given’." in text_of(response)
    assert response.context["identity"]["embargoed"]


def test_a_pause_needs_a_reason_and_shows_the_days_that_were_left(on_site: Inspection) -> None:
    client = lead_of(on_site)
    with travelled_to(date(2024, 5, 14)):
        address = page("inspection-move", on_site, "pause")
        assert errors_of(client.post(address, boxes("paused_on", date(2024, 5, 14)))) == {
            "reason": ["Enter the reason"]
        }
        client.post(address, {"reason": "A serious incident"} | boxes("paused_on", date(2024, 5, 14)))
        words = text_of(client.get(page("inspection-timeline", on_site)))
    assert (
        "Final feedback meeting Friday 17 May 2024 : how Final feedback meeting was counted Paused 3 working days left"
        in words
    )


def test_steps_of_the_letter_are_not_made_here(on_site: Inspection, manager: Client) -> None:
    for move in ("send_draft", "finalise", "publish", "notify", "no_such_step"):
        assert manager.get(page("inspection-move", on_site, move)).status_code == 404


def test_a_step_the_person_has_no_right_to_is_refused(on_site: Inspection) -> None:
    assert lead_of(on_site).get(page("inspection-move", on_site, "cancel")).status_code == 403


def test_closing_waits_for_the_plan() -> None:
    inspection = walk.to("publish")
    client = lead_of(inspection)
    with travelled_to(date(2024, 7, 20)):
        response = client.post(page("inspection-move", inspection, "close"), {}, follow=True)
    inspection.refresh_from_db()
    # No plan was opened by this walk, so nothing is awaited.
    assert (inspection.state, response.status_code) == ("closed", 200)


def test_receipt_before_the_end_of_the_inspection_is_refused_beside_the_date() -> None:
    inspection = walk.to("issue")
    client = signed_in(inspection.lano)
    with travelled_to(date(2024, 7, 11)):
        response = client.post(page("inspection-receipt", inspection), boxes("received_on", date(2024, 5, 16)))
        assert errors_of(response)["received_on"][0].startswith(
            "The final report cannot be received before the inspection ends"
        )
        client.post(page("inspection-receipt", inspection), boxes("received_on", date(2024, 7, 10)))
    inspection.refresh_from_db()
    assert inspection.report_received_on == date(2024, 7, 10)


# --- team


def test_a_person_joins_and_leaves_the_team_and_their_sight_with_it(manager: Client) -> None:
    inspection = make.InspectionFactory.create()
    person = make.UserFactory.create(organisation="cqc", name="Cy Okafor-Featherstonehaugh")
    with travelled_to(date(2024, 4, 1)):
        given = {"user": person.pk, "role": "cqc_inspector"} | boxes("starts_on", date(2024, 4, 1))
        manager.post(page("team-add", inspection), given)
        assert signed_in(person).get(page("inspection-detail", inspection)).status_code == 200
        place = inspection.team_places.get()
        manager.post(page("team-end", inspection, place.pk), boxes("ends_on", date(2024, 4, 5)))
    with travelled_to(date(2024, 4, 8)):
        assert signed_in(person).get(page("inspection-detail", inspection)).status_code == 404
        assert "Earlier members Cy Okafor-Featherstonehaugh" in text_of(
            manager.get(page("inspection-team", inspection))
        )


@pytest.mark.parametrize("people", [1, 3])
def test_the_team_page_costs_the_same_for_a_larger_team(
    people: int, manager: Client, django_assert_max_num_queries: Any
) -> None:
    inspection = make.InspectionFactory.create()
    for _ in range(people):
        make.team(inspection, Role.OFSTED_INSPECTOR)
    with django_assert_max_num_queries(32):
        manager.get(page("inspection-team", inspection))


# --- findings


def test_findings_are_written_and_edited_and_a_second_editor_sees_both_texts(on_site: Inspection) -> None:
    client = lead_of(on_site)
    with travelled_to(date(2024, 5, 16)):
        given = {
            "kind": "area_for_improvement",
            "text": SECRET,
            "points": "One\n\nTwo",
            "closing": "",
            "responsible_bodies": "The council",
        }
        client.post(page("finding-add", on_site), given)
        finding = Finding.objects.get()
        assert (finding.points, finding.responsible_bodies) == (["One", "Two"], ["The council"])
        form = client.get(page("finding-edit", on_site, finding.pk)).context["form"]
        stale = {
            "version": form["version"].value(),
            "points": "One\nTwo",
            "closing": "",
            "responsible_bodies": "The council",
        }
        client.post(page("finding-edit", on_site, finding.pk), stale | {"text": "Theirs, saved first"})
        response = client.post(page("finding-edit", on_site, finding.pk), stale | {"text": "Mine, saved second"})
    assert "Their text Theirs, saved first Your text Mine, saved second" in text_of(response)
    assert "Points under it" not in [both.label for both in response.context["conflict"]]
    finding.refresh_from_db()
    assert finding.text == "Theirs, saved first"


def test_a_finding_is_removed_and_the_rest_move_up(on_site: Inspection) -> None:
    client = lead_of(on_site)
    one = make.FindingFactory.create(inspection=on_site, order=1)
    two = make.FindingFactory.create(inspection=on_site, order=2)
    assert "Remove this finding" in text_of(client.get(page("finding-edit", on_site, one.pk)))
    client.post(page("finding-edit", on_site, one.pk), {"remove": "yes"})
    assert list(on_site.findings.values_list("pk", "order")) == [(two.pk, 1)]


def test_kinds_of_finding_come_from_the_framework() -> None:
    inspection = make.InspectionFactory.create(regime_2016=True, state="on_site", notified_on=date(2016, 10, 10))
    form = lead_of(inspection).get(page("finding-add", inspection)).context["form"]
    assert [code for code, _ in form.fields["kind"].choices] == [
        "strength",
        "area_for_development",
        "area_of_significant_weakness",
    ]
    assert "key question" in str(form.fields["area_code"].label)


def test_findings_of_another_inspection_are_not_found_here(on_site: Inspection) -> None:
    other = make.FindingFactory.create()
    assert lead_of(on_site).get(page("finding-edit", on_site, other.pk)).status_code == 404


def test_the_outcome_is_one_of_the_frameworks_and_stays_off_the_overview(on_site: Inspection) -> None:
    client = lead_of(on_site)
    with travelled_to(date(2024, 5, 17)):
        assert errors_of(client.post(page("inspection-outcome", on_site), {"outcome": "good"}))["outcome"]
        client.post(page("inspection-outcome", on_site), {"outcome": "outcome-3"})
        words = text_of(signed_in(on_site.lano).get(page("inspection-detail", on_site)))
    on_site.refresh_from_db()
    assert on_site.outcome == "outcome-3"
    assert "systemic" not in words


# --- a revisit


def revisit() -> Inspection:
    area = make.PartnershipFactory.create()
    first = make.InspectionFactory.create(partnership=area, regime_2016=True, out=True, outcome="wsoa-required")
    for number in (1, 2):
        make.FindingFactory.create(
            inspection=first, kind="area_of_significant_weakness", order=number, text=f"Weakness {number}"
        )
    return make.InspectionFactory.create(
        partnership=area, regime_2016=True, edition_code="2018-11", kind="revisit", follows=first, state="on_site",
        notified_on=date(2024, 9, 2),
    )  # fmt: skip


def test_progress_is_judged_weakness_by_weakness_and_adds_up() -> None:
    inspection = revisit()
    client = lead_of(inspection)
    one, two = inspection.follows.findings.order_by("order")  # type: ignore[union-attr]
    address = page("progress-judgements", inspection)
    assert "Progress" in tabs(client.get(address))
    assert "Weakness 1" in text_of(client.get(address))
    missing = client.post(address, {f"narrative_{one.pk}": "Better"})
    assert errors_of(missing) == {f"sufficient_{one.pk}": ["Choose whether progress was sufficient on number 1"]}
    assert "Choose a result for at least one" in text_of(client.post(address, {}))
    # One of two: nothing is worked out, and nothing recorded before the person has read what follows.
    results = {f"sufficient_{one.pk}": "yes", f"narrative_{one.pk}": "Better"}
    assert "1 of 2 is not judged yet" in text_of(client.post(address, results))
    results[f"sufficient_{two.pk}"] = "no"
    check = text_of(client.post(address, results))
    assert "Sufficient progress on 1 of 2 areas of significant weakness." in check
    assert "An accelerated progress plan for 1 of 2 areas of significant weakness" in check
    assert "milestones 3, 6 and 12 months after it is approved" in check
    again = client.post(address, results | {"change": "1"})
    assert again.context["form"][f"narrative_{one.pk}"].value() == "Better"
    assert not inspection.judgements.exists()
    client.post(address, results | {"read": "1"})
    assert "Sufficient progress in some areas" in text_of(client.get(address))
    inspection.refresh_from_db()
    assert (inspection.outcome, inspection.n_sufficient, inspection.n_not_sufficient) == ("some-sufficient", 1, 1)


def test_only_those_who_write_findings_judge_progress() -> None:
    inspection = revisit()
    one = inspection.follows.findings.get(order=1)  # type: ignore[union-attr]
    quality = signed_in(make.national(Role.QUALITY_ASSURER))
    assert quality.get(page("progress-judgements", inspection)).status_code == 200
    assert quality.post(page("progress-judgements", inspection), {f"sufficient_{one.pk}": "yes"}).status_code == 403
    assert not inspection.judgements.exists()


def test_a_full_inspection_has_no_progress_page(on_site: Inspection) -> None:
    assert lead_of(on_site).get(page("progress-judgements", on_site)).status_code == 404


# --- history


def test_the_history_tells_who_did_what_and_keeps_what_was_found_to_itself(on_site: Inspection) -> None:
    client = lead_of(on_site)
    with travelled_to(date(2024, 5, 16)):
        client.post(page("finding-add", on_site), {"kind": "area_for_priority_action", "text": SECRET})
        client.post(page("inspection-outcome", on_site), {"outcome": "outcome-3"})
        words = text_of(signed_in(on_site.lano).get(page("inspection-history", on_site)))
    assert "Start on site" in words
    assert "added a finding" in words
    assert "recorded the outcome" in words
    assert SECRET[:20] not in words
    assert "outcome-3" not in words


def test_the_history_comes_in_pages_that_cost_the_same(on_site: Inspection, django_assert_max_num_queries: Any) -> None:
    client = lead_of(on_site)
    with travelled_to(date(2024, 5, 15)):
        for number in range(12):
            given = {"version": on_site.version + number, "reason": f"Change {number}"}
            for name in ("notified_on", "fieldwork_start_on", "onsite_start_on"):
                given |= boxes(name, getattr(on_site, name))
            client.post(
                page("inspection-dates", on_site), given | boxes("onsite_end_on", date(2024, 5, 16 + number % 2))
            )
    with django_assert_max_num_queries(32):
        response = client.get(page("inspection-history", on_site))
    assert len(response.context["rows"]) == 25
    assert client.get(page("inspection-history", on_site), {"page": "2"}).status_code == 200
    # An address of a page that is not there shows the last one, as every list does.
    assert client.get(page("inspection-history", on_site), {"page": "99"}).context["page_obj"].number == 2


# --- a monitoring inspection


def test_each_outcome_of_a_monitoring_inspection_stands_with_what_it_brings() -> None:
    area = make.PartnershipFactory.create()
    first = make.InspectionFactory.create(partnership=area, out=True, outcome="outcome-3")
    monitoring = make.InspectionFactory.create(
        partnership=area, kind="monitoring", follows=first, state="on_site", notified_on=date(2025, 10, 6)
    )
    client = lead_of(monitoring)
    with travelled_to(date(2025, 10, 24)):
        words = text_of(client.get(page("inspection-outcome", monitoring)))
        assert "The Department for Education and NHS England decide what support and challenge is needed." in words
        assert "The next inspection is a full area SEND inspection." in words
        # The full inspection still follows, when the first one said.
        assert "Full inspection expected about May to July 2027" in words
        client.post(page("inspection-outcome", monitoring), {"outcome": "not-effective"})
    monitoring.refresh_from_db()
    assert monitoring.outcome == "not-effective"
