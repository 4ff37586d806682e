"""What comes from a respondent's page, read by hand: a form object for each question would cost more than all the rest."""

from __future__ import annotations

import re
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from rulebook.frameworks.surveys import Question
from surveys.choices import Language, Variant
from surveys.queries.answering import MOST_TEXT

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


def clean_text(text: str) -> str:
    """Without control characters and signs that turn the direction of text; lines end in a newline."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def read(question: Question, sent: QueryDict) -> tuple[Any, str]:
    """(the answer or None, what is wrong with it or ""). A code the question does not have counts as no answer."""
    if question.kind == "text":
        text = clean_text(sent.get("answer", ""))
        if len(text) > MOST_TEXT:
            return text, _("Your answer must be %(most)d characters or fewer. It has %(has)d.") % {
                "most": MOST_TEXT,
                "has": len(text),
            }
        return text or None, ""
    codes = {option.code for option in question.options}
    if question.kind == "several":
        return [code for code in dict.fromkeys(sent.getlist("answer")) if code in codes] or None, ""
    chosen = sent.get("answer", "")
    return (chosen if chosen in codes else None), ""


def ways(sent: QueryDict) -> dict[str, Any]:
    """Version, language and help as chosen; what is not offered falls back to the first."""
    variant, language = sent.get("variant", ""), sent.get("language", "")
    return {
        "variant": variant if variant in Variant.values else Variant.STANDARD,
        "language": language if language in Language.values else Language.ENGLISH,
        "helped": sent.get("helped") == "yes",
    }
