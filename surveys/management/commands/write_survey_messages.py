"""Write surveys/question_messages.py: the words of every question set, where makemessages finds them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings

from core.commands import PlainCommand
from rulebook import frameworks
from rulebook.frameworks.surveys import SurveySpec

HEAD = '''"""The words of the question sets, for makemessages. Made by `manage.py write_survey_messages`; not imported."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

WORDS = (
'''


def path() -> Path:
    return Path(settings.BASE_DIR) / "surveys" / "question_messages.py"


def specs() -> Iterator[SurveySpec]:
    for framework in frameworks.ALL:
        for edition in framework.editions:
            for kind in edition.kinds.values():
                yield from kind.weeks.surveys


def words() -> list[str]:
    """Every text of a question set that a respondent reads, once, in alphabetical order."""
    found: set[str] = set()
    for spec in specs():
        found |= {spec.title, spec.easy_title}
        for question in spec.questions:
            found |= {question.text, question.hint, question.easy_text, question.easy_hint}
            for option in question.options:
                found |= {option.text, option.easy_text}
    return sorted(found - {""})


def page() -> str:
    return HEAD + "".join(f"    _({text!r}),\n".replace("_('", '_("').replace("'),", '"),') for text in words()) + ")\n"


class Command(PlainCommand):
    help = "Write the words of the question sets where makemessages finds them."

    def handle(self, *args: Any, **options: Any) -> None:
        path().write_text(page(), encoding="utf-8")
        self.stdout.write(str(path().relative_to(settings.BASE_DIR)))
