"""The main pages of the loaded demonstration: what docs/screenshots shows, and what is looked at with real data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.core.management import call_command
from django.urls import reverse

from accounts.choices import Role
from accounts.demonstration import PEOPLE
from accounts.models import User
from coordination.models import Message
from core import outbox
from dashboard.demonstration import HERE, PUBLISHED_PLAN, WITH_PLAN
from dashboard.demonstration_delivery import AREA as IN_DELIVERY
from information.models import ListCheck
from inspections.models import Deadline, Inspection
from measures.models import Measure
from surveys.models import Survey
from tests.e2e import showcase_letters, showcase_revisit
from timetable.models import Meeting, Proposal
from timetable.services.meetings import confirm, move_meeting
from timetable.services.proposals import ask_for_proposal
from visits.models import SiteVisit
from visits.services.links import make_setting_link

MOVED = "Equipment, continence and wheelchair services"
WHAT_IF = "?kind=area-send-2023:full&notified_on=2026-05-11"


@dataclass(frozen=True)
class Shown:
    """`path` is found when the demonstration is loaded; `role` None is the public."""

    file: str
    role: Role | None
    path: Callable[[], str]
    width: int = 1280
    # The heading before which the picture ends: what follows tells the hour by the wall clock.
    until: str = ""


def load() -> None:
    """Reference data, published history and the demonstration, as `make run` loads them."""
    for command in ("load_reference_data", "load_history", "load_demo"):
        call_command(command, verbosity=0)


def person(role: Role | None) -> Any:
    address = next((one.email for one in PEOPLE if one.role == role), None)
    return User.objects.get(email=address) if address else None


def to(name: str, *args: Any, then: str = "") -> Callable[[], str]:
    return lambda: reverse(name, args=args) + then


def of(slug: str, name: str, *args: Any) -> Callable[[], str]:
    """A page of the inspection that the demonstration carries in an area."""
    return lambda: reverse(name, args=[under_way(slug).reference, *args])


def under_way(slug: str) -> Inspection:
    return Inspection.objects.filter(partnership__slug=slug, source="service").latest("pk")


def deadline(slug: str, rule: str) -> Callable[[], str]:
    def found() -> str:
        row = Deadline.objects.get(inspection=under_way(slug), rule_code=rule)
        return reverse("inspections:deadline-detail", args=[row.inspection.reference, row.pk])

    return found


def refused_list() -> str:
    """The answer to the list of children that was taken not at all."""
    check = ListCheck.objects.get(item__inspection=under_way(HERE), item__code="list-1")
    return reverse("information:check-detail", args=[check.item.inspection.reference, check.item.number, check.pk])


def written_message() -> str:
    """The message whose e-mails are shown before they are sent."""
    return Message.objects.get(inspection=under_way(HERE), sent_at=None).get_absolute_url()


def setting_page() -> str:
    """The page of a visited setting at a new link: the earlier one cannot be shown again."""
    visit = SiteVisit.objects.get(inspection=under_way(HERE), site__name="Hopfield Secondary School")
    return urlsplit(make_setting_link(by=person(Role.LANO), visit=visit)).path


def proposal() -> str:
    """A proposed timetable, made by the worker: asked for once."""
    inspection = under_way(HERE)
    made = Proposal.objects.filter(inspection=inspection).first()
    if made is None:
        made = ask_for_proposal(by=person(Role.LANO), inspection=inspection, seconds=5)
        outbox.relay(1000)
    return made.get_absolute_url()


def release() -> str:
    """What a release would change, and who would be told: one meeting is an hour earlier."""
    inspection, lead = under_way(HERE), person(Role.LEAD_INSPECTOR)
    meeting = Meeting.objects.get(inspection=inspection, title=MOVED)
    reason = "So that everybody catches the train"
    assert meeting.starts_at is not None
    moved = move_meeting(by=lead, meeting=meeting, starts_at=meeting.starts_at - timedelta(hours=1), reason=reason)
    confirm(by=lead, meeting=moved)
    return reverse("timetable:release", args=[inspection.reference])


def open_survey() -> str:
    """The open link of the parents' survey, as a family gets it."""
    return reverse(
        "surveys:answer-start", args=[Survey.objects.get(inspection=under_way(HERE), audience="parents").token]
    )


