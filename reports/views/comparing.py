"""What changed: between any two saves of a section, and between any two versions of the letter."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from django.core.paginator import Paginator
from django.db.models.functions import Length
from django.views.generic import TemplateView

from accounts.choices import Permission
from core import clock, textdiff, words
from inspections.services import sights
from inspections.views.base import SeenUnderEmbargo
from reports.forms.comparing import CompareForm
from reports.letters import comparison
from reports.letters.context import LetterContext
from reports.models import SectionSave
from reports.services import build_context, editor
from reports.views.drafting import LetterView
from reports.views.editing import SectionView

SAVES_ON_A_PAGE = 50
# The letter as it stands now, beside its frozen versions.
DRAFT = "draft"


class Comparing:
    """`compare_form` for a page that compares two of `choices` (value, words), oldest listed first."""

    def compare_form(self, asked: Any, choices: list[tuple[str, str]]) -> CompareForm:
        if "earlier" in asked or "later" in asked:
            return CompareForm(asked, choices=choices)
        newest = self.newest([value for value, _ in choices])
        return CompareForm({"earlier": newest[0], "later": newest[-1]}, choices=choices)

    def newest(self, values: list[str]) -> list[str]:
        """The two to begin with."""
        return values[-2:]


class SectionHistory(SeenUnderEmbargo, Comparing, SectionView, TemplateView):
    """Every save of a section with its author, and the words that changed between any two."""

    thing = sights.DRAFT
    template_name = "reports/section_history.html"
    permission = Permission.LETTER_COMMENT

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        section = self.section()
        saves = section.saves.select_related("by").annotate(characters=Length("text")).defer("text").order_by("version")
        choices = [(str(save.version), _said(save)) for save in saves]
        form = self.compare_form(self.request.GET, choices) if choices else None
        both = self.two(section.pk, form) if form else None
        page = Paginator(list(reversed(saves)), SAVES_ON_A_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            section=section,
            heading=editor.heading(section.spec),
            form=form,
            page_obj=page,
            both=both,
            changed=textdiff.words_changed(textdiff.compare(both[0].text, both[1].text)) if both else None,
            **kwargs,
        )

    def two(self, section: int, form: CompareForm) -> tuple[SectionSave, SectionSave] | None:
        if not form.is_valid():
            return None
        asked = [int(form.cleaned_data[name]) for name in ("earlier", "later")]
        found = {
            save.version: save
            for save in SectionSave.objects.filter(section=section, version__in=asked).select_related("by")
        }
        return found[asked[0]], found[asked[1]]


def _said(save: SectionSave) -> str:
    author = save.by.name if save.by else "before the first save"
    return f"Version {save.version}, {author}, {words.when(save.at)}"


class LetterCompare(SeenUnderEmbargo, Comparing, LetterView, TemplateView):
    """Two versions of the letter, section by section: running text by word, tables row by row."""

    thing = sights.DRAFT
    template_name = "reports/letter_compare.html"
    permission = Permission.LETTER_COMMENT

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        letter = self.letter_or_404()
        versions = letter.versions.defer("pdf", "context", "fragment").order_by("number")
        choices = [(str(one.number), f"Version {one.number}, frozen {words.when(one.made_at)}") for one in versions]
        choices.append((DRAFT, "The draft as it stands now"))
        self.letter, self.read = letter, dict[str, LetterContext]()
        form = self.compare_form(self.request.GET, choices)
        found: dict[str, Any] = {}
        if form.is_valid():
            before, after = (self.context_of(form.cleaned_data[name]) for name in ("earlier", "later"))
            sections = comparison.compare(before, after)
            found = {
                "sections": sections,
                "differing": [section for section in sections if section.standing != "same"],
                "changed": comparison.words_changed(sections),
            }
        return super().get_context_data(letter=letter, form=form, **found, **kwargs)

    def newest(self, values: list[str]) -> list[str]:
        """The last two in a row that differ, so that the page does not begin with two that say the same."""
        for earlier, later in reversed(list(pairwise(values))):
            both = comparison.compare(self.context_of(earlier), self.context_of(later))
            if any(section.standing != "same" for section in both):
                return [earlier, later]
        return values[-2:]

    def context_of(self, value: str) -> LetterContext:
        if value not in self.read:
            self.read[value] = self._context_of(value)
        return self.read[value]

    def _context_of(self, value: str) -> LetterContext:
        if value == DRAFT:
            return build_context.build(self.letter, on=clock.today())
        return self.letter.versions.defer("pdf", "fragment").get(number=int(value)).frozen_context
