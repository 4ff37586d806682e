"""The surveys of an inspection, each with its facts and counts, and making them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.text import capfirst
from django.views.generic import TemplateView, View

from accounts.choices import Permission
from audit import queries as audit
from audit import verbs
from core import clock
from core.charts import bar_chart
from core.errors import Refused
from core.words import short_date, when
from surveys.models import Survey
from surveys.queries import counts, heard, surveys
from surveys.queries.surveys import Counted
from surveys.services import surveys as services
from surveys.views.base import SurveysView, SurveyView, here, whose
from surveys.views.moves import CHANGES, STEPS

TAGS = {"open": "green", "extended": "green", "scheduled": "blue", "paused": "red", "reviewing": "purple"}
MOST_HISTORY = 50


class SurveyList(SurveysView, TemplateView):
    template_name = "surveys/survey_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = surveys.of_inspection(self.inspection)
        counted = surveys.counts(found)
        specs = self.inspection.kind_spec.weeks.surveys
        missing = {spec.audience for spec in specs} - {survey.audience for survey in found}
        return super().get_context_data(
            cards=[self.card(survey, counted[survey.pk]) for survey in found],
            asks=bool(specs),
            may_make=bool(missing)
            and Permission.SURVEY_MANAGE in self.rights
            and self.inspection.notified_on is not None,
            **kwargs,
        )

    def card(self, survey: Survey, counted: Counted) -> dict[str, Any]:
        return {
            "survey": survey,
            "href": here("survey-detail", self.inspection, survey.audience),
            "share": here("survey-share", self.inspection, survey.audience),
            "whose": whose(survey),
            "tag": TAGS.get(survey.state, "grey"),
            "window": surveys.window_words(survey),
            "assumed": surveys.is_assumed(survey) and survey.state in ("draft", "scheduled"),
            "counted": counted,
            "sent": f"{counted.sent:,}",
            "next": surveys.next_step(survey),
        }


class SurveyMake(SurveysView, View):
    permission = Permission.SURVEY_MANAGE

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            made = services.make(by=request.user, inspection=self.inspection)
        except Refused as refused:
            for reason in refused.reasons:
                messages.error(request, reason.text)
        else:
            messages.success(request, "The surveys have been made" if made else "The surveys had been made already")
        return HttpResponseRedirect(here("survey-list", self.inspection))


class SurveyDetail(SurveyView, TemplateView):
    template_name = "surveys/survey_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        survey = self.survey
        counted = surveys.counts([survey])[survey.pk]
        groups = counts.groups(survey)
        days = counts.per_day(survey)
        return super().get_context_data(
            tag=TAGS.get(survey.state, "grey"),
            facts=self.facts(counted),
            next_step=surveys.next_step(survey),
            assumed=surveys.is_assumed(survey),
            missed=surveys.was_missed(survey),
            moves=self.moves(),
            counted=counted,
            day_head=["Day", "Started", "Sent"],
            group_head=["Group", "Answers"],
            wave_head=["Wave", "Opened", "Ended", "Why it was opened again"],
            # In words that may break: three columns fit a telephone.
            days=[[short_date(day.on), day.started, day.sent] for day in days],
            chart=self.chart(days),
            groups=[
                (group, [[text, "hidden" if count is None else count] for _, text, count in group.rows])
                for group in groups
            ],
            heard=heard.heard(survey, counted.sent, groups, heard.population(self.inspection)),
            waves=[
                [
                    str(wave.number),
                    when(wave.opened_at),
                    when(wave.ended_at) if wave.ended_at else "Still open",
                    wave.reason or "–",
                ]
                for wave in survey.waves.all()
            ],
            history=self.history() if Permission.HISTORY_VIEW in self.rights else [],
            **kwargs,
        )

    def facts(self, counted: Counted) -> list[tuple[Any, ...]]:
        survey, kept = self.survey, surveys.retention_ends_on(self.survey)
        rows: list[tuple[Any, ...]] = [
            ("When", surveys.window_words(survey)),
            ("Answers sent", f"{counted.sent:,}"),
            ("Questions", f"{len(survey.questions)}, set {survey.set_version}"),
        ]
        if survey.state in surveys.OPENED or counted.unsent:  # a day after it closes they are deleted
            rows.insert(2, ("Started and not sent", f"{counted.unsent:,}"))
        if survey.wave > 1:
            rows.insert(1, ("Wave", str(survey.wave)))
        if survey.banner:
            rows.append(("Notice for those who answer", survey.banner))
        rows.append(
            (
                "Answers are kept",
                f"Until {short_date(kept)}" if kept else f"For {survey.retention_years} years after it closes",
            )
        )
        return rows

    def moves(self) -> list[dict[str, Any]]:
        """The buttons this person has now."""
        survey, rights = self.survey, self.rights
        found = [
            {
                "text": change.button,
                "href": here("survey-change", self.inspection, survey.audience, code),
                "kind": change.kind,
            }
            for code, change in CHANGES.items()
            if survey.state in change.states and Permission.SURVEY_MANAGE in rights
        ]
        found += [
            {
                "text": step.button,
                "href": here("survey-step", self.inspection, survey.audience, code),
                "kind": step.kind,
            }
            for code, step in STEPS.items()
            if survey.state in step.states and step.permission in rights and (code != "purge" or self.may_be_purged())
        ]
        return found

    def may_be_purged(self) -> bool:
        kept = surveys.retention_ends_on(self.survey)
        return kept is not None and kept <= clock.today()

    def chart(self, days: list[counts.Day]) -> str:
        if not any(day.sent for day in days):
            return ""
        most = max(days, key=lambda day: day.sent)
        return bar_chart(
            items=[(short_date(day.on), day.sent) for day in days],
            title="Answers sent on each day",
            description=f"Most answers, {most.sent:,}, were sent on {short_date(most.on)}.",
            ident="days",
        )

    def history(self) -> list[dict[str, Any]]:
        return [
            {
                "title": capfirst(verbs.sentence(entry.verb)),
                "at": entry.at,
                "by": entry.actor_label,
                "reason": entry.reason,
            }
            for entry in audit.of_subject(self.survey).order_by("-at", "-pk")[:MOST_HISTORY]
        ]
