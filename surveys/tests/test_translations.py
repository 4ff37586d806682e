"""The languages of the answering pages: every word is there, holds its placeholders, and is compiled; and the pages speak them."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation
from django.utils.translation.template import templatize

from surveys.choices import Language
from surveys.management.commands.write_survey_messages import page, path, words

LANGUAGES = [code for code in Language.values if code != "en"]
ENTRY = re.compile(r'^msgid ((?:".*"\n)+)msgstr ((?:".*"\n?)+)', re.MULTILINE)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%\{\w+\}")


def entries(language: str) -> dict[str, str]:
    text = (Path(settings.BASE_DIR) / "locale" / language / "LC_MESSAGES" / "django.po").read_text()
    return {joined(source): joined(target) for source, target in ENTRY.findall(text)}


def joined(lines: str) -> str:
    return "".join(line.strip()[1:-1] for line in lines.splitlines()).replace('\\"', '"')


def test_the_words_of_the_question_sets_are_fresh():
    assert path().read_text() == page(), "run manage.py write_survey_messages"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_translated_and_keeps_its_placeholders(language: str):
    found = entries(language)
    del found[""]
    assert [source for source, target in found.items() if not target] == []
    assert set(words()) - set(found) == set()
    for source, target in found.items():
        assert sorted(PLACEHOLDER.findall(source)) == sorted(PLACEHOLDER.findall(target)), source


def of_the_pages() -> set[str]:
    """What the templates of the answering pages have translated."""
    found: set[str] = set()
    for template in (Path(settings.BASE_DIR) / "templates" / "surveys" / "answer").glob("*.html"):
        code = templatize(template.read_text(), origin=template.name)
        found |= {ast.literal_eval(words) for words in re.findall(r"""gettext\(u?("(?:.+?)"|'(?:.+?)')\)""", code)}
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_the_pages_is_there(language: str):
    assert len(of_the_pages()) > 60
    assert of_the_pages() - set(entries(language)) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_telephone_numbers_read_the_same_in_both_directions(language: str):
    """With plain spaces, the parts of a number change places in text from right to left; no-break spaces hold them together."""
    texts = "\n".join(text for entry in entries(language).items() for text in entry)
    assert {number for number in ("0808\u00a0800\u00a05000", "0800\u00a01111") if texts.count(number) < 2} == set()
    assert re.findall(r"\d{3} \d{3}", texts) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_compiled_is_what_is_written(language: str):
    found = entries(language)
    with translation.override(language):
        for source in ("Send my answers", "I feel safe", "Skip this question"):
            assert translation.gettext(source) == found[source] != source
