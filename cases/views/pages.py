"""Reading: the list, one case, and the family's page."""

from __future__ import annotations

from typing import Any

from django.urls import NoReverseMatch, reverse
from django.views.generic import TemplateView

from accounts.choices import Permission
from audit.models import Entry
from cases.choices import Agency, RecordKind
from cases.models import TrackedCase
from cases.queries.cases import PackDue, cases_of, pack_handed_over, spread_of, tracking_of
from cases.queries.todo import tasks_of
from cases.views.base import CasesView, CaseView, page
from cases.views.spread import spread_context
from core.words import lower_first, short_date
from inspections.views.history import told

HEAD = ["Case", "Age", "Primary need", "Support", "Coordinator", "Stage", "Pack due", "Audit signed"]


class CaseList(CasesView, TemplateView):
    """What this person may see: everybody's cases for the team and the LANO, their own for a coordinator or an author."""

    template_name = "cases/case_list.html"
    permission = Permission.WEEKS_OWN

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        cases = list(cases_of(self.request.user, self.inspection))
        due = PackDue(self.inspection)
        followed = [case for case in cases if not case.is_out]
        sees_all = Permission.CASE_VIEW in self.rights
        selects = Permission.CASE_SELECT in self.rights
        # Candidates are the inspectors' business until they are chosen.
        waiting = TrackedCase.objects.filter(inspection=self.inspection).candidates().count() if selects else 0
        return super().get_context_data(
            cases=cases,
            head=HEAD,
            rows=[row(case, due) for case in followed],
            out=[case for case in cases if case.is_out],
            sees_all=sees_all,
            selects=selects,
            waiting=waiting,
            tracking=tracking_of(self.inspection),
            **(spread_context(spread_of(self.inspection, followed)) if sees_all else {}),
            **kwargs,
        )


def row(case: Any, due: PackDue) -> list[Any]:
    """One line of the list, for govuk_table."""
    from core.templatetags.govuk import link

    return [
        {"html": link(str(case), case.get_absolute_url())},
        case.get_age_band_display().removeprefix("Aged "),
        case.get_need_display(),
        support_words(case),
        str(case.coordinator) if case.coordinator else "Not named yet",
        case.state_words,
        due.of(case) or "Not set",
        f"{case.sections_signed} of {len(Agency)}",
    ]


def support_words(case: TrackedCase) -> str:
    """Plan, setting, health input and place on one line."""
    parts = [
        "EHC plan" if case.plan == "ehc" else case.get_plan_display(),
        lower_first(case.get_setting_display()),
        "health input" if case.health_input else "",
        "" if case.in_area else "out of the area",
    ]
    return ", ".join(part for part in parts if part)


class CaseDetail(CaseView, TemplateView):
    template_name = "cases/case_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        case, rights, due = self.case, self.case_rights, PackDue(self.inspection)
        manages, reviews = Permission.CASE_MANAGE in rights, Permission.CASE_REVIEW in rights
        knows = Permission.CASE_IDENTITY in rights
        # Until it is submitted the pack is the area's own.
        reads = manages or (knows and pack_handed_over(case))
        documents = list(case.documents.filter(removed_at=None)) if knows and reads else []
        return super().get_context_data(
            facts=self.facts(due),
            tasks=self.tasks(due) if manages and not case.is_out else [],
            sections=self.sections(manages, reviews),
            documents=documents,
            records=self.records(reviews),
            shared_words=[] if reviews else list(case.records.filter(may_share_words=True)),
            openings=list(case.openings.filter(page="").select_related("person")[:20]) if knows else [],
            moves=self.moves(),
            may_replace=Permission.CASE_SELECT in rights and case.state in ("consent_declined", "withdrawn"),
            history=[told(entry) for entry in self.entries()] if manages or reviews else [],
            manages=manages,
            reviews=reviews,
            knows=knows,
            reads=reads,
            names_coordinator=Permission.CASE_MANAGE in self.rights and not case.is_out,
            substitute_for=TrackedCase.objects.filter(replaced_by=case).first(),
            **kwargs,
        )

    def entries(self) -> Any:
        kept = Entry.objects.filter(subject_type="cases.trackedcase", subject_id=str(self.case.pk))
        return kept.order_by("-at", "-pk")[:15]

    def facts(self, due: PackDue) -> list[tuple[Any, ...]]:
        case = self.case
        chosen = case.get_chosen_display()
        if case.seed:
            chosen = f"{chosen} from {case.pool_size} candidates with the seed {case.seed}"
        consent = ""
        if case.consent_on:
            consent = f"{case.get_consent_giver_display()}, {case.get_consent_how_display().lower()}, {short_date(case.consent_on)}"
        return [
            ("Stage", case.state_words),
            ("Reference in the area’s list", case.local_reference),
            ("Age", case.get_age_band_display()),
            ("Primary need", case.get_need_display()),
            ("Plan or support", case.get_plan_display()),
            ("Where educated", case.get_setting_display()),
            ("Health input", "Yes" if case.health_input else "No"),
            ("Placement", "In the area" if case.in_area else "Out of the area"),
            ("How it was chosen", chosen),
            ("Why it was chosen", case.why),
            ("Coordinator", str(case.coordinator) if case.coordinator else ""),
            ("Pack due", due.of(case)),
            ("Consent", consent),
            ("Note on the consent", case.consent_note or "None"),
            ("What helps at the meeting", case.access_needs),
            ("Meetings", case.meeting_references),
        ]

    def tasks(self, due: PackDue) -> list[tuple[Any, ...]]:
        rows = []
        for task in tasks_of(self.case, due):
            hint = task.blocked or (f"By {short_date(task.due_on)}" if task.due_on and not task.done else "")
            colour = "" if task.done or task.blocked else "blue"
            rows.append((task.title, "" if task.done else self.address_of(task.page), task.status_words, colour, hint))
        return rows

    def address_of(self, name: str) -> str:
        if not name:
            return ""
        if name == "timetable":
            try:
                return reverse("timetable:timetable", args=[self.inspection.reference])
            except NoReverseMatch:
                return ""
        if name.startswith("move:"):
            return self.here("case-step", name.removeprefix("move:"))
        return self.here(name)

    def sections(self, manages: bool, reviews: bool) -> list[dict[str, Any]]:
        """The audit's sections this person may read: drafts for who arranges, signed ones for inspectors, one's own always."""
        user = self.request.user
        return [
            {
                "section": section,
                "reads": section.author_id == user.pk or manages or (reviews and section.signed_at),
                "writes": section.author_id == user.pk and not section.signed_at and not self.case.is_out,
                "returns": manages and section.signed_at and not self.case.summary_at,
            }
            for section in self.case.audit_sections.select_related("author")
        ]

    def records(self, reviews: bool) -> list[dict[str, Any]]:
        if not reviews:
            return []
        held = {record.kind: record for record in self.case.records.select_related("written_by")}
        return [{"kind": kind.value, "label": kind.label, "record": held.get(kind.value)} for kind in RecordKind]

    def moves(self) -> list[dict[str, str]]:
        from cases.services.cases import PLAIN_MOVES

        return [
            {"label": move.label, "name": move.name, "href": self.here("case-step", move.name)}
            for move in self.case.LIFECYCLE.available(self.case.state)
            if move.name in PLAIN_MOVES and Permission(move.permission) in self.case_rights
        ]


class FamilyPage(CaseView, TemplateView):
    """A page to print and hand over: what the meeting is, in plain words, and what would help."""

    template_name = "cases/family_page.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back=page("case-detail", self.inspection, self.case.code), **kwargs)
