"""The letter while it is embargoed: for the inspection team, the reviewers and, once shared, the partnership."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views import View
from django.views.generic import TemplateView

from accounts.access import require
from accounts.choices import Permission
from core import clock
from core.views import ServiceFormView
from inspections.services import sights
from inspections.views.base import InspectionView, SeenUnderEmbargo
from reports import queries
from reports.forms import LetterMoveForm
from reports.letters import citations, render
from reports.models import Letter, LetterVersion
from reports.queries import accuracy as accuracy_queries
from reports.queries import review as review_queries
from reports.queries import sent
from reports.services import build_context, correcting, editor, letters, publication, reading, references
from reports.views import links
from reports.views.published import frozen_html, pdf_response


class LetterView(InspectionView):
    """A page of the letter of one inspection. Findings are embargoed: INSPECTION_VIEW alone gives 403."""

    permission = Permission.FINDINGS_VIEW
    tab = "letter"

    def letter_or_404(self) -> Letter:
        letter = queries.of_inspection(self.inspection)
        if letter is None:
            raise Http404
        return letter


class LetterDetail(SeenUnderEmbargo, LetterView, TemplateView):
    thing = sights.DRAFT
    template_name = "reports/letter_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        letter = queries.of_inspection(self.inspection)
        context = super().get_context_data(letter=letter, **kwargs)
        context["may_edit"] = Permission.LETTER_EDIT in self.rights
        # Who wrote what is the team's and the reviewers' business, not the area's.
        context["may_comment"] = team = Permission.LETTER_COMMENT in self.rights
        if letter is not None:
            context |= {
                # How it is written goes on inside: the area is told what it was sent.
                "sections": editor.places(letter, self.request.user) if team else [],
                "stage": None if team else sent.stage_for_area(letter),
                "moves": letters.available(letter, self.request.user),
                "may_be_written": letters.may_be_written(letter),
                "lifecycle": letter.LIFECYCLE,
                "links": links.of(letter, self.rights),
                "planned": publication.open_schedule(letter),
                "correction": correcting.open_correction(letter) if context["may_comment"] else None,
                "may_publish": Permission.LETTER_PUBLISH in self.rights,
                "may_open_versions": Permission.LETTER_VIEW in self.rights,
            }
            context["lists_versions"] = team or context["may_open_versions"] or letter.state in sent.WITH_THE_AREA
            if not context["lists_versions"]:
                return context
            jobs = queries.pdf_jobs(letter)
            context["versions"] = [
                (version, queries.progress_words(job) if (job := jobs.get((version.number, "version"))) else "")
                for version in letter.versions.defer("pdf", "context", "fragment")
                .select_related("withdrawal")
                .order_by("-number")
            ]
        return context


class OpenLetter(LetterView, View):
    http_method_names = ["post"]
    permission = Permission.LETTER_EDIT

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        letters.open_letter(by=request.user, inspection=self.inspection)
        return redirect("reports:letter-detail", reference=reference)


class LetterPreview(SeenUnderEmbargo, LetterView, TemplateView):
    """The letter as it would stand, drawn by the same templates, marked as a draft; its references are for the team and reviewers only."""

    thing = sights.DRAFT
    template_name = "reports/letter_preview.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        letter = self.letter_or_404()
        team = Permission.LETTER_COMMENT in self.rights
        if not team and (round_ := accuracy_queries.draft_sent(letter)):
            # The area reads what it was sent: how that is revised, it reads in the final version.
            return super().get_context_data(
                letter=letter,
                drawn=round_.frozen_context,
                fragment=mark_safe(round_.fragment),  # noqa: S308
                **kwargs,
            )
        drawn = build_context.build(letter, on=clock.today(), marking="Draft: not for publication", references=team)
        fragment = render.render_fragment(drawn)
        if team and (found := citations.references(drawn.as_json().decode())):
            fragment = reading.linked(fragment, references.addresses(self.inspection, found))
        return super().get_context_data(letter=letter, drawn=drawn, fragment=fragment, may_comment=team, **kwargs)


class LetterMove(LetterView, ServiceFormView):
    """One step of the letter: what it does, what is missing, and the button."""

    template_name = "reports/letter_move.html"
    form_class = LetterMoveForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.own_page() or super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.own_page() or super().post(request, *args, **kwargs)

    def own_page(self) -> HttpResponse | None:
        """Publishing, correcting and withdrawing ask more than a date and a reason: they have pages of their own."""
        page = OWN_PAGES.get(self.move().name)
        return redirect(page(self.letter_or_404())) if page else None

    def move(self) -> Any:
        letter = self.letter_or_404()
        for move in letter.LIFECYCLE.moves:
            if move.name == self.kwargs["move"]:
                require(self.request.user, move.permission, self.inspection)
                return move
        raise Http404

    def get_initial(self) -> dict[str, Any]:
        return {"on": clock.today()}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"move": self.move()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        letter, move = self.letter_or_404(), self.move()
        missing = letter.LIFECYCLE.missing(letter.state, move.name, letters.facts_for(letter, on=clock.today()))
        stopped = letters.stopped_by_checks(letter, move)
        return super().get_context_data(
            letter=letter,
            move=move,
            missing=missing,
            stopped=stopped,
            target=letter.LIFECYCLE.states[move.target],
            review_note=links.noted(review_queries.summary(letter)) if Permission.LETTER_COMMENT in self.rights else "",
            **kwargs,
        )

    def perform(self, form: Any) -> str:
        letters.make_move(
            by=self.request.user,
            letter=self.letter_or_404(),
            move=self.kwargs["move"],
            reason=form.cleaned_data.get("reason", ""),
            on=form.cleaned_data["on"],
        )
        return reverse("reports:letter-detail", args=[self.inspection.reference])


def _withdraw_page(letter: Letter) -> str:
    newest = letter.versions.standing().order_by("-number").values_list("number", flat=True).first()
    reference = letter.inspection.reference
    return (
        reverse("reports:version-withdraw", args=[reference, newest])
        if newest
        else reverse(LETTER_PAGE, args=[reference])
    )


LETTER_PAGE = "reports:letter-detail"
OWN_PAGES = {
    "publish": lambda letter: reverse("reports:letter-publish", args=[letter.inspection.reference]),
    "supersede": lambda letter: reverse("reports:correction-begin", args=[letter.inspection.reference]),
    "withdraw": _withdraw_page,
}


class VersionView(LetterView):
    permission = Permission.LETTER_VIEW

    def version(self) -> LetterVersion:
        return get_object_or_404(
            LetterVersion.objects.select_related("letter__inspection__partnership"),
            letter__inspection=self.inspection,
            number=self.kwargs["number"],
        )


class VersionDetail(SeenUnderEmbargo, VersionView, TemplateView):
    template_name = "reports/version_detail.html"

    def sees(self) -> sights.Thing:
        return sights.version(self.kwargs["number"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        version = self.version()
        return super().get_context_data(
            version=version,
            letter=version.frozen_context,
            fragment=frozen_html(version),
            job=(job := queries.pdf_job(version)),
            job_words=queries.progress_words(job) if job else "",
            easy_read=queries.easy_read_of(version),
            # Whoever is only told once it is issued has no page of the draft to go back to.
            may_read_draft=Permission.FINDINGS_VIEW in self.rights,
            **kwargs,
        )


class VersionPdf(VersionView, View):
    def get(self, request: HttpRequest, reference: str, number: int) -> HttpResponse:
        response = pdf_response(self.version())
        sights.seen(by=request.user, inspection=self.inspection, what=sights.version(number, pdf=True))
        return response
