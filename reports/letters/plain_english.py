"""Hints for plainer words. They never stop anybody. Pure.

Long: over 25 words, as GOV.UK's guidance on writing has it (https://www.gov.uk/guidance/content-design/writing-for-gov-uk). Words to avoid:
from its list of the same guidance. Passive: a form of "to be" before a past participle; that misses some and sees some that are none
("are interested"). Reading age: the Automated Readability Index, which needs letters, words and sentences only, plus five years.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import ceil

from reports.letters import citations
from reports.letters.sentences import sentences_of

LONGEST_SENTENCE = 25
# Below this the index says nothing.
FEWEST_WORDS = 40
WORD = re.compile(r"[A-Za-z0-9][\w’'‑-]*")
AVOID = {
    "agenda": "plan", "collaborate": "work with", "combat": "a plainer word for what is done", "deliver": "provide, or say what is done",
    "deploy": "use", "dialogue": "speak to", "empower": "let, or allow", "facilitate": "help, or say how", "foster": "encourage, or help",
    "going forward": "from now on", "impact on": "affect", "in order to": "to", "incentivise": "encourage", "initiate": "start",
    "key": "important, or leave it out", "leverage": "use", "liaise": "work with", "overarching": "leave it out",
    "robust": "strong, or say what makes it so", "streamline": "simplify", "tackle": "stop, solve or deal with",
    "transform": "say what changes", "utilise": "use", "a number of": "some, or how many", "prior to": "before", "in relation to": "about",
    "in respect of": "about", "commence": "start", "ensure that": "make sure",
}  # fmt: skip
_IRREGULAR = (
    "been begun brought built caught chosen done drawn driven fallen felt found forgotten given gone grown heard held hidden kept known "
    "laid led left lost made meant met paid put read said seen sent set shown spent taken taught thought told understood won written"
)
_BE = r"(?:am|is|are|was|were|be|been|being|isn’t|aren’t|wasn’t|weren’t)"
_PASSIVE = re.compile(rf"\b{_BE}\s+(?:not\s+|\w+ly\s+)?(?:\w{{2,}}ed|{_IRREGULAR.replace(' ', '|')})\b", re.IGNORECASE)


def _forms_of(word: str) -> re.Pattern[str]:
    """The word and its endings: utilise, utilised, utilising."""
    stem, endings = (word[:-1], "e|es|ed|ing") if word.endswith("e") else (word, "|s|ed|ing")
    return re.compile(rf"\b{re.escape(stem)}(?:{endings})\b", re.IGNORECASE)


_AVOIDED = {word: _forms_of(word) for word in AVOID}


@dataclass(frozen=True, slots=True)
class Hint:
    """What could be plainer in one sentence. `kind`: long, passive or word."""

    kind: str
    paragraph: int
    sentence: str
    advice: str


def hints(text: str) -> tuple[Hint, ...]:
    """In the order of the text; references are not counted as words."""
    found = []
    for sentence in sentences_of(citations.without(text)):
        said = sentence.text
        count = len(WORD.findall(said))
        if count > LONGEST_SENTENCE:
            found.append(Hint("long", sentence.paragraph, said, f"{count} words: can it be two sentences?"))
        passives = (f"“{match[0]}”: say who does it" for match in _PASSIVE.finditer(said))
        avoided = (f"“{word}”: {AVOID[word]}" for word, forms in _AVOIDED.items() if forms.search(said))
        found += [Hint("passive", sentence.paragraph, said, advice) for advice in passives]
        found += [Hint("word", sentence.paragraph, said, advice) for advice in avoided]
    return tuple(found)


def reading_age(text: str) -> int | None:
    """The age in years at which a text is read with ease, 5 to 22; None for a text too short to tell."""
    plain = citations.without(text)
    words, sentences = WORD.findall(plain), sentences_of(plain)
    if len(words) < FEWEST_WORDS:
        return None
    letters = sum(character.isalnum() for word in words for character in word)
    grade = 4.71 * letters / len(words) + 0.5 * len(words) / len(sentences) - 21.43
    return min(max(ceil(grade), 0) + 5, 22)
