"""My areas and what needs me today."""

from datetime import date

import pytest
from django.urls import reverse

from improvement.models import Plan, PlanItem
from improvement.tests import world
from improvement.tests.pages import text_of
from inspections.models import Deadline, Finding, Inspection
from monitoring import pictures
from monitoring.models import VisitFinding, VisitNote
from monitoring.queries import caseload, waiting
from monitoring.services import evidence, letters, records
from monitoring.services.bodies import body_of
from monitoring.tests import walk
from monitoring.tests.test_engagement import count

pytestmark = pytest.mark.django_db
PAGE = "monitoring:caseload"


def whys(person, today, inspection):
    body = body_of(person, inspection)
    found = waiting.needs(person, body, today=today, signed_by=letters.signed_by)
    return [(need.what, need.why, need.late) for need in found]


def test_what_waits_changes_with_each_step(surrey, visit, at):
    at(date(2019, 6, 18))
    today, inspection = date(2019, 6, 18), visit.inspection

    def needs(who):
        return whys(surrey.people[who], today, inspection)

    assert needs("dfe") == [
        ("Monitoring visit 1", "Was planned for Monday 17 June 2019: record that it was held", True)
    ]
    held = walk.held(surrey, visit)
    assert needs("nhse") == [("Monitoring visit 1", "Held on Tuesday 18 June 2019: write and sign your notes", False)]
    done = walk.written_up(surrey, held)
    assert needs("dfe") == [("Monitoring visit 1", "Held on Tuesday 18 June 2019: draft the letter", False)]
    letter = letters.draft_follow_up(by=surrey.dfe, visit=done)
    walk.sign(surrey, letter, "dfe")
    assert needs("dfe") == []
    assert needs("nhse") == [("Letter after monitoring visit 1", "Draft: read it and sign it", False)]
    walk.sign(surrey, letter, "nhse")
    assert needs("dfe") == [("Letter after monitoring visit 1", "Signed by both: send it", False)]
    letters.send_letter(by=surrey.dfe, letter=letter)
    assert needs("dfe") == needs("nhse") == []


def test_a_letter_is_ready_only_while_what_was_signed_stands(surrey, visit, at):
    at(date(2019, 6, 18))
    done = walk.written_up(surrey, walk.held(surrey, visit))
    letter = walk.sign(surrey, letters.draft_follow_up(by=surrey.dfe, visit=done))

    def needs(who):
        return [why for _, why, _ in whys(surrey.people[who], date(2019, 6, 18), visit.inspection)]

    assert needs("dfe") == ["Signed by both: send it"]
    finding = VisitFinding.objects.get()
    records.write_finding(by=surrey.nhse, visit=done, item=finding.item, version=finding.version, progress="on_track")
    assert needs("dfe") == needs("nhse") == ["Draft: read it and sign it"]
    walk.sign(surrey, letter)
    note = VisitNote.objects.get(body="nhs_england")
    records.write_notes(by=surrey.nhse, visit=done, version=note.version, text="On reflection")
    assert needs("dfe") == []
    assert needs("nhse") == ["Held on Tuesday 18 June 2019: your notes changed after they were signed, sign them again"]


def test_what_was_asked_and_never_answered_is_told(surrey, visit, at):
    assert waiting.unanswered(surrey.dfe, today=date(2019, 6, 3)) == []
    (need,) = waiting.unanswered(surrey.dfe, today=date(2019, 6, 4))
    assert (need.what, need.why) == (
        "Evidence for monitoring visit 1", "Was due Monday 3 June 2019; nothing was sent",
    )  # fmt: skip
    evidence.send_evidence(by=surrey.lano, visit=visit, text="Here")
    assert waiting.unanswered(surrey.dfe, today=date(2019, 6, 4)) == []


def test_a_plan_waits_for_the_bodies_that_decide_on_it(surrey, plan):
    Plan.objects.filter(pk=plan.pk).update(state="submitted")
    decisions = [need for need in whys(surrey.dfe, date(2019, 5, 28), plan.inspection) if "decide" in need[1]]
    assert decisions == [("Accelerated progress plan", "Received Tuesday 28 May 2019: decide on it", False)]


