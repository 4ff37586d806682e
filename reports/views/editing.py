"""The editor of a letter: a section with its neighbours, saving itself, and who else is there."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.templatetags.static import static
from django.urls import reverse
from django.views import View
from django.views.generic import TemplateView

from accounts.choices import Permission
from core import autosave, clock
from core.device import device_key
from core.errors import Conflict, Refused
from core.views import ServiceFormView
from inspections.services import sights
from inspections.views.base import SeenUnderEmbargo
from reports.forms import SectionForm
from reports.models import LetterSection
from reports.services import checking, editor, presence, reading, sections
from reports.views.drafting import LetterView


class SectionView(LetterView):
    """A page of one section that people write; the letter's tab stays marked."""

    def section(self) -> LetterSection:
        return get_object_or_404(
            LetterSection.objects.select_related("letter__inspection__partnership"),
            letter__inspection=self.inspection,
            code=self.kwargs["code"],
        )

    def address(self, name: str) -> str:
        return reverse(f"reports:{name}", args=[self.inspection.reference, self.kwargs["code"]])


class SectionEdit(SeenUnderEmbargo, SectionView, ServiceFormView):
    template_name = "reports/section_edit.html"
    thing = sights.DRAFT
    form_class = SectionForm
    permission = Permission.LETTER_EDIT
    success_message = "Section saved"

    def get_initial(self) -> dict[str, Any]:
        section = self.section()
        return {"text": section.text, "version": section.version}

    def get_form_kwargs(self) -> dict[str, Any]:
        device = device_key(self.request.user)
        attributes = {
            "data-autosave-copies": static("app/device-copies.js"),
            "data-autosave-secret": device.key,
            "data-autosave-owner": device.owner,
            "data-autosave": self.address("section-autosave"),
            "data-autosave-key": f"section:{self.inspection.reference}:{self.kwargs['code']}",
            "data-autosave-person": str(self.request.user.pk),
            "data-autosave-main": "text",
        }
        return super().get_form_kwargs() | {"autosave": attributes}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        section, person = self.section(), self.request.user
        presence.seen(by=person, section=section)
        places = editor.places(section.letter, person)
        place = next(place for place in places if place.section == section)
        return super().get_context_data(
            section=section,
            place=place,
            places=places,
            may_be_written=sections.may_be_written(section.letter),
            reading=reading.of_section(section),
            both=self.both_joined(kwargs.get("form"), section) if "conflict" in kwargs else "",
            **kwargs,
        )

    def both_joined(self, form: SectionForm | None, section: LetterSection) -> str:
        return f"{section.text}\n\n{form.cleaned_data['text']}" if form else ""

    def perform(self, form: Any) -> str:
        sections.write_section(
            by=self.request.user,
            section=self.section(),
            text=form.cleaned_data["text"],
            version=form.cleaned_data["version"],
            save_key=form.cleaned_data["save_key"],
        )
        return self.address("section-edit")


class SectionAutosave(SectionView, View):
    """Where the editor saves to while somebody writes; asked now and then, it says who is there."""

    permission = Permission.LETTER_EDIT

    def get(self, request: HttpRequest, reference: str, code: str) -> JsonResponse:
        section = self.section()
        presence.seen(by=request.user, section=section)
        return autosave.state(request, version=section.version, here=presence.others(section, request.user))

    def post(self, request: HttpRequest, reference: str, code: str) -> HttpResponse:
        section, form = self.section(), SectionForm(request.POST)
        presence.seen(by=request.user, section=section)
        here = presence.others(section, request.user)
        if not form.is_valid():
            return autosave.refused(str(text) for texts in form.errors.values() for text in texts)
        given = form.cleaned_data
        try:
            version = sections.write_section(
                by=request.user,
                section=section,
                text=given["text"],
                version=given["version"],
                save_key=given["save_key"],
            )
        except Conflict as conflict:
            stands = conflict.current
            last = editor.newest_saves(section.letter).filter(section=stands).first()
            name = last.by.name if last and last.by else ""
            return autosave.conflict(version=stands.version, by=name, values=[("text", stands.text)], here=here)
        except Refused as refused:
            return autosave.refused(refused)
        return autosave.saved(version=version, at=clock.now(), here=here)


class References(LetterView, TemplateView):
    """Sentences of judgement and findings that rest on no evidence, each with a link to its place."""

    template_name = "reports/letter_references.html"
    permission = Permission.LETTER_COMMENT

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        letter = self.letter_or_404()
        return super().get_context_data(letter=letter, unsupported=reading.unsupported(letter), **kwargs)


class Checks(LetterView, TemplateView):
    """What stops the sign-off and what warns, each with a link to its place; then what passed."""

    template_name = "reports/letter_checks.html"
    permission = Permission.LETTER_COMMENT

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        results = checking.results(self.letter_or_404())
        return super().get_context_data(
            failed=sorted((one for one in results if one.found), key=lambda one: not one.stops),
            passed=[one for one in results if not one.found],
            stops=sum(one.stops for one in results),
            **kwargs,
        )
