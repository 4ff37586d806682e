"""References, sentences, hints and comparison: pure functions over the words of a letter."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils.safestring import mark_safe

from reports.letters import citations, comparison, plain_english
from reports.letters.blocks import Bullets, Findings, Paragraph
from reports.letters.sentences import Sentence, sentences_of, split, without_evidence
from reports.tests import letter_samples

# --- references


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("Children wait [N12].", "Children wait."),
        ("Children wait. [N12, E3] Families say so.", "Children wait. Families say so."),
        ("[A12.3] Leaders know.\n\n[K2; n 7]\nThey act [N1 and M4].", "Leaders know.\n\n\nThey act."),
        (
            "A plan [sic] and [SEND] stay, and so does [N12 or 13].",
            "A plan [sic] and [SEND] stay, and so does [N12 or 13].",
        ),
        ("", ""),
    ],
)
def test_references_vanish_with_the_blank_before_them_and_nothing_else_does(written, printed):
    assert citations.without(written) == printed


def test_references_are_read_as_people_write_them():
    found = citations.references("Wait [n 012, a12.3; E3] and [N12].")
    assert [(one.text, one.kind) for one in found] == [("N12", "N"), ("A12.3", "document"), ("E3", "E")]
    assert citations.references("A note N12 without brackets") == ()


def test_references_become_links_in_text_and_never_in_a_tag():
    markup = mark_safe('<p id="[N1]">Wait [N1, N9] &lt;now&gt;</p>')
    drawn = citations.linked(markup, lambda one: "/notes/1/" if one.text == "N1" else "")
    assert drawn == '<p id="[N1]">Wait [<a class="govuk-link" href="/notes/1/">N1</a>, N9] &lt;now&gt;</p>'


# --- sentences


@pytest.mark.parametrize(
    ("paragraph", "sentences"),
    [
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        ("It rose by 2.5 per cent. Dr. Ames said so, e.g. at a meeting. “Why?” Nobody knew.",
         ["It rose by 2.5 per cent.", "Dr. Ames said so, e.g. at a meeting.", "“Why?”", "Nobody knew."]),
        ("Children wait. [N12] Families say so [N3]. (Some do not.) 12 said more.",
         ["Children wait. [N12]", "Families say so [N3].", "(Some do not.)", "12 said more."]),
        ("Children wait. Families say so. [N12, N3] [E1]", ["Children wait.", "Families say so. [N12, N3] [E1]"]),
        ("no stop at all", ["no stop at all"]),
        ("...", ["..."]),
    ],
)  # fmt: skip
def test_a_paragraph_is_split_where_a_reader_would(paragraph, sentences):
    assert split(paragraph) == sentences


def test_each_sentence_has_its_paragraph_and_those_without_evidence_are_found():
    text = "Children wait. [N12] Families\nsay so.\n\nLeaders act [E1]. Nobody checks."
    assert [sentence.paragraph for sentence in sentences_of(text)] == [1, 1, 2, 2]
    assert without_evidence(text) == (Sentence("Families say so.", 1), Sentence("Nobody checks.", 2))


# --- hints


def test_hints_name_what_could_be_plainer_and_say_how():
    text = f"Plans are written late. Leaders utilise robust data.\n\n{'word ' * 26}end. They act."
    found = plain_english.hints(text)
    assert [(hint.kind, hint.paragraph) for hint in found] == [("passive", 1), ("word", 1), ("word", 1), ("long", 2)]
    assert [hint.advice.partition(":")[0] for hint in found] == ["“are written”", "“robust”", "“utilise”", "27 words"]
    assert plain_english.hints("Children wait [N1, N2, N3]. Staff help them.") == ()


def test_the_reading_age_rises_with_the_words_and_is_not_guessed_of_a_line():
    easy = "The dog ran to the park. We all ran too. It was fun. " * 6
    hard = (
        "Multidisciplinary commissioning arrangements demonstrate considerable organisational inconsistency throughout. "
        * 8
    )
    assert plain_english.reading_age("Too short to tell.") is None
    low, high = plain_english.reading_age(easy), plain_english.reading_age(hard)
    assert low is not None and high is not None
    assert 5 <= low <= 8
    assert 18 <= high <= 22


# --- two letters


def test_two_letters_are_compared_by_section_paragraph_and_row():
    before = letter_samples.context(
        next(name for name in letter_samples.FILES if "2023" in name or "bury" in name.lower())
    )
    texts = next(one for one in before.sections if one.blocks and isinstance(one.blocks[0], Paragraph))
    table = next(one for one in before.sections if one.blocks and isinstance(one.blocks[0], Findings))

    def changed(section):
        if section.code == texts.code:
            first, *others = section.blocks
            return replace(section, blocks=(replace(first, text=f"{first.text} And more."), *others, Bullets(("New",))))
        if section.code == table.code:
            rows = section.blocks[0].rows
            return replace(
                section, blocks=(replace(section.blocks[0], rows=(replace(rows[0], text="Reworded."), *rows[1:])),)
            )
        return section

    after = replace(
        before, sections=tuple(changed(one) for one in before.sections if one.code != before.sections[-1].code)
    )
    compared = {section.code: section for section in comparison.compare(before, after)}
    assert {code for code, one in compared.items() if one.standing == "changed"} == {texts.code, table.code}
    assert compared[before.sections[-1].code].standing == "removed"
    assert [row.changed for row in compared[texts.code].parts[0].rows if row.changed] == [True, True]
    assert compared[table.code].parts[0].head == table.blocks[0].columns
    assert comparison.words_changed((compared[texts.code],)) == (0, 3)
    assert {one.standing for one in comparison.compare(before, before)} == {"same"}