def an_area(name, code, due_on):
    """A published inspection with an open plan and one date."""
    place = world.partnership(name, code)
    inspection = Inspection.objects.create(
        reference=f"{name.lower()}-2019", partnership=place, framework_code="local-area-send-2016", edition_code="2018-11",
        kind="full", state="published", outcome="wsoa-required", onsite_start_on=date(2019, 1, 14),
        letter_issued_on=date(2019, 3, 1), published_on=date(2019, 3, 4),
    )  # fmt: skip
    plan = Plan.objects.create(inspection=inspection, kind="wsoa", opened_on=date(2019, 3, 4))
    finding = Finding.objects.create(inspection=inspection, kind="area_of_significant_weakness", order=1, text="waits")
    PlanItem.objects.create(plan=plan, finding=finding, order=1, text="waits")
    Deadline.objects.create(
        inspection=inspection, scope="plan", rule_code="wsoa-due", name="Written statement due", owner_code="area_bodies_2016",
        anchor="report_received_on", anchor_on=date(2019, 3, 1), offset=70, unit="working_days", due_on=due_on,
        original_due_on=due_on, calendar_edition="test", source="test", confirmed=True, laid_on=date(2019, 3, 1),
    )  # fmt: skip
    return plan


def test_the_rows_are_the_areas_in_reach_with_their_next_dates(client, surrey, visit):
    an_area("Kent", "886", date(2019, 6, 11))
    elsewhere = an_area("Durham", "840", date(2019, 6, 11)).inspection.partnership
    elsewhere.region = world.region("E12000001", "North East")
    elsewhere.save()
    client.force_login(surrey.dfe)
    page = client.get(reverse(PAGE))
    assert [row.area.name for row in page.context["rows"]] == ["Surrey", "Kent"]
    first = page.context["rows"][0]
    assert (first.next.due_on, first.evidence.due_on, first.visits) == (date(2019, 6, 3), date(2019, 6, 3), [visit])
    assert "Revisit: published" in text_of(page)
    assert "Durham" not in text_of(page)
    # A planned inspection is not told to advisers, in the stage of an area either.
    Inspection.objects.create(
        reference="surrey-2023", partnership=surrey.partnership, framework_code="area-send-2023", edition_code="2023-01",
        kind="full", state="planned", onsite_start_on=date(2019, 9, 2),
    )  # fmt: skip
    assert "Revisit: published" in text_of(client.get(reverse(PAGE)))


def test_the_page_costs_the_same_for_one_area_and_for_many(client, surrey, visit):
    client.force_login(surrey.dfe)
    for address in (reverse(PAGE), reverse("monitoring:board", args=[visit.inspection.reference])):
        client.get(address)
    before = count(client, reverse(PAGE))
    for number, name in enumerate(("Kent", "Medway", "Slough")):
        an_area(name, f"87{number}", date(2019, 5, 20))
    assert count(client, reverse(PAGE)) == before


def test_the_weeks_tell_where_areas_peak_together(surrey, visit):
    for number, (name, day) in enumerate((("Kent", 5), ("Medway", 6), ("Slough", 27))):
        an_area(name, f"87{number}", date(2019, 6, day))
    weeks = caseload.weeks(surrey.dfe, today=date(2019, 5, 28))
    assert [week.starts_on for week in weeks][:2] == [date(2019, 5, 27), date(2019, 6, 3)]
    assert [(week.areas, week.dates) for week in weeks][:5] == [
        ((), 0), (("Kent", "Medway", "Surrey"), 3), ((), 0), (("Surrey",), 1), (("Slough",), 1),
    ]  # fmt: skip
    assert weeks[3].visits == 1
    assert pictures.message(weeks) == "3 areas have a date in the week from 3 June; no week has more."
    assert pictures.message([]) == "No date of a plan falls into the next weeks."


@pytest.mark.parametrize(
    ("who", "status"), [("dfe", 200), ("nhse", 200), ("assurer", 200), ("dcs", 403), ("stranger", 403)]
)
def test_the_page_is_for_national_roles(client, surrey, who, status):
    client.force_login(surrey.people[who])
    assert client.get(reverse(PAGE)).status_code == status