def results_of(audience: str) -> str:
    return of(WITH_PLAN, "surveys:results", audience)()


def written(name: str, *args: Any) -> Callable[[], str]:
    """A page of the letter that is being written."""

    def found() -> str:
        showcase_letters.being_written(under_way(HERE), person(Role.LEAD_INSPECTOR), person(Role.CQC_LEAD))
        return of(HERE, name, *args)()

    return found


def reviewed() -> str:
    showcase_letters.being_reviewed(under_way(HERE), person(Role.LEAD_INSPECTOR), person(Role.CQC_LEAD))
    return of(HERE, "reports:review-section", showcase_letters.SECTION)()


def corrected(name: str, *, then: str = "") -> Callable[[], str]:
    """A page of the published letter of which a corrected version waits for its day."""

    def found() -> str:
        showcase_letters.being_corrected(
            under_way(WITH_PLAN), person(Role.LEAD_INSPECTOR), person(Role.QUALITY_ASSURER)
        )
        return of(WITH_PLAN, name)() + then

    return found


def measure(position: int) -> Callable[[], str]:
    """A measure of the plan in delivery: the first, the second."""

    def found() -> str:
        inspection = under_way(IN_DELIVERY)
        rows = Measure.objects.filter(item__plan__inspection=inspection).order_by("item__order", "number")
        return reverse("measures:measure-detail", args=[inspection.reference, rows[position].pk])

    return found


def before_after() -> str:
    made = showcase_revisit.revisit(person(Role.QUALITY_ASSURER))
    return reverse("improvement:before-after", args=[made.reference])


