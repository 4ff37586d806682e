"""The parts of an answering page: radios, checkboxes and a box for text, in the page's language and variant."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.govuk import component
from rulebook.frameworks.surveys import Question
from surveys.choices import Language, Variant
from surveys.queries.answering import MOST_TEXT, choices_of, hint_of, words_of

# The faces of Easy Read, by the answer's code.
FACES = {
    "yes": "yes", "agree": "yes", "no": "no", "disagree": "no", "not-sure": "not-sure", "dont-know": "not-sure", "sometimes": "sometimes",
}  # fmt: skip


# The forms that a count asks for in one of the languages; the words do not change with it.
PLURALS = ("zero", "one", "two", "few", "many", "other")


def box_of(question: Question, variant: str, given: Any, wrong: str = "") -> SafeString:
    """The question as the page's heading, with what can be answered."""
    title = words_of(question, variant)
    hint = hint_of(question, variant)
    if question.kind == "text":
        common: dict[str, Any] = {"name": "answer"} | ({"hint": {"text": hint}} if hint else {})
        if wrong:
            common["errorMessage"] = {"text": wrong, "visuallyHiddenText": _("Error")}
        label = {"text": title, "isPageHeading": True, "classes": "govuk-label--l"}
        left, over = _("You have %{count} characters left"), _("You have %{count} characters too many")
        texts = {
            "charactersUnderLimitText": dict.fromkeys(PLURALS, left),
            "charactersOverLimitText": dict.fromkeys(PLURALS, over),
        }
        return component(
            "character-count", id="answer", label=label, value=str(given or ""), rows=7, maxlength=MOST_TEXT, spellcheck=True,
            textareaDescriptionText=_("You can write up to %{count} characters"), **texts, **common,
        )  # fmt: skip
    chosen = frozenset(given if isinstance(given, list) else [given])
    kind = "checkboxes" if question.kind == "several" else "radios"
    if wrong or len(chosen) > 1:
        return _choices(kind, title, hint, tuple(choices_of(question, variant)), chosen, variant, wrong)
    return _drawn_before(kind, title, hint, tuple(choices_of(question, variant)), chosen, variant)


def _choices(
    kind: str, title: str, hint: str, choices: tuple[tuple[str, str], ...], chosen: frozenset[str], variant: str, wrong: str = ""
) -> SafeString:  # fmt: skip
    faces = variant == Variant.EASY_READ
    more: dict[str, Any] = {"hint": {"text": hint}} if hint else {}
    if wrong:
        more["errorMessage"] = {"text": wrong, "visuallyHiddenText": _("Error")}
    legend = {"text": title, "isPageHeading": True, "classes": "govuk-fieldset__legend--l"}
    items = [{"value": code, "checked": code in chosen} | _words(code, words, faces) for code, words in choices]
    return component(
        kind, idPrefix="answer", name="answer", fieldset={"legend": legend}, items=items, classes="app-easy" if faces else "", **more
    )  # fmt: skip


# Thousands look at the same questions within minutes. The words are in it, so each language has its own; what somebody wrote is not.
_drawn_before = lru_cache(maxsize=5000)(_choices)


def _words(code: str, words: str, faces: bool) -> dict[str, Any]:
    if faces and (face := FACES.get(code.replace("_", "-"))):
        html = format_html('<span class="app-face app-face--{}" aria-hidden="true"></span>{}', face, words)
        return {"html": html}
    return {"text": words}


def ways_of(variant: str, language: str, *, helped: bool) -> list[SafeString]:
    """The three choices of how to answer."""
    return list(_ways_of(str(variant), str(language), helped, get_language() or ""))


@lru_cache(maxsize=200)
def _ways_of(variant: str, language: str, helped: bool, words: str) -> tuple[SafeString, ...]:  # noqa: ARG001
    """Drawn once for each language of the page (`words`)."""
    return (
        component(
            "radios", idPrefix="variant", name="variant", fieldset={"legend": _legend(_("Which version do you want?"))},
            items=[{"value": str(code), "text": text, "checked": code == variant} for code, text in version_names()],
        ),
        component(
            "radios", idPrefix="language", name="language", fieldset={"legend": _legend(_("Which language do you want?"))},
            items=[
                {"value": code, "text": str(name), "checked": code == language, "attributes": {"lang": code}}
                for code, name in Language.choices
            ],
        ),
        component(
            "checkboxes", idPrefix="helped", name="helped",
            items=[{"value": "yes", "text": _("Someone is helping me to answer"), "checked": helped}],
        ),
    )  # fmt: skip


def version_names() -> list[tuple[str, str]]:
    return [
        (Variant.STANDARD, _("Standard")),
        (Variant.EASY_READ, _("Easy Read, with pictures and few words")),
        (Variant.LARGE_PRINT, _("Large print")),
    ]


def _legend(text: str) -> dict[str, str]:
    return {"text": text, "classes": "govuk-fieldset__legend--m"}
