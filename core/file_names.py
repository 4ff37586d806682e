"""Names of files as people may see them: cleaned, and refused when they look as if they identify a child."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 150
FALLBACK = "file"
# Windows cannot hold these in a name; a slash would be a folder.
NOT_IN_A_NAME = re.compile(r'[<>:"|?*]')
# Ten digits, perhaps in groups of 3, 3 and 4: an NHS number or a unique learner number.
TEN_DIGITS = re.compile(r"(?<![0-9])([0-9]{3})[ _.-]?([0-9]{3})[ _.-]?([0-9]{4})(?![0-9])")
DATE_AND_HOUR = re.compile(r"(19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])[0-9]{2}")
# A unique pupil number: a letter, eleven digits, and a digit (or a letter while it is temporary).
PUPIL_NUMBER = re.compile(r"(?<![A-Za-z0-9])[A-HJ-NP-RT-Za-hj-np-rt-z][0-9]{11}[0-9A-Za-z](?![A-Za-z0-9])")


def cleaned(name: str) -> str:
    """The last part of a name without control characters, marks of direction and what no system takes; its ending is kept."""
    last = re.split(r"[\\/]", name)[-1]
    plain = unicodedata.normalize("NFC", last)
    plain = "".join(letter for letter in plain if unicodedata.category(letter)[0] != "C")
    plain = " ".join(NOT_IN_A_NAME.sub("-", plain).split()).strip(". ")
    stem, dot, ending = plain.rpartition(".")
    if not dot or len(ending) > 10:
        stem, ending = plain, ""
    stem = stem.strip(". ") or FALLBACK
    return f"{stem[: LONGEST - len(ending) - 1]}.{ending}" if ending else stem[:LONGEST]


def identifies(name: str) -> str:
    """What in a name looks like a child's number, in words ("a unique pupil number"); empty when nothing does."""
    if PUPIL_NUMBER.search(name):
        return "a unique pupil number (UPN)"
    for found in TEN_DIGITS.finditer(name):
        if not DATE_AND_HOUR.fullmatch("".join(found.groups())):
            return "an NHS number or a unique learner number (ULN)"
    return ""


def masked(name: str) -> str:
    """The name with its digits hidden, to say which file was meant without repeating the number."""
    return re.sub(r"[0-9]", "●", name)
