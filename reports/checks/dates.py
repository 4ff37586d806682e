"""The days of the inspection are one field, printed in every place; what people wrote of them must agree.

Looked at: the words printed instead of the dates, and days in a sentence that speaks of inspectors or an inspection. A day without a year
is taken to be of the year of the inspection. Days of an earlier inspection, and others that the inspection is known by, are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from reports.checks.base import Check, Facts, Found
from reports.letters.sentences import sentences_of
from rulebook import words

_MONTHS = "|".join(words.MONTHS)
DAYS = re.compile(
    rf"\b(\d{{1,2}})(?:\s+({_MONTHS})(?:\s+(\d{{4}}))?)?(?:\s*(?:to|and|until|–|-)\s*(\d{{1,2}}))?\s+({_MONTHS})(?:\s+(\d{{4}}))?\b"
)
SPEAKS_OF_IT = re.compile(r"\binspect(?:ion|ors?|ed)\b", re.IGNORECASE)


def days_in(text: str, year: int) -> Iterator[date]:
    """The days a text names: both ends of "12 to 16 February 2024" and of "29 April to 3 May 2024". Impossible days are passed over."""
    for found in DAYS.finditer(text):
        first, first_month, first_year, second, month, its_year = found.groups()
        of_year = its_year or year
        yield from _day(first, first_month or month, first_year or of_year)
        if second:
            yield from _day(second, month, of_year)


def _day(day: str, month: str, year: str | int) -> Iterator[date]:
    try:
        yield date(int(year), words.MONTHS.index(month) + 1, int(day))
    except ValueError:
        return


def run(facts: Facts) -> tuple[Found, ...]:
    if facts.start_on is None or facts.end_on is None:
        return (Found("The days on site are not recorded.", facts.dates_href),)
    return (
        *_printed(facts, facts.start_on, facts.end_on),
        *_written(facts, facts.first_on or facts.start_on, facts.end_on),
    )


def _printed(facts: Facts, start_on: date, end_on: date) -> Iterator[Found]:
    printed = list(days_in(facts.printed_dates, start_on.year))
    if printed and (printed[0], printed[-1]) != (start_on, end_on):
        yield Found(
            f"“{facts.printed_dates}” is printed as the dates, but the inspection was on site from {words.day(start_on)} to "
            f"{words.day(end_on)}.",
            facts.dates_href,
        )


def _written(facts: Facts, first_on: date, end_on: date) -> Iterator[Found]:
    for place in facts.places:
        for sentence in sentences_of(place.text):
            if SPEAKS_OF_IT.search(sentence.text):
                for day in dict.fromkeys(days_in(sentence.text, end_on.year)):
                    if not first_on <= day <= end_on and day not in facts.other_dates:
                        yield Found(
                            f"{place.name} speaks of {words.day(day)}, which is not a day of this inspection.",
                            place.href,
                        )


CHECK = Check("dates", "The dates of the inspection agree wherever they stand", run, blocks=False)
