"""The editor of a letter: a section with its neighbours, saving itself, and who else is there."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import TemplateView

from accounts.choices import Permission
from core.autosave import Kind, Mark, conflict_of
from core.errors import Refused
from core.saving_pages import SavingAddress, SelfSaving, SelfSavingPage
from core.words import time_words
from inspections.services import sights
from inspections.views.base import SeenUnderEmbargo, opens
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


class SavedSection(SectionView, SelfSaving):
    """What the editor and the address it saves to share."""

    permission = Permission.LETTER_EDIT

    def kind(self) -> Kind:
        group = f"section:{self.inspection.reference}:{self.kwargs['code']}"
        return Kind(group, "section", editor.heading(self.section().spec), put_back=True)

    def saving_url(self) -> str:
        return self.address("section-autosave")

    def told_of(self, current: LetterSection, form: SectionForm) -> dict[str, Any]:
        last = editor.newest_saves(current.letter).filter(section=current).first()
        yours = form.cleaned_data.get("text", "")
        return conflict_of(
            version=current.version,
            by=last.by.name if last and last.by else "Somebody",
            at=time_words(last.at) if last else "",
            both=[{"label": "Text", "theirs": current.text or "Empty", "yours": yours or "Empty"}],
            theirs=[("text", current.text)],
        )

    def save(self, form: SectionForm, text: str) -> int:
        return sections.write_section(
            by=self.request.user, section=self.section(), text=text, mark=Mark.sent(form.cleaned_data)
        )


class SectionEdit(SeenUnderEmbargo, SavedSection, SelfSavingPage):
    template_name = "reports/section_edit.html"
    thing = sights.DRAFT
    form_class = SectionForm
    success_message = "Section saved"

    def get_initial(self) -> dict[str, Any]:
        section = self.section()
        return {"text": section.text, "version": section.version}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        section, person = self.section(), self.request.user
        presence.seen(by=person, section=section)
        places = editor.places(section.letter, person)
        return super().get_context_data(
            section=section,
            place=next(place for place in places if place.section == section),
            places=places,
            may_be_written=sections.may_be_written(section.letter),
            reading=reading.of_section(section),
            **kwargs,
        )

    def current(self) -> LetterSection:
        return self.section()

    def theirs_url(self, current: LetterSection) -> str:
        return self.address("section-edit")

    def perform(self, form: Any) -> str:
        self.save(form, self.joined(form.cleaned_data["text"]))
        return self.address("section-edit")


class SectionAutosave(SavedSection, SavingAddress):
    """Where the editor saves to while somebody writes; asked now and then, it says who is there."""

    def standing(self) -> dict[str, Any]:
        section = self.section()
        presence.seen(by=self.request.user, section=section)
        return {"here": presence.others(section, self.request.user), "version": section.version}

    def sent_form(self) -> SectionForm:
        return SectionForm(self.request.POST)

    def write(self, form: SectionForm) -> dict[str, Any]:
        if "text" not in form.cleaned_data:
            raise Refused(*(str(text) for text in form.errors["text"]))
        return {"version": self.save(form, form.cleaned_data["text"])}


class References(LetterView, TemplateView):
    """Sentences of judgement and findings that rest on no evidence, each with a link to its place for those who may go there."""

    template_name = "reports/letter_references.html"
    permission = Permission.LETTER_COMMENT

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        letter = self.letter_or_404()
        unsupported = [(one, opens(self.rights, one.href)) for one in reading.unsupported(letter)]
        return super().get_context_data(letter=letter, unsupported=unsupported, **kwargs)


class Checks(LetterView, TemplateView):
    """What stops the sign-off and what warns, each with a link to its place for those who may go there; then what passed."""

    template_name = "reports/letter_checks.html"
    permission = Permission.LETTER_COMMENT

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        results = checking.results(self.letter_or_404())
        return super().get_context_data(
            failed=[
                (one, [(found, opens(self.rights, found.href)) for found in one.found])
                for one in sorted((one for one in results if one.found), key=lambda one: not one.stops)
            ],
            passed=[one for one in results if not one.found],
            stops=sum(one.stops for one in results),
            **kwargs,
        )
