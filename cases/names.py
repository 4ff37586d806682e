"""Finding a child's name in a text, so that it can be refused. Pure: names and texts come from the caller."""

from __future__ import annotations

import re
import unicodedata

SHORTEST = 3
# Names that are common words too: in running text they count only with a capital letter.
ALSO_WORDS = frozenset(
    {
        "amber", "angel", "art", "bill", "bob", "chase", "chance", "daisy", "dawn", "drew", "faith", "grace", "heath",
        "hope", "ivy", "jack", "jay", "jasmine", "joy", "king", "lane", "lily", "long", "mark", "may", "miles", "pat",
        "penny", "poppy", "ray", "rich", "robin", "rose", "ruby", "sky", "short", "summer", "taylor", "violet", "white",
        "will", "winter", "wood", "young", "black", "brown", "green", "best", "day", "cook", "baker", "page", "price",
        "field", "hill", "ford", "parent", "carer", "bright", "small", "little", "good", "read", "more", "moss", "reed",
    }
)  # fmt: skip
WORD = re.compile(r"[^\W\d_]+")


def plain(text: str) -> str:
    """Without accents and apostrophes, so that "O’Neïl" is found in "ONeil"."""
    apart = unicodedata.normalize("NFKD", text)
    return re.sub(r"['’`]", "", "".join(sign for sign in apart if not unicodedata.combining(sign)))


def words_of(name: str) -> frozenset[str]:
    """The words of a name that are long enough to give it away, in small letters."""
    return frozenset(word.casefold() for word in WORD.findall(plain(name)) if len(word) >= SHORTEST)


def names_in(text: str, names: frozenset[str], *, running: bool = True) -> bool:
    """Whether a text holds one of these words. `running` is prose; a title or a file's name (False) may have them run together."""
    shown = plain(text)
    for word in WORD.findall(shown):
        small = word.casefold()
        if small in names and not (running and small in ALSO_WORDS and word == small):
            return True
        if small.endswith("s") and small[:-1] in names and (small[:-1] not in ALSO_WORDS or not running):
            return True
    if running:
        return False
    squeezed = plain(text).casefold()
    return any(len(name) > SHORTEST and name in squeezed for name in names)
