"""The HTML: everything escaped in both outputs, headings in order, no style or script of its own, one set of words."""

from __future__ import annotations

import json
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import pytest

from reports.letters import render
from reports.letters.context import LetterContext
from reports.tests import letter_samples as samples

PAYLOAD = "<script>alert(1)</script>\"'> <img src=x onerror=alert(2)> <u>{{ 7|add:7 }}{% now 'Y' %}&amp;</style>"
# Codes that choose a shape or a template, not words to print.
CODES = {"type", "template", "template_version", "code", "framework", "edition", "kind", "letter", "outcome", "result"}
VOID = {"meta", "br", "img", "link", "input", "hr"}


class Page(HTMLParser):
    """Tags with their attributes, the text, and the tags left open or closed twice."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.open: list[str] = []
        self.torn: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.torn.append(tag)

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())

    def attributes(self, name: str) -> list[str]:
        return [value or "" for _, attrs in self.tags for key, value in attrs.items() if key == name]


def poisoned(letter: LetterContext) -> tuple[LetterContext, int]:
    """The letter with the payload at the end of every printed string, and how many strings that is."""
    count = 0

    def poison(value: Any, key: str = "") -> Any:
        nonlocal count
        if isinstance(value, dict):
            return {name: poison(inner, name) for name, inner in value.items()}
        if isinstance(value, list):
            return [poison(inner, key) for inner in value]
        if isinstance(value, str) and key not in CODES and not key.endswith("_on"):
            count += 1
            return f"{value} {PAYLOAD}"
        return value

    data = poison(json.loads(letter.as_json()))
    return LetterContext.from_json(json.dumps(data).encode()), count


@pytest.mark.parametrize("name", sorted(samples.FILES))
@pytest.mark.parametrize("draw", [render.render_document, render.render_fragment])
def test_no_field_can_bring_in_markup(name: str, draw: Any) -> None:
    clean, (letter, count) = samples.context(name), poisoned(samples.context(name))
    assert count > 20
    before, after = Page(draw(clean)), Page(draw(letter))
    assert "script" not in {tag for tag, _ in after.tags}
    assert "img" not in {tag for tag, _ in after.tags}
    assert not [key for _, attrs in after.tags for key in attrs if key.startswith("on") or key == "src"]
    assert after.torn == before.torn == []
    # What was written is what is read: the payload stands in the text as it is.
    printed = " ".join(PAYLOAD.split())
    blocks = json.dumps(letter.as_dict()["sections"], default=str).count("<script>")
    assert after.text.count(printed) >= blocks - len(letter.sections)
    assert [href for href in after.attributes("href") if not href.startswith("https://")] == []


def test_the_escaping_check_finds_markup() -> None:
    letter, _ = poisoned(samples.context("bury-2024"))
    torn = render.render_fragment(letter).replace("&lt;", "<").replace("&gt;", ">")
    assert "script" in {tag for tag, _ in Page(torn).tags}


@pytest.mark.parametrize("name", sorted(samples.FILES))
def test_the_web_page_and_the_pdf_say_the_same(name: str) -> None:
    letter = samples.context(name)
    page, document = Page(render.render_fragment(letter)), Page(render.render_document(letter))
    assert page.text == document.text.removeprefix(f"{letter.footer} ")


@pytest.mark.parametrize("name", sorted(samples.FILES))
@pytest.mark.parametrize("base_level", [1, 2])
def test_headings_go_down_one_at_a_time(name: str, base_level: int) -> None:
    page = Page(render.render_fragment(samples.context(name), base_level=base_level))
    levels = [int(tag[1]) for tag, _ in page.tags if tag in {"h1", "h2", "h3", "h4", "h5", "h6"}]
    assert levels[0] == base_level
    assert levels.count(base_level) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("name", sorted(samples.FILES))
def test_the_web_page_keeps_to_the_content_security_policy(name: str) -> None:
    page = Page(render.render_fragment(samples.context(name)))
    tags = {tag for tag, _ in page.tags}
    assert not tags & {"style", "script", "iframe", "object", "img", "link"}
    assert page.attributes("style") == []
    ids = page.attributes("id")
    assert len(ids) == len(set(ids))
    assert set(page.attributes("aria-labelledby")) <= set(ids)


@pytest.mark.parametrize("name", sorted(samples.FILES))
def test_tables_need_no_spanning_cells(name: str) -> None:
    """A header cell that spans is read out wrongly in a tagged PDF."""
    page = Page(render.render_document(samples.context(name)))
    assert not page.attributes("colspan")
    assert not page.attributes("rowspan")
    headers = [attrs for tag, attrs in page.tags if tag == "th"]
    assert headers
    assert all(attrs.get("scope") == "col" for attrs in headers)


def test_the_contents_lead_to_the_headings() -> None:
    letter = samples.context("letter-2016")
    anchors = render.contents(letter)
    ids = Page(render.render_fragment(letter)).attributes("id")
    assert [anchor.id for anchor in anchors] == ids
    assert next(anchor.heading for anchor in anchors if not anchor.nested) == "Main findings"
    assert sum(anchor.nested for anchor in anchors) == 6


def test_a_draft_says_so_on_the_page_and_in_the_pdf() -> None:
    draft = replace(samples.context("bury-2024"), marking="Draft, not for publication")
    assert "Draft, not for publication" in Page(render.render_fragment(draft)).text
    assert 'data-marking="Draft, not for publication"' in render.render_document(draft)


def test_an_empty_section_says_so() -> None:
    letter = samples.context("bury-2024")
    emptied = replace(letter, sections=tuple(replace(section, blocks=()) for section in letter.sections))
    text = Page(render.render_fragment(emptied)).text
    assert text.count("Nothing has been written in this section.") == len(letter.sections) == 10


def test_an_area_never_inspected_before_is_said_to_be_so() -> None:
    letter = replace(samples.context("bury-2024"), previous_inspection="")
    assert "Dates of previous inspection: Not previously inspected" in Page(render.render_fragment(letter)).text


def test_words_with_a_hyphen_or_a_slash_stay_on_one_line_in_the_pdf_alone() -> None:
    letter = samples.context("bury-2024")
    assert '<span class="letter-keep">well-understood</span>' in render.render_document(letter)
    assert "a well-understood and co-produced strategy" in render.render_fragment(letter)
    # A word longer than a line must be free to break.
    name = "x" * 30 + "-" + "y" * 30
    assert f'keep">{name}' not in render.render_document(replace(letter, previous_inspection=name))


@pytest.mark.parametrize(
    ("website", "link"),
    [
        ("www.bury.gov.uk", "https://www.bury.gov.uk"),
        ("http://www.bury.gov.uk/send", "https://www.bury.gov.uk/send"),
        ("javascript:alert(1)", ""),
        ("www.bury.gov.uk@evil.example", ""),
        ('www.bury.gov.uk" onclick="x', ""),
        ("//evil.example", ""),
        ("", ""),
    ],
)
def test_only_a_web_address_becomes_a_link(website: str, link: str) -> None:
    assert render.website_link(website) == link


def test_an_unknown_template_or_version_is_named() -> None:
    letter = samples.context("bury-2024")
    with pytest.raises(render.UnknownTemplate, match="There is no letter template area_send_2023 v99"):
        render.render_document(replace(letter, template_version="v99"))
    with pytest.raises(render.UnknownTemplate, match="There is no letter template nonesuch"):
        render.current_version("nonesuch")
    with pytest.raises(ValueError, match="level 1 to 4"):
        render.render_fragment(letter, base_level=5)