PICTURES = (
    Shown("sign-in", None, to("account_login")),
    Shown("start", None, to("dashboard:home")),
    Shown("home", Role.LEAD_INSPECTOR, to("dashboard:home")),
    Shown("inspection", Role.LEAD_INSPECTOR, of(HERE, "inspections:inspection-detail")),
    Shown("timeline", Role.LEAD_INSPECTOR, of(HERE, "inspections:inspection-timeline")),
    Shown("deadline", Role.LANO, deadline(WITH_PLAN, "pap-due")),
    Shown("surveys", Role.LANO, of(HERE, "surveys:survey-list")),
    Shown("survey-answer", None, open_survey, width=320),
    Shown("survey-easy-read", None, lambda: f"{open_survey()}?language=ar&version=easy_read", width=320),
    Shown("survey-reach", Role.PCF, of(HERE, "surveys:survey-detail", "parents"), until="Waves"),
    # 3,357 answers: 2,234 parents and carers, 372 children and young people, 751 practitioners.
    Shown("surveys-answered", Role.LEAD_INSPECTOR, of(WITH_PLAN, "surveys:survey-list")),
    Shown("survey-results", Role.LEAD_INSPECTOR, of(WITH_PLAN, "surveys:results", "parents")),
    Shown("survey-by-setting", Role.LEAD_INSPECTOR, lambda: f"{results_of('children')}?by=setting"),
    Shown("survey-safeguarding", Role.CQC_LEAD, of(WITH_PLAN, "surveys:concern-list")),
    Shown("survey-comments", Role.LEAD_INSPECTOR, of(WITH_PLAN, "surveys:comment-list", "parents")),
    Shown("what-if", Role.INSPECTION_MANAGER, to("inspections:what-if", then=WHAT_IF)),
    Shown("plan", Role.DCS, of(WITH_PLAN, "improvement:plan-detail")),
    Shown("plans", Role.DFE_ADVISER, to("improvement:plan-list")),
    Shown("partnership", None, to("partnerships:partnership-detail", "surrey")),
    Shown("national", None, to("dashboard:national")),
    Shown("all-areas", Role.INSPECTION_MANAGER, to("dashboard:national-areas", then="?order=due")),
    Shown("map", None, to("dashboard:national-map"), until="The map as a table"),
    Shown("themes", None, to("dashboard:national-themes")),
    Shown("search", Role.LEAD_INSPECTOR, to("dashboard:search", then="?q=assessments")),
    Shown("public-report", None, to("reports:published-letter", "southampton-2024")),
    # The three weeks.
    Shown("my-work", Role.LANO, to("dashboard:home")),
    Shown("request", Role.LANO, of(HERE, "information:request-detail")),
    Shown("item", Role.LEAD_INSPECTOR, of(HERE, "information:item-detail", "A14"), until="History"),
    Shown("refused-list", Role.PARTNERSHIP_OFFICER, refused_list),
    Shown("index", Role.LEAD_INSPECTOR, of(HERE, "information:request-index")),
    Shown("cases", Role.LANO, of(HERE, "cases:case-list")),
    Shown("case", Role.PARTNERSHIP_OFFICER, of(HERE, "cases:case-detail", "A"), until="Reading log"),
    Shown("timetable", Role.LANO, of(HERE, "timetable:timetable")),
    Shown("conflicts", Role.LANO, of(HERE, "timetable:conflicts")),
    Shown("move", Role.LANO, of(HERE, "timetable:meeting-move", 20)),
    Shown("proposal", Role.LANO, proposal),
    Shown("visits", Role.LANO, of(HERE, "visits:visit-list")),
    Shown("setting", None, setting_page, width=390),
    Shown("set-up", Role.LANO, of(HERE, "coordination:setup")),
    Shown("keep-in-touch", Role.DCS, of(HERE, "coordination:kit-detail", 2)),
    Shown("message", Role.LANO, written_message),
    Shown("feedback", Role.LANO, of(HERE, "coordination:feedback")),
    Shown("pack", Role.LANO, of(HERE, "coordination:pack")),
    # From evidence to the published letter.
    Shown("note", Role.CQC_LEAD, of(HERE, "evidence:note-edit", 2)),
    Shown("notes", Role.LEAD_INSPECTOR, of(HERE, "evidence:note-list")),
    Shown("triangulation", Role.LEAD_INSPECTOR, of(HERE, "evidence:triangulation")),
    Shown("line-of-enquiry", Role.LEAD_INSPECTOR, of(HERE, "evidence:enquiry-detail", 1)),
    Shown("emerging", Role.QUALITY_ASSURER, of(HERE, "evidence:emerging-list")),
    Shown("judgement", Role.QUALITY_ASSURER, of(WITH_PLAN, "evidence:judgement")),
    Shown("wording", Role.LEAD_INSPECTOR, of(WITH_PLAN, "evidence:wording")),
    Shown("letter", Role.LEAD_INSPECTOR, written("reports:letter-detail")),
    Shown("editor", Role.LEAD_INSPECTOR, written("reports:section-edit", showcase_letters.SECTION)),
    Shown("checks", Role.LEAD_INSPECTOR, written("reports:letter-checks")),
    Shown("no-evidence", Role.LEAD_INSPECTOR, written("reports:letter-references")),
    Shown("review", Role.LEAD_INSPECTOR, reviewed, until="Add a comment"),
    Shown("accuracy", Role.DCS, of(WITH_PLAN, "reports:accuracy-detail")),
    Shown("embargo", Role.QUALITY_ASSURER, of(WITH_PLAN, "evidence:embargo")),
    Shown("published", None, of(WITH_PLAN, "reports:published-letter")),
    Shown("easy-read", None, of(WITH_PLAN, "reports:published-easy-read")),
    Shown("compare", Role.QUALITY_ASSURER, corrected("reports:letter-compare", then="?earlier=1&later=2")),
    Shown("publish", Role.QUALITY_ASSURER, corrected("reports:letter-publish"), until="Who is told"),
    # A plan in delivery.
    Shown("plan-actions", Role.LANO, of(IN_DELIVERY, "improvement:action-list")),
    Shown("plan-review", Role.QUALITY_ASSURER, to("improvement:review-detail", PUBLISHED_PLAN)),
    Shown("plan-published", None, to("improvement:published-plan", PUBLISHED_PLAN), until="Area for priority action 2"),
    Shown("progress", Role.LANO, of(IN_DELIVERY, "tracking:progress")),
    Shown("action", Role.LANO, of(IN_DELIVERY, "tracking:action-detail", 1, 1)),
    Shown("measures", Role.LANO, of(IN_DELIVERY, "measures:measure-list")),
    Shown("measure", Role.LANO, measure(0), until="What is counted"),
    Shown("caseload", Role.DFE_ADVISER, to("monitoring:caseload")),
    Shown("support", Role.DFE_ADVISER, of(IN_DELIVERY, "monitoring:board")),
    Shown("advisers-visit", Role.NHSE_ADVISER, of(IN_DELIVERY, "monitoring:visit-detail", 1)),
    Shown("advisers-letter", Role.LANO, of(IN_DELIVERY, "monitoring:letter-detail", 1)),
    # Last, since a meeting moves for the one and a plan is opened for the other.
    Shown("release", Role.LEAD_INSPECTOR, release),
    Shown("before-and-after", Role.DFE_ADVISER, before_after),
)
# Looked at with real data too, but not in the pictures.
OTHERS = (
    Shown("all areas for everybody", None, to("dashboard:national-areas")),
    Shown("all areas, narrow", Role.INSPECTION_MANAGER, to("dashboard:national-areas"), width=320),
    Shown("no area found", None, to("dashboard:national-areas", then="?text=nowhere")),
    Shown("the map, narrow", None, to("dashboard:national-map"), width=320),
    Shown("national figures, narrow", None, to("dashboard:national"), width=320),
    Shown("time to publish", None, to("dashboard:national-publishing")),
    Shown(
        "inspections behind a number",
        None,
        to("dashboard:national-rows", then="?of=local-area-send-2016&count=inspections"),
    ),
    Shown("letters of a theme", None, to("dashboard:national-theme-rows", "ehc_plans", "letters")),
    Shown("themes of a letter", Role.QUALITY_ASSURER, of(WITH_PLAN, "reports:letter-themes")),
    Shown("strengths", None, to("dashboard:national-strengths")),
    Shown("nothing found by search", None, to("dashboard:search", then="?q=zebra")),
    Shown("open data", None, to("dashboard:open-data")),
    Shown("my deadlines", Role.LANO, to("dashboard:deadline-list")),
    Shown("home of an adviser", Role.DFE_ADVISER, to("dashboard:home")),
    Shown("home of the administrator", Role.ADMINISTRATOR, to("dashboard:home")),
    Shown("notices", Role.LANO, to("dashboard:notices")),
    Shown("messages", Role.ADMINISTRATOR, to("accounts:sent-messages")),
    Shown("bank holidays", Role.ADMINISTRATOR, to("dashboard:bank-holidays")),
    Shown("people", Role.ADMINISTRATOR, to("accounts:person-list")),
    Shown("inspections", Role.INSPECTION_MANAGER, to("inspections:inspection-list")),
    Shown("nothing found", Role.INSPECTION_MANAGER, to("inspections:inspection-list", then="?text=nowhere")),
    Shown("findings", Role.LEAD_INSPECTOR, of(WITH_PLAN, "inspections:inspection-findings")),
    Shown("plan in delivery", Role.LANO, of(IN_DELIVERY, "improvement:plan-detail")),
    Shown("what comes next", None, to("partnerships:partnership-detail", IN_DELIVERY)),
    Shown("history", Role.LEAD_INSPECTOR, of(WITH_PLAN, "inspections:inspection-history")),
    Shown("report being kept", Role.QUALITY_ASSURER, of(WITH_PLAN, "reports:letter-detail")),
    Shown("version", Role.QUALITY_ASSURER, of(WITH_PLAN, "reports:version-detail", 1)),
    Shown(
        "what-if with a fault", Role.LANO, to("inspections:what-if", then="?kind=area-send-2023:full&notified_on_0=31")
    ),
    Shown("evidence note", Role.LEAD_INSPECTOR, of(HERE, "evidence:note-detail", 1)),
    Shown("a safeguarding concern", Role.CQC_LEAD, of(HERE, "evidence:concern-detail", 1)),
    Shown("members", Role.DCS, to("partnerships:member-list", HERE)),
    Shown("areas", None, to("partnerships:partnership-list")),
    Shown("no areas", None, to("partnerships:partnership-list", then="?text=nowhere")),
    Shown("area that ended", None, to("partnerships:partnership-detail", "northamptonshire")),
    Shown("area of many boards", None, to("partnerships:partnership-detail", "north-yorkshire")),
    Shown("all published", None, to("reports:published-list")),
    Shown("nothing published", None, to("reports:published-list", then="?text=nowhere")),
    Shown("another published report", None, to("reports:published-letter", "bolton-2024")),
)
